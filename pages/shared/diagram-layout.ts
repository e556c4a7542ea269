import type { ConnectionView, EndName, Frame, WorldView } from '../../model/story.js';
import { briefCall, briefResult } from '../../reports/brief.js';
import { rolesIn } from '../../reports/roles.js';
import type { Changes, SocketChange, WireChange } from '../../reports/story-changes.js';
import { changesBetween, newEvents, nothingYet } from '../../reports/story-changes.js';
import type { SocketName, Step } from '../../spec/trace/step.js';

/** A vertical line: a socket, or the backlog of a listening one. */
export interface Lifeline {
  readonly label: string;
  readonly is: 'socket' | 'backlog';
  readonly x: number;
}

/** A box with a few lines of text, in the middle of a lifeline. */
export interface Box {
  readonly is: 'call' | 'refused' | 'backlog' | 'indication' | 'note';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly lines: readonly string[];
  /** Everything, where the lines are cut. */
  readonly whole: string;
}

/** What belongs to one frame. */
export interface Row {
  readonly y: number;
  readonly height: number;
  /** What stands in the margin. */
  readonly number: string;
  readonly is: Frame['is'] | 'settle';
  readonly boxes: readonly Box[];
}

/** Something in flight, from where it was sent to where it arrived, was lost, or still is. */
export interface Arrow {
  readonly from: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
  readonly label: string;
  readonly is: 'arrived' | 'lost' | 'in flight';
}

export interface Layout {
  readonly width: number;
  readonly socketWidth: number;
  readonly height: number;
  readonly lifelines: readonly Lifeline[];
  readonly rows: readonly Row[];
  readonly arrows: readonly Arrow[];
}

const margin = 46;
const backlogWidth = 104;
/** Sockets share the width that there is, within these bounds. */
const leastSocketWidth = 158;
const mostSocketWidth = 300;
const lineHeight = 16;
const padding = 6;
const rowGap = 10;

/** Characters of a text that fit into a box. */
const fitting = (width: number): number => Math.floor((width - 2 * padding) / 6.7);

const cut = (text: string, most: number): string =>
  Array.from(text).length > most
    ? `${Array.from(text)
        .slice(0, most - 1)
        .join('')}…`
    : text;

/** Where everything of a story stands in its sequence diagram, `room` wide if that will do; `steps` come after `omitted` others. */
export function layoutOf(
  frames: readonly Frame[],
  steps: readonly Step[],
  omitted: number,
  refusedAt: number,
  room: number,
): Layout {
  const { lifelines, width, socketWidth } = lifelinesOf(frames, steps, room);
  const rows: Row[] = [];
  const wires = new Wires(lifelines);
  let y = 8;
  let before = omitted === 0 ? nothingYet : null;
  for (const [index, frame] of frames.entries()) {
    const changes: Changes =
      before === null ? { sockets: [], wires: [] } : changesBetween(before, frame.world);
    const step = frame.is === 'silent' ? undefined : steps[frame.at - omitted];
    const returns = isReturn(frames, index);
    const row = rowOf({ lifelines, socketWidth }, frame, step, changes, returns, y, refusedAt);
    rows.push(row);
    wires.move(frame, changes, before ?? frame.world, y + Math.min(row.height, 2 * lineHeight) / 2);
    y += row.height + rowGap;
    before = frame.world;
  }
  return { width, socketWidth, height: y + 8, lifelines, rows, arrows: wires.arrows(y) };
}

function lifelinesOf(
  frames: readonly Frame[],
  steps: readonly Step[],
  room: number,
): Pick<Layout, 'lifelines' | 'width' | 'socketWidth'> {
  const world = frames.at(-1)?.world ?? nothingYet;
  const roles = new Map(rolesIn(steps));
  for (const { name, backlog } of world.sockets)
    if (!roles.has(name)) roles.set(name, backlog === null ? 'client' : 'server');
  const existing = new Set(frames.flatMap((frame) => frame.world.sockets.map(({ name }) => name)));
  const named = [...roles.keys()].filter((name) => existing.size === 0 || existing.has(name));
  const listeners = new Set(
    frames.flatMap((frame) => frame.world.sockets.flatMap(({ name, backlog }) => (backlog ? [name] : []))),
  );
  const order = [
    ...named.filter((name) => roles.get(name) === 'client'),
    ...named.filter((name) => roles.get(name) !== 'client' && listeners.has(name)),
    ...named.filter((name) => roles.get(name) !== 'client' && !listeners.has(name)),
  ];
  const share = (room - margin - 14 - listeners.size * backlogWidth) / Math.max(1, order.length);
  const socketWidth = Math.floor(Math.min(mostSocketWidth, Math.max(leastSocketWidth, share)));
  let x = margin;
  const take = (width: number): number => {
    x += width;
    return x - width / 2;
  };
  const lifelines = order.flatMap((name): readonly Lifeline[] => [
    ...(listeners.has(name) ? [{ label: name, is: 'backlog', x: take(backlogWidth) } as const] : []),
    { label: name, is: 'socket', x: take(socketWidth) },
  ]);
  return { lifelines, width: Math.max(x + 12, room), socketWidth };
}

