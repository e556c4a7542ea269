import type { MutantRow } from './mutant-row.js';
import { differs } from './mutant-row.js';
import type { Mutation } from './mutate.js';

/** Of an effect that was left out: in every world that was looked at the same came of it. */
export const changesNothing =
  'The rule changes nothing: it says what a call gives, and leaves the world as it is.';

const leavesOpen =
  'What the call gives is left open: an exploration has nothing to follow there, and whatever a provider answers is allowed.';
const isMisuse =
  'Where the guard does not hold the call is a misuse, which is told alone (ER-08), or left open: the rule has no say.';
const alwaysHolds = 'The guard always holds.';
const isPermission =
  'A permission to tell at once what comes soon: a search tells each result when it comes, so that the rule shows nothing.';
const isOptional =
  'The documents let it happen or not: a provider of which it never does, or always, is one of theirs.';
const otherReading =
  'What comes of it is what another reading of the same words says: AM-12, AM-20, AM-05a, AM-18.';
const otherError = 'The documents name several results here, and what it is swapped with is another of them.';
const noSuchResult =
  'What it adds has fields that results of the other options do not have: no trace can hold it.';
const wouldBlock = 'On a nonblocking socket what waits would block, as the rule for these sockets says.';
const nothingLeft = 'After the end of data there is nothing that could be told anew.';
const timesOut =
  'An attempt may time out, and be told of it late: one whose request does not go out is none other.';
const eitherTold =
  'On a lost circuit whose sending direction is down, the loss may be told as well as the shutdown (ER-08).';

/** Of one that is not hunted. */
export const neverRests =
  'The handshake begins anew without end, and nothing comes to rest: no search gets beyond the first call.';

const sends = ['send', 'WSASend'] as const;
const receives = ['recv', 'WSARecv'] as const;

/** Some mistakes in one rule, for one reason. */
type Alike = readonly [why: string, rule: string, ...mutations: Mutation[]];

const guards = ['guard dropped', 'guard negated'] as const satisfies readonly Mutation[];

