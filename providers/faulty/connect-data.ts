import type { Draft } from 'immer';
import { finishAttempt } from '../../model/connections.js';
import { raise } from '../../model/indications.js';
import type { RuleBook } from '../../model/machine.js';
import type { Stage } from '../../model/rule.js';
import type { Connection } from '../../model/world.js';
import { profileNamed } from '../../spec/profiles.js';
import { acceptingAsked, connecting, deferring, giving, rejecting } from './effects.js';
import type { Fault } from './fault.js';
import { changeArrival, changeEffect, withoutRules } from './fault.js';

const tcp = profileNamed('tcp');
const osi = profileNamed('osi');

const establishing = 'the connection is established, and callee data arrive with it';

/** The rule book in which the request that a connector sends is another one. */
const changeRequest = (
  rules: RuleBook,
  change: (request: Draft<Connection>, stage: Stage<'WSAConnect'>) => void,
): RuleBook =>
  changeEffect(rules, 'WSAConnect', connecting, (documented) => (stage) => {
    const outcome = documented(stage);
    const { phase } = stage.self;
    const request = phase.is === 'connecting' ? stage.world.connections[phase.connection] : undefined;
    if (request) change(request, stage);
    return outcome;
  });

/** Mistakes about the data that are exchanged while a connection is made. */
export const connectDataFaults: readonly Fault[] = [
  {
    name: 'caller-data-lost',
    says: 'Caller data do not reach the condition function.',
    clauses: ['CD-01', 'CD-02'],
    caughtBy: 'connect-data',
    profile: osi,
    change: (rules) =>
      changeRequest(rules, (request) => {
        request.callerData = null;
      }),
  },
  {
    name: 'caller-data-of-another',
    says: 'A request without caller data is given those of another that waits.',
    clauses: ['CD-02', 'CD-05'],
    caughtBy: 'connect-data',
    profile: osi,
    change: (rules) =>
      changeRequest(rules, (request, { world }) => {
        const others = Object.values(world.connections).filter(
          ({ listener }) => listener === request.listener,
        );
        request.callerData ??= others.find(({ callerData }) => callerData !== null)?.callerData ?? null;
      }),
  },
  {
    name: 'caller-data-cut',
    says: 'Caller data that are too long are cut instead of refused.',
    clauses: ['CD-07'],
    caughtBy: 'connect-data',
    profile: osi,
    change: (rules) =>
      changeRequest(
        withoutRules(rules, 'WSAConnect', ['caller data may not be longer than the transport allows']),
        (request, { model }) => {
          request.callerData = request.callerData?.slice(0, model.profile.limits.connectData) ?? null;
        },
      ),
  },
  {
    name: 'caller-data-swallowed',
    says: 'A transport without connect data takes caller data and throws them away.',
    clauses: ['CD-06'],
    caughtBy: 'connect-data',
    profile: tcp,
    change: (rules) =>
      changeRequest(
        withoutRules(rules, 'WSAConnect', ['caller data need a transport that carries them']),
        (request) => {
          request.callerData = null;
        },
      ),
  },
  {
    name: 'connect-data-in-stream',
    says: 'Caller data are received once more, as the first data of the connection.',
    clauses: ['CD-04'],
    caughtBy: 'connect-data',
    profile: osi,
    change: (rules) =>
      changeEffect(rules, 'WSAAccept', [acceptingAsked], (documented) => (stage) => {
        const outcome = documented(stage);
        const accepted = stage.world.sockets[stage.args.as];
        if (accepted?.phase.is !== 'connected') return outcome;
        const connection = stage.world.connections[accepted.phase.connection];
        if (!connection?.callerData) return outcome;
        connection.ends.server.unread.unshift(connection.callerData);
        raise(accepted, 'FD_READ');
        return outcome;
      }),
  },
  {
    name: 'answer-buffer-missing',
    says: 'The condition function is told that it cannot answer with data, on a transport where it can.',
    clauses: ['CD-03', 'CD-10'],
    caughtBy: 'connect-data',
    profile: osi,
    change: (rules) =>
      changeEffect(
        rules,
        'WSAAccept',
        [acceptingAsked, rejecting, deferring],
        (documented) => (stage) => giving(documented(stage), (given) => ({ ...given, calleeDataLen: 0 })),
      ),
  },
  {
    name: 'callee-data-lost',
    says: 'The data that the condition function answered do not come back.',
    clauses: ['CA-26', 'CD-01'],
    caughtBy: 'connect-data',
    profile: osi,
    change: (rules) =>
      changeArrival(
        rules,
        'confirmation',
        [establishing],
        (documented) => (reception) => documented({ ...reception, item: { is: 'confirmation', data: null } }),
      ),
  },
  {
    name: 'callee-data-late',
    says: 'A blocking connect returns before its callee data are there.',
    clauses: ['CD-08', 'CD-09'],
    caughtBy: 'connect-data',
    profile: osi,
    change: (rules) =>
      changeArrival(rules, 'confirmation', [establishing], (documented) => (reception) => {
        const { connection, item } = reception;
        documented({ ...reception, item: { is: 'confirmation', data: null } });
        connection.calleeData = connection.calleeDataLen === null ? null : item.data;
      }),
  },
  {
    name: 'callee-data-cut',
    says: 'Callee data that do not fit their buffer are cut, and the connect succeeds.',
    clauses: ['CD-08'],
    caughtBy: 'connect-data',
    profile: osi,
    change: (rules) =>
      changeArrival(
        rules,
        'confirmation',
        ['callee data that do not fit their buffer are a fault'],
        () =>
          ({ world, id, connection, item }) => {
            connection.calleeData = item.data?.slice(0, connection.calleeDataLen ?? 0) ?? null;
            finishAttempt(world, id, connection, 0);
          },
      ),
  },
  {
    name: 'callee-buffer-reused',
    says: 'What a connector receives later is written over its callee data.',
    clauses: ['CD-04', 'CD-12'],
    caughtBy: 'connect-data',
    profile: osi,
    change: (rules) =>
      changeArrival(rules, 'data', ['data are received and indicated'], (documented) => (reception) => {
        documented(reception);
        const { connection, side, item } = reception;
        if (side === 'client' && connection.calleeDataLen !== null)
          connection.calleeData = item.bytes.slice(0, connection.calleeDataLen);
      }),
  },
];
