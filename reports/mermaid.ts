import { describeInvocation, describeOutcome, named } from '../spec/trace/describe.js';
import type { Ended, SocketName, Step } from '../spec/trace/step.js';
import type { BugReport } from './bug-report.js';
import { cycleStart } from './bug-report.js';
import { describeBroken } from './origin.js';
import type { Place, Route } from './routes.js';
import { listenersIn, routesOf } from './routes.js';
import { counted, printable } from './text.js';

const harmless = /[^\p{L}\p{N}\p{M} _.,()[\]=:'"/+{}!?*…→-]/gu;

/** What else Mermaid may take for its own, wherever it stands: these become entities too. */
const words = /\b(?:end|style|classDef)/giu;

const entity = (character: string): string => `#${character.codePointAt(0) ?? 0};`;

/** A text of which Mermaid takes nothing for syntax. */
const label = (text: string): string =>
  printable(text)
    .replace(harmless, entity)
    .replace(words, (word) => `${entity(word)}${word.slice(1)}`);

const longestName = 40;

function socketLabel(name: SocketName): string {
  const shown = named(name);
  return label(shown.length > longestName ? `${shown.slice(0, longestName)}…` : shown);
}

/** The participants of a diagram, each with its identifier and the lines that declare it. */
interface Cast {
  readonly idOf: (place: Place) => string;
  readonly declarations: readonly string[];
  readonly everyone: string;
}

/** The sockets that a trace speaks of; one that an accept did not give is none of them unless it is used all the same. */
function socketsIn(steps: readonly Step[]): readonly SocketName[] {
  const found = new Set<SocketName>();
  for (const step of steps) {
    if ('settle' in step) continue;
    found.add(step.socket);
    if (!('call' in step)) continue;
    if (step.call === 'WSAConnect') found.add(step.args.to);
    if (step.call === 'WSAAccept' && step.result && 'ok' in step.result) found.add(step.args.as);
  }
  return [...found];
}

function castOf(steps: readonly Step[]): Cast {
  const sockets = socketsIn(steps);
  const listeners = listenersIn(steps);
  const numbers = new Map(sockets.map((name, index) => [name, index]));
  const idOf = ({ is, of }: Place): string => `${is === 'backlog' ? 'b' : 's'}${numbers.get(of) ?? 0}`;
  const ids: string[] = [];
  const declarations = sockets.flatMap((of) => {
    const socket = idOf({ is: 'socket', of });
    ids.push(socket);
    const declared = `participant ${socket} as ${socketLabel(of)}`;
    if (!listeners.has(of)) return [declared];
    const backlog = idOf({ is: 'backlog', of });
    ids.push(backlog);
    return [
      `box transparent ${socketLabel(of)}`,
      `  ${declared}`,
      `  participant ${backlog} as backlog of ${socketLabel(of)}`,
      'end',
    ];
  });
  const [first = ''] = ids;
  const last = ids.at(-1) ?? first;
  return { idOf, declarations, everyone: first === last ? first : `${first},${last}` };
}

const answer = (from: string, to: string, text: string): string => `${from}-->>${to}: ${label(text)}`;

function returned(cast: Cast, socket: SocketName, { kind, to }: Route, text: string): string {
  const self = cast.idOf({ is: 'socket', of: socket });
  return answer(kind === 'asks' ? cast.idOf(to) : self, self, text);
}

const isEnded = (step: Step): step is Step & { readonly result: Ended } =>
  'result' in step && !('pending' in step.result);

function linesOf(cast: Cast, step: Step, route: Route | null, number: number): readonly string[] {
  if ('settle' in step || route === null) return [`Note over ${cast.everyone}: ${number}. settle`];
  if ('completes' in step) {
    const text = `${number}. ${step.completes} completes: ${describeOutcome(step.result)}`;
    return [returned(cast, step.socket, route, text)];
  }
  const self = cast.idOf({ is: 'socket', of: step.socket });
  const arrow = route.kind === 'asks' ? '->>' : '-)';
  const open = isEnded(step) ? '' : ` (${describeOutcome(step.result)})`;
  const call = label(`${number}. ${describeInvocation(step)}${open}`);
  return [
    `${self}${arrow}${cast.idOf(route.to)}: ${call}`,
    ...(isEnded(step) ? [returned(cast, step.socket, route, describeOutcome(step.result))] : []),
  ];
}

function highlighted(cast: Cast, step: Step, lines: readonly string[], broken: string): readonly string[] {
  const over = 'settle' in step ? cast.everyone : cast.idOf({ is: 'socket', of: step.socket });
  const note = `Note over ${over}: ${label(`not allowed: ${broken}`)}`;
  return ['rect rgba(255, 0, 0, 0.2)', ...[...lines, note].map((line) => `  ${line}`), 'end'];
}

/** The lines of the steps that are repeated for ever. */
const looped = (lines: readonly string[]): readonly string[] => [
  'loop again and again for ever',
  ...lines.map((line) => `  ${line}`),
  'end',
];

/** GitHub draws nothing of a diagram whose text is longer than 50,000 characters. */
const longestDiagram = 40_000;

/** How many of the last blocks fit; the last one always does. */
function fitting(blocks: readonly (readonly string[])[]): number {
  let room = longestDiagram;
  let count = 0;
  for (const block of blocks.toReversed()) {
    room -= block.reduce((sum, line) => sum + line.length + 3, 0);
    if (room < 0 && count > 0) break;
    count++;
  }
  return count;
}

/**
 * The trace of a report as a Mermaid sequence diagram. Sockets are its participants and so is the backlog of each listener:
 * requests arrive in it, and accept takes them. A result is a dashed arrow back; the refused step stands in a red field. Of a
 * trace that is too long to be drawn, the first steps are left out.
 */
export function mermaidDiagram(
  report: Pick<BugReport, 'steps' | 'at' | 'clauses' | 'property' | 'cycle'>,
): string {
  const { steps, at, cycle } = report;
  const cast = castOf(steps);
  const routes = routesOf(steps);
  const blocks = steps.map((step, index) => {
    const lines = linesOf(cast, step, routes[index] ?? null, index + 1);
    return index === at && cycle === undefined
      ? highlighted(cast, step, lines, describeBroken(report))
      : lines;
  });
  const omitted = blocks.length - fitting(blocks);
  const note = `Note over ${cast.everyone}: ${counted(omitted, 'earlier step')} left out`;
  const begins = Math.max(cycleStart(report), omitted);
  const body = [
    ...cast.declarations,
    ...(omitted === 0 ? [] : [note]),
    ...blocks.slice(omitted, begins).flat(),
    ...(cycle === undefined ? [] : looped(blocks.slice(begins).flat())),
  ];
  return ['sequenceDiagram', ...body.map((line) => `  ${line}`)].join('\n');
}
