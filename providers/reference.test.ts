import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as on from '../model/testing.js';
import type { NetworkEvent } from '../spec/events.js';
import type { Profile } from '../spec/profiles.js';
import { profileNamed } from '../spec/profiles.js';
import { callOf } from '../spec/trace/call-of.js';
import { socketName } from '../spec/trace/names.js';
import type { Call, CallStep, SocketName, Step } from '../spec/trace/step.js';
import type { Choose, MachineSession } from './reference.js';
import { referenceProvider } from './reference.js';

const listener = socketName('listener');
const client = socketName('client');
const client2 = socketName('client2');

/** One thing that an application does; a number stands for one of its connected sockets, whatever they are by then. */
type Deed =
  | 'settle'
  | { readonly on: 'listener'; readonly accepts: Omit<Extract<Call, { call: 'WSAAccept' }>['args'], 'as'> }
  | { readonly on: SocketName | number; readonly call: Call };

const end = fc.nat({ max: 7 });
const someSocket = fc.oneof({ arbitrary: end, weight: 4 }, { arbitrary: fc.constant(listener), weight: 1 });
const connector = fc.constantFrom(client, client2);
const deed = <Args>(
  on: fc.Arbitrary<SocketName | number>,
  args: fc.Arbitrary<Args>,
  call: (args: Args) => Call,
): fc.Arbitrary<Deed> => fc.tuple(on, args).map(([socket, given]) => ({ on: socket, call: call(given) }));

const masks: readonly (readonly NetworkEvent[])[] = [
  ['FD_ACCEPT', 'FD_CONNECT', 'FD_READ', 'FD_WRITE', 'FD_CLOSE'],
  ['FD_READ', 'FD_CLOSE'],
  [],
];

const deeds = ({ limits }: Profile): fc.Arbitrary<Deed> =>
  fc.oneof(
    { arbitrary: fc.constant<Deed>('settle'), weight: 3 },
    {
      arbitrary: fc
        .record({
          condition: fc.constantFrom('CF_ACCEPT' as const, 'CF_REJECT' as const, 'CF_DEFER' as const, null),
          calleeData: fc.constantFrom('', limits.connectData > 0 ? 'yes' : ''),
        })
        .map((accepts) => ({ on: 'listener' as const, accepts })),
      weight: 4,
    },
    {
      arbitrary: deed(connector, fc.constantFrom(2, 8), (calleeDataLen) => ({
        call: 'WSAConnect',
        args: limits.connectData > 0 ? { to: listener, callerData: 'hi', calleeDataLen } : { to: listener },
      })),
      weight: 2,
    },
    {
      arbitrary: deed(end, fc.constantFrom('a', 'bc'), (data) => ({ call: 'send', args: { data } })),
      weight: 3,
    },
    {
      arbitrary: deed(end, fc.constantFrom(1, 8), (len) => ({ call: 'WSARecv', args: { len } })),
      weight: 3,
    },
    {
      arbitrary: deed(someSocket, fc.constant({}), (args) => ({ call: 'WSAEnumNetworkEvents', args })),
      weight: 3,
    },
    deed(someSocket, fc.constantFrom(...masks), (events) => ({ call: 'WSAEventSelect', args: { events } })),
    deed(someSocket, fc.constant(true), (nonblocking) => ({ call: 'ioctlsocket', args: { nonblocking } })),
    deed(someSocket, fc.constantFrom(0, 5), (linger) => ({
      call: 'setsockopt',
      args: { option: 'SO_LINGER', onoff: true, linger },
    })),
    deed(someSocket, fc.constantFrom('SO_ERROR' as const, 'SO_LINGER' as const), (option) => ({
      call: 'getsockopt',
      args: { option },
    })),
    deed(end, fc.constantFrom('SD_SEND' as const, 'SD_RECEIVE' as const, 'SD_BOTH' as const), (how) => ({
      call: 'shutdown',
      args: { how },
    })),
    deed(end, fc.constantFrom('bye', null), (data) => ({ call: 'WSASendDisconnect', args: { data } })),
    deed(end, fc.constantFrom(8, null), (len) => ({ call: 'WSARecvDisconnect', args: { len } })),
    deed(connector, fc.constant({}), (args) => ({ call: 'CalleeData', args })),
    deed(end, fc.constant({}), (args) => ({ call: 'closesocket', args })),
  );

