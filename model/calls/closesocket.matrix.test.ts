import { describe, it } from 'vitest';
import type { Documents, Trace } from '../testing.js';
import { client, connected, osi, server, settle, tcp, zeroBytes } from '../testing.js';

const blocking: Trace = [connected, server.nonblocking()];
const nonblocking: Trace = [connected, server.nonblocking(), client.nonblocking()];
const modes = [
  { mode: 'blocking', connection: blocking },
  { mode: 'nonblocking', connection: nonblocking },
] as const;

const linger = (onoff: boolean, seconds: number) =>
  client.setsockopt({ option: 'SO_LINGER', onoff, linger: seconds });
const unsent = client.send('ab');
const bothTransports: readonly Documents[] = [tcp, osi];

describe('matrix M-1: closesocket by linger options and mode', () => {
  describe.each(modes)('l_onoff = 0, any l_linger, $mode', ({ connection }) => {
    for (const seconds of [0, 30]) {
      const before: Trace = [connection, linger(false, seconds), unsent];

      it(`returns 0 at once with l_linger ${String(seconds)}`, () => {
        for (const documents of bothTransports) {
          documents.allows(before, client.closesocket());
          documents.refuses(before, client.closesocket('pending'));
          documents.refuses(before, client.closesocket('WSAEWOULDBLOCK'));
        }
      });

      it(`is graceful in the background with l_linger ${String(seconds)}: unsent data are sent`, () => {
        tcp.allows(
          before,
          client.closesocket(),
          settle,
          server.recv(8, { data: 'ab' }),
          server.recv(8, zeroBytes),
        );
        tcp.refuses(before, client.closesocket(), settle, server.recv(8, zeroBytes));
        tcp.refuses(before, client.closesocket(), settle, server.recv(8, 'WSAECONNRESET'));
        osi.allows(
          before,
          client.closesocket(),
          settle,
          server.recv(8, { data: 'ab' }),
          server.WSARecv(8, 'WSAEDISCON'),
        );
      });
    }

    it('is what a socket does that was never told otherwise', () => {
      tcp.allows(connection, unsent, client.closesocket(), settle, server.recv(8, { data: 'ab' }));
      tcp.refuses(connection, unsent, client.closesocket(), settle, server.recv(8, 'WSAECONNRESET'));
    });
  });

  describe.each(modes)('l_onoff ≠ 0, l_linger = 0, $mode', ({ connection }) => {
    const before: Trace = [connection, linger(true, 0), unsent];

    it('returns 0 at once', () => {
      for (const documents of bothTransports) {
        documents.allows(before, client.closesocket());
        documents.refuses(before, client.closesocket('pending'));
        documents.refuses(before, client.closesocket('WSAEWOULDBLOCK'));
      }
    });

    it('resets: the peer’s receives fail with WSAECONNRESET, and its sends', () => {
      for (const documents of bothTransports) {
        documents.allows(before, client.closesocket(), server.recv(8, 'WSAECONNRESET'));
        documents.allows(before, client.closesocket(), settle, server.send('x', 'WSAECONNRESET'));
        documents.refuses(before, client.closesocket(), settle, server.recv(8, 'WSAEWOULDBLOCK'));
        documents.refuses(before, client.closesocket(), settle, server.recv(8, zeroBytes));
        documents.refuses(before, client.closesocket(), settle, server.WSARecv(8, 'WSAEDISCON'));
        documents.refuses(before, client.closesocket(), settle, server.send('x'));
      }
    });

    it('may lose what was unsent', () => {
      tcp
        .read({ 'AM-07': ['R1'] })
        .allows(before, client.closesocket(), settle, server.recv(8, 'WSAECONNRESET'));
    });
  });

  describe('l_onoff ≠ 0, l_linger > 0, blocking', () => {
    const before: Trace = [blocking, linger(true, 30), unsent];

    it('waits, and returns 0', () => {
      for (const documents of bothTransports) {
        documents.allows(before, client.closesocket());
        documents.allows(before, client.closesocket('pending'), client.completes('closesocket', 'ok'));
        documents.refuses(before, client.closesocket('WSAEWOULDBLOCK'));
        documents.refuses(
          before,
          client.closesocket('pending'),
          client.completes('closesocket', 'WSAETIMEDOUT'),
        );
      }
    });

    it('is graceful if all data go in time', () => {
      tcp.allows(
        [before, client.closesocket('pending'), server.recv(8, { data: 'ab' }), server.recv(8, zeroBytes)],
        client.completes('closesocket', 'ok'),
      );
    });

    it('resets when the time-out expires', () => {
      const expired: Trace = [
        before,
        client.closesocket('pending'),
        client.completes('closesocket', 'ok'),
        settle,
      ];
      tcp.allows(expired, server.send('x', 'WSAECONNRESET'));
      tcp.refuses(expired, server.send('x', 'WSAESHUTDOWN'));
    });

    it('has returned once the peer has everything and has ended too', () => {
      const done: Trace = [
        [before, client.closesocket('pending'), server.recv(8, { data: 'ab' }), server.closesocket(), settle],
        client.completes('closesocket', 'ok'),
      ];
      tcp.allows(done, client.send('x', 'WSAENOTSOCK'));
    });
  });

  describe('l_onoff ≠ 0, l_linger > 0, nonblocking', () => {
    const before: Trace = [nonblocking, linger(true, 30), unsent];
    const conditional = tcp.read({ 'AM-16': ['R1'] });

    it('returns 0 if it can finish at once, and is graceful', () => {
      conditional.allows(
        before,
        settle,
        client.closesocket(),
        server.recv(8, { data: 'ab' }),
        server.recv(8, zeroBytes),
      );
      conditional.refuses(before, settle, client.closesocket('WSAEWOULDBLOCK'));
    });

    it('fails with WSAEWOULDBLOCK if it cannot', () => {
      for (const documents of [tcp, conditional]) {
        documents.allows(before, client.closesocket('WSAEWOULDBLOCK'), client.closesocket('WSAEWOULDBLOCK'));
        documents.refuses(before, client.closesocket('pending'));
      }
    });

    it('then changes nothing: the handle is valid, and no disconnect was initiated', () => {
      tcp.allows(
        [before, client.closesocket('WSAEWOULDBLOCK'), client.send('cd'), settle],
        [server.recv(8, { data: 'abcd' }), server.recv(8, 'WSAEWOULDBLOCK'), server.send('x')],
        client.recv(8, { data: 'x' }),
      );
      tcp.refuses(before, client.closesocket('WSAEWOULDBLOCK'), client.send('cd', 'WSAENOTSOCK'));
      tcp.refuses(
        [before, client.closesocket('WSAEWOULDBLOCK'), settle, server.recv(8, { data: 'ab' })],
        server.recv(8, zeroBytes),
      );
    });

    it('goes on failing until the linger option changes', () => {
      const always = tcp.read({ 'AM-16': ['R2'] });
      always.allows(
        before,
        settle,
        client.closesocket('WSAEWOULDBLOCK'),
        linger(false, 30),
        client.closesocket(),
      );
      always.allows(
        before,
        settle,
        client.closesocket('WSAEWOULDBLOCK'),
        linger(true, 0),
        client.closesocket(),
      );
      always.refuses(before, settle, client.closesocket('WSAEWOULDBLOCK'), client.closesocket());
    });

    it('or until the sending direction is shut down', () => {
      const always = tcp.read({ 'AM-16': ['R2'] });
      always.allows(
        [before, client.closesocket('WSAEWOULDBLOCK'), client.shutdown('SD_SEND'), settle],
        client.closesocket(),
      );
    });
  });

  it('has no effect on shutdown, WSASendDisconnect and WSARecvDisconnect', () => {
    for (const seconds of [0, 30])
      for (const documents of bothTransports) {
        const before: Trace = [blocking, linger(true, seconds), unsent];
        documents.allows(
          before,
          client.shutdown('SD_SEND'),
          settle,
          server.recv(8, { data: 'ab' }),
          server.send('x'),
        );
        documents.refuses(before, client.shutdown('SD_SEND', 'pending'));
        documents.refuses(before, client.shutdown('SD_SEND'), settle, server.send('x', 'WSAECONNRESET'));
        documents.allows(before, client.WSASendDisconnect(), settle, server.recv(8, { data: 'ab' }));
        documents.refuses(before, client.WSASendDisconnect(null, 'pending'));
        documents.refuses(before, client.WSARecvDisconnect(8, 'pending'));
      }
  });
});
