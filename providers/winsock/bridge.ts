import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Compiler } from './compiler.js';
import { compile, findCompiler, temporaryProgram } from './compiler.js';
import { bridgeSources, cacheFolder } from './places.js';
import { windowsRunner } from './wine.js';

/**
 * The command that runs the bridge to Winsock, which speaks the provider protocol. The bridge is compiled on first use.
 * Throws a `MissingTool` where there is no compiler, or no Wine outside Windows, and an `AbortError` if the signal ends it.
 */
export async function bridgeCommand(
  args: readonly string[] = [],
  signal?: AbortSignal,
): Promise<readonly [string, ...string[]]> {
  const [first, ...rest] = [...windowsRunner(), await builtBridge(signal), ...args];
  if (first === undefined) throw new Error('there is no bridge');
  return [first, ...rest];
}

/** The compiled bridge; another one for other sources, and for another compiler. */
async function builtBridge(signal?: AbortSignal): Promise<string> {
  const sources = bridgeSources();
  const compiler = findCompiler();
  const hash = createHash('sha256');
  for (const source of sources) hash.update(readFileSync(source));
  hash.update(JSON.stringify(whatCompiles(compiler)));
  const folder = cacheFolder();
  const program = join(folder, `bridge-${hash.digest('hex').slice(0, 12)}.exe`);
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  const made = temporaryProgram(program);
  try {
    await compile(compiler, sources, made, signal);
    renameSync(made, program);
  } finally {
    rmSync(made, { force: true });
  }
  return program;
}

/** A compiler, behind whatever links lead to it, and what it is told. A newer one in its place is of another time. */
const whatCompiles = ({ file, args }: Compiler): readonly (string | number)[] => [
  realpathSync(file),
  statSync(file).mtimeMs,
  ...args([], 'bridge.exe'),
];
