import { waits } from '../../model/rule.js';
import { peerOf } from '../../model/world.js';
import { isMessageOriented, profileNamed } from '../../spec/profiles.js';
import { changeReceives, changeSends, receiving, sending, shuttingSend } from './effects.js';
import type { Fault } from './fault.js';
import { changeArrival, changeEffect } from './fault.js';

const tcp = profileNamed('tcp');
const osi = profileNamed('osi');

const arriving = 'data are received and indicated';

/** Mistakes about what is received, and in which order. */
export const bytesFaults: readonly Fault[] = [
  {
    name: 'last-byte-lost-at-shutdown',
    says: 'SD_SEND overtakes the last byte that has not gone yet.',
    clauses: ['GS-04', 'GS-09'],
    caughtBy: 'bytes',
    profile: tcp,
    change: (rules) =>
      changeEffect(rules, 'shutdown', [shuttingSend], (documented) => (stage) => {
        const { link } = stage;
        const wire = link?.connection.wires[peerOf(link.side)];
        const last = wire?.at(-1);
        if (last?.is === 'data') last.bytes = last.bytes.slice(0, -1);
        if (last?.is === 'data' && last.bytes === '') wire?.pop();
        return documented(stage);
      }),
  },
  {
    name: 'data-reordered',
    says: 'Data that arrive are put before those that have not been read yet.',
    clauses: ['IO-05'],
    caughtBy: 'bytes',
    profile: tcp,
    change: (rules) =>
      changeArrival(rules, 'data', [arriving], (documented) => (reception) => {
        const { model, end, item } = reception;
        const before = [...end.unread];
        documented(reception);
        end.unread = isMessageOriented(model.profile)
          ? [item.bytes, ...before]
          : [item.bytes + before.join('')];
      }),
  },
  {
    name: 'data-duplicated',
    says: 'Data are received twice.',
    clauses: ['IO-05'],
    caughtBy: 'bytes',
    profile: tcp,
    change: (rules) =>
      changeArrival(rules, 'data', [arriving], (documented) => (reception) => {
        documented(reception);
        documented(reception);
      }),
  },
  {
    name: 'receive-waits-for-full-buffer',
    says: 'On a byte stream a receive waits until its buffer can be filled.',
    clauses: ['IO-05'],
    caughtBy: 'bytes',
    profile: tcp,
    change: (rules) =>
      changeReceives(rules, [receiving], (documented) => (stage) => {
        const end = stage.link?.end;
        const partial = end?.ended === null && end.unread.join('').length < stage.args.len;
        return partial ? waits : documented(stage);
      }),
  },
  {
    name: 'messages-run-together',
    says: 'Messages that wait to be read become one.',
    clauses: ['GS-07', 'IO-05'],
    caughtBy: 'bytes',
    profile: osi,
    change: (rules) =>
      changeArrival(rules, 'data', [arriving], (documented) => (reception) => {
        documented(reception);
        reception.end.unread = [reception.end.unread.join('')];
      }),
  },
  {
    name: 'long-message-cut',
    says: 'A message that is longer than the buffer is cut, and its rest lost.',
    clauses: ['IO-07'],
    caughtBy: 'bytes',
    profile: osi,
    change: (rules) =>
      changeReceives(rules, [receiving], (documented) => (stage) => {
        const unread = stage.link?.end.unread ?? [];
        if (unread[0] !== undefined) unread[0] = unread[0].slice(0, stage.args.len);
        return documented(stage);
      }),
  },
  {
    name: 'empty-message-dropped',
    says: 'A message of zero bytes is not sent.',
    clauses: ['IO-06'],
    caughtBy: 'bytes',
    profile: osi,
    change: (rules) =>
      changeSends(
        rules,
        [sending],
        (documented) => (stage) => (stage.args.data === '' ? { ok: { sent: 0 } } : documented(stage)),
      ),
  },
];