/** Whether a step is the return of a call that has begun before it. */
function isReturn(frames: readonly Frame[], index: number): boolean {
  const frame = frames[index];
  if (frame?.is !== 'step') return false;
  const last = frames.slice(0, index).findLast(({ is }) => is !== 'silent');
  return last?.is === 'begun' && last.at === frame.at;
}

function xOf(lifelines: readonly Lifeline[], is: Lifeline['is'], label: string): number | null {
  return lifelines.find((one) => one.is === is && one.label === label)?.x ?? null;
}

function rowOf(
  { lifelines, socketWidth }: Pick<Layout, 'lifelines' | 'socketWidth'>,
  frame: Frame,
  step: Step | undefined,
  changes: Changes,
  returns: boolean,
  y: number,
  refusedAt: number,
): Row {
  const boxes: Box[] = [];
  if (step && !('settle' in step)) {
    const x = xOf(lifelines, 'socket', step.socket);
    const refused = 'at' in frame && frame.is !== 'begun' && frame.at === refusedAt;
    const { lines, whole } = textOf(step, frame, returns);
    if (x !== null) boxes.push(boxAt(x, y, refused ? 'refused' : 'call', lines, whole, socketWidth - 12));
  }
  const below = (x: number): number =>
    Math.max(y, ...boxes.filter((box) => box.x === x).map((box) => box.y + box.height + 4));
  for (const change of changes.sockets) {
    const backlog = backlogLines(change);
    const x = xOf(lifelines, 'backlog', change.name);
    if (backlog && x !== null)
      boxes.push(boxAt(x, y, 'backlog', backlog, `backlog: ${backlog.join(', ')}`, backlogWidth - 12));
    const events = newEvents(change);
    const at = xOf(lifelines, 'socket', change.name);
    if (events.length > 0 && at !== null)
      boxes.push(
        boxAt(at, below(at), 'indication', events, `indicated: ${events.join(', ')}`, socketWidth - 40),
      );
  }
  if (frame.is === 'silent' && frame.delivered === null) {
    const [changed] = changes.sockets;
    const on =
      (changed && xOf(lifelines, 'socket', changed.name)) ??
      changes.wires.flatMap(({ connection }) => xOf(lifelines, 'socket', connection.client) ?? [])[0];
    if (on !== undefined)
      boxes.push(boxAt(on, below(on), 'note', [frame.rule], frame.rule, socketWidth - 12));
  }
  const height = Math.max(lineHeight, ...boxes.map((box) => box.y + box.height - y));
  const settles = step !== undefined && 'settle' in step;
  const number = frame.is === 'step' || frame.is === 'refused' ? String(frame.at + 1) : '';
  return { y, height, number, is: settles ? 'settle' : frame.is, boxes };
}

function boxAt(
  x: number,
  y: number,
  is: Box['is'],
  lines: readonly string[],
  whole: string,
  width: number,
): Box {
  const shown = lines.flatMap((line) =>
    folded(line, fitting(width) - (is === 'indication' ? 2 : 0), is === 'note' ? 5 : mostLines),
  );
  return { is, x, y, width, height: shown.length * lineHeight + padding, lines: shown, whole };
}

/** Lines that one text takes at most. */
const mostLines = 3;

/** A text in some lines of so many characters, broken between words or where the arguments of a call begin. */
function folded(text: string, most: number, count: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/(?<=[ (])/u)) {
    const last = lines.at(-1);
    if (last !== undefined && (last + word.trimEnd()).length <= most) lines[lines.length - 1] = last + word;
    else lines.push(word);
  }
  const shown = lines.slice(0, count);
  if (lines.length > count) shown[count - 1] = `${lines[count - 1] ?? ''}…`;
  return shown.map((line) => cut(line.trimEnd(), most));
}

