import { expect, it } from 'vitest';
import { documentedRules } from '../../model/machine.js';
import { changeArrival, changeEffect, effectOf, withoutRules } from './fault.js';

const named = 'there is no rule “no rule”';

it('a fault that changes a rule which does not exist is a mistake of its own', () => {
  expect(() => changeEffect(documentedRules, 'recv', ['no rule'], (documented) => documented)).toThrow(named);
  expect(() => changeArrival(documentedRules, 'end', ['no rule'], (documented) => documented)).toThrow(named);
  expect(() => withoutRules(documentedRules, 'recv', ['no rule'])).toThrow(named);
  expect(() => effectOf(documentedRules, 'recv', 'no rule')).toThrow(named);
});

it('all rules but the changed one are those of the documents', () => {
  const changed = withoutRules(documentedRules, 'bind', ['the address is taken']);
  expect(changed.calls.recv).toBe(documentedRules.calls.recv);
  expect(changed.calls.bind.filter((rule, index) => rule !== documentedRules.calls.bind[index])).toHaveLength(
    1,
  );
});
