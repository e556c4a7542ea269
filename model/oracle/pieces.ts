import { connectionId } from '../world.js';
import type { Traced } from './shape.js';
import { firstUnit, keyOf, numberOf } from './shape.js';
import { firstSent } from './situation.js';

/** Units in a row, of a stream that was there before or of what was sent; or bytes that were not measured. */
export type Piece =
  | { readonly from: number | 'sent'; readonly first: number; readonly count: number }
  | { readonly text: string };

/**
 * For each place of an outline, what its units are made of. `streams` are the numbers of those that were there before, by their
 * places. `null`: there are units elsewhere, which would have to be bytes.
 */
export function unitsOf(
  { parts, places, names, units }: Traced,
  streams: ReadonlyMap<string, number>,
): readonly (readonly (readonly Piece[])[])[] | null {
  if (places === null) return /[\u0100-\uffff]/u.test(JSON.stringify(parts)) ? null : [];
  return places.map(({ id, side }, index) => {
    const [client = id] = id.split(' ');
    const name = names[numberOf(client)] ?? '';
    const own = streams.get(keyOf({ id: connectionId(`${name}${id.slice(client.length)}`), side })) ?? -1;
    return (units[index] ?? []).map((unit) => piecesOf(unit, own));
  });
}

function piecesOf(codes: string, own: number): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < codes.length) {
    const first = codes.charCodeAt(at);
    const begin = at;
    const isBytes = first < firstUnit;
    do at += 1;
    while (
      at < codes.length &&
      (isBytes ? codes.charCodeAt(at) < firstUnit : codes.charCodeAt(at) === first + at - begin)
    );
    const count = at - begin;
    if (isBytes) pieces.push({ text: codes.slice(begin, at) });
    else if (first < firstSent) pieces.push({ from: own, first: first - firstUnit, count });
    else pieces.push({ from: 'sent', first: first - firstSent, count });
  }
  return pieces;
}
