import { readFile } from 'node:fs/promises';
import type { TestContext } from 'vitest';
import type { WrittenReport } from '../reports/index.js';

/** Says something of the test that runs, in whatever its reporters make of it. */
export type Annotate = (
  message: string,
  type: string,
  attachment: { readonly contentType: string; readonly body: Uint8Array },
) => Promise<unknown>;

/** The annotations of a test of vitest. */
export const annotateOf =
  ({ annotate }: Pick<TestContext, 'annotate'>): Annotate =>
  (message, type, attachment) =>
    annotate(message, type, { ...attachment });

/**
 * Attaches `report.html` to a test. The JUnit reporter makes of it a property of the test case, named `bug report`, whose value is
 * the path; reporters that keep attachments have the page itself. It is handed over as bytes: of a path, vitest would make
 * a copy outside the folder of the reports.
 */
export async function attachReport({ html }: WrittenReport, annotate: Annotate): Promise<void> {
  await annotate(html, 'bug report', { contentType: 'text/html', body: await readFile(html) });
}