const list: readonly Alike[] = [
  [otherReading, 'WSASocket: socket groups are reserved', 'result swapped'],
  [alwaysHolds, 'WSASocket: no descriptor is left for a socket', 'guard dropped'],
  [isOptional, 'WSASocket: no descriptor is left for a socket', 'guard negated'],
  [changesNothing, 'WSASocket: no descriptor is left for a socket', 'effect left out'],
  [isMisuse, 'bind: an unbound socket is bound', 'guard dropped'],
  [leavesOpen, 'bind: binding again after the connection is left open', 'result swapped'],
  [isMisuse, 'bind: the address is taken', ...guards],
  [otherError, 'bind: the address is taken', 'result swapped'],
  [changesNothing, 'bind: the address is taken', 'effect left out'],
  [isMisuse, 'bind: the address is none of this machine', ...guards],
  [changesNothing, 'bind: the address is none of this machine', 'effect left out'],
  [
    otherError,
    'listen: a socket that was bound by connecting or accepting may count as unbound',
    'result swapped',
  ],
  [leavesOpen, 'listen: listening after the connection is left open', 'result swapped'],
  [
    otherReading,
    'listen: listening again leaves the backlog, or changes it and drops what no longer fits',
    'effect left out',
  ],
  [isMisuse, 'listen: the address is taken, or descriptors have run out', ...guards],
  [changesNothing, 'listen: the address is taken, or descriptors have run out', 'effect left out'],
  [alwaysHolds, 'ioctlsocket: the mode is set', 'guard dropped'],
  [leavesOpen, 'setsockopt: setting options while a connect is pending is undefined', 'result swapped'],
  [otherError, 'setsockopt: SO_CONDITIONAL_ACCEPT comes too late once the socket listens', 'result swapped'],
  [leavesOpen, 'setsockopt: SO_CONDITIONAL_ACCEPT means nothing on a connection', 'result swapped'],
  [
    noSuchResult,
    'getsockopt: SO_LINGER reads what was set; the seconds matter only while lingering is on',
    'guard dropped',
  ],
  [
    otherError,
    'getsockopt: SO_CONDITIONAL_ACCEPT reads what was set, where the provider knows it',
    'result swapped',
  ],
  [changesNothing, 'getsockopt: SO_ERROR may tell of a reset by this end', 'effect left out'],
  [alwaysHolds, 'WSAEnumNetworkEvents: the record is copied and cleared', 'guard dropped'],
  [
    leavesOpen,
    'WSAEnumNetworkEvents: without half-close nothing is said of indications after the own end',
    ...guards,
    'effect left out',
    'result swapped',
  ],
  [
    otherError,
    'WSAEnumNetworkEvents: without a registration there may be no record to enumerate',
    'result swapped',
  ],
  [isOptional, 'WSAEnumNetworkEvents: the record tells of a failure of the surroundings', ...guards],
  [
    changesNothing,
    'WSAEnumNetworkEvents: without a registration there may be no record to enumerate',
    'effect left out',
  ],
  [
    changesNothing,
    'WSAEventSelect: a socket whose attempt has failed, or whose connection is over, may be in an invalid state to register on',
    'effect left out',
  ],
  [leavesOpen, 'WSAConnect: connecting again after a shutdown or a loss is left open', 'result swapped'],
  [wouldBlock, 'WSAConnect: a blocking connect waits for the outcome', 'guard dropped'],
  [timesOut, 'WSAConnect: a blocking connect waits for the outcome', 'effect left out'],
  [
    isPermission,
    'WSAConnect: a nonblocking connect may have its outcome at once',
    ...guards,
    'effect left out',
    'result swapped',
  ],
  [isMisuse, 'WSAConnect: the network cannot reach the address', ...guards],
  [isOptional, 'WSAConnect: the network cannot reach the address', 'effect left out'],
  [
    isMisuse,
    'WSAConnect: that there are no buffers for an attempt may be told like any reason why one fails',
    ...guards,
  ],
  [
    isOptional,
    'WSAConnect: that there are no buffers for an attempt may be told like any reason why one fails',
    'effect left out',
  ],
  [
    changesNothing,
    'WSAConnect: a buffer for callee data may be too small before it is known what comes back',
    'effect left out',
  ],
  [
    otherError,
    'WSAConnect: a buffer for callee data may be too small before it is known what comes back',
    'result swapped',
  ],
  [leavesOpen, 'CalleeData: after completion the buffer holds what the acceptor sent', 'guard dropped'],
  [
    leavesOpen,
    'CalleeData: before completion, and after failure, the buffer says nothing',
    ...guards,
    'result swapped',
  ],
  [isMisuse, 'WSAAccept: descriptors or buffers have run out', ...guards],
  ...sends.flatMap((call): readonly Alike[] => [
    [isMisuse, `${call}: data go out, in whole if there is surely room`, 'guard dropped'],
    [
      isPermission,
      `${call}: a send may tell before it returns what its own data have met`,
      ...guards,
      'effect left out',
      'result swapped',
    ],
    [
      leavesOpen,
      `${call}: without half-close nothing is said of sending after the peer’s end`,
      ...guards,
      'result swapped',
    ],
    [isMisuse, `${call}: the network loses the circuit`, 'guard negated'],
    [changesNothing, `${call}: a message may be longer than the transport’s maximum`, 'effect left out'],
  ]),
  ...receives.flatMap((call): readonly Alike[] => [
    [
      isOptional,
      `${call}: nothing can be received after the receiving direction was shut down`,
      'effect left out',
    ],
    [
      nothingLeft,
      `${call}: the graceful end comes after all data: zero bytes on byte streams, WSAEDISCON by message`,
      'effect left out',
    ],
    [
      leavesOpen,
      `${call}: without half-close nothing is said of receiving after the own end`,
      ...guards,
      'result swapped',
    ],
  ]),
  [
    otherError,
    'WSASendDisconnect: on a socket that is not connected, disconnect data may first need a transport that carries them',
    'result swapped',
  ],
  [
    leavesOpen,
    'WSASendDisconnect: no code is documented for disconnect data that are too long',
    'result swapped',
  ],
  [otherReading, 'WSASendDisconnect: disconnect data need a transport that carries them', 'effect left out'],
  [eitherTold, 'WSASendDisconnect: a lost circuit is shut down like one that stands', 'effect left out'],
  [isOptional, 'WSASendDisconnect: the sending direction stays down', 'effect left out'],
  [isOptional, 'WSARecvDisconnect: a transport without disconnect data says so', 'effect left out'],
  [
    otherError,
    'WSARecvDisconnect: on a socket that is not connected, a transport without disconnect data may first say so',
    'result swapped',
  ],
  [
    otherReading,
    'arrival of request: a request that finds the backlog full fails at the connecting side',
    'effect left out',
  ],
  [
    isOptional,
    'arrival of request: nobody listens at the address, or nobody listened when the request arrived',
    'effect left out',
  ],
  [
    leavesOpen,
    'closesocket: closing beside a send under way is undefined',
    ...guards,
    'effect left out',
    'result swapped',
  ],
  [leavesOpen, 'closesocket: a close that waits may be cancelled', 'effect left out'],
  [
    otherError,
    'closesocket: lingering on a blocking socket waits until what was sent has gone, or the time-out',
    'result swapped',
  ],
  [
    neverRests,
    'arrival of request: a handshake is complete before the backlog shows its request',
    'guard dropped',
  ],
  [alwaysHolds, 'arrival of refusal: the attempt is refused, and the socket may try again', 'guard dropped'],
  [
    isOptional,
    'arrival of refusal: the attempt is refused, and the socket may try again',
    'guard negated',
    'effect left out',
  ],
  [
    isOptional,
    'arrival of data: data that a reset has overtaken may have arrived before it',
    'effect left out',
  ],
  [
    isOptional,
    'arrival of data: data for an endpoint that is gone may be answered with a reset',
    'effect left out',
  ],
  [
    otherError,
    'closesocket: a transport without graceful close may wait until the receiver has taken what was sent',
    'result swapped',
  ],
];

/**
 * Why mutants are held to do nothing that the documents do not allow, by their names. Where one does anything else than the healthy
 * provider, a search to the end of some ground has shown that it is allowed there ({@link MutantRow}).
 */
export const alike: ReadonlyMap<string, string> = new Map(
  list.flatMap(([why, rule, ...mutations]) =>
    mutations.map((mutation) => [`${rule}: ${mutation}`, why] as const),
  ),
);

/** Why a mutant that was not caught is held to be alike; `undefined` if nobody knows. */
export const reasonOf = (row: MutantRow): string | undefined =>
  alike.get(row.mutant) ??
  (row.mutant.endsWith(': effect left out') && !differs(row) ? changesNothing : undefined);
