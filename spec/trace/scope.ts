import type { Problem } from '../problem.js';
import { quoted } from '../problem.js';
import type { CallName, CallStep, CompletionStep, SocketName, Step } from './step.js';

/**
 * What the names of a trace stand for as it goes on. A name is *attempted* once a `WSASocket` or the `as` of
 * a `WSAAccept` has named it, and has *begun* once one of them is known to have made the socket. A name
 * begins only once.
 */
export interface Scope {
  /** Takes note of the next step; a problem if no trace can go on so, and then nothing is noted. */
  admit(step: Step): Problem | undefined;
}

const neverMade = (field: string, name: SocketName): Problem => ({
  field,
  expected: 'the name of a socket from an earlier WSASocket or WSAAccept',
  found: `${quoted(name)}, a socket that was never made`,
});

const takenAlready = (field: string, name: SocketName): Problem => ({
  field,
  expected: 'a name that no socket has had',
  found: `${quoted(name)}, which has been used for another socket`,
});

/** The pending calls of one name on one socket. */
interface PendingCalls {
  readonly count: number;
  /**
   * The name that an accept would give. Of several, a completion does not say which has ended: then none is
   * known.
   */
  readonly as: SocketName | undefined;
}

/** The scope at the start of a trace, where no name has been used. */
export function createScope(): Scope {
  const attempted = new Set<SocketName>();
  const begun = new Set<SocketName>();
  const pending = new Map<SocketName, Map<CallName, PendingCalls>>();

  function admitCall(step: CallStep): Problem | undefined {
    const { socket, result } = step;
    if (step.call === 'WSASocket') {
      if (begun.has(socket)) return takenAlready('socket', socket);
      attempted.add(socket);
      if (result === undefined || !('error' in result)) begun.add(socket);
    } else if (!attempted.has(socket)) {
      return neverMade('socket', socket);
    }
    if (step.call === 'WSAConnect' && !attempted.has(step.args.to)) return neverMade('args.to', step.args.to);
    if (step.call === 'WSAAccept') {
      const { as } = step.args;
      if (begun.has(as)) return takenAlready('args.as', as);
      attempted.add(as);
      if (result !== undefined && 'ok' in result) begun.add(as);
    }
    if (result !== undefined && 'pending' in result) {
      const calls = pending.get(socket) ?? new Map<CallName, PendingCalls>();
      const count = (calls.get(step.call)?.count ?? 0) + 1;
      calls.set(step.call, {
        count,
        as: step.call === 'WSAAccept' && count === 1 ? step.args.as : undefined,
      });
      pending.set(socket, calls);
    }
    return undefined;
  }

  function admitCompletion({ socket, completes, result }: CompletionStep): Problem | undefined {
    if (!attempted.has(socket)) return neverMade('socket', socket);
    const calls = pending.get(socket);
    const those = calls?.get(completes);
    if (calls === undefined || those === undefined) {
      const found = `${completes}, of which none is pending on ${quoted(socket)}`;
      return { field: 'completes', expected: 'a call that is pending', found };
    }
    const { count, as } = those;
    if ('ok' in result && as !== undefined) {
      if (begun.has(as)) return takenAlready('completes', as);
      begun.add(as);
    }
    if (completes === 'WSASocket' && 'error' in result) begun.delete(socket);
    if (count > 1) calls.set(completes, { count: count - 1, as: undefined });
    else calls.delete(completes);
    if (calls.size === 0) pending.delete(socket);
    return undefined;
  }

  return {
    admit(step) {
      if ('settle' in step) return undefined;
      return 'completes' in step ? admitCompletion(step) : admitCall(step);
    },
  };
}
