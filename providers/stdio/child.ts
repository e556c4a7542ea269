import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { createOutput } from './output.js';

/** What a running program does. */
export interface ChildListener {
  readonly line: (text: string) => void;
  readonly endless: () => void;
  readonly noText: () => void;
  /** It could not be started. */
  readonly absent: (why: string) => void;
  /** It has ended, and everything that it wrote has been read. */
  readonly gone: (how: string) => void;
}

/** Characters of its standard error that are kept. */
const mostStderr = 16_384;

/** Milliseconds that a program has to end after it was asked to, and then after it was told to. */
const grace = 500;

/** Milliseconds that are waited for output after the end; who inherited it may hold it open for ever. */
const drain = 200;

const hasGroups = process.platform !== 'win32';

/** The programs that are running, so that none outlives this process. */
const running = new Set<Child>();
process.on('exit', () => {
  for (const child of running) child.kill();
});

/** A program of the user's that is running, in a process group of its own. */
export class Child {
  readonly #process: ChildProcess;
  readonly #listener: ChildListener;
  readonly #ended: Promise<void>;
  #stderr = '';
  #end: () => void = () => undefined;
  #isOver = false;

  constructor(command: string, args: readonly string[], listener: ChildListener) {
    this.#listener = listener;
    this.#ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    const child = spawn(command, args, { stdio: 'pipe', detached: hasGroups });
    this.#process = child;
    running.add(this);
    const take = createOutput(listener);
    child.stdout.on('data', (chunk: Buffer) => {
      take(chunk);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = `${this.#stderr}${text}`.slice(-mostStderr);
    });
    // What is written to a program that is gone; that it is gone is said elsewhere.
    child.stdin.on('error', () => undefined);
    child.on('error', (error) => {
      if (child.pid === undefined && this.#finish()) listener.absent(error.message);
    });
    child.on('exit', (code, signal) => {
      const how = signal === null ? `exit code ${String(code)}` : `signal ${signal}`;
      this.#signal('SIGKILL');
      setTimeout(() => this.#leave(how), drain).unref();
      child.on('close', () => this.#leave(how));
    });
  }

  /** The end of what it wrote to its standard error. */
  get stderr(): string {
    return this.#stderr.trimEnd();
  }

  write(line: string): void {
    if (!this.#isOver) this.#process.stdin?.write(`${line}\n`);
  }

  /** Ends it: it may notice that nothing more comes, then it is asked to end, then told to. */
  async end(): Promise<void> {
    this.#process.stdin?.end();
    if (await this.#isGoneWithin(grace)) return;
    this.#signal('SIGTERM');
    if (await this.#isGoneWithin(grace)) return;
    this.kill();
    await this.#isGoneWithin(grace);
  }

  /** Ends it at once, with whatever it has started. */
  kill(): void {
    this.#signal('SIGKILL');
  }

  async #isGoneWithin(milliseconds: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds);
    });
    await Promise.race([this.#ended, late]);
    clearTimeout(timer);
    return this.#isOver;
  }

  /** Its group, so that what it has started does not stay behind. */
  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#process;
    if (pid === undefined || this.#isOver) return;
    try {
      process.kill(hasGroups ? -pid : pid, signal);
    } catch {
      // Nothing is left of it.
    }
  }

  #leave(how: string): void {
    if (this.#finish()) this.#listener.gone(how);
  }

  #finish(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    running.delete(this);
    this.#end();
    return true;
  }
}
