import { documentedRules, machineOf } from '../model/machine.js';
import { explore } from '../model/search/explore.js';
import { flat } from '../model/testing.js';
import { checkProperty, isClaimedOf } from '../properties/check.js';
import { properties } from '../properties/index.js';
import { checkSequences } from '../properties/sequences.js';
import type { Eventually } from '../properties/liveness/eventually.js';
import { liveness } from '../properties/liveness/index.js';
import { findLasso } from '../properties/liveness/search.js';
import type { SealedProperty } from '../properties/property.js';
import type { Profile } from '../spec/profiles.js';
import { profileNamed } from '../spec/profiles.js';
import type { Reading } from '../spec/readings.js';
import { candidatesOf, readings } from '../spec/readings.js';
import { describeCall, describeOutcome } from '../spec/trace/describe.js';
import type { Step } from '../spec/trace/step.js';
import { keep } from './keep.js';
import { leftOut } from './left-out.js';
import { losesNothing, sequenceTwo } from './sequence-two.js';
import { included } from './included.js';
import { tellings } from './tellings.js';

/**
 * Writes the page of the readings: what tells their candidates apart, and what holds under which. Run from the root of the
 * repository: `node dist/audit/readings.js [--check]`.
 */
const unlimited = { states: Infinity, goOn: () => true };

const stepLine = (step: Step): string =>
  'settle' in step ? 'settle' : `${describeCall(step)} → ${describeOutcome(step.result)}`;

const traceBlock = (steps: readonly Step[]): readonly string[] => [
  '```text',
  ...steps.map(stepLine),
  '```',
  '',
];

const listOf = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;

