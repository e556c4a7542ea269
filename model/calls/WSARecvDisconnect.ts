import type { Draft } from 'immer';
import { carriesDisconnectData, isStream } from '../../spec/profiles.js';
import { repeatShutdown, stopReceiving, unwantedDataReset } from '../directions.js';
import type { CallRules, Code, Link, Outcome, Scene, Stage } from '../rule.js';
import { fails } from '../rule.js';
import type { End } from '../world.js';
import {
  bothHaveEnded,
  connected,
  isUnconnected,
  tellLossOnShutdown,
  whenConnected,
} from './preconditions.js';

const dataAt = ({ end }: Link): string => end.ended?.data ?? end.lost?.data ?? '';

function drop({ ended, lost }: Draft<End>): void {
  if (ended) ended.data = null;
  if (lost) delete lost.data;
}

const fits = (link: Link, { args }: Scene<'WSARecvDisconnect'>): boolean =>
  args.len === null || dataAt(link).length <= args.len;

/** Ends reception and fetches the disconnect data; with a NULL buffer, whether they are kept is not said (AM-12). */
function fetch(stage: Stage<'WSARecvDisconnect'>): Outcome {
  const { model, self, args, oneOf } = stage;
  const link = connected(stage);
  const data = dataAt(link);
  const resets = () => unwantedDataReset(model, 'WSARecvDisconnect', 'unread', stage);
  stopReceiving(model, self, link, 'WSARecvDisconnect', resets);
  if (args.len !== null || (data !== '' && oneOf([true, false]))) drop(link.end);
  return { ok: { data: args.len === null ? null : data } };
}

/** Ends reception; disconnect data that have come already stay where they are. */
function fetchNothing(stage: Stage<'WSARecvDisconnect'>): Outcome {
  const { model, self, args } = stage;
  const resets = () => unwantedDataReset(model, 'WSARecvDisconnect', 'unread', stage);
  stopReceiving(model, self, connected(stage), 'WSARecvDisconnect', resets);
  return { ok: { data: args.len === null ? null : '' } };
}

/** A fetch that fails changes nothing, or ends reception all the same (AM-12). */
function failToFetch(stage: Stage<'WSARecvDisconnect'>, error: Code): Outcome {
  const { model, self, reading, oneOf } = stage;
  const link = connected(stage);
  if (!link.end.lost && link.end.receiving === 'open' && oneOf([false, true])) {
    reading('AM-12', { open: ['R2'] });
    const resets = () => unwantedDataReset(model, 'WSARecvDisconnect', 'unread', stage);
    stopReceiving(model, self, link, 'WSARecvDisconnect', resets);
  }
  return { error };
}

/** `WSARecvDisconnect`: `shutdown(SD_RECEIVE)` that also fetches the peer's disconnect data (DD-04, DD-14). */
export const WSARecvDisconnectRules: CallRules<'WSARecvDisconnect'> = [
  {
    name: 'a socket that is not connected has no disconnect data',
    clauses: ['DD-13'],
    kind: 'misuse',
    when: isUnconnected,
    then: fails('WSAENOTCONN'),
  },
  {
    name: 'on a socket that is not connected, a transport without disconnect data may first say so',
    clauses: ['DD-13', 'DD-16', 'ER-08'],
    kind: 'misuse',
    when: (scene) => isUnconnected(scene) && !carriesDisconnectData(scene.model.profile),
    then: fails('WSAENOPROTOOPT'),
  },
  {
    name: 'a transport without disconnect data says so',
    clauses: ['DD-13', 'DD-16'],
    when: whenConnected((_, { model }) => !carriesDisconnectData(model.profile)),
    then: (stage) => failToFetch(stage, 'WSAENOPROTOOPT'),
  },
  {
    name: 'WSARecvDisconnect tells that the circuit is lost',
    clauses: ['DD-13', 'ER-08'],
    when: whenConnected(({ end }) => end.lost !== null),
    then: tellLossOnShutdown,
  },
  {
    name: 'a lost circuit has no disconnect data but those that came before or with the abort, and reception ends',
    clauses: ['DD-05', 'DD-10', 'DD-13', 'GS-12'],
    when: whenConnected((link, scene) => link.end.lost !== null && fits(link, scene)),
    then: (stage) => {
      const { model, self, oneOf } = stage;
      const link = connected(stage);
      if (dataAt(link) !== '' && oneOf([true, false])) return fetch(stage);
      stopReceiving(model, self, link, 'WSARecvDisconnect', () => false);
      return { ok: { data: null } };
    },
  },
  {
    name: 'once both sides have ended, a socket without disconnect data may count as no longer connected',
    clauses: ['DD-13', 'GS-13', 'CL-09'],
    when: whenConnected(
      (link, scene) => bothHaveEnded(link, scene) && !carriesDisconnectData(scene.model.profile),
    ),
    then: fails('WSAENOTCONN', 'WSAESHUTDOWN'),
  },
  {
    name: 'disconnect data need a buffer that is large enough',
    clauses: ['DD-13'],
    when: whenConnected((link, scene) => !fits(link, scene)),
    then: (stage) => {
      const { model, self, reading, oneOf } = stage;
      if (reading('AM-12', { unchanged: ['R1'], open: ['R2'] }) === 'open') {
        const link = connected(stage);
        if (oneOf([false, true])) stopReceiving(model, self, link, 'WSARecvDisconnect', () => false);
        if (oneOf([false, true])) drop(link.end);
      }
      return { error: 'WSAEFAULT' };
    },
  },
  {
    name: 'after notice of the peer’s end, the disconnect data are fetched and reception ends; TCP has none to fetch',
    clauses: [
      'DD-01',
      'DD-03',
      'DD-04',
      'DD-05',
      'DD-06',
      'DD-08',
      'DD-11',
      'DD-13',
      'DD-14',
      'DD-15',
      'GS-10',
      'GS-11',
    ],
    when: whenConnected(
      (link, scene) =>
        !link.end.lost &&
        link.end.ended !== null &&
        link.end.receiving === 'open' &&
        fits(link, scene) &&
        mayFetch(scene),
    ),
    then: fetch,
  },
  {
    name: 'before any notice there is nothing to fetch, or an error that no page names',
    clauses: ['DD-04', 'DD-13', 'DD-15'],
    when: whenConnected(
      ({ end }, scene) => !end.lost && end.receiving === 'open' && !isNoticed(end, scene) && mayFetch(scene),
    ),
    then: (stage) => (stage.oneOf([true, false]) ? fetchNothing(stage) : failToFetch(stage, '*')),
  },
  {
    name: 'reception stays down',
    clauses: ['DD-10', 'GS-12'],
    when: whenConnected(
      (link, scene) =>
        !link.end.lost && link.end.receiving !== 'open' && fits(link, scene) && mayFetch(scene),
    ),
    then: (stage) => {
      const { end } = connected(stage);
      const again = repeatShutdown(end, stage);
      return typeof again === 'object' && 'ok' in again ? fetch(stage) : again;
    },
  },
];

/** The peer's end has arrived, and nothing that is still to be read hides it (NE-23, AM-12). */
const isNoticed = ({ ended, unread }: End, { self }: Scene<'WSARecvDisconnect'>): boolean =>
  ended !== null && (unread.length === 0 || self.told.includes('FD_CLOSE'));

/** TCP/IP providers need not fail where there are no disconnect data (DD-13). */
function mayFetch({ model }: Scene<'WSARecvDisconnect'>): boolean {
  return carriesDisconnectData(model.profile) || isStream(model.profile);
}
