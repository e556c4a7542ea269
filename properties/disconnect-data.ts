import type { Scope } from '../model/search/scope.js';
import {
  client,
  closesocket,
  connected,
  enumerate,
  freely,
  made,
  recv,
  recvDisconnect,
  register,
  sendDisconnect,
  server,
} from '../model/search/moves.js';
import type { Profile } from '../spec/profiles.js';
import { carriesDisconnectData, closesGracefully } from '../spec/profiles.js';
import type { SocketName } from '../spec/trace/step.js';
import { isTooLong } from './ledger/endings.js';
import type { Ends } from './ledger/evidence.js';
import { endsOf, hasNotice, mayBeReset, mayHaveReset, mayReceive, mayTimeOut } from './ledger/evidence.js';
import type { Ending } from './ledger/happening.js';
import { errorOf } from './ledger/happening.js';
import type { Moment, Watched } from './ledger/watch.js';
import { watch } from './ledger/watch.js';
import type { Property } from './property.js';
import { shownBy, strayData } from './receives.js';

/** Both ends may part with data, and fetch what the other one has parted with, into buffers large and small. */
const ground: Scope = {
  name: 'disconnect-data',
  setup: [...connected, made(server, register('FD_CLOSE'))],
  moves: [
    freely(client, sendDisconnect('bye')),
    freely(client, closesocket),
    freely(client, recvDisconnect(1)),
    freely(server, sendDisconnect('ta')),
    freely(server, recvDisconnect(8)),
    freely(server, recv(4)),
    freely(server, enumerate),
  ],
  settles: true,
  timers: false,
  room: 16,
};

/** What a socket has said in parting, and what of its peer's words has been fetched. */
export interface Parting {
  /** The disconnect data of its first successful end; `null`: none, or too little is known. */
  readonly says: string | null;
  readonly fetched: 'no' | 'perhaps' | 'yes';
  /** It was told that its peer has ended. */
  readonly told: boolean;
}

/** By the names of the sockets. */
export interface Partings {
  readonly [socket: string]: Parting;
}

const nothing: Parting = { says: null, fetched: 'no', told: false };

/** Disconnect data arrive whole, once and at the right peer, also after their sender has closed. */
export const disconnectData: Property<Watched<Partings>> = {
  name: 'disconnect-data',
  says: 'Disconnect data arrive whole, once and at the peer of who has sent them, also when that one has closed; without support for them none can be sent, and none appear.',
  clauses: [
    'DD-01',
    'DD-02',
    'DD-03',
    'DD-04',
    'DD-05',
    'DD-06',
    'DD-07',
    'DD-08',
    'DD-10',
    'DD-11',
    'DD-12',
    'DD-13',
    'DD-15',
    'DD-16',
    'DD-18',
    'GS-11',
  ],
  kind: 'always',
  // Whether they may come with an abort, which is all that some transports have to part with, is open (AM-28).
  appliesTo: (profile) => !carriesDisconnectData(profile) || closesGracefully(profile),
  // AM-12 is open: after a call that failed, whatever it may have begun is allowed for.
  under: {},
  ground: () => ground,
  monitor: (profile) =>
    watch<Partings>(profile, {}, (notes, moment) => {
      const { happening } = moment;
      if (happening.is !== 'ended') return { notes };
      const broken = astray(profile, moment, happening);
      if (broken !== null) return { broken };
      const known = withNotice(profile, notes, moment);
      if (happening.call === 'WSASendDisconnect') return judgeSending(profile, known, happening, moment);
      if (happening.call === 'WSARecvDisconnect') return judgeFetching(profile, known, happening, moment);
      return { notes: known };
    }),
};

const note = (notes: Partings, socket: SocketName, changes: Partial<Parting>): Partings => ({
  ...notes,
  [socket]: { ...(notes[socket] ?? nothing), ...changes },
});

/** A socket has learned, by FD_CLOSE or by a receive, that its peer has ended (DD-05). */
function withNotice(profile: Profile, notes: Partings, moment: Moment): Partings {
  const { happening } = moment;
  if (happening.is !== 'ended') return notes;
  const { socket, result } = happening;
  const indicated =
    happening.call === 'WSAEnumNetworkEvents' && 'ok' in result && result.ok.events?.FD_CLOSE === 0;
  const told = indicated || shownBy(profile, moment)?.is === 'end';
  return told && notes[socket]?.told !== true ? note(notes, socket, { told }) : notes;
}

/** Disconnect data are no data, and fetching them ends reception alone (CD-04 says the like of connect data; DD-10, DD-11). */
function astray(profile: Profile, moment: Moment, ending: Ending): string | null {
  const { socket, call } = ending;
  const ends = endsOf(moment.before, socket);
  if (!ends) return null;
  if (errorOf(ending) === 'WSAENOTSOCK' && moment.after.accounts[socket]?.phase !== 'unknown')
    return `${call} says that ${socket} is no socket, and nobody has closed it`;
  const shown = shownBy(profile, moment);
  const stray = shown && strayData(profile, moment, shown);
  // One that was pending may have received before.
  const shut = ends.own.receiving === 'shut' && !ending.late;
  if (!shown || stray !== null || !shut || !stands(profile, ends)) return stray;
  return errorOf(ending) === 'WSAESHUTDOWN'
    ? null
    : `${socket} still receives, and it has shut that direction down`;
}

/** It is connected, and nothing can have reset the circuit. */
const stands = (profile: Profile, ends: Ends): boolean =>
  !mayTimeOut(ends.account) && !ends.own.lost && !mayBeReset(profile, ends) && !mayHaveReset(profile, ends);

