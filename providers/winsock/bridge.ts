import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
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

/** The compiled bridge; another one for other sources. */
async function builtBridge(signal?: AbortSignal): Promise<string> {
  const sources = bridgeSources();
  const hash = createHash('sha256');
  for (const source of sources) hash.update(readFileSync(source));
  const folder = cacheFolder();
  const program = join(folder, `bridge-${hash.digest('hex').slice(0, 12)}.exe`);
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  const made = temporaryProgram(program);
  try {
    await compile(findCompiler(), sources, made, signal);
    renameSync(made, program);
  } finally {
    rmSync(made, { force: true });
  }
  return program;
}
