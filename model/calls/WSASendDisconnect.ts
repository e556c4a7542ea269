import { carriesDisconnectData, closesGracefully } from '../../spec/profiles.js';
import { put } from '../connections.js';
import { repeatShutdown, stopSending } from '../directions.js';
import type { CallRules, Scene, Stage } from '../rule.js';
import { fails } from '../rule.js';
import { peerOf } from '../world.js';
import {
  bothHaveEnded,
  connected,
  isUnconnected,
  tellLossOnShutdown,
  whenConnected,
} from './preconditions.js';

const isUnsupported = ({ model, args }: Scene<'WSASendDisconnect'>): boolean =>
  typeof args.data === 'string' && !carriesDisconnectData(model.profile);

const isTooLong = ({ model, args }: Scene<'WSASendDisconnect'>): boolean =>
  carriesDisconnectData(model.profile) && (args.data ?? '').length > model.profile.limits.disconnectData;

const isCarried = (scene: Scene<'WSASendDisconnect'>): boolean => !isUnsupported(scene) && !isTooLong(scene);

const hasData = <Args extends { readonly data?: string | null }>(
  args: Args,
): args is Args & { readonly data: string } => typeof args.data === 'string' && args.data !== '';

/**
 * Ends the sending direction, with disconnect data. Where the transport can but abort, they may go along, under AM-28/R1 alone
 * (DD-18).
 */
function part(stage: Stage<'WSASendDisconnect'>, data: string | null): void {
  const { model, self, oneOf, reading } = stage;
  const link = connected(stage);
  if (closesGracefully(model.profile)) {
    stopSending(model, self, link, data);
    return;
  }
  const goesAlong = data !== null && data !== '' && oneOf([true, false]);
  if (goesAlong) reading('AM-28', { accompany: ['R1'] });
  stopSending(model, self, link, goesAlong ? data : null);
}

/** `WSASendDisconnect`: `shutdown(SD_SEND)` with user data (DD-02, DD-14). */
export const WSASendDisconnectRules: CallRules<'WSASendDisconnect'> = [
  {
    name: 'a socket that is not connected has nobody to disconnect from',
    clauses: ['DD-12'],
    kind: 'misuse',
    when: isUnconnected,
    then: fails('WSAENOTCONN'),
  },
  {
    name: 'on a socket that is not connected, disconnect data may first need a transport that carries them',
    clauses: ['DD-12', 'DD-16', 'ER-08'],
    kind: 'misuse',
    when: (scene) => isUnconnected(scene) && isUnsupported(scene),
    then: fails('WSAENOPROTOOPT'),
  },
  {
    name: 'disconnect data need a transport that carries them',
    clauses: ['DD-12', 'DD-16'],
    when: whenConnected((_, scene) => isUnsupported(scene)),
    then: (stage) => {
      const { model, self, args, reading, oneOf } = stage;
      const link = connected(stage);
      const empty = args.data === '' && oneOf([false, true]);
      const untouched =
        reading('AM-12', { unchanged: ['R1'], open: ['R2'] }) === 'unchanged' || oneOf([true, false]);
      if ((empty || !untouched) && !link.end.lost) stopSending(model, self, link);
      return empty ? { ok: {} } : { error: 'WSAENOPROTOOPT' };
    },
  },
  {
    name: 'no code is documented for disconnect data that are too long',
    clauses: ['DD-12'],
    when: whenConnected((_, scene) => isTooLong(scene)),
    then: (stage) => {
      const { model, args, reading, oneOf } = stage;
      if (reading('AM-12', { unchanged: ['R1'], open: ['R2'] }) === 'unchanged') return { error: '*' };
      const cut = (args.data ?? '').slice(0, model.profile.limits.disconnectData);
      if (oneOf([true, false])) part(stage, oneOf([cut, '']));
      return oneOf([{ error: '*' as const }, { ok: {} }]);
    },
  },
  {
    name: 'WSASendDisconnect tells that the circuit is lost',
    clauses: ['DD-12', 'AS-07', 'ER-08'],
    when: whenConnected(({ end }) => end.lost !== null),
    then: tellLossOnShutdown,
  },
  {
    name: 'a lost circuit is shut down like one that stands',
    clauses: ['DD-09', 'GS-12'],
    when: whenConnected(({ end }, scene) => end.lost !== null && isCarried(scene)),
    then: (stage) => {
      connected(stage).end.sending = 'ended';
      return { ok: {} };
    },
  },
  {
    name: 'once both sides have ended, WSASendDisconnect may find no connection any more',
    clauses: ['DD-12', 'GS-13', 'CL-09'],
    when: whenConnected((link, scene) => bothHaveEnded(link, scene) && isCarried(scene)),
    then: fails('WSAENOTCONN', 'WSAESHUTDOWN'),
  },
  {
    name: 'the end of data and the disconnect data go to the peer',
    clauses: [
      'DD-01',
      'DD-02',
      'DD-03',
      'DD-06',
      'DD-11',
      'DD-14',
      'GS-01',
      'GS-04',
      'GS-10',
      'GS-11',
      'GS-17',
    ],
    when: whenConnected(({ end }, scene) => !end.lost && isCarried(scene) && end.sending === 'open'),
    then: (stage) => {
      part(stage, stage.args.data ?? null);
      if (hasData(stage.args)) connected(stage).end.saidGoodbye = true;
      return { ok: {} };
    },
  },
  {
    name: 'the sending direction stays down',
    clauses: ['DD-09', 'GS-12'],
    when: whenConnected(({ end }, scene) => !end.lost && isCarried(scene) && end.sending === 'ended'),
    then: (stage) => {
      const { model, args, oneOf } = stage;
      const { end, connection, side } = connected(stage);
      const again = repeatShutdown(end, stage);
      const succeeds = typeof again === 'object' && 'ok' in again;
      if (succeeds && hasData(args) && end.saidGoodbye !== true && oneOf([false, true])) {
        end.saidGoodbye = true;
        put(model.profile, connection, peerOf(side), { is: 'end', data: args.data });
      }
      return again;
    },
  },
];
