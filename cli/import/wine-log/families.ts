import { errorCodes, errorNumbers } from '../../../spec/errors.js';
import type { ErrorCode } from '../../../spec/errors.js';
import { socketName } from '../../../spec/trace/names.js';
import type { Call, Ended, Ok, SocketName } from '../../../spec/trace/step.js';
import type { TimedCall } from '../../../model/oracle/order.js';
import type { LoggedCall, WineLog } from './calls.js';
import { meaningOf } from './meaning.js';
import type { Address, Meaning } from './meaning.js';
import type { Horizon, LoggedSocket, Role } from './sockets.js';
import { Sockets } from './sockets.js';
import { unsaidOf } from './unsaid.js';

/** The calls on sockets that have to do with each other, as far as the log tells of all of them. */
export interface Family {
  readonly names: readonly SocketName[];
  /** In the order in which they began; times are lines. */
  readonly calls: readonly TimedCall[];
  /** Where they are followed no further; `null` if they are followed to the end of the log. */
  readonly horizon: Horizon | null;
  /** Calls that are left out alone, and why; lines of the log. */
  readonly omitted: readonly { readonly line: number; readonly what: string }[];
  readonly listeners: readonly SocketName[];
}

/** A call whose sockets have no names yet. */
interface Meant {
  readonly call: LoggedCall;
  readonly on: LoggedSocket;
  readonly step: (names: Names) => Call;
  readonly ok: Ok;
}

/** A call that is left out alone. */
interface Omitted {
  readonly on: LoggedSocket;
  readonly line: number;
  readonly why: string;
}

type Names = (socket: LoggedSocket) => SocketName;

/** Wherever a receive may have stopped, all that is in flight is gone through: so many bytes at a time are followed, */
const mostInFlight = 262_144;
/** and, since what is known after each call is kept while an order is sought, so many added up over all calls. */
const mostCarried = 33_554_432;

/** The name of the socket that an accept which fails does not make. */
const nobody = socketName('nobody');

/** Puts the calls of a log to the sockets that they are on, and ends each family where the log says too little. */
export function familiesOf(log: WineLog): readonly Family[] {
  const reading = new Reading(log);
  for (const { at, call, what } of momentsOf(log.calls))
    if (what === 'begins') reading.begin(call, at);
    else reading.end(call);
  reading.leave();
  return reading.families();
}

interface Moment {
  readonly at: number;
  readonly call: LoggedCall;
  readonly what: 'begins' | 'ends';
}

function momentsOf(calls: readonly LoggedCall[]): readonly Moment[] {
  const moments = calls.flatMap((call): Moment[] => [
    { at: call.began, call, what: 'begins' },
    ...(call.ended === Infinity ? [] : [{ at: call.ended, call, what: 'ends' } as const]),
  ]);
  return moments.sort((one, other) => one.at - other.at);
}

class Reading {
  readonly #log: WineLog;
  readonly #sockets = new Sockets();
  readonly #meant: Meant[] = [];
  readonly #omitted: Omitted[] = [];
  readonly #on = new Map<LoggedCall, LoggedSocket>();
  readonly #accepted = new Map<LoggedCall, LoggedSocket>();
  /** Sockets that a trace does not know, such as those for datagrams. */
  readonly #others = new Set<string>();

  constructor(log: WineLog) {
    this.#log = log;
  }

  begin(call: LoggedCall, line: number): void {
    if (call.name === 'WSACleanup' && isLastCleanup(call)) {
      for (const socket of this.#sockets.openIn(call.process))
        socket.endAt({ line, why: 'WSACleanup closes it' });
      return;
    }
    const meaning = meaningOf(call);
    if (!meaning) return;
    const [handle = 0n] = call.args;
    const socket = this.#sockets.find(call.process, handle);
    if (!socket) {
      if (!this.#others.has(otherKey(call.process, handle))) this.#unknown(call, handle, line);
      return;
    }
    socket.lastUse = Math.max(socket.lastUse, line);
    this.#on.set(call, socket);
    const unsaid = hasFailed(call) ? unsaidOf(call, () => this.#isClosedIn(call)) : null;
    // Whoever it connects to may have been reached.
    if (unsaid?.is === 'unknown' && meaning.is === 'connect' && meaning.address !== null)
      for (const to of this.#sockets.boundTo(meaning.address)) to.endAt({ line, why: unsaid.why });
    this.#mean(call, socket, unsaid ?? meaning, line);
  }

  /** Whether the socket that a call is on may be closed while it waits. */
  #isClosedIn({ process, args: [handle], began, ended }: LoggedCall): boolean {
    return this.#log.calls.some(
      (other) =>
        other.name === 'closesocket' &&
        other.process === process &&
        other.args[0] === handle &&
        began < other.ended &&
        other.began < ended,
    );
  }

  /** The handle is that of a socket which a trace does not know. */
  #gives(process: string, handle: bigint): void {
    this.#sockets.release(process, handle);
    this.#others.add(otherKey(process, handle));
  }

  #makes(call: LoggedCall, handle: bigint, role: Role): LoggedSocket {
    this.#others.delete(otherKey(call.process, handle));
    return this.#sockets.make(call, handle, role);
  }

