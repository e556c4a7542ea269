import type { Violation } from '../model/verdict.js';
import { githubAnnotation } from '../reports/index.js';
import type { Terminal } from './terminal.js';

/** In GitHub Actions, shows a violation beside the line of the trace that the documents refuse. */
export function annotate(file: string, { at, clauses, summary }: Violation, terminal: Terminal): void {
  if (process.env['GITHUB_ACTIONS'] !== 'true') return;
  const title = clauses.length === 0 ? 'not allowed' : `not allowed by ${clauses.join(', ')}`;
  // The header is line 1.
  terminal.remark(githubAnnotation({ file, line: at + 2, title, message: summary }));
}
