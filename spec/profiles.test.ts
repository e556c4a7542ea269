import { describe, expect, it } from 'vitest';
import { serviceFlags } from './flags.js';
import { describeProblem } from './problem.js';
import type { Profile, ProfileDescription } from './profiles.js';
import {
  ProfileError,
  builtInProfiles,
  carriesConnectData,
  carriesDisconnectData,
  closesGracefully,
  isMessageOriented,
  isStream,
  isTcp,
  parseProfile,
  parseProfileReference,
  profileNamed,
  profileOf,
  profileWarnings,
} from './profiles.js';
import { candidatesOf, readingKeys } from './readings.js';

const named = (test: (profile: Profile) => boolean): string[] =>
  builtInProfiles.filter(test).map(({ profile }) => profile);

describe('the built-in profiles', () => {
  it('are found by their names', () => {
    for (const profile of builtInProfiles) expect(profileNamed(profile.profile)).toBe(profile);
  });

  it('are listed to who names another', () => {
    expect(() => profileNamed('toString')).toThrow(ProfileError);
    expect(() => profileNamed('udp')).toThrow(
      'expected a built-in profile (tcp, tcp-windows, osi, atm, irda, bluetooth) or an inline one, found "udp"',
    );
  });

  it('can be written as inline ones', () => {
    for (const profile of builtInProfiles) {
      const read = parseProfile(JSON.parse(JSON.stringify(profile)));
      expect(read).toEqual({ ok: true, value: profile });
      expect(profileOf(profile)).toEqual(profile);
      expect(profileWarnings(profile)).toEqual([]);
    }
  });

  it('have tcp with the flags of section 17 and every reading open', () => {
    const tcp = profileNamed('tcp');
    expect(tcp.flags.reduce((sum, flag) => sum + serviceFlags[flag], 0)).toBe(0x00020066);
    expect(tcp.readings).toEqual({});
  });

  it('have tcp-windows, which differs by what section 18 shows', () => {
    const { profile, readings, ...rest } = profileNamed('tcp-windows');
    expect({ profile: 'tcp', readings: {}, ...rest }).toEqual(profileNamed('tcp'));
    expect(profile).toBe('tcp-windows');
    expect(readings).toEqual({
      'AM-02': ['R3'],
      'AM-03b': ['R1'],
      'AM-06': ['R1'],
      'AM-08a': ['R2'],
      'AM-08b': ['R2'],
      'AM-15': ['R1'],
    });
  });

  it('have osi as the contract says', () => {
    const osi = profileNamed('osi');
    expect(isMessageOriented(osi) && closesGracefully(osi) && osi.halfClose).toBe(true);
    expect(carriesConnectData(osi) && carriesDisconnectData(osi)).toBe(true);
    expect(osi.limits).toMatchObject({ connectData: 32, disconnectData: 32 });
    expect(osi.confirmed).toBe('on-acceptance');
  });

  it('agree with matrix M-3', () => {
    expect(named(closesGracefully)).toEqual(['tcp', 'tcp-windows', 'osi']);
    expect(named(({ halfClose }) => halfClose)).toEqual(['tcp', 'tcp-windows', 'osi']);
    expect(named(isMessageOriented)).toEqual(['osi']);
    expect(named(carriesConnectData)).toEqual(['osi', 'atm']);
    expect(named(carriesDisconnectData)).toEqual(['osi', 'atm']);
    expect(named(isTcp)).toEqual(['tcp', 'tcp-windows']);
  });

  it('name only readings and candidates that there are', () => {
    for (const { readings } of builtInProfiles) {
      for (const key of readingKeys) {
        expect(candidatesOf(key)).toEqual(expect.arrayContaining([...(readings[key] ?? [])]));
      }
    }
  });
});

