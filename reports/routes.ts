import type { CallStep, CompletionStep, Result, SocketName, Step } from '../spec/trace/step.js';

/** A place in a diagram: a socket, or the backlog of a listening one. */
export interface Place {
  readonly is: 'socket' | 'backlog';
  readonly of: SocketName;
}

/** Where a call leads: it is answered at `to`, or it only sends something there and is answered at its own socket. */
export interface Route {
  readonly kind: 'asks' | 'sends';
  readonly to: Place;
}

const socketAt = (of: SocketName): Place => ({ is: 'socket', of });
const backlogOf = (of: SocketName): Place => ({ is: 'backlog', of });

function speaksToPeer(step: CallStep): boolean {
  switch (step.call) {
    case 'send':
    case 'WSASend':
    case 'WSASendDisconnect':
    case 'closesocket':
      return true;
    case 'shutdown':
      return step.args.how !== 'SD_RECEIVE';
    default:
      return false;
  }
}

/** The sockets whose backlog matters in a trace. */
export const listenersIn = (steps: readonly Step[]): ReadonlySet<SocketName> =>
  new Set(
    steps.flatMap((step) =>
      'call' in step && (step.call === 'listen' || step.call === 'WSAAccept') ? [step.socket] : [],
    ),
  );

interface Pending {
  readonly step: CallStep;
  readonly route: Route;
}

const wasMade = (result: Result | undefined): boolean =>
  result === undefined || 'ok' in result || 'pending' in result || result.error === 'WSAEWOULDBLOCK';

/**
 * Where each step leads; `null` for a settle. What a trace does not say is not guessed: which socket an accepted one is
 * connected to is known if the condition function was told, or if only one request can have been accepted.
 */
export function routesOf(steps: readonly Step[]): readonly (Route | null)[] {
  const listeners = listenersIn(steps);
  const waiting = new Map<SocketName, Set<SocketName>>();
  const acceptedFrom = new Map<SocketName, SocketName>();
  const peers = new Map<SocketName, SocketName>();
  const pending = new Map<string, Pending[]>();
  const pendingKey = (socket: SocketName, call: string) => `${call} ${socket}`;

  function routeOf(step: CallStep): Route {
    const { socket } = step;
    if (step.call === 'WSAAccept') return { kind: 'asks', to: backlogOf(socket) };
    if (step.call === 'WSAConnect') {
      const at = acceptedFrom.get(step.args.to) ?? step.args.to;
      return { kind: 'asks', to: listeners.has(at) ? backlogOf(at) : socketAt(at) };
    }
    const peer = speaksToPeer(step) ? peers.get(socket) : undefined;
    return peer === undefined
      ? { kind: 'asks', to: socketAt(socket) }
      : { kind: 'sends', to: socketAt(peer) };
  }

  /** The request that an accept has decided, which leaves the backlog. */
  function decided(listener: SocketName, result: Result): SocketName | undefined {
    const requests = waiting.get(listener);
    const condition = 'pending' in result ? undefined : result.condition;
    const told = condition?.called === true ? condition.callerId : undefined;
    const [only, ...others] = requests ?? [];
    const client = told ?? (others.length === 0 ? only : undefined);
    if (client !== undefined) requests?.delete(client);
    return client;
  }

  function accepted(step: CallStep & { readonly call: 'WSAAccept' }, result: Result): void {
    if ('error' in result && result.error === 'WSAECONNREFUSED') decided(step.socket, result);
    if (!('ok' in result)) return;
    const { as } = step.args;
    acceptedFrom.set(as, step.socket);
    const client = decided(step.socket, result);
    if (client === undefined) return;
    peers.set(as, client);
    peers.set(client, as);
  }

  function follow(step: CallStep): Route {
    const route = routeOf(step);
    const { socket, result } = step;
    if (step.call === 'WSAConnect' && route.to.is === 'backlog' && wasMade(result)) {
      waiting.set(route.to.of, (waiting.get(route.to.of) ?? new Set()).add(socket));
    }
    if (result === undefined) return route;
    if (step.call === 'WSAAccept') accepted(step, result);
    if ('pending' in result) {
      const key = pendingKey(socket, step.call);
      pending.set(key, [...(pending.get(key) ?? []), { step, route }]);
    }
    return route;
  }

  function complete({ socket, completes, result }: CompletionStep): Route {
    const key = pendingKey(socket, completes);
    const [call, ...others] = pending.get(key) ?? [];
    pending.set(key, others);
    if (call === undefined) return { kind: 'asks', to: socketAt(socket) };
    // Of several accepts under way the trace does not say which has ended.
    if (call.step.call === 'WSAAccept' && others.length === 0) accepted(call.step, result);
    return call.route;
  }

  return steps.map((step) => {
    if ('settle' in step) return null;
    return 'completes' in step ? complete(step) : follow(step);
  });
}
