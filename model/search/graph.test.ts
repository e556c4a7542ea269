import { describe, expect, it } from 'vitest';
import { profileNamed } from '../../spec/profiles.js';
import { machineOf } from '../machine.js';
import { explore } from './explore.js';
import { graphOf } from './graph.js';
import { client, closesocket, connected, enumerate, freely, register, send, server, upTo } from './moves.js';
import { indifferent } from './observer.js';
import type { Scope } from './scope.js';

const machine = machineOf(profileNamed('tcp'));

const rests: Scope = {
  name: 'a conversation with rests in between',
  setup: connected,
  moves: [
    upTo(1, client, send('a')),
    upTo(1, server, register('FD_READ', 'FD_CLOSE')),
    freely(server, enumerate),
    freely(client, closesocket),
  ],
  settles: true,
  timers: true,
  room: 4,
};

const goOn = () => true;

describe('the graph of a scope', () => {
  it('has the states and the steps that a search counts, rests included', () => {
    const { states, transitions } = explore(machine, rests, indifferent, { states: Infinity, goOn });
    const graph = graphOf(machine, rests, { states: Infinity, goOn });
    expect({ states: graph.states, transitions: graph.transitions.length }).toEqual({ states, transitions });
    expect(graph.transitions.some(({ step }) => step !== null && 'settle' in step)).toBe(true);
    expect(graph.frontier.size).toBe(0);
  });

  it.each([0, 1, 2])('cut after %i steps has the frontier that a search counts', (depth) => {
    const limits = { states: Infinity, depth, goOn };
    const { states, transitions, frontier } = explore(machine, rests, indifferent, limits);
    const graph = graphOf(machine, rests, limits);
    expect(graph.frontier.size).toBe(frontier);
    expect({ states: graph.states, transitions: graph.transitions.length }).toEqual({ states, transitions });
    expect(graph.stopped).toBe(false);
  });

  it('goes no further than a number of states, and says so', () => {
    const whole = graphOf(machine, rests, { states: Infinity, goOn });
    const graph = graphOf(machine, rests, { states: 5, goOn });
    expect(graph.stopped).toBe(true);
    expect(graph.states).toBeGreaterThan(5);
    expect(graph.states).toBeLessThan(whole.states);
    expect(graph.frontier.size).toBeGreaterThan(0);
  });

  it('goes no further once it may not go on, and says so', () => {
    const graph = graphOf(machine, rests, { states: Infinity, goOn: ({ states }) => states < 5 });
    expect(graph.stopped).toBe(true);
    expect(graph.states).toBeLessThan(graphOf(machine, rests, { states: Infinity, goOn }).states);
  });
});