describe('a profile of the user', () => {
  it('is as tcp in what it leaves out', () => {
    expect(profileOf({ profile: 'mine' })).toEqual({ ...profileNamed('tcp'), profile: 'mine' });
    expect(profileOf({ profile: 'mine', limits: { connectData: 9 } }).limits).toEqual({
      connectData: 9,
      disconnectData: 0,
      backlog: 200,
    });
  });

  it('may be the example of the contract', () => {
    const example: ProfileDescription = {
      profile: 'my-transport',
      flags: ['XP1_GRACEFUL_CLOSE', 'XP1_CONNECT_DATA'],
      halfClose: true,
      confirmed: 'on-acceptance',
      limits: { connectData: 32, disconnectData: 32, backlog: 200 },
      readings: { 'AM-01': ['R1'] },
    };
    expect(parseProfileReference(example)).toEqual({ ok: true, value: example });
    expect(profileOf(example)).toEqual(example);
  });

  it('may be odd', () => {
    const flags = ['XP1_CONNECT_DATA'] as const;
    expect(profileWarnings(profileOf({ profile: 'mine', flags }))).toEqual([
      'limits.connectData is 0, so XP1_CONNECT_DATA can carry nothing',
    ]);
    expect(profileWarnings(profileOf({ profile: 'mine', limits: { disconnectData: 8 } }))).toEqual([
      'limits.disconnectData is 8, but XP1_DISCONNECT_DATA is not set',
    ]);
  });

  it.each([
    [{}, 'profile: expected the name of the profile, found nothing'],
    [{ profile: '' }, 'profile: expected the name of the profile, found ""'],
    [
      { profile: 'mine', flag: [] },
      'flag: expected only the fields profile, flags, halfClose, confirmed, limits, readings, found "flag"',
    ],
    [
      { profile: 'mine', flags: 'XP1_GRACEFUL_CLOSE' },
      'flags: expected a list of service flags, found "XP1_GRACEFUL_CLOSE"',
    ],
    [{ profile: 'mine', flags: [102] }, /^flags\[0\]: expected one of XP1_CONNECTIONLESS, .* found 102$/u],
    [{ profile: 'mine', halfClose: 'yes' }, 'halfClose: expected true or false, found "yes"'],
    [
      { profile: 'mine', confirmed: 'never' },
      'confirmed: expected one of on-arrival, on-acceptance, found "never"',
    ],
    [
      { profile: 'mine', limits: { backlog: -1 } },
      'limits.backlog: expected an integer from 0 to 2147483647, found -1',
    ],
    [
      { profile: 'mine', readings: { 'AM-02': ['R7'] } },
      'readings.AM-02[0]: expected one of R1, R2, R3, found "R7"',
    ],
    [
      { profile: 'mine', readings: { 'AM-02': 'R1' } },
      'readings.AM-02: expected a list of one or more of R1, R2, R3, found "R1"',
    ],
    [
      { profile: 'mine', readings: { 'AM-02': [] } },
      'readings.AM-02: expected a list of one or more of R1, R2, R3, found an empty list',
    ],
    [
      { profile: 'mine', readings: { 'AM-08': ['R1'] } },
      /^readings\.AM-08: expected only the fields AM-01, .* found "AM-08"$/u,
    ],
    [7, /^expected a built-in profile .* or an inline one, found 7$/u],
    ['mine', /^expected a built-in profile .* or an inline one, found "mine"$/u],
  ])('%j is none', (raw, problem) => {
    const read = parseProfileReference(raw);
    expect(read.ok ? 'read' : describeProblem(read.problem)).toMatch(problem);
  });
});

describe('a receive', () => {
  it('acts as message-oriented only with XP1_MESSAGE_ORIENTED and without XP1_PSEUDO_STREAM', () => {
    const acts = (...flags: Profile['flags']) => isMessageOriented(profileOf({ profile: 'mine', flags }));
    expect(acts('XP1_MESSAGE_ORIENTED')).toBe(true);
    expect(acts('XP1_MESSAGE_ORIENTED', 'XP1_PSEUDO_STREAM')).toBe(false);
    expect(acts('XP1_PSEUDO_STREAM')).toBe(false);
    expect(acts()).toBe(false);
    for (const profile of builtInProfiles) expect(isStream(profile)).toBe(!isMessageOriented(profile));
  });
});
