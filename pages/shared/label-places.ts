import type { Arrow, Box } from './diagram-layout.js';

/** The middle of a label. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** How far along an arrow its label may stand; near its ends it costs as much as so many pixels that it would cover. */
const ways = [
  { way: 0.36, cost: 0 },
  { way: 0.5, cost: 0 },
  { way: 0.64, cost: 0 },
  { way: 0.22, cost: 40 },
  { way: 0.76, cost: 120 },
  { way: 0.86, cost: 300 },
] as const;

const characterWidth = 6.9;
const noteCharacterWidth = 6;
const height = 13;

/** Characters of a label that are shown. */
const mostShown = 24;

export const shownLabel = (label: string): string =>
  label.length > mostShown ? `${label.slice(0, mostShown - 1)}…` : label;

/** Where the label of each arrow stands, so that it covers as little as possible of the other ones and of the boxes. */
export function labelPlaces(arrows: readonly Arrow[], boxes: readonly Box[]): readonly Place[] {
  const taken: Area[] = boxes.map(areaOf);
  return arrows.map((arrow) => {
    const options = ways.map(({ way, cost }) => {
      const place = placeAt(arrow, way);
      return { place, cost: cost + covered(taken, labelArea(arrow, place)) };
    });
    const { place } = options.reduce((best, one) => (one.cost < best.cost ? one : best));
    taken.push(labelArea(arrow, place));
    return place;
  });
}

/** How much of an area is taken. */
function covered(taken: readonly Area[], { left, right, top, bottom }: Area): number {
  let sum = 0;
  for (const other of taken) {
    const wide = Math.min(right, other.right) - Math.max(left, other.left);
    const tall = Math.min(bottom, other.bottom) - Math.max(top, other.top);
    if (wide > 0 && tall > 0) sum += wide * tall;
  }
  return sum;
}

/** Above an arrow to the right, below one to the left: two that cross do not meet. */
const placeAt = ({ from, to }: Arrow, way: number): Place => ({
  x: from.x + (to.x - from.x) * way,
  y: from.y + (to.y - from.y) * way + (to.x < from.x ? 14 : -2),
});

/** The area of a box; of a note, which has no border, that of its text. */
function areaOf({ is, x, y, width, height: tall, lines }: Box): Area {
  const text = Math.max(...lines.map((line) => line.length)) * noteCharacterWidth;
  const half = (is === 'note' ? Math.min(width, text) : width) / 2;
  return { left: x - half, right: x + half, top: y, bottom: y + tall };
}

function labelArea({ label }: Arrow, { x, y }: Place): Area {
  const half = (shownLabel(label).length * characterWidth) / 2;
  return { left: x - half, right: x + half, top: y - height + 3, bottom: y + 3 };
}
