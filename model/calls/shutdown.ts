import { repeatShutdown, stopReceiving, stopSending, unwantedDataReset } from '../directions.js';
import type { CallRules } from '../rule.js';
import { fails } from '../rule.js';
import { losesCircuit, stands } from './network.js';
import {
  bothHaveEnded,
  connected,
  isUnconnected,
  tellLossOnShutdown,
  whenConnected,
} from './preconditions.js';

/** `shutdown`: ends one direction or both; never blocks, whatever SO_LINGER says, and keeps the socket (GS-10, GS-11). */
export const shutdownRules: CallRules<'shutdown'> = [
  {
    name: 'a socket that is not connected cannot be shut down',
    clauses: ['GS-20'],
    kind: 'misuse',
    when: isUnconnected,
    then: fails('WSAENOTCONN'),
  },
  {
    name: 'a lost circuit is told, or shut down like one that stands',
    clauses: ['GS-20', 'AS-07', 'GS-12'],
    when: whenConnected(({ end }) => end.lost !== null),
    then: (stage) => {
      if (stage.oneOf([true, false])) return tellLossOnShutdown(stage);
      const { model, self, args } = stage;
      const link = connected(stage);
      if (args.how !== 'SD_RECEIVE') link.end.sending = 'ended';
      if (args.how !== 'SD_SEND') stopReceiving(model, self, link, args.how, () => false);
      return { ok: {} };
    },
  },
  {
    name: 'once both sides have ended, the socket may count as no longer connected',
    clauses: ['GS-20', 'GS-13', 'CL-09'],
    when: whenConnected(bothHaveEnded),
    then: fails('WSAENOTCONN', 'WSAESHUTDOWN'),
  },
  {
    name: 'SD_SEND starts a graceful shutdown',
    clauses: ['GS-01', 'GS-04', 'GS-09', 'GS-10', 'GS-11', 'GS-17'],
    when: whenConnected(({ end }, { args }) => !end.lost && args.how === 'SD_SEND' && end.sending === 'open'),
    then: (stage) => {
      stopSending(stage.model, stage.self, connected(stage));
      return { ok: {} };
    },
  },
  {
    name: 'SD_RECEIVE ends reception; on TCP, data that are queued reset the connection',
    clauses: ['AS-05', 'GS-10', 'GS-11'],
    when: whenConnected(
      ({ end }, { args }) => !end.lost && args.how === 'SD_RECEIVE' && end.receiving === 'open',
    ),
    then: (stage) => {
      const resets = () => unwantedDataReset(stage.model, 'SD_RECEIVE', 'unread', stage);
      stopReceiving(stage.model, stage.self, connected(stage), 'SD_RECEIVE', resets);
      return { ok: {} };
    },
  },
  {
    name: 'SD_BOTH starts a graceful shutdown and ends reception',
    clauses: ['GS-01', 'GS-10', 'GS-11', 'GS-17', 'AS-05'],
    when: whenConnected(
      ({ end }, { args }) =>
        !end.lost && args.how === 'SD_BOTH' && (end.sending === 'open' || end.receiving === 'open'),
    ),
    then: (stage) => {
      const link = connected(stage);
      const resets = () => unwantedDataReset(stage.model, 'SD_BOTH', 'unread', stage);
      stopReceiving(stage.model, stage.self, link, 'SD_BOTH', resets);
      if (link.end.lost) link.end.sending = 'ended';
      else stopSending(stage.model, stage.self, link);
      return { ok: {} };
    },
  },
  {
    name: 'a direction that is down stays down',
    clauses: ['GS-12'],
    when: whenConnected(
      ({ end }, { args }) =>
        !end.lost &&
        (args.how === 'SD_RECEIVE' || end.sending === 'ended') &&
        (args.how === 'SD_SEND' || end.receiving !== 'open'),
    ),
    then: (stage) => repeatShutdown(connected(stage).end, stage),
  },
  {
    name: 'the network has lost the circuit',
    clauses: ['AS-07', 'GS-20'],
    kind: 'environment',
    when: whenConnected(stands),
    then: losesCircuit('WSAECONNABORTED'),
  },
];
