import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { MissingTool } from './missing.js';
import { onPath } from './path.js';
import { cacheFolder } from './places.js';

/** The words before a Windows program that let it run here: none on Windows, elsewhere Wine with a prefix of its own. */
export function windowsRunner(path?: string): readonly string[] {
  if (process.platform === 'win32') return [];
  const wine = onPath(['wine64', 'wine'], path);
  if (wine === null)
    throw new MissingTool(
      'Winsock is driven under Wine on this system: install it (Debian and Ubuntu: apt-get install wine wine64)',
    );
  // Wine makes the prefix, but not the folder that it is in.
  mkdirSync(cacheFolder(), { recursive: true });
  return [
    'env',
    // No window is ever shown, and neither a .NET nor a browser engine is asked for when the prefix is made.
    '-u',
    'DISPLAY',
    `WINEPREFIX=${join(cacheFolder(), 'wine')}`,
    'WINEDEBUG=-all',
    'WINEDLLOVERRIDES=mscoree=;mshtml=;winemenubuilder.exe=',
    wine,
  ];
}
