import { closesGracefully, isAllOver, isMessageOriented } from '../../spec/profiles.js';
import { indicateEnd } from '../connections.js';
import { allow, raise, reEnable, unsettle } from '../indications.js';
import type { Model } from '../model.js';
import { grantRoom, hasUnsent } from '../room.js';
import type { CallRules, Outcome, Rule, Stage } from '../rule.js';
import { waits } from '../rule.js';
import type { End } from '../world.js';
import { losesCircuit } from './network.js';
import {
  connected,
  isUnconnected,
  leaveOpen,
  tellLoss,
  tellUnconnected,
  whenConnected,
} from './preconditions.js';

type Receive = 'recv' | 'WSARecv';

/** Takes what is there from a byte stream, or one message, and indicates what is left (NE-14, IO-05, IO-07). */
function take<Name extends Receive>(stage: Stage<Name>): Outcome {
  const { model, self, args } = stage;
  const { end, connection, side } = connected(stage);
  const [first = '', ...rest] = end.unread;
  if (isMessageOriented(model.profile) && first.length > args.len) {
    raise(self, 'FD_READ');
    return { error: 'WSAEMSGSIZE' };
  }
  const data = first.slice(0, args.len);
  const left = first.slice(args.len);
  end.unread = left === '' ? rest : [left, ...rest];
  if (end.unread.length > 0) raise(self, 'FD_READ');
  else unsettle(self, 'FD_READ');
  if (end.lost?.arriving !== undefined) allow(self, 'FD_READ');
  if (end.ended && !end.lost) indicateEnd(self, end);
  grantRoom(stage.world, connection, side);
  return { ok: { data } };
}

/** Every receive re-enables FD_READ, even a failing one (NE-12, NE-13). */
const reEnabling = <Name extends Receive>(rule: Rule<Name>): Rule<Name> => ({
  ...rule,
  then: (stage) => {
    reEnable(stage.self, 'FD_READ');
    return rule.then(stage);
  },
});

/** Its own shutdown was an abort, which has not been told: it may take the transport its time (CL-09). */
const isReleasing = ({ profile }: Model, { lost }: End): boolean =>
  !closesGracefully(profile) && lost?.by === 'self' && !lost.told;

/** What had been received before the circuit was lost is not read any more, nor what may have been (AM-07). */
function discard<Name extends Receive>(stage: Stage<Name>): void {
  const { end, connection, side } = connected(stage);
  end.unread = [];
  if (end.lost) delete end.lost.arriving;
  connection.wires[side] = connection.wires[side].filter(({ is }) => is !== 'data');
}

/** Of what was in flight when this end lost the circuit by itself, so much has arrived before as the receive shows (AM-07). */
function takeArrived<Name extends Receive>(stage: Stage<Name>): void {
  const { model, observed } = stage;
  const { end } = connected(stage);
  const [first, ...rest] = end.lost?.arriving ?? [];
  if (!end.lost || first === undefined) return;
  if (isMessageOriented(model.profile)) {
    if (end.unread.length > 0) return;
    end.unread = [first];
    end.lost.arriving = rest;
  } else {
    const there = end.unread.join('');
    const seen = observed && 'ok' in observed ? observed.ok.data : null;
    const length = Math.max(0, (seen ?? there + first).length - there.length);
    if (length === 0) return;
    end.unread = [there + first.slice(0, length)];
    end.lost.arriving = [first.slice(length), ...rest].filter((bytes) => bytes !== '');
  }
  if (end.lost.arriving.length === 0) delete end.lost.arriving;
}

/** The end of data, as a receive tells it (GS-06, GS-07; AM-21 for plain `recv`). */
const endOfData =
  <Name extends Receive>(entry: Receive) =>
  ({ model, reading }: Stage<Name>): Outcome => {
    if (!isMessageOriented(model.profile)) return { ok: { data: '' } };
    if (entry === 'recv' && reading('AM-21', { protocol: ['R1'], zero: ['R2'] }) === 'zero')
      return { ok: { data: '' } };
    return { error: 'WSAEDISCON' };
  };

