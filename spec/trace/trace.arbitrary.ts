import fc from 'fast-check';
import { errorCodes } from '../errors.js';
import { networkEvents } from '../events.js';
import { serviceFlagNames } from '../flags.js';
import type { ProfileDescription } from '../profiles.js';
import { builtInProfiles } from '../profiles.js';
import { candidatesOf, readingKeys } from '../readings.js';
import { socketName } from './names.js';
import type { Trace } from './parse.js';
import type { TraceHeader } from './schema.js';
import { createScope } from './scope.js';
import type { CallArguments, CallName, ConditionAnswer, ConditionReport, Ended, Ok, Step } from './step.js';

const names = ['listener', 'client', 'server', 'a name, "quoted"\u0085', 'proto'].map(socketName);

const socket = fc.constantFrom(...names);
const byte = fc.integer({ min: 0, max: 0xff }).map((code) => String.fromCharCode(code));
const bytes = fc.string({ unit: byte, maxLength: 12 });
const bytesOrNull = fc.option(bytes);
const length = fc.oneof(fc.nat({ max: 64 }), fc.constant(2 ** 32 - 1));
const integer = fc.oneof(fc.integer({ min: -3, max: 300 }), fc.maxSafeInteger());
const linger = fc.nat({ max: 0xffff });
const error = fc.constantFrom(...errorCodes);
const status = fc.oneof(fc.constant(0 as const), error);
const freeText = fc.string({ unit: 'binary', maxLength: 20 });