type Judged = { readonly notes: Partings; readonly triggered?: true } | { readonly broken: string };

function judgeSending(
  profile: Profile,
  notes: Partings,
  ending: Extract<Ending, { call: 'WSASendDisconnect' }>,
  { before }: Moment,
): Judged {
  const { socket, args } = ending;
  const account = before.accounts[socket];
  const data = args.data ?? null;
  const carries = carriesDisconnectData(profile);
  const error = errorOf(ending);
  // While nothing has shown that it is connected, nothing shows what this call was.
  if (account?.phase !== 'connected') return { notes: note(notes, socket, { says: 'unclear' }) };
  const tooLong = isTooLong(profile, ending);
  // AM-12: no code is documented for data that are too long.
  if (error === 'WSAENOPROTOOPT' && (carries || data === null) && !tooLong)
    return { broken: `${socket} could not disconnect${carries ? '' : ', and gave no data'}` };
  if (error === null && !carries && data !== null && data !== '')
    return { broken: `${socket} has sent disconnect data, which its transport does not carry` };
  const tried = carries ? {} : ({ triggered: true } as const);
  const first = account.half?.graceful === 'no' && !account.half.lost;
  if (error === null) {
    // After an end without data, whether these still go to the peer is open (AM-26).
    const late = !first && data !== null && data !== '' && !notes[socket]?.says;
    const says = tooLong || late ? 'unclear' : data;
    return { notes: first || late ? note(notes, socket, { says }) : notes, ...tried };
  }
  const began = data !== null && data !== '' && account.half?.graceful === 'no';
  return { notes: began && carries ? note(notes, socket, { says: 'unclear' }) : notes, ...tried };
}

function judgeFetching(
  profile: Profile,
  notes: Partings,
  ending: Extract<Ending, { call: 'WSARecvDisconnect' }>,
  { before }: Moment,
): Judged {
  const { socket, args, result } = ending;
  const ends = endsOf(before, socket);
  const data = 'ok' in result ? result.ok.data : undefined;
  const own = notes[socket] ?? nothing;
  const carries = carriesDisconnectData(profile);
  const some = typeof data === 'string' && data !== '';
  if (some && !carries)
    return { broken: `${socket} was given disconnect data, which its transport does not carry` };
  if (some && args.len === null) return { broken: `${socket} was given disconnect data without a buffer` };
  const unnamed = ends === null || mayLackNotice(own, ends);
  if (carries && errorOf(ending) === 'WSAENOPROTOOPT' && !unnamed)
    return { broken: `${socket} could not fetch disconnect data, which its transport carries` };
  const broken = ends && misfetched(profile, notes, ends, ending);
  if (broken !== null) return { broken };
  const took = errorOf(ending) === null || errorOf(ending) === 'WSAEFAULT';
  // A circuit that is lost may be said to have none, and have them still.
  const all = 'ok' in result && args.len !== null && ends !== null && (some || stands(profile, ends));
  const fetched = all && ends.peer.half.graceful === 'yes' && hasCome(own, ends) ? 'yes' : 'perhaps';
  const next = took && own.fetched !== 'yes' ? note(notes, socket, { fetched }) : notes;
  return some || !carries ? { notes: next, triggered: true } : { notes: next };
}

/** A fetch before any notice may fail with any error (DD-13, AM-12). */
const mayLackNotice = (own: Parting, ends: Ends): boolean => mayReceive(ends) && !isNoticed(own, ends);

/** What is still to be read hides the end, unless FD_CLOSE has told of it (NE-23, AM-12). */
const isNoticed = ({ told }: Parting, ends: Ends): boolean =>
  hasNotice(ends) || (told && ends.peer.half.graceful === 'yes');

/** The peer's end of data has surely arrived. */
const hasCome = ({ told }: Parting, { peer }: Ends): boolean =>
  peer.half.graceful === 'yes' && (told || peer.half.over === 'told');

function misfetched(
  profile: Profile,
  notes: Partings,
  ends: Ends,
  { socket, args, result }: Extract<Ending, { call: 'WSARecvDisconnect' }>,
): string | null {
  const { name } = ends.peer;
  const { says } = notes[name] ?? nothing;
  const own = notes[socket] ?? nothing;
  if (says === 'unclear' || !carriesDisconnectData(profile)) return null;
  const words = says ?? '';
  const data = 'ok' in result ? result.ok.data : null;
  if (typeof data === 'string' && data !== '') {
    if (data !== words) return `${socket} was given ${quote(data)}, where ${name} has sent ${quote(words)}`;
    if (own.fetched === 'yes') return `${socket} was given ${quote(data)} twice`;
    if (args.len !== null && data.length > args.len) return `${socket} was given more than its buffer holds`;
  }
  const small = args.len !== null && args.len < words.length;
  if ('error' in result && result.error === 'WSAEFAULT' && !small && !mayLackNotice(own, ends))
    return `${socket} could not fetch ${quote(words)} into a buffer that is large enough`;
  const open = ends.own.receiving === 'open' && stands(profile, ends);
  if (!open || !isNoticed(own, ends) || own.fetched !== 'no' || data === undefined) return null;
  if (small)
    return 'error' in result && result.error === 'WSAEFAULT'
      ? null
      : `${socket} has no room for ${quote(words)}, and was not told so`;
  if ('error' in result) return `${socket} could not fetch what ${name} has sent (${result.error})`;
  return args.len !== null && (data ?? '') !== words
    ? `${socket} was not given ${quote(words)} of ${name}`
    : null;
}

const quote = (data: string): string => JSON.stringify(data);