  /** A socket is used that was not seen to be made: before the log began, or it is another handle of one that was. */
  #unknown(call: LoggedCall, handle: bigint, line: number): void {
    for (const other of this.#sockets.elsewhere(call.process, handle))
      other.endAt({ line, why: `another process (${call.process}) seems to use it` });
    if (hasFailed(call) && call.ended !== Infinity) return;
    const why = `its process uses a socket (0x${handle.toString(16)}) that the log does not show being made`;
    for (const other of this.#sockets.openIn(call.process)) other.endAt({ line, why });
  }

  end(call: LoggedCall): void {
    const made = makes(call);
    if (makesAny(call) && made === null && !hasFailed(call)) this.#gives(call.process, call.value ?? 0n);
    if (made !== null) this.#begins(this.#makes(call, made, 'socket'), call);
    const socket = this.#on.get(call);
    const meaning = meaningOf(call);
    if (!socket) {
      if (meaning?.is === 'accept' && !hasFailed(call)) this.#gives(call.process, call.value ?? 0n);
      return;
    }
    socket.lastUse = Math.max(socket.lastUse, call.ended);
    if (hasFailed(call)) return;
    if (call.name === 'closesocket') socket.close(call.ended);
    if (meaning?.is === 'accept') this.#begun(call, socket, call.value ?? 0n);
    if (meaning?.is === 'step') socket.carry(-(meaning.ok.data?.length ?? 0));
  }

  /** What is open when its process is seen for the last time may be gone from then on. */
  leave(): void {
    for (const { process, handle, line } of this.#log.strays) this.#strayed(process, handle, line);
    for (const socket of this.#sockets.all) {
      const last = this.#log.lastLine.get(socket.process) ?? 0;
      if (!socket.closed) socket.endAt({ line: last + 1, why: goneWith(socket.process) });
    }
  }

  #strayed(process: string, handle: bigint, line: number): void {
    for (const socket of this.#sockets.all)
      if (socket.handle === handle && socket.process === process && socket.isAt(line))
        socket.endAt({ line, why: 'it is used by something else than the calls that the log shows' });
  }

  #mean(call: LoggedCall, socket: LoggedSocket, meaning: Meaning, line: number): void {
    switch (meaning.is) {
      case 'nothing':
        if (meaning.why !== undefined) this.#omitted.push({ on: socket, line, why: meaning.why });
        return;
      case 'unknown':
        socket.endAt({ line, why: meaning.why });
        return;
      case 'step':
        if (call.name === 'listen' && !hasFailed(call)) socket.role = 'listener';
        socket.carry(mayHaveSent(call, meaning));
        if (socket.inFlight > mostInFlight || socket.carried > mostCarried) {
          socket.endAt({
            line,
            why: 'so much is sent and not yet received that it is not followed any further',
          });
          return;
        }
        this.#meant.push({ call, on: socket, step: () => meaning.call, ok: meaning.ok });
        return;
      case 'bind':
        if (!hasFailed(call)) socket.bound = meaning.address;
        this.#meant.push({ call, on: socket, step: () => ({ call: 'bind', args: {} }), ok: {} });
        return;
      case 'connect':
        this.#connects(call, socket, meaning.address, line);
        return;
      case 'accept':
        this.#accepts(call, socket);
    }
  }

  #connects(call: LoggedCall, socket: LoggedSocket, address: Address | null, line: number): void {
    const candidates = address === null ? [] : this.#sockets.boundTo(address);
    const [to] = candidates;
    if (!to || candidates.length > 1) {
      const where =
        address === null ? 'an address that is none of IPv4' : `${address.host}:${String(address.port)}`;
      const whose = `${to ? 'more than one' : 'no'} socket of the log is bound to`;
      for (const one of [socket, ...candidates])
        one.endAt({ line, why: `${whose} ${where}, to which it connects` });
      return;
    }
    socket.join(to);
    if (socket.role === 'socket') socket.role = 'client';
    const step = (names: Names): Call => ({ call: 'WSAConnect', args: { to: names(to) } });
    this.#meant.push({ call, on: socket, step, ok: {} });
  }