function textOf(
  step: Exclude<Step, { readonly settle: true }>,
  frame: Frame,
  returns: boolean,
): { readonly lines: readonly string[]; readonly whole: string } {
  const result = `→ ${briefResult(step.result)}`;
  const call = 'completes' in step ? `${step.completes} returns` : briefCall(step);
  const whole = `${step.socket}: ${call} ${result}`;
  if (frame.is === 'begun') return { lines: [call], whole: `${step.socket}: ${call}` };
  return { lines: [returns && 'call' in step ? `${step.call} returns` : call, result], whole };
}

function backlogLines({ before, after, backlog }: SocketChange): readonly string[] | null {
  if (backlog === 'same' || after.backlog === null) return null;
  if (after.backlog.length > 0)
    return after.backlog.map(({ client, how }) => (how === 'waiting' ? client : `${client} ${how}`));
  return before?.backlog?.length ? ['empty'] : null;
}

interface Sent {
  readonly item: string;
  readonly from: Arrow['from'];
}

/** Follows what is in flight from where it was sent. */
class Wires {
  readonly #lifelines: readonly Lifeline[];
  readonly #inFlight = new Map<string, { sent: Sent[]; x: number }>();
  readonly #arrows: Arrow[] = [];

  constructor(lifelines: readonly Lifeline[]) {
    this.#lifelines = lifelines;
  }

  move(frame: Frame, changes: Changes, before: WorldView, y: number): void {
    const wires = new Map<string, { gone: number; sent: readonly string[]; change: WireChange }>();
    for (const change of changes.wires) {
      const key = `${change.connection.id} ${change.toward}`;
      const known = wires.get(key) ?? { gone: 0, sent: [], change };
      if (change.what === 'gone') wires.set(key, { ...known, gone: change.items.length });
      else wires.set(key, { ...known, sent: change.items });
    }
    for (const [key, { gone, sent, change }] of wires) {
      const { connection, toward } = change;
      const earlier = before.connections.find(({ id }) => id === connection.id) ?? connection;
      const wire = this.#inFlight.get(key) ?? { sent: [], x: 0 };
      const target = this.#xOfEnd(toward, sent[0] ?? wire.sent[0]?.item ?? '', connection, earlier);
      const left = wire.sent.splice(0, gone);
      const delivered =
        frame.is === 'silent' &&
        frame.delivered?.connection === connection.id &&
        frame.delivered.toward === toward
          ? frame.delivered
          : null;
      const [first, ...others] = left;
      if (delivered && first)
        this.#arrows.push({ from: first.from, to: { x: target, y }, label: delivered.item, is: 'arrived' });
      const replaced = delivered ? (first ? [first] : []) : left;
      if (sent.length === 0)
        for (const one of delivered ? others : left)
          this.#arrows.push({ from: one.from, to: { x: target, y }, label: one.item, is: 'lost' });
      const source = this.#xOfEnd(toward === 'client' ? 'server' : 'client', '', connection, earlier);
      for (const [index, item] of sent.entries())
        wire.sent.push({ item, from: replaced[index]?.from ?? { x: source, y } });
      this.#inFlight.set(key, { sent: wire.sent, x: target });
    }
  }

  /** What has happened to everything that was sent, by the end of the diagram. */
  arrows(end: number): readonly Arrow[] {
    const flying = [...this.#inFlight.values()].flatMap(({ sent, x }) =>
      sent.map(({ item, from }): Arrow => ({
        from,
        to: { x: from.x + (x - from.x) * 0.6, y: Math.min(end, from.y + 44) },
        label: item,
        is: 'in flight',
      })),
    );
    return [...this.#arrows, ...flying];
  }

  #xOfEnd(end: EndName, item: string, connection: ConnectionView, earlier: ConnectionView): number {
    const of = (is: Lifeline['is'], name: SocketName | null): number | null =>
      name === null ? null : xOf(this.#lifelines, is, name);
    if (end === 'client') return of('socket', connection.client) ?? margin;
    const listener = connection.listener ?? earlier.listener;
    const waits = item === 'request' || (connection.server ?? earlier.server) === null;
    const inBacklog = waits ? of('backlog', listener) : null;
    return (
      inBacklog ??
      of('socket', connection.server ?? earlier.server) ??
      of('socket', listener) ??
      this.#lifelines.at(-1)?.x ??
      margin
    );
  }
}
