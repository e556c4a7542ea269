import { z } from 'zod';
import type { ServiceFlag } from './flags.js';
import { serviceFlagNames } from './flags.js';
import type { Parsed, Problem } from './problem.js';
import { describeFound, describeProblem, quoted } from './problem.js';
import type { Candidate, ReadingKey } from './readings.js';
import { candidatesOf, readingKeys } from './readings.js';
import { choice, expecting, flag, natural, object, parseWith } from './schema.js';

/** What kind of transport a provider is: `WSAPROTOCOL_INFO` in small, and what is known of its readings. */
export interface Profile {
  /** Its name. */
  readonly profile: string;
  readonly flags: readonly ServiceFlag[];
  /** Whether an end that stopped sending still receives, and its peer still sends (GS-13). */
  readonly halfClose: boolean;
  /**
   * When a connection attempt succeeds: once the request has arrived, as in TCP's default mode (CA-29), or
   * once the acceptor has accepted it (CN-01).
   */
  readonly confirmed: 'on-arrival' | 'on-acceptance';
  /** Bytes of connect data and of disconnect data that fit, and the most requests that a backlog holds. */
  readonly limits: {
    readonly connectData: number;
    readonly disconnectData: number;
    readonly backlog: number;
  };
  /** The candidates that the transport may follow; a reading that is left out is wholly open. */
  readonly readings: { readonly [Key in ReadingKey]?: readonly Candidate[] };
}

/** A profile as a user writes it: everything but its name may be left out and is then as in `tcp`. */
export interface ProfileDescription {
  readonly profile: string;
  readonly flags?: readonly ServiceFlag[];
  readonly halfClose?: boolean;
  readonly confirmed?: Profile['confirmed'];
  readonly limits?: {
    readonly connectData?: number;
    readonly disconnectData?: number;
    readonly backlog?: number;
  };
  readonly readings?: Profile['readings'];
}

/** A profile that does not exist or cannot be read; `problem` names the field. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(describeProblem(problem));
    this.problem = problem;
  }
}

/** The MSAFD TCP/IP of section 17, every reading open. */
const tcp: Profile = {
  profile: 'tcp',
  flags: [
    'XP1_GUARANTEED_DELIVERY',
    'XP1_GUARANTEED_ORDER',
    'XP1_GRACEFUL_CLOSE',
    'XP1_EXPEDITED_DATA',
    'XP1_IFS_HANDLES',
  ],
  halfClose: true,
  confirmed: 'on-arrival',
  limits: { connectData: 0, disconnectData: 0, backlog: 200 },
  readings: {},
};

/** TCP as Windows has it: the readings for which section 18 shows its event interface to stand. */
const tcpWindows: Profile = {
  ...tcp,
  profile: 'tcp-windows',
  readings: {
    // EV-01: FD_CLOSE is reported at once, with data still unread.
    'AM-02': ['R3'],
    // EV-10: a plain accept takes the deferred request.
    'AM-03b': ['R1'],
    // EV-02: FD_CLOSE carries WSAECONNABORTED for a remote reset.
    'AM-06': ['R1'],
    // EV-08: a new arrival is recorded again although nothing re-enabled the event.
    'AM-08a': ['R2'],
    // EV-03: registering again does not repeat what was reported.
    'AM-08b': ['R2'],
    // EV-17: SO_DONTLINGER reads as the negation of l_onoff.
    'AM-15': ['R1'],
  },
};

/**
 * The full legacy transport of matrix M-3, in the style of OSI TP4 or DECnet. That it has half-close, and the
 * numbers, are the contract's: the documents leave them open.
 */
const osi: Profile = {
  ...tcp,
  profile: 'osi',
  flags: [
    'XP1_GUARANTEED_DELIVERY',
    'XP1_GUARANTEED_ORDER',
    'XP1_MESSAGE_ORIENTED',
    'XP1_GRACEFUL_CLOSE',
    'XP1_CONNECT_DATA',
    'XP1_DISCONNECT_DATA',
  ],
  confirmed: 'on-acceptance',
  limits: { connectData: 32, disconnectData: 32, backlog: 200 },
};

/**
 * ATM raw sockets (M-3, CL-09, CD-15, DD-18): one release for both kinds of close, no half-close, received
 * data still delivered (AM-07). Connect data come back with the acceptance, so that it is what confirms
 * (CD-01). Undocumented, and chosen here: that it acts as a byte stream (M-3: unspecified), and how many
 * bytes of either data fit.
 */
const atm: Profile = {
  profile: 'atm',
  flags: ['XP1_CONNECT_DATA', 'XP1_DISCONNECT_DATA'],
  halfClose: false,
  confirmed: 'on-acceptance',
  limits: { connectData: 32, disconnectData: 32, backlog: 200 },
  readings: { 'AM-07': ['R2'] },
};

/**
 * IrDA (M-3, CL-09): no graceful close, yet closing waits until the receiver has taken the data, so that none
 * are discarded (AM-07). The documents say nothing of half-close, which presupposes graceful close (GS-13),
 * nor of when a connection is confirmed.
 */
const irda: Profile = {
  ...tcp,
  profile: 'irda',
  flags: ['XP1_GUARANTEED_DELIVERY', 'XP1_GUARANTEED_ORDER'],
  halfClose: false,
  readings: { 'AM-07': ['R2'] },
};

/**
 * Bluetooth RFCOMM (M-3, CL-09): neither a graceful close as TCP has it nor half-close; when it confirms is
 * undocumented.
 */
