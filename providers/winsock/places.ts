import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What is made on first use and kept: the compiled bridge, and the Wine prefix. `HALFCLOSE_CACHE` names another folder. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const own = environment['HALFCLOSE_CACHE'];
  if (own !== undefined && own !== '') return own;
  const local = environment['LOCALAPPDATA'];
  if (process.platform === 'win32' && local !== undefined) return join(local, 'halfclose');
  const cache = environment['XDG_CACHE_HOME'];
  return join(cache === undefined || cache === '' ? join(homedir(), '.cache') : cache, 'halfclose');
}

/** The C sources of the bridge: they stand beside this file, or in the package beside what was built from it. */
export function bridgeSources(): readonly string[] {
  const here = dirname(fileURLToPath(import.meta.url));
  const folders = [here, join(here, '..', '..', '..', 'providers', 'winsock')];
  const folder = folders.find((one) => existsSync(join(one, 'bridge.c'))) ?? here;
  return readdirSync(folder)
    .filter((name) => /\.[ch]$/u.test(name))
    .sort()
    .map((name) => join(folder, name));
}
