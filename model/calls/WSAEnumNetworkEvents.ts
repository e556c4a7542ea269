import { isAllOver } from '../../spec/profiles.js';
import type { Draft } from 'immer';
import type { ErrorCode } from '../../spec/errors.js';
import type { NetworkEvent } from '../../spec/events.js';
import { Impossible } from '../choose.js';
import { openCandidates } from '../model.js';
import type { CallRules, Outcome, Stage } from '../rule.js';
import { fails } from '../rule.js';
import type { Indication } from '../world.js';
import { leaveOpen, whenConnected } from './preconditions.js';
import { recordFailures } from './failures.js';

type Enumeration = Stage<'WSAEnumNetworkEvents'>;

/** The indications that some open reading still gives. */
function possible({ self, model, world }: Enumeration): Draft<Indication>[] {
  return (self.registration?.indications ?? []).filter(
    ({ under }) =>
      under === null ||
      openCandidates(model, world, under.key).some((open) => under.candidates.includes(open)),
  );
}

/** Chooses whether, and with which code, one event is reported, and narrows the readings accordingly. */
function report(stage: Enumeration, alternatives: readonly Draft<Indication>[]): 0 | ErrorCode | null {
  const { oneOf, model, world } = stage;
  const certain = alternatives.some(({ status, under }) => status === 'recorded' && under === null);
  const chosen = oneOf<Draft<Indication> | null>(certain ? nonEmpty(alternatives) : [null, ...alternatives]);
  if (chosen) {
    if (chosen.under) stage.reading(chosen.under.key, { given: chosen.under.candidates });
    return chosen.code;
  }
  for (const { status, under } of alternatives) {
    if (status !== 'recorded' || !under) continue;
    const others = openCandidates(model, world, under.key).filter((open) => !under.candidates.includes(open));
    stage.reading(under.key, { withheld: others });
  }
  return null;
}

function nonEmpty<T>([first, ...rest]: readonly T[]): readonly [T, ...T[]] {
  if (first === undefined) throw new Error('an event without an indication');
  return [first, ...rest];
}

/** FD_CONNECT is still to come for certain: FD_WRITE comes after it (NE-21). */
const isConnectMissing = ({ self }: Enumeration): boolean =>
  self.registration?.indications.some(
    ({ event, status, under }) => event === 'FD_CONNECT' && status === 'due' && under === null,
  ) === true;

/** Copies the record and clears it. */
function copyRecord(stage: Enumeration): Outcome {
  const { self, link } = stage;
  const indications = possible(stage);
  const events: { [Event in NetworkEvent]?: 0 | ErrorCode } = {};
  for (const event of new Set(indications.map((indication) => indication.event))) {
    const code = report(
      stage,
      indications.filter((indication) => indication.event === event),
    );
    if (code === null) continue;
    events[event] = code;
    if (self.registration)
      self.registration.indications = self.registration.indications.filter(
        (indication) => indication.event !== event,
      );
    if (!self.told.includes(event)) self.told = [...self.told, event].sort();
    self.again = self.again.filter((again) => again !== event);
    if (event !== 'FD_WRITE') continue;
    self.sentSince = false;
    if (link) link.end.awaitsRoom = false;
  }
  if (events.FD_WRITE !== undefined && isConnectMissing(stage)) throw new Impossible();
  if (self.registration)
    self.registration.indications = self.registration.indications.filter(
      ({ status, under }) => status !== 'undecided' && (status !== 'recorded' || !under),
    );
  return { ok: { events } };
}

/** `WSAEnumNetworkEvents`: copies the record and clears it. */
export const WSAEnumNetworkEventsRules: CallRules<'WSAEnumNetworkEvents'> = [
  {
    name: 'the record is copied and cleared',
    clauses: ['NE-06', 'NE-07', 'NE-08', 'NE-11', 'NE-14', 'NE-25', 'NE-27'],
    when: () => true,
    then: copyRecord,
  },
  {
    name: 'without half-close nothing is said of indications after the own end',
    clauses: ['GS-13', 'CL-09'],
    when: whenConnected(({ end }, { model }) => isAllOver(model.profile, end.sending === 'ended')),
    then: leaveOpen,
  },
  {
    name: 'the record tells of a failure of the surroundings',
    clauses: ['AS-07', 'CN-03', 'CN-07', 'NE-17', 'NE-18', 'NE-20', 'NE-21', 'NE-27'],
    kind: 'environment',
    when: ({ self }) => self.registration !== null,
    then: (stage) => {
      recordFailures(stage);
      return copyRecord(stage);
    },
  },
  {
    // The pages list the code, and no state in which it is given: where nothing is recorded, nothing else is promised.
    name: 'without a registration there may be no record to enumerate',
    clauses: ['NE-06', 'NE-09'],
    kind: 'environment',
    when: ({ self }) => self.registration === null,
    then: fails('WSAEINVAL'),
  },
];
