import { render } from 'preact';
import type { ReportPage } from '../../reports/html.js';
import { pageData, pageRoot } from '../shared/page-data.js';
import { Report } from './report.js';

const isReportPage = (data: unknown): data is ReportPage =>
  typeof data === 'object' && data !== null && 'steps' in data && 'replay' in data;

const data = pageData();
if (!isReportPage(data)) throw new Error('the page holds no report');
render(<Report page={data} />, pageRoot());
