import { render } from 'preact';
import { pageData, pageRoot } from '../shared/page-data.js';
import { Explorer } from './explorer.js';
import type { ExplorerPage } from './page.js';

const isExplorerPage = (data: unknown): data is ExplorerPage =>
  typeof data === 'object' && data !== null && 'profile' in data && 'readings' in data;

const data = pageData();
if (!isExplorerPage(data)) throw new Error('the page does not say where to begin');
render(<Explorer page={data} />, pageRoot());