function readingSection({ key, title, point, candidates, observable }: Reading): readonly string[] {
  return [
    `### ${key}: ${title}`,
    '',
    point,
    '',
    ...candidates.map(({ id, says }) => `- **${id}**: ${says}`),
    '',
    ...(observable === true ? [] : [`No trace tells them apart: ${observable.because}`, '']),
    ...included
      .filter((one) => one.key === key)
      .flatMap(({ candidate, by, because }) => [
        `Whatever ${candidate} explains, ${by} explains too: ${because}`,
        '',
      ]),
    ...tellings
      .filter((telling) => telling.key === key)
      .flatMap(({ shows, leaves = [], says, on, trace }) => [
        `${shows.length === 0 ? 'Never' : listOf(shows)}: ${says}${leaves.length === 0 ? '' : ` (${listOf(leaves)} may do so too)`}` +
          `${on ? ` (\`${on.machine.profile.profile}\`)` : ''}.`,
        '',
        ...traceBlock(flat(trace)),
      ]),
  ];
}

const withReadings = (profile: Profile, chosen: Profile['readings']): Profile => ({
  ...profile,
  readings: { ...profile.readings, ...chosen },
});

function propertySection(property: SealedProperty, profile: Profile): readonly string[] {
  return leftOut(property).flatMap(([key, candidate]) => {
    const anyway = { ...property, under: { [key]: [candidate] } };
    const opened: SealedProperty = {
      ...anyway,
      lend: (use) => property.lend((lent) => use({ ...lent, under: anyway.under })),
    };
    const { exploration } = checkProperty(opened, profile, documentedRules, unlimited);
    const { counterexample } = exploration;
    if (!counterexample) return [`**${property.name}** holds under ${key}/${candidate} as well.`, ''];
    return [
      `**${property.name}** (${property.clauses.join(', ')}) is not claimed under ${key}/${candidate}: ${counterexample.reason}.`,
      '',
      ...traceBlock(counterexample.steps),
    ];
  });
}

/** The states at which a search for what must come at last would be cut short: none comes near. */
const mostStates = 100_000;

/**
 * What must come at last holds with every reading open, and under each candidate alone, where it is not vacuous either. Throws
 * where it does not: the page would have to say so.
 */
function holdsUnderEach(property: Eventually, profile: Profile): void {
  const alone = readings.flatMap(({ key }) => candidatesOf(key).map((candidate) => ({ [key]: [candidate] })));
  for (const chosen of [{}, ...alone]) {
    const { lasso, complete, pending } = findLasso(
      machineOf(withReadings(profile, chosen)),
      property,
      mostStates,
    );
    if (lasso || !complete || pending === 0)
      throw new Error(`${property.name} does not hold under ${JSON.stringify(chosen)} on ${profile.profile}`);
  }
}

/** What of the documented sequences is lost under each candidate of each reading. */
function sequenceRows(profile: Profile): readonly string[] {
  const { restsOn } = checkSequences(profile);
  const decisive = readings.filter(({ key }) => restsOn.has(key));
  return decisive.flatMap(({ key }) =>
    candidatesOf(key).flatMap((candidate) => {
      const { refused } = checkSequences(withReadings(profile, { [key]: [candidate] }));
      return refused.length === 0 ? [] : [`- ${key}/${candidate}: ${refused.join('; ')}`];
    }),
  );
}

const sq2Readings = candidatesOf('AM-02').flatMap((close) =>
  candidatesOf('AM-10').map((fetch) => ({ 'AM-02': [close], 'AM-10': [fetch] }) as const),
);

function sequenceTwoSection(profile: Profile): readonly string[] {
  return sq2Readings.flatMap((chosen) => {
    const machine = machineOf(profile, { readings: { ...profile.readings, ...chosen } });
    const { counterexample, triggered } = explore(machine, sequenceTwo, losesNothing, unlimited);
    if (!counterexample && triggered === 0) throw new Error('nobody followed SQ-2');
    const name = `AM-02/${listOf(chosen['AM-02'])} with AM-10/${listOf(chosen['AM-10'])}`;
    if (!counterexample) return [`**${name}**: nothing.`, ''];
    return [`**${name}**: ${counterexample.reason}.`, '', ...traceBlock(counterexample.steps)];
  });
}

const tcp = profileNamed('tcp');
const osi = profileNamed('osi');
const everywhere = properties.filter((property) => leftOut(property).length === 0);
const somewhere = properties.filter((property) => leftOut(property).length > 0);
const lost = [tcp, osi].map((profile) => [profile.profile, sequenceRows(profile)] as const);

for (const property of liveness)
  for (const profile of [tcp, osi]) if (property.appliesTo(profile)) holdsUnderEach(property, profile);

const page = [
  '# The readings',
  '',
  'Where the documents are silent or contradict each other, every documented reading is allowed. This page says which there are,',
  'shows the traces that tell their candidates apart, and which properties and sequences hold under which. It is generated from the',
  'model by `npm run readings`.',
  '',
  '## Which properties hold under which readings',
  '',
  `Searched with every reading open, so that they hold under each: ${listOf(everywhere.map(({ name }) => `\`${name}\``))}.`,
  '',
  `What must come at last was searched with every reading open and under each candidate alone, on \`tcp\` and \`osi\`, and comes under`,
  `each: ${listOf(liveness.map(({ name }) => `\`${name}\``))}.`,
  '',
  ...somewhere
    .filter((property) => isClaimedOf(property, tcp))
    .flatMap((property) => propertySection(property, tcp)),
  '## Which sequences hold under which readings',
  '',
  'Every linearisation of every documented sequence is a trace under every candidate of every reading, except:',
  '',
  ...lost.flatMap(([profile, rows]) => [
    `Under \`${profile}\`:`,
    '',
    ...(rows.length === 0 ? ['- none lost'] : rows),
    '',
  ]),
  '### What SQ-2 loses',
  '',
  'Its server calls `WSARecvDisconnect` as soon as `FD_CLOSE` is indicated. Under `tcp`, what a client that sent data before loses:',
  '',
  ...sequenceTwoSection(tcp),
  '## The ambiguities',
  '',
  ...readings.flatMap(readingSection),
];
keep('docs/readings.md', `${page.join('\n').trimEnd()}\n`);