const bluetooth: Profile = {
  ...tcp,
  profile: 'bluetooth',
  flags: ['XP1_GUARANTEED_DELIVERY', 'XP1_GUARANTEED_ORDER'],
  halfClose: false,
};

/** The built-in profiles. */
export const builtInProfiles: readonly Profile[] = [tcp, tcpWindows, osi, atm, irda, bluetooth];

const builtInNames = builtInProfiles.map(({ profile }) => profile);
const unknownProfile = (found: string): Problem => ({
  expected: `a built-in profile (${builtInNames.join(', ')}) or an inline one`,
  found,
});

/** The built-in profile of that name; throws a {@link ProfileError} that lists the names if there is none. */
export function profileNamed(name: string): Profile {
  const known = builtInProfiles.find(({ profile }) => profile === name);
  if (known === undefined) throw new ProfileError(unknownProfile(quoted(name)));
  return known;
}

const size = natural(2 ** 31 - 1).exactOptional();
const candidates = (key: ReadingKey) => {
  const said = expecting(`a list of one or more of ${candidatesOf(key).join(', ')}`);
  return z
    .array(choice(candidatesOf(key)), said)
    .min(1, said)
    .exactOptional();
};

const descriptionSchema: z.ZodType<ProfileDescription> = object({
  profile: z.string(expecting('the name of the profile')).min(1, expecting('the name of the profile')),
  flags: z.array(choice(serviceFlagNames), expecting('a list of service flags')).exactOptional(),
  halfClose: flag.exactOptional(),
  confirmed: choice(['on-arrival', 'on-acceptance']).exactOptional(),
  limits: object({ connectData: size, disconnectData: size, backlog: size }).exactOptional(),
  readings: object(
    Object.fromEntries(readingKeys.map((key) => [key, candidates(key)] as const)),
  ).exactOptional(),
});

/** Reads an inline profile, or a user's profile file. */
export const parseProfile = (raw: unknown): Parsed<ProfileDescription> => parseWith(descriptionSchema, raw);

/**
 * Reads what may stand for a profile in a header or a greeting: the name of a built-in one, or an inline one.
 */
export function parseProfileReference(raw: unknown): Parsed<string | ProfileDescription> {
  if (typeof raw === 'string' && builtInNames.includes(raw)) return { ok: true, value: raw };
  if (typeof raw === 'object' && raw !== null) return parseProfile(raw);
  return { ok: false, problem: unknownProfile(describeFound(raw)) };
}

/**
 * The profile that is meant, completed from `tcp`; throws a {@link ProfileError} if no built-in one has the
 * name.
 */
export function profileOf(reference: string | ProfileDescription): Profile {
  if (typeof reference === 'string') return profileNamed(reference);
  return { ...tcp, ...reference, limits: { ...tcp.limits, ...reference.limits } };
}

const has = (profile: Profile, name: ServiceFlag): boolean => profile.flags.includes(name);

/** Whether receives act message by message: XP1_MESSAGE_ORIENTED without XP1_PSEUDO_STREAM (GS-07). */
export const isMessageOriented = (profile: Profile): boolean =>
  has(profile, 'XP1_MESSAGE_ORIENTED') && !has(profile, 'XP1_PSEUDO_STREAM');

/**
 * Whether receives act as on a byte stream: every transport that {@link isMessageOriented} does not name
 * (GS-07).
 */
export const isStream = (profile: Profile): boolean => !isMessageOriented(profile);

/** Whether the transport has a graceful close; without, every close is abortive (GS-17). */
export const closesGracefully = (profile: Profile): boolean => has(profile, 'XP1_GRACEFUL_CLOSE');

/** Whether, once `ended`, one direction takes the other along: a graceful close without half-close (GS-13, CL-09). */
export const isAllOver = (profile: Profile, ended: boolean): boolean =>
  ended && closesGracefully(profile) && !profile.halfClose;

/** Whether the transport carries connect data (CD-01, CD-06). */
export const carriesConnectData = (profile: Profile): boolean => has(profile, 'XP1_CONNECT_DATA');

/** Whether the transport carries disconnect data (DD-16). */
export const carriesDisconnectData = (profile: Profile): boolean => has(profile, 'XP1_DISCONNECT_DATA');

/**
 * Whether what the documents say of TCP alone holds for the transport: its flags and half-close are those
 * that make the MSAFD TCP/IP of section 17 what it is, whatever it is called.
 */
export const isTcp = (profile: Profile): boolean =>
  profile.halfClose &&
  has(profile, 'XP1_GUARANTEED_DELIVERY') &&
  has(profile, 'XP1_GUARANTEED_ORDER') &&
  has(profile, 'XP1_GRACEFUL_CLOSE') &&
  !has(profile, 'XP1_CONNECTIONLESS') &&
  !has(profile, 'XP1_MESSAGE_ORIENTED') &&
  !has(profile, 'XP1_PSEUDO_STREAM') &&
  !carriesConnectData(profile) &&
  !carriesDisconnectData(profile);

/**
 * What is odd about a profile though it can be used: a flag whose limit leaves no room, or a limit without
 * its flag.
 */
export function profileWarnings(profile: Profile): readonly string[] {
  const kinds = [
    { name: 'XP1_CONNECT_DATA', limit: 'connectData' },
    { name: 'XP1_DISCONNECT_DATA', limit: 'disconnectData' },
  ] as const;
  return kinds.flatMap(({ name, limit }) => {
    const room = profile.limits[limit];
    if (has(profile, name) && room === 0) return [`limits.${limit} is 0, so ${name} can carry nothing`];
    if (!has(profile, name) && room > 0) return [`limits.${limit} is ${room}, but ${name} is not set`];
    return [];
  });
}
