import { expectedBy } from '../../model/attempts.js';
import type { Arrival } from '../../model/deliveries/delivery.js';
import { put, socketIn } from '../../model/connections.js';
import type { Profile } from '../../spec/profiles.js';
import { profileNamed } from '../../spec/profiles.js';
import {
  accepting,
  acceptingAsked,
  acceptingUnasked,
  deferring,
  failingWith,
  giving,
  queueOf,
  rejecting,
} from './effects.js';
import type { Fault } from './fault.js';
import { changeArrival, changeArrivalGuard, changeEffect, effectOf } from './fault.js';

const tcp = profileNamed('tcp');

/** A backlog whose size is known, whatever `listen` asks for. */
const oneRequest: Profile = { ...tcp, limits: { ...tcp.limits, backlog: 1 } };

const arriving = 'a request is queued and indicated';
const completing = 'a handshake is complete before the backlog shows its request';
const overflowing = 'a request that finds the backlog full fails at the connecting side';

/** How many more requests surely fit in the backlog at which one arrives; `null` if nobody listens there. */
function roomAt({ world, id, connection: { listener } }: Arrival<'request'>): number | null {
  const phase = listener === null ? undefined : world.sockets[listener]?.phase;
  if (listener === null || phase?.is !== 'listening') return null;
  const expected = expectedBy(world, listener).filter((other) => other !== id);
  return phase.capacity.atLeast - phase.queue.length - expected.length;
}

const isNearlyFull = (arrival: Arrival<'request'>): boolean => (roomAt(arrival) ?? Infinity) <= 1;

/** Mistakes about which request is accepted, and what its socket is like. */
export const acceptanceFaults: readonly Fault[] = [
  {
    name: 'accept-takes-newest',
    says: 'Accept works on the request that came last.',
    clauses: ['CA-01'],
    caughtBy: 'acceptance',
    profile: tcp,
    change: (rules) =>
      changeArrival(rules, 'request', [arriving], (documented) => (reception) => {
        documented(reception);
        const { world, connection, id } = reception;
        const listener = socketIn(world, connection.listener);
        if (listener?.phase.is !== 'listening') return;
        connection.behind = [];
        for (const queued of listener.phase.queue)
          if (queued !== id) world.connections[queued]?.behind.push(id);
      }),
  },
  {
    name: 'accept-leaves-request',
    says: 'An accepted request stays in the backlog, and is accepted again.',
    clauses: ['CA-06'],
    caughtBy: 'acceptance',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAAccept', accepting, (documented) => (stage) => {
        const before = queueOf(stage);
        const outcome = documented(stage);
        if (stage.self.phase.is === 'listening') stage.self.phase.queue = before;
        return outcome;
      }),
  },
  {
    name: 'accept-skips-condition',
    says: 'Accept takes the request without asking the condition function.',
    clauses: ['CA-01', 'CA-05'],
    caughtBy: 'acceptance',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAAccept', [acceptingAsked, rejecting, deferring], () =>
        effectOf(rules, 'WSAAccept', acceptingUnasked),
      ),
  },
  {
    name: 'accept-needs-condition',
    says: 'Accept fails without a condition function.',
    clauses: ['CA-02'],
    caughtBy: 'acceptance',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAAccept', [acceptingUnasked], () => () => ({ error: 'WSAEINVAL' })),
  },
  {
    name: 'callee-reported-as-caller',
    says: 'The condition function is given the address that was connected to as that of the caller.',
    clauses: ['CA-05', 'CA-22'],
    caughtBy: 'acceptance',
    profile: tcp,
    change: (rules) =>
      changeEffect(
        rules,
        'WSAAccept',
        [acceptingAsked, rejecting, deferring],
        (documented) => (stage) => giving(documented(stage), (given) => ({ ...given, callerId: stage.name })),
      ),
  },
  {
    name: 'accept-loses-registration',
    says: 'An accepted socket does not have the event registration of the listener.',
    clauses: ['CA-06', 'CA-08'],
    caughtBy: 'acceptance',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAAccept', accepting, (documented) => (stage) => {
        const outcome = documented(stage);
        const accepted = stage.world.sockets[stage.args.as];
        if (accepted) accepted.registration = null;
        return outcome;
      }),
  },
  {
    name: 'accept-forgets-linger',
    says: 'An accepted socket has the default linger options, whatever those of the listener.',
    clauses: ['CA-06'],
    caughtBy: 'acceptance',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAAccept', accepting, (documented) => (stage) => {
        const outcome = documented(stage);
        const accepted = stage.world.sockets[stage.args.as];
        if (accepted) accepted.linger = { onoff: false, seconds: 0 };
        return outcome;
      }),
  },
  {
    name: 'listener-closes-after-accept',
    says: 'A socket that has accepted does not listen any more.',
    clauses: ['CA-07'],
    caughtBy: 'acceptance',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAAccept', accepting, (documented) => (stage) => {
        const outcome = documented(stage);
        stage.self.phase = { is: 'bound' };
        return outcome;
      }),
  },
  {
    name: 'withdrawn-request-reported-aborted',
    says: 'Accept reports a request that its connector has reset as aborted.',
    clauses: ['CA-16', 'CA-17'],
    caughtBy: 'acceptance',
    profile: tcp,
    change: (rules) =>
      changeEffect(
        rules,
        'WSAAccept',
        ['the request at the head was withdrawn, or reset after it was established'],
        (documented) => (stage) => failingWith(documented(stage), 'WSAECONNABORTED'),
      ),
  },
  {
    name: 'conditional-accept-ignored',
    says: 'With SO_CONDITIONAL_ACCEPT a connection is established before it is accepted all the same.',
    clauses: ['CA-28'],
    caughtBy: 'acceptance',
    profile: tcp,
    change: (rules) =>
      changeArrival(rules, 'request', [arriving], (documented) => (reception) => {
        documented(reception);
        const { model, connection } = reception;
        if (connection.confirmed) return;
        connection.confirmed = true;
        put(model.profile, connection, 'client', { is: 'confirmation', data: null });
      }),
  },
  {
    name: 'backlog-holds-one-less',
    says: 'A backlog is full when there is room for one more request.',
    clauses: ['LS-06'],
    caughtBy: 'acceptance',
    profile: tcp,
    change: (rules) =>
      changeArrivalGuard(
        changeArrivalGuard(
          rules,
          'request',
          [completing],
          (documented) => (arrival) => documented(arrival) && !isNearlyFull(arrival),
        ),
        'request',
        [overflowing],
        () => isNearlyFull,
      ),
  },
  {
    name: 'backlog-never-full',
    says: 'A backlog takes more requests than it holds.',
    clauses: ['LS-05', 'LS-07'],
    caughtBy: 'acceptance',
    profile: oneRequest,
    change: (rules) =>
      changeArrivalGuard(
        changeArrivalGuard(rules, 'request', [overflowing], () => () => false),
        'request',
        [completing],
        () => (arrival) => roomAt(arrival) !== null && !arrival.connection.confirmed,
      ),
  },
];
