import picocolors from 'picocolors';
import { describe, expect, it } from 'vitest';
import { commonReadings, readingOptions, readingsTable } from './readings.js';

const plain = picocolors.createColors(false);

describe('the readings table', () => {
  it('says what a reading means once it is the only one left', () => {
    expect(readingsTable({ 'AM-08a': ['R2'], 'AM-01': ['R1', 'R2', 'R3'] }, plain)).toMatchInlineSnapshot(`
      [
        "Readings under which this is explained",
        "  AM-01   Is FD_ACCEPT re-enabled after CF_DEFER?",
        "          R1, R2, R3 (all: still open)",
        "  AM-08a  New arrivals before re-enabling",
        "          R2: A new arrival records again.",
      ]
    `);
  });

  it('says of several candidates that they were not told apart', () => {
    expect(readingsTable({ 'AM-01': ['R1', 'R3'] }, plain)).toContain('          R1, R3 (not told apart)');
  });

  it('is not there where no reading was touched', () => {
    expect(readingsTable({}, plain)).toEqual([]);
  });
});

describe('the readings that explain several traces', () => {
  it('are those that explain each of them', () => {
    expect(
      commonReadings([{ 'AM-01': ['R1', 'R2'] }, { 'AM-01': ['R2', 'R3'], 'AM-02': ['R3'] }, {}]),
    ).toEqual({
      'AM-01': ['R2'],
      'AM-02': ['R3'],
    });
  });

  it('may be none', () => {
    const common = commonReadings([{ 'AM-01': ['R1'] }, { 'AM-01': ['R2'] }]);
    expect(common).toEqual({ 'AM-01': [] });
    expect(readingsTable(common, plain).join('\n')).toContain('none explains everything');
  });
});

describe('fixed readings', () => {
  it('are options of a command line', () => {
    expect(readingOptions({ 'AM-02': ['R1', 'R3'], 'AM-01': ['R1'] })).toBe(
      '--reading AM-01=R1 --reading AM-02=R1,R3',
    );
  });
});
