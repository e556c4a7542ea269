import { connected } from '../../model/calls/preconditions.js';
import { socketOf } from '../../model/connections.js';
import { indicate, raise } from '../../model/indications.js';
import { networkEvents } from '../../spec/events.js';
import { profileNamed } from '../../spec/profiles.js';
import {
  accepting,
  changeReceives,
  changeSends,
  receiving,
  registering,
  sending,
  silence,
} from './effects.js';
import type { Fault } from './fault.js';
import { changeArrival, changeEffect } from './fault.js';

const tcp = profileNamed('tcp');
const osi = profileNamed('osi');

const establishing = 'the connection is established, and callee data arrive with it';
const enumerating = 'the record is copied and cleared';

/** Mistakes about registrations, and about events other than `FD_CLOSE`. */
export const indicationFaults: readonly Fault[] = [
  {
    name: 'registration-keeps-record',
    says: 'A registration keeps what was recorded under the one before.',
    clauses: ['NE-03'],
    caughtBy: 'indications',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAEventSelect', [registering], (documented) => (stage) => {
        const { self, args } = stage;
        const before = self.registration?.indications ?? [];
        const outcome = documented(stage);
        for (const indication of before)
          if (args.events.includes(indication.event)) self.registration?.indications.push(indication);
        return outcome;
      }),
  },
  {
    name: 'registration-leaves-blocking',
    says: 'A registration leaves a blocking socket as it is.',
    clauses: ['NE-04'],
    caughtBy: 'indications',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAEventSelect', [registering], (documented) => (stage) => {
        const { mode } = stage.self;
        const outcome = documented(stage);
        stage.self.mode = mode;
        return outcome;
      }),
  },
  {
    name: 'cancelling-keeps-registration',
    says: 'A registration for no event leaves the earlier one in force.',
    clauses: ['NE-05', 'NE-06'],
    caughtBy: 'indications',
    profile: tcp,
    change: (rules) =>
      changeEffect(
        rules,
        'WSAEventSelect',
        [
          'an empty mask cancels the registration; whether it makes the socket nonblocking, too, can be read either way',
        ],
        () => () => ({ ok: {} }),
      ),
  },
  {
    name: 'mask-ignored',
    says: 'Events are recorded that were not nominated.',
    clauses: ['NE-06'],
    caughtBy: 'indications',
    profile: tcp,
    change: (rules) =>
      changeEffect(
        rules,
        'WSAEventSelect',
        [registering],
        (documented) => (stage) => documented({ ...stage, args: { events: networkEvents } }),
      ),
  },
  {
    name: 'registration-misses-waiting-data',
    says: 'A registration is not told of data that have been received before it.',
    clauses: ['NE-16', 'NE-18'],
    caughtBy: 'indications',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAEventSelect', [registering], (documented) => (stage) => {
        const outcome = documented(stage);
        silence(stage.self, 'FD_READ');
        return outcome;
      }),
  },
  {
    name: 'one-event-at-a-time',
    says: 'An enumeration reports one event and forgets the others.',
    clauses: ['NE-07'],
    caughtBy: 'indications',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAEnumNetworkEvents', [enumerating], (documented) => (stage) => {
        const outcome = documented(stage);
        if (typeof outcome === 'string' || !('ok' in outcome)) return outcome;
        const recorded = outcome.ok.events ?? {};
        const first = networkEvents.find((event) => recorded[event] !== undefined);
        return { ok: { events: first === undefined ? {} : { [first]: recorded[first] } } };
      }),
  },
  {
    name: 'record-survives-enumeration',
    says: 'An enumeration does not clear the record.',
    clauses: ['NE-08', 'NE-11'],
    caughtBy: 'indications',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAEnumNetworkEvents', [enumerating], (documented) => (stage) => {
        const { self } = stage;
        const before = [...(self.registration?.indications ?? [])];
        const outcome = documented(stage);
        if (self.registration) self.registration.indications = before;
        return outcome;
      }),
  },
  {
    name: 'failed-enumeration-clears',
    says: 'An enumeration that fails has cleared the record all the same.',
    clauses: ['NE-09'],
    caughtBy: 'indications',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAEnumNetworkEvents', [enumerating], (documented) => (stage) => {
        if (stage.oneOf([true, false])) return documented(stage);
        documented(stage);
        return { error: 'WSAENETDOWN' };
      }),
  },
  {
    name: 'fd-accept-not-repeated',
    says: 'After an accept FD_ACCEPT does not tell of the next request.',
    clauses: ['NE-14', 'NE-17'],
    caughtBy: 'connection-indications',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAAccept', accepting, (documented) => (stage) => {
        const outcome = documented(stage);
        silence(stage.self, 'FD_ACCEPT');
        return outcome;
      }),
  },
  {
    name: 'fd-read-not-repeated',
    says: 'After a receive FD_READ does not tell of the data that are left.',
    clauses: ['NE-14', 'NE-18'],
    caughtBy: 'indications',
    profile: tcp,
    change: (rules) =>
      changeReceives(rules, [receiving], (documented) => (stage) => {
        const outcome = documented(stage);
        silence(stage.self, 'FD_READ');
        return outcome;
      }),
  },
  {
    name: 'failing-receive-does-not-reenable',
    says: 'A receive whose buffer is too small does not enable FD_READ again.',
    clauses: ['NE-12', 'NE-13'],
    caughtBy: 'indications',
    profile: osi,
    change: (rules) =>
      changeReceives(rules, [receiving], (documented) => (stage) => {
        const [first = ''] = connected(stage).end.unread;
        const outcome = documented(stage);
        if (first.length > stage.args.len) silence(stage.self, 'FD_READ');
        return outcome;
      }),
  },
  {
    name: 'fd-write-repeated',
    says: 'FD_WRITE comes after every send, though none has found too little room.',
    clauses: ['NE-21'],
    caughtBy: 'indications',
    profile: tcp,
    change: (rules) =>
      changeSends(rules, [sending], (documented) => (stage) => {
        const outcome = documented(stage);
        indicate(stage.self, 'FD_WRITE', 0, null);
        return outcome;
      }),
  },
  {
    name: 'fd-connect-missing',
    says: 'FD_CONNECT does not tell that the connection is established.',
    clauses: ['CN-03', 'NE-19'],
    caughtBy: 'connection-indications',
    profile: tcp,
    change: (rules) =>
      changeArrival(rules, 'confirmation', [establishing], (documented) => (reception) => {
        documented(reception);
        const { world, connection } = reception;
        silence(socketOf(world, connection, 'client'), 'FD_CONNECT');
      }),
  },
  {
    name: 'fd-connect-code-zero-on-refusal',
    says: 'FD_CONNECT tells a refusal with the code of success.',
    clauses: ['CN-03', 'NE-20'],
    caughtBy: 'connection-indications',
    profile: osi,
    change: (rules) =>
      changeArrival(
        rules,
        'refusal',
        ['the attempt is refused, and the socket may try again'],
        (documented) => (reception) => {
          const { world, connection } = reception;
          const socket = socketOf(world, connection, 'client');
          documented(reception);
          silence(socket, 'FD_CONNECT');
          if (socket) raise(socket, 'FD_CONNECT', 0);
        },
      ),
  },
];
