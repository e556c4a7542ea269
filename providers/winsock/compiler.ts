import { dirname, join } from 'node:path';
import { onPath } from './path.js';
import { MissingTool } from './missing.js';
import { runTool } from './run-tool.js';

/** A C compiler that makes programs for Windows. */
export interface Compiler {
  readonly file: string;
  /** Its arguments; every warning that the sources promise not to give is asked for. */
  readonly args: (sources: readonly string[], program: string) => readonly string[];
}

/** Seconds that compiling may take. */
const longest = 120;

const gnu = (sources: readonly string[], program: string): readonly string[] => [
  '-std=c11',
  '-O1',
  '-Wall',
  '-Wextra',
  '-Wpedantic',
  '-o',
  program,
  ...sources,
  '-lws2_32',
];

const microsoft = (sources: readonly string[], program: string): readonly string[] => [
  '/nologo',
  '/std:c11',
  '/O2',
  '/W4',
  `/Fo${dirname(program)}\\`,
  `/Fe${program}`,
  ...sources,
  'ws2_32.lib',
];

/** The compiler of this machine. Throws a {@link MissingTool} if there is none. */
export function findCompiler(path?: string): Compiler {
  if (process.platform === 'win32') {
    const cl = onPath(['cl'], path);
    if (cl !== null) return { file: cl, args: microsoft };
  }
  const native = process.platform === 'win32' ? ['gcc', 'clang'] : [];
  const gcc = onPath([...native, 'x86_64-w64-mingw32-gcc'], path);
  if (gcc !== null) return { file: gcc, args: gnu };
  throw new MissingTool(
    process.platform === 'win32'
      ? 'the bridge to Winsock has to be compiled: run this in a prompt of the Visual Studio build tools, or put the gcc of mingw-w64 on the PATH'
      : 'the bridge to Winsock has to be compiled: install mingw-w64 (Debian and Ubuntu: apt-get install gcc-mingw-w64-x86-64)',
  );
}

/** Compiles sources, and gives what the compiler said; `''` where it had nothing to say. Throws if it fails or is ended. */
export async function compile(
  compiler: Compiler,
  sources: readonly string[],
  program: string,
  signal?: AbortSignal,
): Promise<string> {
  const units = sources.filter((source) => source.endsWith('.c'));
  const { status, stdout, stderr } = await runTool(compiler.file, compiler.args(units, program), {
    cwd: dirname(program),
    longest,
    signal,
  });
  const said = isMicrosoft(compiler) ? warningsIn(stdout) : `${stdout}${stderr}`;
  if (status === null) throw new Error(`${compiler.file} did not end in ${longest} s, or wrote too much`);
  if (status !== 0) throw new Error(`${compiler.file} failed:\n${stdout}${stderr}`);
  return said;
}

const isMicrosoft = ({ args }: Compiler): boolean => args === microsoft;

/** That compiler names each file that it compiles. */
const warningsIn = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line.includes('warning'))
    .join('\n');

/** Where a program is compiled before it is put into its place, so that nobody runs half of it. */
export const temporaryProgram = (program: string): string =>
  join(dirname(program), `${String(process.pid)}-${String(performance.now())}.exe`);
