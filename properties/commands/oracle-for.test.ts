import { expect, it } from 'vitest';
import { machineOf } from '../../model/machine.js';
import { Oracle } from '../../model/oracle/oracle.js';
import { profileNamed } from '../../spec/profiles.js';
import { oracleFor } from './oracle-for.js';

const machine = machineOf(profileNamed('tcp'));

it('runs are followed by the oracle that is given, or by a new one', () => {
  const oracle = new Oracle(machine);
  expect(oracleFor({ machine, oracle })).toBe(oracle);
  expect(oracleFor({ machine })).not.toBe(oracle);
  expect(oracleFor({ machine }).machine).toBe(machine);
});

it('a system is not held against the documents of another transport', () => {
  const oracle = new Oracle(machineOf(profileNamed('osi')));
  expect(() => oracleFor({ machine, oracle })).toThrow(RangeError);
});