const begun: readonly Deed[] = [
  { on: listener, call: { call: 'WSASocket', args: {} } },
  { on: listener, call: { call: 'bind', args: {} } },
  { on: listener, call: { call: 'listen', args: { backlog: 5 } } },
  { on: listener, call: { call: 'ioctlsocket', args: { nonblocking: true } } },
  { on: client, call: { call: 'WSASocket', args: {} } },
  { on: client2, call: { call: 'WSASocket', args: {} } },
];

/** The trace of an application that does all this: it has one accept under way at most, and receives do not wait. */
function traceOf(session: MachineSession, all: readonly Deed[]): Step[] {
  const steps: Step[] = [];
  const sockets = [client, client2];
  let accepting: SocketName | null = null;
  const record = (step: Step): void => {
    steps.push(step);
    if ('settle' in step || !step.result || 'pending' in step.result) return;
    if (('completes' in step ? step.completes : step.call) !== 'WSAAccept' || accepting === null) return;
    if ('ok' in step.result) sockets.push(accepting);
    accepting = null;
  };
  const make = (socket: SocketName, call: Call): void => {
    if (call.call === 'WSARecv') make(socket, { call: 'ioctlsocket', args: { nonblocking: true } });
    const { result, completed = [] } = session.call(socket, call);
    if (result !== 'unsupported') record({ socket, ...call, result });
    completed.forEach(record);
  };
  for (const [index, one] of all.entries()) {
    if (one === 'settle') {
      steps.push({ settle: true });
      (session.settle().completed ?? []).forEach(record);
    } else if ('call' in one) {
      const socket = typeof one.on === 'number' ? sockets[one.on % sockets.length] : one.on;
      if (socket !== undefined) make(socket, one.call);
    } else if (accepting === null) {
      accepting = socketName(`accepted ${index}`);
      make(listener, { call: 'WSAAccept', args: { as: accepting, ...one.accepts } });
    }
  }
  return steps;
}

const choices = fc.array(fc.nat({ max: 999 }), { minLength: 1, maxLength: 80 });

function choosing(numbers: readonly number[]): Choose {
  let at = 0;
  return (options) => {
    at = (at + 1) % numbers.length;
    return (numbers[at] ?? 0) % options;
  };
}

describe.each(['tcp', 'osi'])('the reference provider of %s', (name) => {
  const profile = profileNamed(name);
  const sessions = fc.tuple(fc.array(deeds(profile), { minLength: 30, maxLength: 30 }), choices);

  it('does only what the documents allow', () => {
    fc.assert(
      fc.property(sessions, ([some, numbers]) => {
        const session = referenceProvider(profile, choosing(numbers)).open();
        on.documents(profile).allows(traceOf(session, [...begun, ...some]));
      }),
      { numRuns: 70, interruptAfterTimeLimit: 25_000, markInterruptAsFailure: true },
    );
  });

  it('nor does it anything else in surroundings that may fail', () => {
    fc.assert(
      fc.property(sessions, ([some, numbers]) => {
        const manner = { mayFailAfter: begun.length };
        const session = referenceProvider(profile, choosing(numbers), manner).open();
        on.documents(profile).allows(traceOf(session, [...begun, ...some]));
      }),
      { numRuns: 30, interruptAfterTimeLimit: 25_000, markInterruptAsFailure: true },
    );
  });

  it('does the same when the same is chosen', () => {
    fc.assert(
      fc.property(sessions, ([some, numbers]) => {
        const traces = [0, 1].map(() =>
          traceOf(referenceProvider(profile, choosing(numbers)).open(), [...begun, ...some]),
        );
        expect(traces[0]).toEqual(traces[1]);
      }),
      { numRuns: 20 },
    );
  });
});

