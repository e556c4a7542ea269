import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { profileNamed } from '../../spec/profiles.js';
import { parseTraceText } from '../../spec/trace/parse.js';
import type { Step } from '../../spec/trace/step.js';
import { machineOf } from '../machine.js';
import type { Story } from '../story.js';
import {
  client,
  connected,
  connectedNonblocking,
  documents,
  flat,
  listener,
  osi,
  server,
  worldsAfter,
} from '../testing.js';
import { choosingBy, conversation, walked } from '../walks.js';
import { tellStory } from './tell.js';

const recorded = (file: string): readonly Step[] => {
  const name = `wine-8.0-${file}.trace.jsonl`;
  return parseTraceText(name, readFileSync(new URL(`../oracle/fixtures/${name}`, import.meta.url), 'utf8'))
    .steps;
};
const tcp = machineOf(profileNamed('tcp'));

/** The steps that a story tells, in its order. */
const told = ({ frames }: Story) =>
  frames.flatMap((frame) => (frame.is === 'step' || frame.is === 'refused' ? [frame.at] : []));

describe('the story of a recorded trace', () => {
  it.each([
    { file: 'half-close', refused: null },
    { file: 'disconnect', refused: null },
    { file: 'abort', refused: 15 },
    { file: 'defer', refused: 14 },
    { file: 'graceful', refused: 24 },
    { file: 'reject', refused: 12 },
  ])('of $file tells every step once, in order, up to the refused one', ({ file, refused }) => {
    const steps = recorded(file);
    const story = tellStory(tcp, steps);
    expect(story.lostAt).toBeNull();
    expect(told(story)).toEqual([...steps.keys()].slice(0, (refused ?? steps.length) + 1));
    expect(story.frames.at(-1)?.is).toBe(refused === null ? 'step' : 'refused');
  });

  it('shows the deferred request at the head of the backlog, and what was allowed instead', () => {
    const last = tellStory(tcp, recorded('defer')).frames.at(-1);
    const listener = last?.world.sockets.find(({ name }) => name === 'listener');
    expect(listener).toMatchObject({
      state: 'listening',
      backlog: [
        { client: 'client1', how: 'deferred' },
        { client: 'client2', how: 'waiting' },
      ],
    });
    // AM-01=R3, under which FD_ACCEPT would be there, was excluded by what was seen before.
    expect(listener?.facts).not.toContainEqual(expect.objectContaining({ name: 'event record' }));
    expect(last).toMatchObject({ allowed: [{ result: { ok: { events: {} } } }] });
  });
});

describe('what is told', () => {
  it('says how many of the results that were allowed it leaves out', () => {
    const sent = flat([connectedNonblocking, client.send('a'.repeat(20)), client.send('b'.repeat(20))]);
    const { frames } = tellStory(tcp, [...sent, ...flat([server.recv(64, { data: 'ba' })])]);
    const last = frames.at(-1);
    if (last?.is !== 'refused') throw new Error('the step is allowed');
    expect(last.allowed).toHaveLength(16);
    expect(last.unlisted).toBeGreaterThanOrEqual(40 - 16);
    expect(frames.filter((frame) => frame !== last && 'unlisted' in frame)).toEqual([]);
  });

  it('is what arrives, and where it was in flight until then', () => {
    const trace = flat([connectedNonblocking, client.send('hello'), server.recv(5, { data: 'hello' })]);
    const { frames } = tellStory(tcp, trace);
    const [sent, arrived, received] = frames.slice(-3);
    expect(sent?.world.connections[0]?.inFlight).toEqual({ client: [], server: ['"hello"'] });
    expect(arrived).toMatchObject({ is: 'silent', delivered: { toward: 'server', item: '"hello"' } });
    expect(received?.world.connections[0]?.inFlight).toEqual({ client: [], server: [] });
  });

  it('of a reset is the loss under a call that is told of it later (AS-07)', () => {
    const waiting = flat([connected, client.send('x'.repeat(10_000), 'pending')]);
    const steps = [
      ...waiting,
      ...flat([server.recv(8, 'WSAECONNRESET'), client.completes('send', 'WSAETIMEDOUT')]),
    ];
    const { frames, lostAt } = tellStory(tcp, steps);
    expect(lostAt).toBeNull();
    expect(frames.slice(-4)).toMatchObject([
      { is: 'silent', rule: 'the network loses the circuit' },
      { is: 'silent', rule: 'the circuit is reset' },
      { is: 'step', at: waiting.length },
      { is: 'step', at: waiting.length + 1 },
    ]);
  });

  it('of a reset is the request that an accept which waits has no resources for, as it is told later (AM-23)', () => {
    const steps = flat([
      [listener.WSASocket(), listener.bind(), listener.listen(1), listener.accept(server, 'pending')],
      [client.WSASocket(), client.WSAConnect(listener, 'pending'), client.recv(8, 'WSAECONNRESET')],
      listener.completes('WSAAccept', 'WSAENOBUFS'),
    ]);
    const { frames, lostAt } = tellStory(tcp, steps);
    expect(lostAt).toBeNull();
    const silent = frames.flatMap((frame) => (frame.is === 'silent' ? [frame.rule] : []));
    expect(silent).toContain('descriptors or buffers have run out');
  });

  it('of a part of what arrives is that part', () => {
    const trace = flat([connectedNonblocking, client.send('hello'), server.recv(5, { data: 'he' })]);
    const arrivals = tellStory(tcp, trace).frames.filter(({ is }) => is === 'silent');
    expect(arrivals.at(-1)).toMatchObject({ delivered: { item: '"he"' } });
  });
});

describe.each([
  { transport: 'tcp', on: documents('tcp', { room: 3 }) },
  { transport: 'osi', on: osi },
])('on $transport', ({ on }) => {
  it('every run of the model has a story, of which each step is allowed', () => {
    const before = flat([
      connectedNonblocking,
      client.WSAEventSelect('FD_READ', 'FD_WRITE', 'FD_CLOSE'),
      server.WSAEventSelect('FD_READ', 'FD_CLOSE'),
    ]);
    const worlds = worldsAfter(on, before);
    const terrain = {
      machine: on.machine,
      worlds,
      offers: conversation,
      length: 30,
      timers: 'expire',
    } as const;
    fc.assert(
      fc.property(fc.array(fc.nat(30), { minLength: 40, maxLength: 90 }), (numbers) => {
        const steps = [...before, ...walked(terrain, choosingBy(numbers)).steps];
        const story = tellStory(on.machine, steps);
        expect(story.lostAt).toBeNull();
        expect(told(story)).toEqual([...steps.keys()]);
      }),
      { numRuns: 10, seed: 1 },
    );
  });
});
