import { connected } from '../../model/calls/preconditions.js';
import { endSending, socketOf } from '../../model/connections.js';
import { indicate, raise } from '../../model/indications.js';
import type { Profile } from '../../spec/profiles.js';
import { profileNamed } from '../../spec/profiles.js';
import {
  arrivingEnd,
  changeReceives,
  closing,
  receiving,
  receivingEnd,
  registering,
  silence,
} from './effects.js';
import type { Fault } from './fault.js';
import { changeArrival, changeEffect } from './fault.js';

const tcp = profileNamed('tcp');

/** Under AM-02/R3 nothing is promised while data are left to read. */
const heldBack: Profile = { ...tcp, readings: { 'AM-02': ['R1', 'R2'] } };

const arrivingReset = 'the circuit is reset';

/** Mistakes about `FD_CLOSE`. */
export const fdCloseFaults: readonly Fault[] = [
  {
    name: 'fd-close-missing',
    says: 'FD_CLOSE does not tell that the peer has ended.',
    clauses: ['GS-05', 'GS-14', 'NE-22'],
    caughtBy: 'fd-close',
    profile: tcp,
    change: (rules) =>
      changeArrival(rules, 'end', [arrivingEnd], (documented) => (reception) => {
        documented(reception);
        const { world, connection, side } = reception;
        silence(socketOf(world, connection, side), 'FD_CLOSE');
      }),
  },
  {
    name: 'fd-close-missing-after-own-shutdown',
    says: 'FD_CLOSE does not come to the end that has shut down first.',
    clauses: ['GS-16'],
    caughtBy: 'fd-close',
    profile: tcp,
    change: (rules) =>
      changeArrival(rules, 'end', [arrivingEnd], (documented) => (reception) => {
        documented(reception);
        const { world, connection, side, end } = reception;
        if (end.sending === 'ended') silence(socketOf(world, connection, side), 'FD_CLOSE');
      }),
  },
  {
    name: 'fd-close-missing-on-reset',
    says: 'FD_CLOSE does not tell that the connection was reset.',
    clauses: ['AS-06', 'GS-15', 'NE-22'],
    caughtBy: 'fd-close',
    profile: tcp,
    change: (rules) =>
      changeArrival(rules, 'reset', [arrivingReset], (documented) => (reception) => {
        const { world, connection, side } = reception;
        const socket = socketOf(world, connection, side);
        documented(reception);
        silence(socket, 'FD_CLOSE');
      }),
  },
  {
    name: 'fd-close-code-zero-on-reset',
    says: 'FD_CLOSE tells a reset with the code of a graceful end.',
    clauses: ['AS-06', 'NE-27'],
    caughtBy: 'fd-close',
    profile: tcp,
    change: (rules) =>
      changeArrival(rules, 'reset', [arrivingReset], (documented) => (reception) => {
        const { world, connection, side } = reception;
        const socket = socketOf(world, connection, side);
        documented(reception);
        silence(socket, 'FD_CLOSE');
        if (socket) raise(socket, 'FD_CLOSE', 0);
      }),
  },
  {
    name: 'fd-close-code-zero-on-rejection',
    says: 'FD_CLOSE tells a client that was connected and then rejected of a graceful end.',
    clauses: ['CA-29', 'NE-27'],
    caughtBy: 'fd-close',
    profile: tcp,
    change: (rules) =>
      changeArrival(rules, 'reset', [arrivingReset], (documented) => (reception) => {
        const { world, connection, side } = reception;
        const socket = socketOf(world, connection, side);
        const rejected = connection.server === null;
        documented(reception);
        if (!socket || !rejected) return;
        silence(socket, 'FD_CLOSE');
        raise(socket, 'FD_CLOSE', 0);
      }),
  },
  {
    name: 'fd-close-before-data-read',
    says: 'FD_CLOSE comes as soon as the end has arrived, although data are left to read.',
    clauses: ['GS-14', 'NE-22', 'NE-23'],
    caughtBy: 'fd-close-last',
    profile: heldBack,
    change: (rules) =>
      changeArrival(rules, 'end', [arrivingEnd], (documented) => (reception) => {
        documented(reception);
        const { world, connection, side, end } = reception;
        const socket = socketOf(world, connection, side);
        if (socket && end.unread.length > 0) raise(socket, 'FD_CLOSE');
      }),
  },
  {
    name: 'fd-close-as-fd-read',
    says: 'The end of the data is told by FD_READ.',
    clauses: ['NE-25'],
    caughtBy: 'fd-close',
    profile: tcp,
    change: (rules) =>
      changeArrival(rules, 'end', [arrivingEnd], (documented) => (reception) => {
        documented(reception);
        const { world, connection, side } = reception;
        const socket = socketOf(world, connection, side);
        silence(socket, 'FD_CLOSE');
        if (socket) raise(socket, 'FD_READ');
      }),
  },
  {
    name: 'fd-close-twice',
    says: 'A receive that is told the end has FD_CLOSE come again.',
    clauses: ['NE-11', 'NE-12'],
    caughtBy: 'fd-close',
    profile: tcp,
    change: (rules) =>
      changeReceives(rules, [receivingEnd], (documented) => (stage) => {
        const outcome = documented(stage);
        indicate(stage.self, 'FD_CLOSE', 0, null);
        return outcome;
      }),
  },
  {
    name: 'fd-close-forgotten-after-data',
    says: 'FD_CLOSE that waited until the data are read does not come then.',
    clauses: ['NE-22', 'NE-23'],
    caughtBy: 'fd-close',
    profile: tcp,
    change: (rules) =>
      changeReceives(rules, [receiving], (documented) => (stage) => {
        const outcome = documented(stage);
        if (connected(stage).end.unread.length === 0) silence(stage.self, 'FD_CLOSE');
        return outcome;
      }),
  },
  {
    name: 'fd-close-missed-at-registration',
    says: 'A registration that is made after the peer has ended is not told of it.',
    clauses: ['NE-16', 'NE-22'],
    caughtBy: 'fd-close',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAEventSelect', [registering], (documented) => (stage) => {
        const outcome = documented(stage);
        silence(stage.self, 'FD_CLOSE');
        return outcome;
      }),
  },
  {
    name: 'fd-close-after-closesocket',
    says: 'A socket that was closed keeps its registration, and FD_CLOSE comes.',
    clauses: ['NE-26', 'NE-29'],
    caughtBy: 'fd-close',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'closesocket', [closing], (documented) => (stage) => {
        if (!stage.self.registration) return documented(stage);
        const { connection, side } = connected(stage);
        endSending(stage.model.profile, connection, side);
        return { ok: {} };
      }),
  },
];
