import { describe, expect, it } from 'vitest';
import type { Trace } from '../model/testing.js';
import { bluetooth, client, connected, flat, server, settle, tcp, zeroBytes } from '../model/testing.js';
import { profileNamed } from '../spec/profiles.js';
import { graceful } from './graceful.js';
import { judge } from './judge.js';
import { sealed } from './property.js';

const judgedOn = (profile: string, ...trace: Trace) =>
  judge(sealed(graceful), profileNamed(profile), flat(trace));

const judged = (...trace: Trace) => judgedOn('irda', ...trace);

describe('graceful', () => {
  it('wants the end to be told once a close that has waited is over, and no sooner', () => {
    const waits = [
      [connected, server.nonblocking(), client.send('a'), client.closesocket('pending'), settle],
      server.recv(4, { data: 'a' }),
    ];
    const nothing = server.recv(4, 'WSAEWOULDBLOCK');
    expect(judged(waits, nothing).broken).toBeNull();
    expect(judged(waits, client.completes('closesocket', 'ok'), nothing).broken).toBeNull();
    expect(judged(waits, client.completes('closesocket', 'ok'), settle, nothing).broken).not.toBeNull();
  });

  it('wants no end to be told that nobody has made, also after a reset was told', () => {
    const reset = [
      connected,
      client.lingers(0),
      client.closesocket(),
      settle,
      server.recv(1, 'WSAECONNRESET'),
    ];
    tcp.refuses(reset, server.recv(1, zeroBytes));
    expect(judgedOn('tcp', reset, server.recv(1, zeroBytes)).broken).not.toBeNull();
    expect(judgedOn('tcp', reset, server.recv(1, 'WSAECONNRESET')).broken).toBeNull();
    bluetooth.allows(reset, server.recv(1, zeroBytes));
    expect(judgedOn('bluetooth', reset, server.recv(1, zeroBytes)).broken).toBeNull();
  });

  it('wants it to be told to an endpoint that has not ended itself', () => {
    const ended = [connected, server.nonblocking(), client.shutdown('SD_SEND'), settle];
    expect(judged(ended, server.recv(4, 'WSAEWOULDBLOCK')).broken).not.toBeNull();
  });
});
