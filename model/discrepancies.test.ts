import { describe, it } from 'vitest';
import type { Documents, Trace } from './testing.js';
import { client, listener, listening, server, settle, tcp } from './testing.js';

/** Where the model and the documents disagree: what should hold, and why it does not. */
interface Discrepancy {
  readonly says: string;
  readonly because: string;
  readonly on?: Documents;
  readonly trace: Trace;
}

const nonblockingListener: Trace = [listening, listener.nonblocking()];

/** Traces that the documents allow, and the oracle refuses. */
const accusations: readonly Discrepancy[] = [
  {
    says: 'a connector may know of its connection before the backlog does (CA-29)',
    because:
      'the confirmation is sent only when the request is in the backlog; TCP’s last segment is still on its way',
    trace: [
      [nonblockingListener, client.WSASocket(), client.WSAConnect(listener)],
      [listener.accept(server, 'WSAEWOULDBLOCK'), settle, listener.accept(server)],
    ],
  },
];

describe('the documents allow that', () => {
  for (const { says, because, on = tcp, trace } of accusations)
    it.fails(`${says} [refused: ${because}]`, () => {
      on.allows(trace);
    });
});
