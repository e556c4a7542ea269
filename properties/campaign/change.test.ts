import { expect, it } from 'vitest';
import { socketName } from '../../spec/trace/names.js';
import type { Act } from '../commands/act.js';
import { settling } from '../commands/act.js';
import type { Change } from './change.js';
import { changed } from './change.js';

const s = socketName('s');
const made: Act = { socket: s, call: { call: 'WSASocket', args: {} } };
const bound: Act = { socket: s, call: { call: 'bind', args: {} } };
const closed: Act = { socket: s, call: { call: 'closesocket', args: {} } };

it.each<[Change['how'], readonly Act[]]>([
  ['left out', [made, closed]],
  ['done again', [made, bound, bound, closed]],
  ['done later', [made, closed, bound]],
  ['waited for', [made, bound, settling, closed]],
])('an act may be %s, and its place is counted round and round', (how, acts) => {
  expect(changed([made, bound, closed], [{ at: 4, how }])).toEqual(acts);
});

it('nothing can be changed where nothing is done', () => {
  expect(changed([], [{ at: 3, how: 'done again' }])).toEqual([]);
  expect(
    changed(
      [made],
      [
        { at: 0, how: 'left out' },
        { at: 0, how: 'done later' },
      ],
    ),
  ).toEqual([]);
});