  #accepts(call: LoggedCall, listener: LoggedSocket): void {
    if (call.ended === Infinity) {
      const unseen = this.#sockets.unseen(call);
      unseen.join(listener);
      this.#accepted.set(call, unseen);
    }
    const step = (names: Names): Call => {
      const accepted = this.#accepted.get(call);
      return { call: 'WSAAccept', args: { as: accepted ? names(accepted) : nobody, condition: null } };
    };
    this.#meant.push({ call, on: listener, step, ok: {} });
  }

  #begun(call: LoggedCall, listener: LoggedSocket, handle: bigint): void {
    const accepted = this.#makes(call, handle, 'server');
    accepted.join(listener);
    this.#accepted.set(call, accepted);
  }

  #begins(socket: LoggedSocket, call: LoggedCall): void {
    const group = call.name === 'socket' ? 0 : Number(call.args[4] ?? 0n);
    const args = group === 0 ? {} : { group };
    this.#meant.push({ call, on: socket, step: () => ({ call: 'WSASocket', args }), ok: {} });
  }

  families(): readonly Family[] {
    const names = namesOf(this.#sockets.all);
    const groups = new Map<LoggedSocket, LoggedSocket[]>();
    for (const socket of this.#sockets.all)
      groups.set(socket.family, [...(groups.get(socket.family) ?? []), socket]);
    return [...groups].map(([family, members]) => {
      const { horizon } = family;
      const own = this.#meant.filter(({ on }) => on.family === family);
      const isCut = own.some(({ call }) => call.began >= horizon.line || isWithin(call, horizon));
      const isLeft = horizon.line === Infinity || (!isCut && horizon.why === goneWith(family.process));
      return {
        names: members.filter(({ role }) => role !== 'unseen').map(names),
        calls: own
          .filter(({ call }) => call.began < horizon.line)
          .map((one) => timed(one, names, horizon))
          .sort((one, other) => one.began - other.began),
        horizon: isLeft ? null : horizon,
        omitted: this.#omitted
          .filter(({ on, line }) => on.family === family && line < horizon.line)
          .map(({ on, line, why }) => ({ line, what: `${names(on)}: ${why}` })),
        listeners: members.filter(({ role }) => role === 'listener').map(names),
      };
    });
  }
}

const makesAny = ({ name }: LoggedCall): boolean =>
  name === 'socket' || name === 'WSASocketA' || name === 'WSASocketW';

/** The handle that a call makes, if it is one of a stream over IPv4. */
function makes(call: LoggedCall): bigint | null {
  const [family, type] = call.args;
  if (!makesAny(call) || hasFailed(call)) return null;
  return family === 2n && type === 1n ? call.value : null;
}

const otherKey = (process: string, handle: bigint): string => `${process} ${handle.toString(16)}`;

const hasFailed = ({ value }: LoggedCall): boolean => value === null || BigInt.asIntN(32, value) === -1n;

/** `WSACleanup` closes what is open when it is called as often as `WSAStartup` was. */
const isLastCleanup = ({ notes }: LoggedCall): boolean =>
  !notes.some(({ text }) => /from (?!1$)\d+$/u.test(text));

const goneWith = (process: string): string => `process ${process} is not seen any more`;

/** Whether the call came back, but not before the line from which on nothing is known. */
const isWithin = ({ ended }: LoggedCall, { line }: Horizon): boolean => ended >= line && ended !== Infinity;

function timed({ call, on, step, ok }: Meant, names: Names, horizon: Horizon): TimedCall {
  const made = { socket: names(on), ...step(names) };
  const { began } = call;
  if (call.ended >= horizon.line || call.ended === Infinity) return { step: made, began, ended: Infinity };
  const result = endedOf(call, ok);
  return { step: result ? { ...made, result } : made, began, ended: call.ended };
}

/** What a call gave; `null` if it failed, and nobody asked why. */
function endedOf(call: LoggedCall, ok: Ok): Ended | null {
  if (!hasFailed(call)) return { ok };
  const error = errorNamed(call.lastError);
  return error === null ? null : { error };
}

/** How many bytes a call has sent, as far as the log tells. */
function mayHaveSent(call: LoggedCall, { call: made, ok }: Extract<Meaning, { is: 'step' }>): number {
  if (made.call !== 'send' && made.call !== 'WSASend') return 0;
  if (!hasFailed(call)) return ok.sent ?? 0;
  return errorNamed(call.lastError) === null ? made.args.data.length : 0;
}

const winsockErrors = 10_000;
const named = new Map<number, ErrorCode>(errorCodes.map((name) => [errorNumbers[name], name]));

/** A smaller number is an error of something else that the thread has called in between. */
const errorNamed = (number: number | null): ErrorCode | null =>
  number === null || number < winsockErrors ? null : (named.get(number) ?? null);

/** Names that say what a socket is for, in the order in which they come. */
function namesOf(sockets: readonly LoggedSocket[]): Names {
  const counts = new Map<Role, number>();
  const names = new Map<LoggedSocket, SocketName>();
  for (const socket of sockets) {
    const { role } = socket;
    const count = (counts.get(role) ?? 0) + 1;
    counts.set(role, count);
    names.set(socket, socketName(count === 1 ? role : `${role}${String(count)}`));
  }
  return (socket) => {
    const name = names.get(socket);
    if (name === undefined) throw new Error('every socket has a name');
    return name;
  };
}
