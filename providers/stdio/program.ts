import type { Parsed } from '../../spec/problem.js';
import { describeProblem } from '../../spec/problem.js';
import type { Greeting } from './answers.js';
import { parseEnvelope, parseGreeting, parseNothing } from './answers.js';
import type { Channel, Request } from './channel.js';
import { Child } from './child.js';
import type { Misbehaviour } from './failure.js';
import { ProgramFailure } from './failure.js';
import { longestLine } from './output.js';
import { ProgramSession } from './session.js';

/** Milliseconds that a program has for an answer. */
export interface Patience {
  /** To greet: it may have to start a good deal first (60,000). */
  readonly greeting?: number;
  /** For each further answer, counted from the one before (30,000). */
  readonly answer?: number;
}

/** A request whose answer has not come. */
interface Outstanding {
  readonly id: number;
  readonly request: Request;
  /** Takes the answer; a problem if it is none. */
  readonly take: (content: object) => string | null;
  readonly fail: (failure: Error) => void;
}

/** A settle that is not yet asked for. */
type Held = () => void;

/**
 * A program that speaks the provider protocol. Requests of several sessions are sent without waiting for each other;
 * answers come in the order of the requests. Settles wait until nothing else is asked, so that sessions that have to
 * wait wait together. What it does wrong fails every request, and ends it.
 * @see contracts.md section 2
 */
export class Program implements Channel {
  readonly #child: Child;
  readonly #answerTime: number;
  readonly #outstanding: Outstanding[] = [];
  #held: Held[] = [];
  #lastId = 0;
  #lastSession = 0;
  #open = 0;
  #timer: NodeJS.Timeout | undefined;
  #failure: ProgramFailure | null = null;
  #leaving = false;

  private constructor(command: string, args: readonly string[], answerTime: number) {
    this.#answerTime = answerTime;
    this.#child = new Child(command, args, {
      line: (text) => this.#take(text),
      endless: () => this.#fail('flooded', `a line of more than ${longestLine} bytes`),
      noText: () => this.#fail('answered nonsense', 'expected a line of text in UTF-8, found other bytes'),
      absent: (why) => this.#fail('did not start', why),
      gone: (how) => this.#gone(how),
    });
  }

  /** Starts a program and greets it. Throws a {@link ProgramFailure} if it cannot be driven. */
  static async start(
    command: string,
    args: readonly string[],
    { greeting = 60_000, answer = 30_000 }: Patience = {},
  ): Promise<{ readonly program: Program; readonly greeting: Greeting }> {
    const program = new Program(command, args, answer);
    try {
      const said = await program.ask({ op: 'hello', protocol: 1 }, parseGreeting, greeting);
      return { program, greeting: said };
    } catch (error) {
      await program.end();
      throw error;
    }
  }

  /** How many of its sessions are open. */
  get sessions(): number {
    return this.#open;
  }

  /** Whether it has not failed. */
  get isSound(): boolean {
    return this.#failure === null;
  }

  /** The end of what it wrote to its standard error. */
  get stderr(): string {
    return this.#child.stderr;
  }

  async open(): Promise<ProgramSession> {
    const session = (this.#lastSession += 1);
    this.#open += 1;
    try {
      await this.ask({ op: 'open', session }, parseNothing);
    } catch (error) {
      this.#open -= 1;
      throw error;
    }
    return new ProgramSession(this, session, () => {
      this.#open -= 1;
    });
  }

  ask<T>(
    request: Request,
    read: (content: object) => Parsed<T>,
    time: number = this.#answerTime,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const take = (content: object): string | null => {
        const parsed = read(content);
        if (!parsed.ok) return describeProblem(parsed.problem);
        resolve(parsed.value);
        return null;
      };
      this.#send(request, take, reject, time);
    });
  }

  async askAtRest<T>(request: Request, read: (content: object) => Parsed<T>): Promise<T> {
    await new Promise<void>((resolve) => {
      this.#held.push(resolve);
      this.#releaseSoon();
    });
    return await this.ask(request, read);
  }

  /** Takes leave of the program, and ends it. */
  async end(): Promise<void> {
    this.#leaving = true;
    if (!this.#failure && this.#outstanding.length === 0) {
      try {
        await this.ask({ op: 'bye' }, parseNothing);
      } catch {
        // It is ended all the same.
      }
    }
    clearTimeout(this.#timer);
    await this.#child.end();
  }

  #send(request: Request, take: Outstanding['take'], fail: Outstanding['fail'], time: number): void {
    if (this.#failure) {
      fail(this.#failure);
      return;
    }
    const id = (this.#lastId += 1);
    this.#outstanding.push({ id, request, take, fail });
    if (this.#outstanding.length === 1) this.#await(time);
    this.#child.write(JSON.stringify({ id, ...request }));
  }

  #await(time: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const [first] = this.#outstanding;
      if (first) this.#fail('hung', `no answer to ${describe(first.request)} in ${time / 1000} s`);
    }, time);
  }

  #take(line: string): void {
    if (this.#failure) return;
    const parsed = parseEnvelope(line);
    if (!parsed.ok) {
      this.#fail('answered nonsense', describeProblem(parsed.problem));
      return;
    }
    const { id, failure, content } = parsed.value;
    const [first] = this.#outstanding;
    if (first?.id !== id) {
      const due = first ? `the answer to request ${first.id}` : 'nothing, as nothing was asked';
      this.#fail('answered out of order', `expected ${due}, found an answer to request ${id}`);
      return;
    }
    if (failure !== undefined) {
      this.#fail('reported a failure', `${describe(first.request)}: ${failure}`);
      return;
    }
    const problem = first.take(content);
    if (problem !== null) {
      this.#fail('answered nonsense', `to ${describe(first.request)}: ${problem}`);
      return;
    }
    this.#outstanding.shift();
    if (this.#outstanding.length > 0) this.#await(this.#answerTime);
    else clearTimeout(this.#timer);
    this.#releaseSoon();
  }

  #releaseSoon(): void {
    // By then whoever was answered has asked what it asks next.
    setImmediate(() => {
      if (this.#outstanding.length > 0) return;
      const held = this.#held;
      this.#held = [];
      for (const release of held) release();
    });
  }

  #gone(how: string): void {
    if (this.#leaving && this.#outstanding.every(({ request }) => request.op === 'bye')) {
      for (const { fail } of this.#outstanding.splice(0)) fail(new Error(how));
      return;
    }
    const [first] = this.#outstanding;
    this.#fail('died', first ? `${how}, asked for ${describe(first.request)}` : how);
  }

  #fail(misbehaviour: Misbehaviour, details: string): void {
    if (this.#failure) return;
    clearTimeout(this.#timer);
    const failure = new ProgramFailure(misbehaviour, details, this.stderr);
    this.#failure = failure;
    this.#child.kill();
    for (const { fail } of this.#outstanding.splice(0)) fail(failure);
    for (const release of this.#held.splice(0)) release();
  }
}

/** A request in few words: `send on "client"`. */
function describe({ op, call, socket }: Request): string {
  return op === 'call' ? `${String(call)} on ${JSON.stringify(socket)}` : op;
}