/** A record of which each field may be absent. */
const some = <Fields>(fields: { [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> }) =>
  fc.record<Fields, never>(fields, { requiredKeys: [], noNullPrototype: true });

/** A record of which each field is present. */
const all = <Fields>(fields: { [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> }) =>
  fc.record<Fields>(fields, { noNullPrototype: true });

const answer: fc.Arbitrary<ConditionAnswer> = fc.oneof(
  fc.constantFrom('CF_ACCEPT' as const, 'CF_REJECT' as const, 'CF_DEFER' as const),
  integer.filter((value) => value < 0 || value > 2),
);

const report: fc.Arbitrary<{ readonly condition?: ConditionReport }> = some({
  condition: fc.oneof(
    fc.constant({ called: false as const }),
    some({ callerId: fc.option(socket), callerData: bytesOrNull, calleeDataLen: length }).map((given) => ({
      called: true as const,
      ...given,
    })),
  ),
});

/**
 * The three shapes that a call takes in a trace: with what is seen of it at once, or pending and ended later.
 */
function shapes<Name extends CallName>(
  call: Name,
  args: fc.Arbitrary<CallArguments[Name]>,
  ok: fc.Arbitrary<Ok>,
) {
  const reported = call === 'WSAAccept' ? report : fc.constant({});
  const ended: fc.Arbitrary<Ended> = fc
    .tuple(fc.oneof(all({ ok }), all({ error })), reported)
    .map(([end, more]) => ({ ...end, ...more }));
  const base = fc
    .tuple(all({ socket, call: fc.constant(call), args }), some({ comment: freeText }))
    .map(([step, more]) => ({ ...step, ...more }));
  const pending = { pending: true } as const;
  return {
    atOnce: fc.tuple(base, some({ result: ended })).map(([step, result]) => [{ ...step, ...result }]),
    later: fc.tuple(base, ended).map(([step, result]) => [
      { ...step, result: pending },
      { socket: step.socket, completes: call, result },
    ]),
  };
}

const empty = fc.constant({});
const settles = some({ comment: freeText }).map((more): Step[] => [{ settle: true, ...more }]);

/** Steps that belong together, whether or not a trace can go on so. */
function stepsOf<Name extends CallName>(
  call: Name,
  args: fc.Arbitrary<CallArguments[Name]>,
  ok: fc.Arbitrary<Ok>,
) {
  const { atOnce, later } = shapes(call, args, ok);
  return fc.oneof(atOnce, later);
}

const truth = some({ value: fc.boolean() });
const sent = some({ sent: length });
const received = some({ data: bytes });
const fetched = some({ data: bytesOrNull });

const groups: fc.Arbitrary<Step[]> = fc.oneof(
  settles,
  stepsOf('WSASocket', some({ group: integer }), empty),
  stepsOf('bind', empty, empty),
  stepsOf('listen', all({ backlog: integer }), empty),
  stepsOf('ioctlsocket', all({ nonblocking: fc.boolean() }), empty),
  stepsOf(
    'setsockopt',
    fc.oneof(
      all({ option: fc.constant('SO_LINGER' as const), onoff: fc.boolean(), linger }),
      all({
        option: fc.constantFrom('SO_DONTLINGER' as const, 'SO_CONDITIONAL_ACCEPT' as const),
        value: fc.boolean(),
      }),
    ),
    empty,
  ),
  stepsOf(
    'getsockopt',
    all({ option: fc.constant('SO_LINGER' as const) }),
    some({ onoff: fc.boolean(), linger }),
  ),
  stepsOf(
    'getsockopt',
    all({
      option: fc.constantFrom(
        'SO_DONTLINGER' as const,
        'SO_CONDITIONAL_ACCEPT' as const,
        'SO_ACCEPTCONN' as const,
      ),
    }),
    truth,
  ),
  stepsOf('getsockopt', all({ option: fc.constant('SO_ERROR' as const) }), some({ value: status })),
  stepsOf('WSAEventSelect', all({ events: fc.uniqueArray(fc.constantFrom(...networkEvents)) }), empty),
  stepsOf(
    'WSAEnumNetworkEvents',
    empty,
    some({
      events: fc.dictionary(fc.constantFrom(...networkEvents), status, { noNullPrototype: true }),
    }),
  ),
  stepsOf(
    'WSAConnect',
    fc
      .tuple(all({ to: socket }), some({ callerData: bytesOrNull, calleeDataLen: length }))
      .map(([to, more]) => ({ ...to, ...more })),
    some({ calleeData: bytesOrNull }),
  ),
  stepsOf('CalleeData', empty, fetched),
  stepsOf(
    'WSAAccept',
    fc
      .tuple(all({ as: socket, condition: fc.option(answer) }), some({ calleeData: bytes }))
      .map(([given, more]) => ({ ...given, ...more })),
    empty,
  ),
  stepsOf('send', all({ data: bytes }), sent),
  stepsOf('WSASend', all({ data: bytes }), sent),
  stepsOf('recv', all({ len: length }), received),
  stepsOf('WSARecv', all({ len: length }), received),
  stepsOf(
    'shutdown',
    all({ how: fc.constantFrom('SD_SEND' as const, 'SD_RECEIVE' as const, 'SD_BOTH' as const) }),
    empty,
  ),
  stepsOf('WSASendDisconnect', some({ data: bytesOrNull }), empty),
  stepsOf('WSARecvDisconnect', all({ len: fc.option(length) }), fetched),
  stepsOf('closesocket', empty, empty),
);

/** Steps of any kind that a trace may have in this order: those that it may not have are left out. */
const arbitrarySteps: fc.Arbitrary<readonly Step[]> = fc.array(groups, { maxLength: 40 }).map((steps) => {
  const scope = createScope();
  const makesSockets = names.slice(0, 3).map((name): Step => ({ socket: name, call: 'WSASocket', args: {} }));
  return [...makesSockets, ...steps.flat()].filter((step) => scope.admit(step) === undefined);
});

const readings = some(
  Object.fromEntries(
    readingKeys.map(
      (key) => [key, fc.uniqueArray(fc.constantFrom(...candidatesOf(key)), { minLength: 1 })] as const,
    ),
  ),
);

const inlineProfile: fc.Arbitrary<ProfileDescription> = fc
  .tuple(
    all({ profile: fc.string({ minLength: 1 }) }),
    some({
      flags: fc.uniqueArray(fc.constantFrom(...serviceFlagNames)),
      halfClose: fc.boolean(),
      confirmed: fc.constantFrom('on-arrival' as const, 'on-acceptance' as const),
      limits: some({ connectData: fc.nat(), disconnectData: fc.nat(), backlog: fc.nat() }),
      readings,
    }),
  )
  .map(([name, more]) => ({ ...name, ...more }));

const arbitraryHeader: fc.Arbitrary<TraceHeader> = some({
  profile: fc.oneof(fc.constantFrom(...builtInProfiles.map(({ profile }) => profile)), inlineProfile),
  provider: freeText,
  comment: freeText,
}).map((more) => ({ trace: 1, ...more }));

/**
 * Well-formed traces: every call with every shape of result, and names that are used as the contract says.
 */
export const arbitraryTrace: fc.Arbitrary<Trace> = all({ header: arbitraryHeader, steps: arbitrarySteps });
