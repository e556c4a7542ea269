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

/** How far along an arrow its label may stand, the best place first. */
const ways = [0.36, 0.5, 0.64, 0.22, 0.78] as const;

const characterWidth = 6.9;
const height = 13;

/** Characters of a label that are shown. */
const mostShown = 24;

export const shownLabel = (label: string): string =>
  label.length > mostShown ? `${label.slice(0, mostShown - 1)}…` : label;

/** Where the label of each arrow stands, so that as few as possible lie on another one or on a box. */
export function labelPlaces(arrows: readonly Arrow[], boxes: readonly Box[]): readonly Place[] {
  const taken: Area[] = boxes.filter(({ is }) => is !== 'note').map(areaOf);
  return arrows.map((arrow) => {
    const options = ways.map((way) => placeAt(arrow, way));
    const free = options.find((place) => !taken.some((area) => overlap(area, labelArea(arrow, place))));
    const place = free ?? placeAt(arrow, 0.5);
    taken.push(labelArea(arrow, place));
    return place;
  });
}

/** Above an arrow to the right, below one to the left: two that cross do not meet. */
const placeAt = ({ from, to }: Arrow, way: number): Place => ({
  x: from.x + (to.x - from.x) * way,
  y: from.y + (to.y - from.y) * way + (to.x < from.x ? 14 : -2),
});

const areaOf = ({ x, y, width, height: tall }: Box): Area => ({
  left: x - width / 2,
  right: x + width / 2,
  top: y,
  bottom: y + tall,
});

function labelArea({ label }: Arrow, { x, y }: Place): Area {
  const half = (shownLabel(label).length * characterWidth) / 2;
  return { left: x - half, right: x + half, top: y - height + 3, bottom: y + 3 };
}

const overlap = (one: Area, other: Area): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
