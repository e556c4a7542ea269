import { loseToNetwork } from '../../model/calls/network.js';
import { connected, tellLoss } from '../../model/calls/preconditions.js';
import { endSending } from '../../model/connections.js';
import { stopReceiving } from '../../model/directions.js';
import { bytesOutstanding } from '../../model/room.js';
import { profileNamed } from '../../spec/profiles.js';
import { changeReceives, changeSends, failingWith, receivingNothing, shuttingSend } from './effects.js';
import type { Fault } from './fault.js';
import { changeArrival, changeEffect } from './fault.js';

const tcp = profileNamed('tcp');

const receivingLoss = 'a receive tells that the circuit is lost';

/** Mistakes about the abortive end of a connection. */
export const abortiveFaults: readonly Fault[] = [
  {
    name: 'reset-seen-as-end',
    says: 'A receive tells a reset by zero bytes.',
    clauses: ['AS-01', 'AS-03'],
    caughtBy: 'abortive',
    profile: tcp,
    change: (rules) => changeReceives(rules, [receivingLoss], () => () => ({ ok: { data: '' } })),
  },
  {
    name: 'reset-told-as-aborted',
    says: 'A receive tells an abort by the remote application with WSAECONNABORTED.',
    clauses: ['AS-01', 'AS-03'],
    caughtBy: 'abortive',
    profile: tcp,
    change: (rules) =>
      changeReceives(
        rules,
        [receivingLoss],
        (documented) => (stage) => failingWith(documented(stage), 'WSAECONNABORTED'),
      ),
  },
  {
    name: 'reset-told-once',
    says: 'Only one receive tells a reset; the next one gives zero bytes, as if the peer had ended gracefully.',
    clauses: ['AS-01', 'AS-03'],
    caughtBy: 'abortive',
    profile: tcp,
    change: (rules) =>
      changeReceives(
        rules,
        [receivingLoss],
        (documented) => (stage) =>
          connected(stage).end.lost?.told === true ? { ok: { data: '' } } : documented(stage),
      ),
  },
  {
    name: 'lost-circuit-told-as-reset',
    says: 'A receive gives up a circuit whose peer does not take what was sent to it, and says that the peer has reset it.',
    clauses: ['AS-07'],
    caughtBy: 'abortive',
    profile: tcp,
    change: (rules) =>
      changeReceives(
        rules,
        [receivingNothing],
        (documented) => (stage) =>
          bytesOutstanding(connected(stage)) > 0
            ? { error: loseToNetwork(stage, ['WSAECONNRESET']) }
            : documented(stage),
      ),
  },
  {
    name: 'reset-goes-unseen',
    says: 'An established connection takes no notice of a reset.',
    clauses: ['AS-03'],
    caughtBy: 'abortive',
    profile: tcp,
    change: (rules) =>
      changeArrival(rules, 'reset', ['the circuit is reset'], (documented) => (reception) => {
        const { world, connection, side } = reception;
        const attempt = world.sockets[connection.client]?.phase.is === 'connecting';
        if (side === 'client' && attempt) documented(reception);
      }),
  },
  {
    name: 'data-after-reset',
    says: 'What had been received before a reset is read after the reset was told.',
    clauses: ['AS-02', 'AS-10'],
    caughtBy: 'abortive',
    profile: tcp,
    change: (rules) =>
      changeReceives(
        rules,
        ['what was received before the circuit was lost is discarded, or still read'],
        (documented) => (stage) =>
          connected(stage).end.lost?.told === false ? tellLoss(stage) : documented(stage),
      ),
  },
  {
    name: 'send-after-reset-succeeds',
    says: 'A send on a connection that was reset succeeds.',
    clauses: ['AS-10'],
    caughtBy: 'abortive',
    profile: tcp,
    change: (rules) =>
      changeSends(rules, ['a send tells that the circuit is lost'], () => ({ args }) => ({
        ok: { sent: args.data.length },
      })),
  },
  {
    name: 'send-after-told-reset-succeeds',
    says: 'Once a call has told of a reset, the next send succeeds.',
    clauses: ['AS-10'],
    caughtBy: 'abortive',
    profile: tcp,
    change: (rules) =>
      changeSends(
        rules,
        ['a send tells that the circuit is lost'],
        (documented) => (stage) =>
          connected(stage).end.lost?.told === true
            ? { ok: { sent: stage.args.data.length } }
            : documented(stage),
      ),
  },
  {
    name: 'sd-receive-ignores-data',
    says: 'SD_RECEIVE drops the data that are queued without resetting the connection.',
    clauses: ['AS-05'],
    caughtBy: 'abortive',
    profile: tcp,
    change: (rules) =>
      changeEffect(
        rules,
        'shutdown',
        ['SD_RECEIVE ends reception; on TCP, data that are queued reset the connection'],
        () => (stage) => {
          stopReceiving(stage.model, stage.self, connected(stage), 'SD_RECEIVE', () => false);
          return { ok: {} };
        },
      ),
  },
  {
    name: 'graceful-where-unsupported',
    says: 'A transport without graceful close ends one direction only.',
    clauses: ['GS-17'],
    caughtBy: 'abortive',
    profile: profileNamed('bluetooth'),
    change: (rules) =>
      changeEffect(rules, 'shutdown', [shuttingSend], () => (stage) => {
        const { connection, side } = connected(stage);
        endSending(stage.model.profile, connection, side);
        return { ok: {} };
      }),
  },
];
