import { describe, expect, it } from 'vitest';
import { client, connected, flat, listener } from '../model/testing.js';
import { profileNamed } from '../spec/profiles.js';
import { closing } from './closing.js';
import { judge } from './judge.js';
import { sealed } from './property.js';

describe('closing', () => {
  it('knows of a listener what it has known, though a send of one that it has accepted was cut off', () => {
    const trace = flat([
      [connected, client.send('abc', 'pending'), client.completes('send', 'WSAENOBUFS')],
      [client.closesocket(), listener.closesocket('WSAECONNRESET')],
    ]);
    expect(judge(sealed(closing), profileNamed('tcp'), trace).broken).not.toBeNull();
  });
});
