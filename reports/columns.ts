import type { Frame, Story, WaitingRequest, WorldView } from '../model/story.js';
import { named } from '../spec/trace/describe.js';
import type { SocketName, Step } from '../spec/trace/step.js';
import { briefStep } from './brief.js';
import type { BugReport } from './bug-report.js';
import { cycleStart } from './bug-report.js';
import type { Colors } from './colors.js';
import type { Role } from './roles.js';
import { rolesIn } from './roles.js';
import type { SocketChange, WireChange } from './story-changes.js';
import { changesBetween, newEvents, nothingYet } from './story-changes.js';
import { counted, printable, terminalWidth, wrap } from './text.js';

/** What stands in one row, by column; each text is a paragraph of its own. */
interface Row {
  /** The place of the step; null for what happens in silence. */
  readonly at: number | null;
  readonly cells: Cells;
}

type Cells = readonly [
  client: readonly string[],
  wire: readonly string[],
  backlog: readonly string[],
  server: readonly string[],
];

/** Steps of a long trace that are shown, the last ones. */
const mostShown = 40;

const oneOfSeveral = '  One explanation of what was seen; the verdict rests on all of them.';

/** Stands before the steps of a cycle. */
export const forEver = '↻ from here on, again and again for ever:';

const wireWidth = 16;
const backlogWidth = 9;

/**
 * A story for a terminal of 80 columns: the sockets that connect on the left, those that listen or were accepted on the right,
 * the wires and the backlog between them. A row shows only what has changed; the refused step is marked. The last line says that
 * other explanations may remain.
 */
export function storyColumns(
  { steps, at, cycle }: Pick<BugReport, 'steps' | 'at' | 'cycle'>,
  { frames, lostAt }: Story,
  colors: Colors,
): readonly string[] {
  const names = namesOf(steps);
  const first = Math.max(0, at + 1 - mostShown);
  const gutter = String(at + 1).length + 4;
  const widths = widthsBeside(gutter, names);
  const heads = [names.heads.client, 'wire', 'backlog', names.heads.server];
  const rows = rowsOf(frames, steps, names).filter(({ upTo }) => upTo >= first);
  const begins = cycleStart({ steps, cycle });
  const before = rows.filter(({ upTo }) => upTo < begins);
  const repeated = rows.filter(({ upTo }) => upTo >= begins);
  const lines = (row: PlacedRow): readonly string[] =>
    printed(row, widths, gutter, row.at === at && cycle === undefined, colors);
  return [
    colors.bold(lineOf('', heads, widths, gutter)),
    ...(first === 0 ? [] : [colors.dim(`  … ${counted(first, 'earlier step')}`)]),
    ...before.flatMap(lines),
    ...(cycle === undefined ? [] : [colors.bold(forEver), ...repeated.flatMap(lines)]),
    ...(lostAt === null
      ? []
      : wrap(`no single explanation is shown from step ${lostAt + 1} on`, { first: '  ' })),
    ...(frames.length === 0 ? [] : [colors.dim(oneOfSeveral)]),
  ];
}

/** Where each socket stands, and how it is called there. */
interface Names {
  readonly roleOf: (socket: SocketName) => Role;
  /** What stands before a text about a socket: nothing where its column holds no other. */
  readonly prefix: (socket: SocketName) => string;
  readonly heads: { readonly [R in Role]: string };
}

function namesOf(steps: readonly Step[]): Names {
  const roles = rolesIn(steps);
  const of = (role: Role) => [...roles].flatMap(([name, one]) => (one === role ? [name] : []));
  const columns = { client: of('client'), server: of('server') };
  const headOf = (role: Role): string => {
    const [only, ...others] = columns[role];
    return only !== undefined && others.length === 0 ? printable(named(only)) : `${role}s`;
  };
  const roleOf = (socket: SocketName): Role => roles.get(socket) ?? 'client';
  return {
    roleOf,
    prefix: (socket) => (columns[roleOf(socket)].length === 1 ? '' : `${named(socket)}: `),
    heads: { client: headOf('client'), server: headOf('server') },
  };
}

type Widths = readonly [client: number, wire: number, backlog: number, server: number];

/** The sockets that need their names have more room. */
function widthsBeside(gutter: number, { heads }: Names): Widths {
  const room = terminalWidth - gutter - wireWidth - backlogWidth - 3;
  const more = (heads.client === 'clients' ? 1 : 0) - (heads.server === 'servers' ? 1 : 0);
  const client = Math.floor(room / 2) + more;
  return [client, wireWidth, backlogWidth, room - client];
}

/** A row and the step that it belongs to: what happens in silence belongs to the next one. */
interface PlacedRow extends Row {
  readonly upTo: number;
}

/** The rows of all frames; a call that begins and ends within a step is one of them. */
function rowsOf(frames: readonly Frame[], steps: readonly Step[], names: Names): readonly PlacedRow[] {
  const rows: PlacedRow[] = [];
  let before = nothingYet;
  let together: Frame[] = [];
  for (const [index, frame] of frames.entries()) {
    together.push(frame);
    const begun = together.some(({ is }) => is === 'begun');
    if (begun && frame.is !== 'step') continue;
    const row = rowOf(together, frame, before, steps, names);
    if (row.at !== null || row.cells.some((texts) => texts.length > 0))
      rows.push({ ...row, upTo: stepFrom(frames, index) ?? steps.length });
    before = frame.world;
    together = [];
  }
  return rows;
}

