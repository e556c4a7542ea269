import { describe, expect, it } from 'vitest';
import { parseStep } from './schema.js';
import { createScope } from './scope.js';

/** The problems with each of some steps in turn, `undefined` for those that may stand where they do. */
function problemsWith(...steps: readonly object[]): (string | undefined)[] {
  const scope = createScope();
  return steps.map((raw) => {
    const parsed = parseStep(raw);
    if (!parsed.ok) throw new Error(parsed.problem.expected);
    const problem = scope.admit(parsed.value);
    return problem === undefined ? undefined : `${problem.field ?? ''}: ${problem.found}`;
  });
}

const ok = { ok: {} };
const pending = { pending: true };
const failed = { error: 'WSAENETDOWN' };
const make = (socket: string, result: object | undefined = ok) => ({ socket, call: 'WSASocket', result });
const unseen = (socket: string) => ({ socket, call: 'WSASocket' });
const accept = (as: string, result: object) => ({
  socket: 'l',
  call: 'WSAAccept',
  args: { as, condition: null },
  result,
});
const acceptUnseen = (as: string) => ({ socket: 'l', call: 'WSAAccept', args: { as, condition: null } });
const ends = (socket: string, completes: string, result: object) => ({ socket, completes, result });
const use = (socket: string) => ({ socket, call: 'bind' });
const recv = (socket: string, result: object) => ({ socket, call: 'recv', args: { len: 1 }, result });
const connect = (socket: string, to: string) => ({ socket, call: 'WSAConnect', args: { to } });

const fine = undefined;
const taken = (field: string, name: string) => `${field}: "${name}", which has been used for another socket`;
const neverMade = (field: string, name: string) => `${field}: "${name}", a socket that was never made`;

describe('a socket', () => {
  it('is known from the step that makes it or tries to', () => {
    expect(problemsWith(use('s'), make('s'), use('s'))).toEqual([neverMade('socket', 's'), fine, fine]);
    expect(problemsWith(make('s', failed), use('s'))).toEqual([fine, fine]);
    expect(problemsWith(make('l'), accept('a', failed), use('a'))).toEqual([fine, fine, fine]);
    expect(problemsWith(make('l'), accept('a', pending), use('a'))).toEqual([fine, fine, fine]);
    expect(problemsWith(make('l'), acceptUnseen('a'), use('a'))).toEqual([fine, fine, fine]);
  });

  it('is known still when it is closed', () => {
    const close = { socket: 's', call: 'closesocket', result: ok };
    expect(problemsWith(make('s'), close, use('s'), make('t'), connect('t', 's'))).toEqual([
      fine,
      fine,
      fine,
      fine,
      fine,
    ]);
  });

  it('is what a connection is asked from', () => {
    expect(problemsWith(make('s'), connect('s', 't'))).toEqual([fine, neverMade('args.to', 't')]);
  });

  it('is the only one of its name', () => {
    for (const made of [make('s'), unseen('s'), make('s', pending)]) {
      expect(problemsWith(made, make('s'))).toEqual([fine, taken('socket', 's')]);
    }
    expect(problemsWith(make('l'), accept('l', ok))).toEqual([fine, taken('args.as', 'l')]);
    expect(problemsWith(make('l'), accept('a', ok), accept('a', ok))).toEqual([
      fine,
      fine,
      taken('args.as', 'a'),
    ]);
    expect(problemsWith(make('l'), accept('a', ok), make('a'))).toEqual([fine, fine, taken('socket', 'a')]);
  });

  it('may have a name that an earlier attempt did not use, or may not have used', () => {
    expect(problemsWith(make('s', failed), make('s'))).toEqual([fine, fine]);
    expect(problemsWith(make('l'), accept('a', failed), accept('a', ok))).toEqual([fine, fine, fine]);
    expect(problemsWith(make('l'), acceptUnseen('a'), accept('a', ok))).toEqual([fine, fine, fine]);
  });
});

describe('a completion', () => {
  const none = 'completes: recv, of which none is pending on "s"';

  it('ends one call of that name on that socket', () => {
    expect(problemsWith(make('s'), recv('s', pending), ends('s', 'recv', ok), ends('s', 'recv', ok))).toEqual(
      [fine, fine, fine, none],
    );
    expect(problemsWith(make('s'), recv('s', ok), ends('s', 'recv', ok))).toEqual([fine, fine, none]);
    expect(
      problemsWith(make('s'), make('t'), recv('t', pending), ends('s', 'recv', ok), ends('t', 'WSARecv', ok)),
    ).toEqual([fine, fine, fine, none, 'completes: WSARecv, of which none is pending on "t"']);
    expect(problemsWith(ends('s', 'recv', ok))).toEqual([neverMade('socket', 's')]);
  });

  it('may come after the socket was closed', () => {
    const close = { socket: 's', call: 'closesocket', result: ok };
    expect(
      problemsWith(make('s'), recv('s', pending), close, ends('s', 'recv', { error: 'WSAEINTR' })),
    ).toEqual([fine, fine, fine, fine]);
  });

  it('comes once for each of several calls of one name', () => {
    const twice = [make('s'), recv('s', pending), recv('s', pending), ends('s', 'recv', ok)];
    expect(problemsWith(...twice, ends('s', 'recv', failed), ends('s', 'recv', ok)).slice(4)).toEqual([
      fine,
      none,
    ]);
  });

  it('of an accept begins the name that it was to give', () => {
    const waits = [make('l'), accept('a', pending)];
    expect(problemsWith(...waits, ends('l', 'WSAAccept', ok), make('a')).slice(2)).toEqual([
      fine,
      taken('socket', 'a'),
    ]);
    expect(problemsWith(...waits, ends('l', 'WSAAccept', failed), make('a')).slice(2)).toEqual([fine, fine]);
    expect(problemsWith(...waits, make('a'), ends('l', 'WSAAccept', ok)).slice(2)).toEqual([
      fine,
      taken('completes', 'a'),
    ]);
  });

  it('of one of several accepts does not say which name began', () => {
    const several = [make('l'), accept('a', pending), accept('b', pending), ends('l', 'WSAAccept', ok)];
    expect(problemsWith(...several, ends('l', 'WSAAccept', failed), accept('a', ok)).slice(4)).toEqual([
      fine,
      fine,
    ]);
  });

  it('of a WSASocket that failed leaves the name free', () => {
    expect(problemsWith(make('s', pending), ends('s', 'WSASocket', failed), make('s'))).toEqual([
      fine,
      fine,
      fine,
    ]);
  });
});

describe('a settle line', () => {
  it('may stand anywhere', () => {
    expect(problemsWith({ settle: true }, { settle: true })).toEqual([fine, fine]);
  });
});