describe('a reference provider that is prompt', () => {
  const prompt = () => referenceProvider(profileNamed('tcp'), () => 0).open();
  const make = (session: MachineSession, step: CallStep) => session.call(step.socket, callOf(step));
  const afterAll = (session: MachineSession, ...steps: readonly CallStep[]) => {
    for (const step of steps) make(session, step);
    return session;
  };
  const listens = [on.listener.WSASocket(), on.listener.bind(), on.listener.listen(5)] as const;

  it('lets a blocking connect return when the connection is established', () => {
    const session = afterAll(prompt(), ...listens, on.client.WSASocket());
    expect(make(session, on.client.WSAConnect(on.listener)).result).toEqual({ ok: { calleeData: null } });
  });

  it('reports the end of a call that was pending with a later answer', () => {
    const session = afterAll(prompt(), ...listens, on.client.WSASocket());
    expect(make(session, on.listener.accept(on.server)).result).toEqual({ pending: true });
    make(session, on.client.WSAConnect(on.listener));
    expect(make(session, on.client.send('a')).completed).toEqual([
      on.listener.completes('WSAAccept', 'ok', 'not asked'),
    ]);
  });

  it('leaves a call pending that nothing ends, and settles all the same', () => {
    const session = afterAll(prompt(), ...listens);
    expect(make(session, on.listener.accept(on.server)).result).toEqual({ pending: true });
    expect(session.settle()).toEqual({});
  });

  it('keeps its sessions apart, and forgets one that is closed', () => {
    const provider = referenceProvider(profileNamed('tcp'), () => 0);
    const [one, other] = [provider.open(), provider.open()];
    make(one, on.client.WSASocket());
    expect(make(other, on.client.bind()).result).toEqual({ error: 'WSAENOTSOCK' });
    one.close();
    expect(make(one, on.client.bind()).result).toEqual({ error: 'WSAENOTSOCK' });
  });

  it('fails what the documents leave open', () => {
    const session = afterAll(prompt(), ...listens, on.client.WSASocket(), on.client.nonblocking());
    make(session, on.client.WSAConnect(on.client));
    expect(make(session, on.client.bind()).result).toEqual({ error: 'WSAEINVAL' });
  });

  it('makes no socket where an accept of which everything is left open fails', () => {
    const session = afterAll(prompt(), ...listens, on.client.WSASocket(), on.client.nonblocking());
    make(session, on.client.WSAConnect(on.client));
    expect(make(session, on.client.accept(on.server)).result).toEqual({ error: 'WSAEINVAL' });
    expect(make(session, on.server.bind()).result).toEqual({ error: 'WSAENOTSOCK' });
  });
});

it.each([
  {
    what: 'only those that come after the calls that may not',
    mayFailAfter: 1,
    bind: { error: 'WSAENOBUFS' },
  },
  { what: 'none if they may not', mayFailAfter: undefined, bind: { ok: {} } },
])('surroundings fail calls, $what', ({ mayFailAfter, bind }) => {
  const last: Choose = (options) => options - 1;
  const manner = mayFailAfter === undefined ? {} : { mayFailAfter };
  const session = referenceProvider(profileNamed('tcp'), last, manner).open();
  const results = [on.client.WSASocket(), on.client.bind()].map(
    (step) => session.call(client, callOf(step)).result,
  );
  expect(results).toEqual([{ ok: {} }, bind]);
});

it('a connection attempt never times out where the timers stand still', () => {
  fc.assert(
    fc.property(choices, (numbers) => {
      const session = referenceProvider(profileNamed('osi'), choosing(numbers), { timers: false }).open();
      const calls = [
        on.listener.WSASocket(),
        on.listener.bind(),
        on.listener.listen(5),
        on.client.WSASocket(),
      ];
      for (const step of calls) session.call(step.socket, callOf(step));
      const answer = session.call(client, callOf(on.client.WSAConnect(on.listener)));
      expect(answer.result).toEqual({ pending: true });
      for (let count = 0; count < 10; count += 1)
        expect(session.call(client, callOf(on.client.CalleeData(null))).completed).toBeUndefined();
    }),
    { numRuns: 20 },
  );
});
