import { render } from 'preact';
import type { ClausePage } from '../../reports/clause-page.js';
import { pageData, pageRoot } from '../shared/page-data.js';
import { Clauses } from './clauses.js';

const isClausePage = (data: unknown): data is ClausePage =>
  typeof data === 'object' && data !== null && 'clauses' in data && 'readings' in data;

const data = pageData();
if (!isClausePage(data)) throw new Error('the page holds no clauses');
render(<Clauses page={data} />, pageRoot());
