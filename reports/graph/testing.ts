import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Milliseconds that a tool may take. */
const patience = 20_000;

/** Runs a tool in a folder, and gives what it prints; throws if it fails. */
export const ranIn = (folder: string, tool: string, ...args: readonly string[]): string =>
  execFileSync(tool, args, {
    cwd: folder,
    timeout: patience,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** Why the tests that need these tools are skipped; `null` if they are all there. Each is asked for its version. */
export function whatLacks(tools: { readonly [tool: string]: string }): string | null {
  const lacking = Object.entries(tools).filter(([tool, version]) => {
    try {
      ranIn('.', tool, version);
      return false;
    } catch {
      return true;
    }
  });
  return lacking.length === 0 ? null : `not installed: ${lacking.map(([tool]) => tool).join(', ')}`;
}

/** Lends a folder that holds a file, and is gone afterwards. */
export function withFile<Found>(name: string, content: string, use: (folder: string) => Found): Found {
  const folder = mkdtempSync(join(tmpdir(), 'halfclose-'));
  try {
    writeFileSync(join(folder, name), content);
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
