import { describe, expect, it } from 'vitest';
import type { Trace } from '../model/testing.js';
import {
  bluetooth,
  client,
  connected,
  flat,
  listener,
  listening,
  server,
  settle,
  tcp,
} from '../model/testing.js';
import { profileNamed } from '../spec/profiles.js';
import { fdClose } from './fd-close.js';
import { judge } from './judge.js';
import { sealed } from './property.js';

const judged = (profile: string, ...trace: Trace) =>
  judge(sealed(fdClose), profileNamed(profile), flat(trace));

/** The client has reset the circuit, and a receive has told the server so before it looks at its events. */
const told: Trace = [
  [connected, server.WSAEventSelect('FD_CLOSE'), client.lingers(0), client.closesocket(), settle],
  server.recv(1, 'WSAECONNRESET'),
];

describe('fd-close', () => {
  it('wants no graceful end to be told after a receive has told of a reset', () => {
    const end = server.WSAEnumNetworkEvents({ FD_CLOSE: 0 });
    tcp.refuses(told, end);
    expect(judged('tcp', told, end).broken).not.toBeNull();
    expect(judged('tcp', told, server.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNRESET' })).broken).toBeNull();
  });

  it('allows it where nothing ends in grace, and a release may look orderly (AM-31)', () => {
    const end = server.WSAEnumNetworkEvents({ FD_CLOSE: 0 });
    bluetooth.allows(told, end);
    expect(judged('bluetooth', told, end).broken).toBeNull();
  });

  it('allows it where the peer had ended before it reset the circuit (AM-27)', () => {
    const ended: Trace = [connected, server.WSAEventSelect('FD_CLOSE'), client.shutdown('SD_SEND'), settle];
    const reset: Trace = [client.lingers(0), client.closesocket(), server.recv(1, 'WSAECONNRESET')];
    expect(judged('tcp', ended, reset, server.WSAEnumNetworkEvents({ FD_CLOSE: 0 })).broken).toBeNull();
  });

  it('wants a client that was connected and then rejected to be told of no graceful end', () => {
    const rejected: Trace = [
      [listening, client.WSASocket(), client.WSAConnect(listener), client.WSAEventSelect('FD_CLOSE')],
      listener.WSAAccept({ as: server, condition: 'CF_REJECT' }, 'WSAECONNREFUSED', { callerId: client }),
      settle,
    ];
    const end = client.WSAEnumNetworkEvents({ FD_CLOSE: 0 });
    tcp.refuses(rejected, end);
    expect(judged('tcp', rejected, end).broken).not.toBeNull();
    expect(
      judged('tcp', rejected, client.WSAEnumNetworkEvents({ FD_CLOSE: 'WSAECONNABORTED' })).broken,
    ).toBeNull();
  });
});