/** The step to which a frame belongs. */
function stepFrom(frames: readonly Frame[], index: number): number | undefined {
  const next = frames.slice(index).find(({ is }) => is !== 'silent');
  return next === undefined || next.is === 'silent' ? undefined : next.at;
}

function rowOf(
  together: readonly Frame[],
  last: Frame,
  before: WorldView,
  steps: readonly Step[],
  names: Names,
): Row {
  const { sockets, wires } = changesBetween(before, last.world);
  const at = last.is === 'silent' || last.is === 'begun' ? null : last.at;
  const step = at === null ? undefined : steps[at];
  const told = step === undefined ? null : briefStep(step);
  const beside = (role: Role): readonly string[] => [
    ...(told !== null && names.roleOf(told.socket) === role
      ? [`${names.prefix(told.socket)}${told.text}`]
      : []),
    ...sockets
      .filter(({ name }) => names.roleOf(name) === role)
      .flatMap((change) =>
        notesOf(change, last).map((note) =>
          change.name === told?.socket ? `  ${note}` : `${names.prefix(change.name)}${note}`,
        ),
      ),
  ];
  const settles = step !== undefined && 'settle' in step;
  const arrived = together.flatMap((frame) =>
    frame.is === 'silent' && frame.delivered ? [frame.delivered] : [],
  );
  return {
    at,
    cells: [
      [...(settles ? ['settle'] : []), ...beside('client')],
      [
        ...wires.filter(({ what }) => what === 'sent').flatMap(sentNotes),
        ...arrived.map(({ toward, item }) => (toward === 'server' ? `${item} →|` : `|← ${item}`)),
      ],
      sockets.flatMap(backlogNotes),
      beside('server'),
    ],
  };
}

/** What the call itself does not say already. */
const telling: ReadonlySet<string> = new Set(['received', 'peer', 'circuit', 'SO_ERROR']);

function notesOf(change: SocketChange, frame: Frame): readonly string[] {
  const { before, after, facts } = change;
  const moved = frame.is === 'silent' && before !== null && before.state !== after.state;
  const recorded = newEvents(change);
  return [
    ...(moved ? [after.state] : []),
    ...facts.filter(({ name }) => telling.has(name)).map(({ name, value }) => `${name} ${value}`),
    ...(recorded.length === 0 ? [] : [`indicated: ${recorded.join(', ')}`]),
  ];
}

const sentNotes = ({ toward, items }: WireChange): readonly string[] =>
  items.map((item) => (toward === 'server' ? `${item} →` : `← ${item}`));

function backlogNotes({ before, after, backlog }: SocketChange): readonly string[] {
  if (backlog === 'same' || after.backlog === null) return [];
  if (after.backlog.length > 0) return after.backlog.map(describeWaiting);
  return before?.backlog?.length ? ['empty'] : [];
}

const describeWaiting = ({ client, how }: WaitingRequest): string =>
  how === 'waiting' ? named(client) : `${named(client)} ${how}`;

function printed(
  { at, cells }: Row,
  widths: Widths,
  gutter: number,
  refused: boolean,
  colors: Colors,
): readonly string[] {
  const columns = cells.map((texts, index) => texts.flatMap((text) => folded(text, widths[index] ?? 1)));
  const height = Math.max(...columns.map((lines) => lines.length));
  const number = at === null ? '' : `${at + 1}.`;
  const paint = refused ? colors.red : at === null ? colors.dim : String;
  return Array.from({ length: height }, (_, index) => {
    const mark = index === 0 ? `${refused ? '>' : ' '} ${number.padStart(gutter - 3)} ` : '';
    const texts = columns.map((lines) => lines[index] ?? '');
    return paint(lineOf(mark, texts, widths, gutter));
  });
}

/** A text in lines of a column, broken between words where that is possible, or where the arguments of a call begin. */
function folded(text: string, width: number): readonly string[] {
  const margin = ' '.repeat(terminalWidth - width);
  const own = text.startsWith('  ') ? '  ' : '';
  const indent = width > wireWidth ? `${own}  ` : ' ';
  const room = width - indent.length;
  const words = printable(text.trimStart())
    .split(' ')
    .map((word) => (word.length > room ? word.replace('(', '( ') : word));
  return wrap(words.join(' '), { first: `${margin}${own}`, rest: `${margin}${indent}` }).map((line) =>
    line.slice(margin.length).replaceAll('\u00a0', ' '),
  );
}

const lineOf = (mark: string, cells: readonly string[], widths: Widths, gutter: number): string =>
  `${mark.padEnd(gutter)}${cells.map((cell, index) => padded(cell, widths[index] ?? 0)).join(' ')}`.trimEnd();

const padded = (text: string, width: number): string =>
  `${text}${' '.repeat(Math.max(0, width - Array.from(text).length))}`;
