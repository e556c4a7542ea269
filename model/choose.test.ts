import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everyWay, Impossible } from './choose.js';

/** A tree of decisions: a leaf is a result, or a path that is impossible. */
type Tree = { readonly leaf: number | 'impossible' } | { readonly branches: readonly Tree[] };

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.record({ leaf: fc.oneof(fc.nat(), fc.constant('impossible' as const)) }),
    fc.record({ branches: fc.array(tie('tree'), { minLength: 1, maxLength: 4 }) }),
  ),
}));

const leaves = (at: Tree): readonly number[] => {
  if ('branches' in at) return at.branches.flatMap(leaves);
  return at.leaf === 'impossible' ? [] : [at.leaf];
};

describe('everyWay', () => {
  it('takes each path through the decisions once, in order, and leaves out the impossible ones', () => {
    fc.assert(
      fc.property(tree, (root) => {
        const found = everyWay((decide) => {
          let at = root;
          while ('branches' in at) {
            const next = at.branches[at.branches.length > 1 ? decide(at.branches.length) : 0];
            if (!next) throw new Error('a decision out of range');
            at = next;
          }
          if (at.leaf === 'impossible') throw new Impossible();
          return at.leaf;
        });
        expect(found).toEqual(leaves(root));
      }),
    );
  });

  it('runs what decides nothing once', () => {
    let runs = 0;
    expect(everyWay(() => (runs += 1))).toEqual([1]);
  });

  it('gives the product of independent decisions', () => {
    const found = everyWay((decide) => `${decide(2)}${decide(3)}`);
    expect(found).toEqual(['00', '01', '02', '10', '11', '12']);
  });

  it('lets a decision depend on those before it', () => {
    const found = everyWay((decide) => (decide(2) === 0 ? 'short' : `long ${decide(2)}`));
    expect(found).toEqual(['short', 'long 0', 'long 1']);
  });

  it('does not hide what goes wrong', () => {
    const fails = () => {
      throw new RangeError('wrong');
    };
    expect(() => everyWay(fails)).toThrow(RangeError);
  });
});
