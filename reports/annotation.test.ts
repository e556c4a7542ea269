import { describe, expect, it } from 'vitest';
import { githubAnnotation } from './annotation.js';

describe('an annotation', () => {
  it('stands beside a line of a file', () => {
    const found = { file: 'traces/late.trace.jsonl', line: 13, title: 'IO-01', message: 'too late' };
    expect(githubAnnotation(found)).toBe(
      '::error file=traces/late.trace.jsonl,line=13,title=IO-01::too late',
    );
  });

  it('is one command on one line, whatever others wrote', () => {
    const found = { file: 'a,b:c', line: 1, title: 'x,line=9::y', message: '100 %\n::warning::no' };
    expect(githubAnnotation(found)).toBe(
      '::error file=a%2Cb%3Ac,line=1,title=x%2Cline=9%3A%3Ay::100 %25%0A::warning::no',
    );
  });
});
