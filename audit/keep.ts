import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Whether generated files are compared with those that are checked in, rather than written. */
const compares = process.argv.includes('--check');

/**
 * Writes a generated file; with `--check` compares it with the one that is checked in, and fails the program where they
 * differ, naming the first line that does.
 */
export function keep(path: string, text: string): void {
  if (!compares) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return;
  }
  const known = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (known === text) return;
  const [then, now] = [known, text].map((one) => one.split('\n'));
  const line = now?.findIndex((one, index) => one !== then?.[index]) ?? 0;
  console.error(
    `${path}, line ${String(line + 1)}: checked in as “${then?.[line] ?? ''}”, and now “${now?.[line] ?? ''}”`,
  );
  process.exitCode = 1;
}
