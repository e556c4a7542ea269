import { describe, expect, it } from 'vitest';
import type { Trace } from '../model/testing.js';
import { client, flat, listener, server, zeroBytes } from '../model/testing.js';
import { profileNamed } from '../spec/profiles.js';
import { halfClose } from './half-close.js';
import { judge } from './judge.js';
import { sealed } from './property.js';

const judged = (...trace: Trace) => judge(sealed(halfClose), profileNamed('tcp'), flat(trace));

/** A connection whose server has stopped sending before the client has learnt that it stands. */
const early: Trace = [
  [listener.WSASocket(), listener.bind(), listener.listen(1)],
  [client.WSASocket(), client.nonblocking(), client.WSAConnect(listener, 'WSAEWOULDBLOCK')],
  [listener.accept(server), server.shutdown('SD_SEND')],
];

describe('half-close', () => {
  it('lets an endpoint that has not learnt yet that it is connected fail to send', () => {
    expect(judged(early, client.send('a', 'WSAENOTCONN')).broken).toBeNull();
  });

  it('wants an endpoint that is connected to be able to send', () => {
    const connected = client.recv(1, zeroBytes);
    expect(judged(early, connected, client.send('a', { sent: 1 })).triggered).toBe(1);
    expect(judged(early, connected, client.send('a', 'WSAENOTCONN')).broken).toMatchObject({ at: 9 });
  });
});
