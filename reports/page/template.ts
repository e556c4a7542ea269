import { readFileSync } from 'node:fs';

/** The pages that `npm run build` makes: one file each, with nothing outside it. */
export type PageName = 'report' | 'explorer' | 'clauses';

/** Beside the compiled sources, and seen from the sources themselves. */
const folders = ['../../pages/', '../../dist/pages/'] as const;

/** A page that is still without its data. */
export function pageTemplate(name: PageName): string {
  for (const folder of folders) {
    const text = textOf(new URL(`${folder}${name}.html`, import.meta.url));
    if (text !== null) return text;
  }
  throw new Error(`the page ${name}.html was not built; run "npm run build"`);
}

function textOf(file: URL): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
