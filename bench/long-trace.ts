import fc from 'fast-check';
import { socketName } from '../spec/trace/names.js';
import type { Call, Ended, SocketName, Step } from '../spec/trace/step.js';

/** A connection as the generator sees it: what each side has sent that the other has not read. */
interface Pair {
  readonly client: SocketName;
  readonly server: SocketName;
  readonly unread: { toServer: string; toClient: string };
}

/**
 * A trace of `length` steps over `connections` connections at a time, as a provider that delivers at once would show
 * it: sends, receives of any size, connections that are closed and made anew. The same seed gives the same trace.
 */
export function longTrace(length: number, connections: number, seed: number): Step[] {
  const listener = socketName('listener');
  const steps: Step[] = [];
  const step = (socket: SocketName, call: Call, result: Ended): void => {
    steps.push({ socket, ...call, result });
  };
  const [numbers = []] = fc.sample(
    fc.array(fc.nat(0xffff), { minLength: length * 3, maxLength: length * 3 }),
    {
      numRuns: 1,
      seed,
    },
  );
  let used = 0;
  const below = (bound: number): number => {
    used += 1;
    return (numbers[used % numbers.length] ?? 0) % bound;
  };
  let born = 0;
  const connect = (): Pair => {
    born += 1;
    const client = socketName(`client${String(born)}`);
    const server = socketName(`server${String(born)}`);
    step(client, { call: 'WSASocket', args: {} }, { ok: {} });
    step(client, { call: 'WSAConnect', args: { to: listener } }, { ok: {} });
    const condition = { called: true, callerId: client, callerData: null, calleeDataLen: 0 } as const;
    step(
      listener,
      { call: 'WSAAccept', args: { as: server, condition: 'CF_ACCEPT' } },
      { ok: {}, condition },
    );
    step(client, { call: 'ioctlsocket', args: { nonblocking: true } }, { ok: {} });
    step(server, { call: 'ioctlsocket', args: { nonblocking: true } }, { ok: {} });
    return { client, server, unread: { toServer: '', toClient: '' } };
  };
  step(listener, { call: 'WSASocket', args: {} }, { ok: {} });
  step(listener, { call: 'bind', args: {} }, { ok: {} });
  step(listener, { call: 'listen', args: { backlog: 5 } }, { ok: {} });
  const pairs = Array.from({ length: connections }, connect);
  while (steps.length < length) {
    const index = below(pairs.length);
    const pair = pairs[index];
    if (!pair) continue;
    const toServer = below(2) === 0;
    const [from, to] = toServer ? [pair.client, pair.server] : [pair.server, pair.client];
    const wire = toServer ? 'toServer' : 'toClient';
    const action = below(20);
    if (action < 8) {
      const data = 'abcdefgh'.slice(0, 1 + below(8));
      step(from, { call: 'send', args: { data } }, { ok: { sent: data.length } });
      pair.unread[wire] += data;
    } else if (action < 18) {
      const len = 1 + below(12);
      const data = pair.unread[wire].slice(0, len);
      step(to, { call: 'recv', args: { len } }, data === '' ? { error: 'WSAEWOULDBLOCK' } : { ok: { data } });
      pair.unread[wire] = pair.unread[wire].slice(len);
    } else if (action === 18) {
      step(pair.client, { call: 'shutdown', args: { how: 'SD_SEND' } }, { ok: {} });
      step(pair.client, { call: 'closesocket', args: {} }, { ok: {} });
      step(pair.server, { call: 'closesocket', args: {} }, { ok: {} });
      pairs[index] = connect();
    } else if (below(20) === 0) steps.push({ settle: true });
  }
  return steps.slice(0, length);
}
