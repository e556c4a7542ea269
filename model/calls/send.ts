import type { Draft } from 'immer';
import { isAllOver, isMessageOriented } from '../../spec/profiles.js';
import type { Call } from '../../spec/trace/step.js';
import { put } from '../connections.js';
import { awaitRoom, bytesOutstanding, keepsUntaken, surelyHasRoom } from '../room.js';
import type { CallRules, Choices, Stage } from '../rule.js';
import { fails, waits } from '../rule.js';
import type { End, Outstanding } from '../world.js';
import { peerOf } from '../world.js';
import { losesCircuit } from './network.js';
import {
  connected,
  isUnconnected,
  leaveOpen,
  lossErrors,
  tellLoss,
  tellUnconnected,
  whenConnected,
} from './preconditions.js';

/** So many bytes go out; of a message-oriented transport also a message of none. */
function sendOut<Name extends 'send' | 'WSASend'>(stage: Stage<Name>, length: number): void {
  const { model, args } = stage;
  const { connection, side } = connected(stage);
  if (length > 0 || isMessageOriented(model.profile))
    put(model.profile, connection, peerOf(side), { is: 'data', bytes: args.data.slice(0, length) });
}

/** `send` and `WSASend`: hands data to the transport. Success does not mean delivery (IO-09). */
const rules = <Name extends 'send' | 'WSASend'>(): CallRules<Name> => [
  {
    name: 'nothing can be sent on a socket that is not connected',
    clauses: ['IO-03'],
    kind: 'misuse',
    when: isUnconnected,
    then: tellUnconnected,
  },
  {
    name: 'nothing can be sent after the sending direction was shut down',
    clauses: ['IO-01', 'DD-09', 'GS-12'],
    kind: 'misuse',
    when: whenConnected(({ end }) => end.sending === 'ended'),
    then: fails('WSAESHUTDOWN'),
  },
  {
    name: 'a send tells that the circuit is lost',
    clauses: ['AS-01', 'AS-07', 'AS-10'],
    kind: 'misuse',
    when: whenConnected(({ end }) => end.lost !== null),
    then: tellLoss,
  },
  {
    name: 'data go out, in whole if there is surely room',
    clauses: ['CN-10', 'GS-13', 'IO-09', 'IO-11'],
    when: whenConnected(({ end }) => end.sending === 'open' && end.lost === null),
    then: (stage) => {
      const { model, args, self, amount } = stage;
      const link = connected(stage);
      const whole = self.mode === 'blocking' || isMessageOriented(model.profile);
      const surely = whole || args.data.length === 0 || surelyHasRoom(model, link, args.data.length);
      const sent = surely ? args.data.length : amount(args.data.length);
      sendOut(stage, sent);
      self.sentSince = self.told.includes('FD_WRITE');
      return { ok: { sent } };
    },
  },
  {
    name: 'a send may tell before it returns what its own data have met',
    clauses: ['AS-01', 'AS-05', 'CL-04'],
    kind: 'environment',
    when: whenConnected(
      ({ end, peer }, { args }) =>
        end.sending === 'open' &&
        end.lost === null &&
        args.data.length > 0 &&
        (!peer.open || peer.receiving !== 'open'),
    ),
    then: () => 'at once',
  },
  {
    name: 'without half-close nothing is said of sending after the peer’s end',
    clauses: ['GS-13', 'IO-11', 'CL-09'],
    when: whenConnected(({ end }, { model }) => isAllOver(model.profile, end.ended !== null)),
    then: leaveOpen,
  },
  {
    name: 'a send may find no room, and FD_WRITE will tell when there is some',
    clauses: ['DD-15', 'IO-04', 'NE-12', 'NE-21'],
    when: whenConnected(
      (link, { model, args }) =>
        link.end.sending === 'open' &&
        link.end.lost === null &&
        (bytesOutstanding(link) > 0 || keepsUntaken(link.peer)) &&
        !surelyHasRoom(model, link, args.data.length),
    ),
    then: (stage) => {
      const { end } = connected(stage);
      if (stage.self.mode === 'nonblocking') {
        awaitRoom(stage.self, end);
      }
      return waits;
    },
  },
  {
    name: 'the network loses the circuit',
    clauses: ['AS-07', 'AS-08', 'AS-09', 'IO-09'],
    kind: 'environment',
    when: whenConnected(({ end }) => end.sending === 'open' && !end.lost),
    then: (stage) => {
      // One that waits may have let the peer have a part of its data by then (IO-09); one that does not has sent nothing.
      if (stage.self.mode === 'blocking' && stage.args.data !== '') sendOut(stage, stage.args.data.length);
      return losesCircuit<Name>('WSAECONNABORTED', 'WSAETIMEDOUT', 'WSAENETRESET')(stage);
    },
  },
  {
    name: 'a message may be longer than the transport’s maximum',
    clauses: ['IO-07'],
    kind: 'environment',
    when: ({ model, link, args }) =>
      link !== null && isMessageOriented(model.profile) && args.data.length > 0,
    then: fails('WSAEMSGSIZE'),
  },
];

/** `send`. */
export const sendRules: CallRules<'send'> = rules();

/** `WSASend`: the same. */
export const WSASendRules: CallRules<'WSASend'> = rules();

/**
 * A send under way whose circuit was lost tells that, also if a part of its data had gone, or all of them seemed to have
 * (AS-01, IO-09).
 */
export function failSend(entry: Draft<Outstanding>, { lost }: Draft<End>, { oneOf }: Choices): void {
  if (!lost) throw new Error('a send fails only if its circuit is lost');
  entry.ended = { error: oneOf(lossErrors(lost)) };
  lost.told = true;
}

/** Whether a call is one of those that send. */
export const isSend = (call: Call): call is Extract<Call, { readonly call: 'send' | 'WSASend' }> =>
  call.call === 'send' || call.call === 'WSASend';

/** Whether a call under way is a send that has been taken to succeed. */
export const isSendUnderWay = ({ call, ended }: Outstanding): boolean =>
  isSend(call) && ended !== null && typeof ended === 'object' && 'ok' in ended;
