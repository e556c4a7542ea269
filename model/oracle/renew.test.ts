import { describe, expect, it } from 'vitest';
import { machineOf } from '../machine.js';
import { profileNamed } from '../../spec/profiles.js';
import type { Trace } from '../testing.js';
import { client, flat, listener, server, settle } from '../testing.js';
import { Oracle } from './oracle.js';
import { renew } from './renew.js';

const trace: Trace = [
  [listener.WSASocket(), listener.bind(), listener.listen(1), client.WSASocket(), client.nonblocking()],
  [client.WSAConnect(listener, 'WSAEWOULDBLOCK'), listener.accept(server), server.send('ab', { sent: 2 })],
  [client.recv(1, { data: 'a' }), client.closesocket(), settle, server.recv(1, 'WSAECONNRESET')],
];

describe('an oracle that has forgotten all but its belief', () => {
  const remembering = new Oracle(machineOf(profileNamed('tcp')));
  let kept = remembering.start;
  let forgetful = { oracle: remembering, belief: remembering.start };
  const both = flat(trace).map((step) => {
    kept = remembering.follow(kept, step);
    const { oracle, belief } = renew(forgetful.oracle, forgetful.belief);
    forgetful = { oracle, belief: oracle.follow(belief, step) };
    return { kept, forgetful: forgetful.belief };
  });

  it('believes the same of every step', () => {
    const sizes = (belief: typeof kept) =>
      belief.map(({ clusters }) => [...clusters].map(({ parts }) => parts.length));
    for (const { kept: one, forgetful: other } of both) {
      expect(one.length).toBeGreaterThan(0);
      expect(sizes(other)).toEqual(sizes(one));
    }
  });

  it('refuses the same step', () => {
    const wrong = server.recv(1, { data: 'b' });
    const { oracle, belief } = renew(forgetful.oracle, forgetful.belief);
    expect(remembering.follow(kept, wrong)).toEqual([]);
    expect(oracle.follow(belief, wrong)).toEqual([]);
  });
});
