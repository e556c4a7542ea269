import type { Scope } from '../model/search/scope.js';
import {
  client,
  closesocket,
  connected,
  freely,
  recv,
  send,
  server,
  shutdown,
  upTo,
  WSARecv,
} from '../model/search/moves.js';
import type { Profile } from '../spec/profiles.js';
import { isStream } from '../spec/profiles.js';
import type { SocketName } from '../spec/trace/step.js';
import type { Moment, Watched } from './ledger/watch.js';
import { watch } from './ledger/watch.js';
import type { Property } from './property.js';
import type { Shown } from './receives.js';
import { prematureEnd, shownBy, strayData } from './receives.js';

/** A client sends twice and leaves in some way; the server receives with a small and with a large buffer. */
const ground = (profile: Profile): Scope => ({
  name: 'bytes',
  setup: connected,
  moves: [
    upTo(1, client, send('ab')),
    upTo(1, client, send(isStream(profile) ? 'c' : '')),
    freely(client, shutdown('SD_SEND')),
    freely(client, closesocket),
    freely(server, recv(1)),
    freely(server, WSARecv(4)),
  ],
  settles: true,
  timers: false,
  room: 16,
});

/** The byte streams of which zero bytes have told the end. */
type Ended = readonly SocketName[];

/** What is received is what was sent: in order, nothing invented, and after a graceful end all of it. */
export const bytes: Property<Watched<Ended>> = {
  name: 'bytes',
  says: 'What is received is a prefix of what was sent, in order and message by message; after a graceful end it is all of it.',
  clauses: ['GS-04', 'GS-08', 'IO-05', 'IO-06', 'IO-07', 'CD-04', 'CL-04'],
  kind: 'always',
  appliesTo: () => true,
  under: {},
  ground,
  monitor: (profile) =>
    watch<Ended>(profile, [], (notes, moment) => {
      const shown = shownBy(profile, moment);
      if (!shown) return { notes };
      const broken = mistake(profile, notes, shown, moment);
      if (broken !== null) return { broken };
      const ended = shown.is === 'end' && isStream(profile) && !notes.includes(shown.socket);
      return {
        notes: ended ? [...notes, shown.socket].sort() : notes,
        ...(shown.is === 'data' || shown.is === 'end' ? { triggered: true } : {}),
      };
    }),
};

function mistake(profile: Profile, ended: Ended, shown: Shown, moment: Moment): string | null {
  const { is, socket, ends, error } = shown;
  if (is === 'data' && ended.includes(socket)) return `${socket} received data after their end`;
  if (!ends || ends.own.lost) return null;
  const { sent, arrived } = ends.peer.half;
  const owed = JSON.stringify(isStream(profile) ? sent.join('') : sent);
  if (is === 'nothing' && arrived > 0 && ends.own.receiving === 'open')
    return `${socket} has nothing to receive, though ${owed} has arrived`;
  const { happening } = moment;
  const broken = prematureEnd(profile, shown) ?? strayData(profile, moment, shown);
  if (broken !== null) return broken;
  if (happening.is !== 'ended' || (happening.call !== 'recv' && happening.call !== 'WSARecv')) return null;
  const { len } = happening.args;
  // One that was pending may have looked at an earlier message.
  if (error === 'WSAEMSGSIZE' && !happening.late && (sent[0] ?? '').length <= len)
    return `${socket} has room for the message that it should receive, ${owed}`;
  if (is !== 'data' || !('ok' in happening.result)) return null;
  const data = happening.result.ok.data ?? '';
  return data.length > len ? `${socket} received more than its buffer holds` : null;
}
