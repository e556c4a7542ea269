import { abandon, heads } from '../../model/backlog.js';
import { profileNamed } from '../../spec/profiles.js';
import { connecting, failingWith, queueOf, rejecting } from './effects.js';
import type { Fault } from './fault.js';
import { changeEffect, effectOf } from './fault.js';

const tcp = profileNamed('tcp');
const osi = profileNamed('osi');

/** Mistakes about requests that are refused. */
export const rejectionFaults: readonly Fault[] = [
  {
    name: 'reject-says-try-again',
    says: 'An accept whose condition function rejected fails with WSATRY_AGAIN.',
    clauses: ['CA-09'],
    caughtBy: 'rejection',
    profile: tcp,
    change: (rules) =>
      changeEffect(
        rules,
        'WSAAccept',
        [rejecting],
        (documented) => (stage) => failingWith(documented(stage), 'WSATRY_AGAIN'),
      ),
  },
  {
    name: 'reject-leaves-request',
    says: 'A request that was rejected stays in the backlog, and is offered again.',
    clauses: ['CA-09'],
    caughtBy: 'rejection',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAAccept', [rejecting], () => (stage) => {
        const failing = effectOf(
          rules,
          'WSAAccept',
          'any other answer of the condition function fails the accept',
        );
        return failingWith(failing(stage), 'WSAECONNREFUSED');
      }),
  },
  {
    name: 'reject-drops-next-request',
    says: 'CF_REJECT refuses the request behind the one that was offered as well.',
    clauses: ['CA-01', 'CA-09'],
    caughtBy: 'rejection',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAAccept', [rejecting], (documented) => (stage) => {
        const { self, model, world } = stage;
        if (self.phase.is === 'listening') {
          const first = heads(world, self.phase);
          const next = self.phase.queue.find((id) => !first.includes(id));
          if (next !== undefined) abandon(model, world, next, stage);
        }
        return documented(stage);
      }),
  },
  {
    name: 'listener-closes-after-reject',
    says: 'A socket that has rejected a request does not listen any more.',
    clauses: ['CA-07', 'CA-09'],
    caughtBy: 'rejection',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAAccept', [rejecting], (documented) => (stage) => {
        const outcome = documented(stage);
        stage.self.phase = { is: 'bound' };
        return outcome;
      }),
  },
  {
    name: 'reject-ends-gracefully',
    says: 'A connector that is rejected after it was established sees a graceful end.',
    clauses: ['CA-09', 'CA-29'],
    caughtBy: 'rejection',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'WSAAccept', [rejecting], (documented) => (stage) => {
        const before = queueOf(stage);
        const outcome = documented(stage);
        for (const id of before) {
          const connection = queueOf(stage).includes(id) ? undefined : stage.world.connections[id];
          if (!connection) continue;
          connection.wires.client = connection.wires.client.map((item) =>
            item.is === 'reset' ? { is: 'end', data: null } : item,
          );
        }
        return outcome;
      }),
  },
  {
    name: 'reject-confirms',
    says: 'A connector that is rejected is told that it is connected.',
    clauses: ['CA-09', 'CN-01'],
    caughtBy: 'rejection',
    profile: osi,
    change: (rules) =>
      changeEffect(rules, 'WSAAccept', [rejecting], (documented) => (stage) => {
        const before = queueOf(stage);
        const outcome = documented(stage);
        for (const id of before) {
          const connection = queueOf(stage).includes(id) ? undefined : stage.world.connections[id];
          if (!connection) continue;
          connection.confirmed = true;
          connection.wires.client = [{ is: 'confirmation', data: null }];
        }
        return outcome;
      }),
  },
  {
    name: 'refused-socket-cannot-retry',
    says: 'A socket whose attempt to connect has failed cannot try again.',
    clauses: ['CN-07'],
    caughtBy: 'rejection',
    profile: osi,
    change: (rules) =>
      changeEffect(
        rules,
        'WSAConnect',
        connecting,
        (documented) => (stage) =>
          stage.self.errors.length > 0 ? { error: 'WSAEINVAL' } : documented(stage),
      ),
  },
];
