import type { Scope } from '../model/search/scope.js';
import {
  client,
  closesocket,
  connectedBlocking,
  freely,
  linger as lingers,
  made,
  recv,
  send,
  server,
  shutdown,
  socketNamed,
  upTo,
} from '../model/search/moves.js';
import type { Profile } from '../spec/profiles.js';
import { closesGracefully, isStream } from '../spec/profiles.js';
import { socketName } from '../spec/trace/names.js';
import type { Call } from '../spec/trace/step.js';
import { closesBesideSend } from './ledger/evidence.js';
import { errorOf } from './ledger/happening.js';
import type { Account, Half } from './ledger/ledger.js';
import type { Moment, Watched } from './ledger/watch.js';
import { watch } from './ledger/watch.js';
import type { Property } from './property.js';
import { inventedEnd, inventedReset, missedAbort, missedEnd, prematureEnd, shownBy } from './receives.js';

const plain = socketName('plain');
const getLinger: Call = { call: 'getsockopt', args: { option: 'SO_LINGER' } };
const dontLinger: Call = { call: 'setsockopt', args: { option: 'SO_DONTLINGER', value: true } };

/** A client that closes in every manner of the matrix, with and without data that have not gone. */
const ground: Scope = {
  name: 'linger',
  setup: [
    ...connectedBlocking,
    // What SO_DONTLINGER means is seen on a socket of its own, so that it does not multiply the matrix.
    ...socketNamed(plain),
    made(plain, dontLinger),
    made(plain, getLinger),
    made(plain, lingers(5)),
    made(plain, dontLinger),
  ],
  moves: [
    upTo(1, client, lingers(5)),
    upTo(1, client, lingers(0)),
    upTo(1, client, { call: 'ioctlsocket', args: { nonblocking: true } }),
    upTo(1, client, send('a')),
    freely(client, shutdown('SD_SEND')),
    freely(client, closesocket),
    freely(server, recv(4)),
    freely(plain, getLinger),
  ],
  settles: true,
  timers: true,
  room: 16,
};

/** Every row of matrix M-1. */
export const linger: Property<Watched<Notes>> = {
  name: 'linger',
  says: 'Closing returns, and leaves the connection, as the linger options say: in the background, by a reset, after lingering, or not at all.',
  clauses: [
    'LG-01',
    'LG-02',
    'LG-03',
    'LG-04',
    'LG-05',
    'LG-06',
    'LG-07',
    'LG-09',
    'LG-10',
    'LG-11',
    'LG-12',
    'GS-02',
    'AS-03',
    'AS-04',
  ],
  kind: 'always',
  // Where no end is graceful every close aborts, whatever the options say (GS-17): nothing is left of the matrix.
  appliesTo: closesGracefully,
  // AM-16 is open: a nonblocking close that lingers may fail although everything has gone, until shutdown is called.
  under: {},
  ground: () => ground,
  monitor: (profile) =>
    watch<Notes>(profile, { linger: {}, negated: null }, (notes, moment) => {
      const closed = returns(profile, moment);
      const broken = closed.broken ?? leaves(profile, moment);
      if (broken !== null) return { broken };
      const next = options(notes, moment);
      if ('broken' in next) return next;
      return closed.seen ? { notes: next, triggered: true } : { notes: next };
    }),
};

/** What the options are, as far as they were set. */
interface Notes {
  /** For each socket, what was set last: whether it lingers, or what SO_DONTLINGER was set to. */
  readonly linger: { readonly [socket: string]: { readonly onoff: boolean } | { readonly dont: boolean } };
  /** Whether SO_DONTLINGER is the negation of lingering; `null`: nothing has shown it yet (AM-15). */
  readonly negated: boolean | null;
}

/** SO_LINGER reads what was set, and SO_DONTLINGER has one meaning and keeps it (LG-10 … LG-12, AM-15). */
function options(notes: Notes, { happening, before }: Moment): Notes | { readonly broken: string } {
  if (happening.is !== 'ended' || !('ok' in happening.result)) return notes;
  const { socket } = happening;
  const account = before.accounts[socket];
  if (account?.phase === 'unknown') return notes;
  if (happening.call === 'setsockopt') {
    const { args } = happening;
    if (args.option === 'SO_CONDITIONAL_ACCEPT') return notes;
    const set = args.option === 'SO_LINGER' ? { onoff: args.onoff } : { dont: args.value };
    return { ...notes, linger: { ...notes.linger, [socket]: set } };
  }
  if (happening.call !== 'getsockopt' || happening.args.option !== 'SO_LINGER') return notes;
  const { onoff } = happening.result.ok;
  const set = notes.linger[socket] ?? (account?.acceptedFrom === null ? { onoff: false } : null);
  if (onoff === undefined || !set) return notes;
  if ('onoff' in set)
    return set.onoff === onoff ? notes : { broken: `${socket} does not linger as it was told to` };
  const negated = set.dont !== onoff;
  if (notes.negated !== null && notes.negated !== negated)
    return { broken: `SO_DONTLINGER has another meaning on ${socket} than before` };
  return notes.negated === null ? { ...notes, negated } : notes;
}

interface Look {
  readonly broken: string | null;
  readonly seen: boolean;
}

/** How a close returns. */
function returns(profile: Profile, { happening, before }: Moment): Look {
  if (happening.is !== 'ended' && happening.is !== 'pending') return { broken: null, seen: false };
  const account = before.accounts[happening.socket];
  const { socket, call } = happening;
  const late = happening.is === 'ended' && happening.late;
  const open = account?.phase === 'connected' || account?.phase === 'attempting';
  if (call !== 'closesocket' || !account?.half || (!late && !open)) return { broken: null, seen: false };
  if (closesBesideSend(before, happening)) return { broken: null, seen: false };
  const gives = happening.is === 'pending' ? 'pending' : (errorOf(happening) ?? 'ok');
  const allowed = late ? ['ok'] : allowedOf(profile, account, account.half);
  return allowed.includes(gives)
    ? { broken: null, seen: true }
    : {
        broken: `closing ${socket} gave ${gives}, where only ${allowed.join(' or ')} is allowed`,
        seen: false,
      };
}

function allowedOf(profile: Profile, { linger: how, mode, phase }: Account, half: Half): readonly string[] {
  // What an attempt, or a lost circuit, leaves to linger for is nowhere said.
  const waits = [
    'ok',
    ...(mode === 'nonblocking' ? [] : ['pending']),
    ...(mode === 'blocking' ? [] : ['WSAEWOULDBLOCK']),
  ];
  if (phase !== 'connected' || half.lost || how === 'unknown') return waits;
  if (how !== 'wait') return ['ok'];
  return mode === 'nonblocking' && half.graceful === 'yes' && hasGone(profile, half) ? ['ok'] : waits;
}

const hasGone = (profile: Profile, { sent, arrived }: Half): boolean =>
  arrived === (isStream(profile) ? sent.join('').length : sent.length);

/** What the peer sees of it; of a close that failed, nothing. */
function leaves(profile: Profile, moment: Moment): string | null {
  const shown = shownBy(profile, moment);
  if (!shown) return null;
  const aborted =
    shown.is === 'loss' && shown.ends?.peer.half.abort === 'no' ? inventedReset(profile, shown) : null;
  return (
    aborted ??
    inventedEnd(profile, shown) ??
    prematureEnd(profile, shown) ??
    missedEnd(shown) ??
    missedAbort(profile, shown)
  );
}
