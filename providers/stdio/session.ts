import type { Parsed } from '../../spec/problem.js';
import { quoted } from '../../spec/problem.js';
import type { Call, CallName, SocketName } from '../../spec/trace/step.js';
import type { Answer, Completions, Session } from '../provider.js';
import { parseAnswer, parseRested } from './answers.js';
import type { Channel } from './channel.js';

/** A session of a program that speaks the provider protocol. */
export class ProgramSession implements Session {
  readonly #program: Channel;
  readonly #id: number;
  readonly #onClose: () => void;
  /** How many calls of each name are pending on each socket. */
  readonly #pending = new Map<string, number>();
  #isClosed = false;

  constructor(program: Channel, id: number, onClose: () => void) {
    this.#program = program;
    this.#id = id;
    this.#onClose = onClose;
  }

  async call(socket: SocketName, call: Call): Promise<Answer> {
    const request = { op: 'call', session: this.#id, socket, ...call };
    return await this.#program.ask(request, (content) => {
      const answer = this.#admit(parseAnswer(call, content));
      if (answer.ok && answer.value.result !== 'unsupported' && 'pending' in answer.value.result)
        this.#count(socket, call.call, 1);
      return answer;
    });
  }

  async settle(): Promise<Completions> {
    const request = { op: 'settle', session: this.#id };
    return await this.#program.askAtRest(request, (content) => this.#admit(parseRested(content)));
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#onClose();
    if (this.#program.isSound) await this.#program.ask({ op: 'close', session: this.#id }, parseRested);
  }

  /** Only what is pending can end. */
  #admit<T extends Completions>(parsed: Parsed<T>): Parsed<T> {
    if (!parsed.ok) return parsed;
    for (const [index, { socket, completes }] of (parsed.value.completed ?? []).entries()) {
      if (this.#count(socket, completes, -1)) continue;
      const found = `${completes}, of which none is pending on ${quoted(socket)}`;
      return {
        ok: false,
        problem: { field: `completed[${index}].completes`, expected: 'a call that is pending', found },
      };
    }
    return parsed;
  }

  #count(socket: SocketName, call: CallName, by: 1 | -1): boolean {
    const key = `${call} ${socket}`;
    const count = (this.#pending.get(key) ?? 0) + by;
    if (count < 0) return false;
    this.#pending.set(key, count);
    return true;
  }
}
