import { describe, expect, it } from 'vitest';
import { serviceFlagNames, serviceFlags } from './flags.js';

describe('service flags', () => {
  it('are one bit each, without a gap', () => {
    expect(serviceFlagNames.map((name) => serviceFlags[name])).toEqual(
      serviceFlagNames.map((_, bit) => 2 ** bit),
    );
  });

  it('have the values that the documents name', () => {
    expect(serviceFlags).toMatchObject({
      XP1_CONNECT_DATA: 0x80,
      XP1_DISCONNECT_DATA: 0x100,
      XP1_QOS_SUPPORTED: 0x2000,
      XP1_IFS_HANDLES: 0x20000,
    });
  });
});
