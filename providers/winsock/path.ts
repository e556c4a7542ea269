import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The first of some programs that is on the PATH, as an absolute file name; `null` if none is. */
export function onPath(names: readonly string[], path = process.env['PATH'] ?? ''): string | null {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  for (const name of names)
    for (const folder of path.split(delimiter)) {
      const file = join(folder, `${name}${suffix}`);
      if (folder !== '' && isProgram(file)) return file;
    }
  return null;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