const receiveRules = <Name extends Receive>(entry: Receive): CallRules<Name> => {
  const rules: CallRules<Name> = [
    {
      name: 'nothing can be received on a socket that is not connected',
      clauses: ['IO-03'],
      kind: 'misuse',
      when: isUnconnected,
      then: tellUnconnected,
    },
    {
      name: 'nothing can be received after the receiving direction was shut down',
      clauses: ['IO-02', 'DD-10', 'GS-12'],
      kind: 'misuse',
      when: whenConnected(({ end }) => end.receiving !== 'open'),
      then: (stage) => {
        // Data that nobody can read may be there still: then the level-triggered event tells of them anew (NE-13, NE-14).
        if (connected(stage).end.discarded) allow(stage.self, 'FD_READ');
        return { error: 'WSAESHUTDOWN' };
      },
    },
    {
      name: 'a receive tells that the circuit is lost',
      clauses: ['AS-01', 'AS-03', 'AS-04', 'AS-07', 'ER-08'],
      kind: 'misuse',
      when: whenConnected(({ end }) => end.lost !== null && end.unread.length === 0),
      mayWait: whenConnected(
        ({ end }, { model }) =>
          end.receiving === 'open' && (isReleasing(model, end) || end.lost?.arriving !== undefined),
      ),
      then: (stage) => {
        const { end } = connected(stage);
        if (end.lost?.arriving !== undefined && stage.oneOf([false, true])) {
          stage.reading('AM-07', { readable: ['R2'] });
          takeArrived(stage);
          return end.unread.length > 0 ? take(stage) : tellLoss(stage);
        }
        discard(stage);
        if (end.receiving !== 'open') return tellLoss(stage);
        if (isReleasing(stage.model, end) && stage.oneOf([false, true])) return waits;
        const orderly =
          end.ended !== null ||
          (!closesGracefully(stage.model.profile) &&
            stage.reading('AM-31', { abortive: ['R1'], orderly: ['R2'] }) === 'orderly');
        if (orderly && stage.oneOf([true, false])) return endOfData(entry)(stage);
        return tellLoss(stage);
      },
    },
    {
      name: 'what was received before the circuit was lost is discarded, or still read',
      clauses: ['AS-01', 'AS-02', 'AS-03'],
      when: whenConnected(
        ({ end }) => end.receiving === 'open' && end.lost !== null && end.unread.length > 0,
      ),
      then: (stage) => {
        if (stage.reading('AM-07', { discarded: ['R1'], readable: ['R2'] }) === 'readable') {
          takeArrived(stage);
          return take(stage);
        }
        discard(stage);
        return tellLoss(stage);
      },
    },
    {
      name: 'a byte stream gives what is there, a message-oriented transport one whole message',
      clauses: ['CN-10', 'GS-13', 'IO-05', 'IO-06', 'IO-07', 'NE-14', 'NE-18', 'NE-23', 'NE-24'],
      when: whenConnected(({ end }) => end.receiving === 'open' && !end.lost && end.unread.length > 0),
      then: take,
    },
    {
      name: 'the graceful end comes after all data: zero bytes on byte streams, WSAEDISCON by message',
      clauses: ['GS-06', 'GS-07', 'GS-08', 'GS-19'],
      when: whenConnected(
        ({ end }) => end.receiving === 'open' && !end.lost && end.unread.length === 0 && end.ended !== null,
      ),
      then: endOfData(entry),
    },
    {
      name: 'without half-close nothing is said of receiving after the own end',
      clauses: ['GS-13', 'CL-09'],
      when: whenConnected(({ end }, { model }) => isAllOver(model.profile, end.sending === 'ended')),
      then: leaveOpen,
    },
    {
      name: 'nothing to receive: a receive waits, or would block',
      clauses: ['IO-04', 'NE-31'],
      when: whenConnected(
        ({ end }) => end.receiving === 'open' && !end.lost && end.unread.length === 0 && end.ended === null,
      ),
      then: () => waits,
    },
    {
      name: 'the network loses the circuit, and what was not read',
      clauses: ['AS-07', 'AS-08', 'AS-09'],
      kind: 'environment',
      // After the peer's end the network can only fail to bring what is still on its way there.
      when: whenConnected(
        (link) =>
          link.end.receiving === 'open' && !link.end.lost && (link.end.ended === null || hasUnsent(link)),
      ),
      then: (stage) => {
        const { end } = connected(stage);
        if (end.unread.length > 0) stage.reading('AM-07', { discarded: ['R1'] });
        end.unread = [];
        const outcome = losesCircuit<Name>('WSAECONNABORTED', 'WSAETIMEDOUT', 'WSAENETRESET')(stage);
        if (end.lost) delete end.lost.arriving;
        unsettle(stage.self, 'FD_READ');
        return outcome;
      },
    },
  ];
  return rules.map(reEnabling);
};

/** `recv`: takes received data. */
export const recvRules: CallRules<'recv'> = receiveRules('recv');

/** `WSARecv`: as `recv`, except for the open question of AM-21. */
export const WSARecvRules: CallRules<'WSARecv'> = receiveRules('WSARecv');
