import type { SocketName, Step } from '../../spec/trace/step.js';
import type { Act, Made } from './act.js';

/**
 * What the names of a run stand for, and so which calls can be made next: a name begins only once, an address was bound
 * by somebody, and what a pending accept may have made is not called before it is known.
 * @see contracts.md section 1
 */
export class Names {
  readonly #attempted = new Set<SocketName>();
  readonly #begun = new Set<SocketName>();
  readonly #bound = new Set<SocketName>();
  readonly #awaited = new Map<SocketName, readonly SocketName[]>();

  /** Every name that a call has tried to give. */
  get attempted(): ReadonlySet<SocketName> {
    return this.#attempted;
  }

  /** The sockets that have an address to which others may connect. */
  get bound(): ReadonlySet<SocketName> {
    return this.#bound;
  }

  /** Whether no socket has the name, or might have it already. */
  isFree(name: SocketName): boolean {
    return !this.#begun.has(name) && ![...this.#awaited.values()].flat().includes(name);
  }

  /** Whether a run can go on with this call. */
  admits({ socket, call }: Made): boolean {
    if (call.call === 'WSASocket') return this.isFree(socket);
    if (!this.#attempted.has(socket) || (!this.#begun.has(socket) && !this.isFree(socket))) return false;
    if (call.call === 'WSAConnect') return this.#bound.has(call.args.to);
    return call.call !== 'WSAAccept' || this.isFree(call.args.as);
  }

  /** Takes note of what was called, and of what came of it. */
  note(step: Step): void {
    if ('settle' in step) return;
    const { socket, result } = step;
    const succeeded = result === undefined || 'ok' in result;
    if ('completes' in step) {
      if (step.completes === 'WSAAccept') this.#noteEnd(socket, succeeded);
      return;
    }
    if (step.call === 'WSASocket') {
      this.#attempted.add(socket);
      if (succeeded) this.#begun.add(socket);
    }
    if (step.call === 'bind' && succeeded) this.#bound.add(socket);
    if (step.call !== 'WSAAccept') return;
    const { as } = step.args;
    this.#attempted.add(as);
    if (result && 'ok' in result) this.#begin(as);
    else if (!result || 'pending' in result)
      this.#awaited.set(socket, [...(this.#awaited.get(socket) ?? []), as]);
  }

  #begin(accepted: SocketName): void {
    this.#begun.add(accepted);
    this.#bound.add(accepted);
  }

  /** Of several accepts under way, the end does not say which it is: then none of their names is used any more. */
  #noteEnd(listener: SocketName, succeeded: boolean): void {
    const [only, ...more] = this.#awaited.get(listener) ?? [];
    if (only === undefined || more.length > 0) return;
    this.#awaited.delete(listener);
    if (succeeded) this.#begin(only);
  }
}

/** Whether a run may be made of `acts`, if only every call succeeds. */
export function areAdmissible(acts: readonly Act[]): boolean {
  const names = new Set<SocketName>();
  const bound = new Set<SocketName>();
  return acts.every((act) => {
    if ('settle' in act) return true;
    const { socket, call } = act;
    if (call.call === 'WSASocket') names.add(socket);
    if (call.call === 'bind') bound.add(socket);
    if (call.call === 'WSAAccept') {
      names.add(call.args.as);
      bound.add(call.args.as);
    }
    return names.has(socket) && (call.call !== 'WSAConnect' || bound.has(call.args.to));
  });
}
