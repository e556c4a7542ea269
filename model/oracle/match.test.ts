import { describe, expect, it } from 'vitest';
import { socketName } from '../../spec/trace/names.js';
import type { Result } from '../../spec/trace/step.js';
import type { Prediction } from '../world.js';
import { matches } from './match.js';

const client = socketName('client');
const asked = { called: true, callerId: client, callerData: 'hello', calleeDataLen: 32 } as const;

interface Row {
  readonly says: string;
  readonly predicted: Prediction;
  readonly seen: readonly (Result | undefined)[];
  readonly notSeen: readonly Result[];
}

const rows: readonly Row[] = [
  {
    says: 'success with data',
    predicted: { ok: { data: 'ab' } },
    seen: [{ ok: { data: 'ab' } }, { ok: {} }, undefined],
    notSeen: [{ ok: { data: 'a' } }, { ok: { data: '' } }, { error: 'WSAECONNRESET' }, { pending: true }],
  },
  {
    says: 'no data, which an empty string and a null pointer both are',
    predicted: { ok: { data: null } },
    seen: [{ ok: { data: null } }, { ok: { data: '' } }],
    notSeen: [{ ok: { data: 'x' } }],
  },
  {
    says: 'an error',
    predicted: { error: 'WSAECONNRESET' },
    seen: [{ error: 'WSAECONNRESET' }, undefined],
    notSeen: [{ error: 'WSAECONNABORTED' }, { ok: {} }, { pending: true }],
  },
  {
    says: 'an error that no page names',
    predicted: { error: '*' },
    seen: [{ error: 'WSAECONNRESET' }, { error: 'WSAEINVAL' }],
    notSeen: [{ ok: {} }, { pending: true }],
  },
  {
    says: 'a call that goes on',
    predicted: { pending: true },
    seen: [{ pending: true }, undefined],
    notSeen: [{ ok: {} }, { error: 'WSAEWOULDBLOCK' }],
  },
  {
    says: 'exactly the events that were recorded',
    predicted: { ok: { events: { FD_READ: 0, FD_CLOSE: 'WSAECONNRESET' } } },
    seen: [{ ok: { events: { FD_CLOSE: 'WSAECONNRESET', FD_READ: 0 } } }, { ok: {} }],
    notSeen: [
      { ok: { events: { FD_READ: 0 } } },
      { ok: { events: {} } },
      { ok: { events: { FD_READ: 0, FD_CLOSE: 0 } } },
      { ok: { events: { FD_READ: 0, FD_CLOSE: 'WSAECONNRESET', FD_WRITE: 0 } } },
    ],
  },
  {
    says: 'what the condition function was given, as far as it was observed',
    predicted: { error: 'WSATRY_AGAIN', condition: asked },
    seen: [
      { error: 'WSATRY_AGAIN', condition: asked },
      { error: 'WSATRY_AGAIN', condition: { called: true } },
      { error: 'WSATRY_AGAIN', condition: { called: true, callerId: client } },
      { error: 'WSATRY_AGAIN' },
    ],
    notSeen: [
      { error: 'WSATRY_AGAIN', condition: { called: false } },
      { error: 'WSATRY_AGAIN', condition: { ...asked, callerId: socketName('client2') } },
      { error: 'WSATRY_AGAIN', condition: { ...asked, callerId: null } },
      { error: 'WSATRY_AGAIN', condition: { ...asked, callerData: 'hell' } },
      { error: 'WSATRY_AGAIN', condition: { ...asked, calleeDataLen: 31 } },
      { ok: {}, condition: asked },
    ],
  },
  {
    says: 'that the condition function was not called',
    predicted: { error: 'WSAEWOULDBLOCK' },
    seen: [{ error: 'WSAEWOULDBLOCK', condition: { called: false } }, { error: 'WSAEWOULDBLOCK' }],
    notSeen: [{ error: 'WSAEWOULDBLOCK', condition: { called: true } }],
  },
  {
    says: 'the value of an option',
    predicted: { ok: { onoff: true, linger: 3 } },
    seen: [{ ok: { onoff: true, linger: 3 } }, { ok: { onoff: true } }],
    notSeen: [{ ok: { onoff: false, linger: 3 } }, { ok: { linger: 4 } }],
  },
  {
    says: 'anything, where the documents leave it open',
    predicted: 'anything',
    seen: [{ ok: { data: 'x' } }, { error: 'WSAEFAULT' }, undefined],
    notSeen: [],
  },
];

describe('a prediction matches', () => {
  it.each(rows)('$says', ({ predicted, seen, notSeen }) => {
    for (const result of seen) expect([result, matches(predicted, result)]).toEqual([result, true]);
    for (const result of notSeen) expect([result, matches(predicted, result)]).toEqual([result, false]);
  });
});
