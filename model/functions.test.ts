import { describe, expect, it } from 'vitest';
import { profileNamed } from '../spec/profiles.js';
import { canonical } from './key.js';
import { machineOf } from './machine.js';
import { corners } from './search/corners.js';
import { reached } from './search/reached.js';
import type { Scope } from './search/scope.js';
import { isOffered, moveSuccessors, silentSuccessors } from './search/successors.js';
import type { World } from './world.js';

/** Worlds of each corner that are looked at: those that are reached first. */
const most = 60;

function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}

describe.each(['tcp', 'osi', 'bluetooth'])('every rule under %s', (name) => {
  const machine = machineOf(profileNamed(name));

  it.each(corners(machine.profile).map((scope) => [scope.name, scope] as const))(
    'is a function that changes nothing of what it is given, in the corner “%s”',
    (_, scope) => {
      for (const world of reached(machine, scope, most).worlds) {
        const given = frozen(world);
        expect(everything(given, scope)).toBe(everything(given, scope));
      }
    },
  );

  /** All that may follow, as text. */
  const everything = (world: World, scope: Scope): string =>
    canonical([
      silentSuccessors(machine, world, scope),
      ...scope.moves
        .filter((move) => isOffered(world, move))
        .map((move) => moveSuccessors(machine, world, move, scope)),
    ]);
});
