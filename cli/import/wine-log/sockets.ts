import type { LoggedCall } from './calls.js';
import type { Address } from './meaning.js';

/** From which line on nothing is known, and why. */
export interface Horizon {
  readonly line: number;
  readonly why: string;
}

/** What a socket turned out to be for. */
export type Role = 'socket' | 'listener' | 'client' | 'server' | 'unseen';

/** A socket of a process, from the call that made it to the one that closes it. */
export class LoggedSocket {
  readonly process: string;
  readonly handle: bigint;
  role: Role;
  /** The last line at which it was used. */
  lastUse: number;
  bound: Address | null = null;
  readonly #made: number;
  #gone = Infinity;
  #horizon: Horizon = { line: Infinity, why: '' };
  #parent: LoggedSocket | null = null;
  #inFlight = 0;
  #carried = 0;

  constructor(process: string, handle: bigint, role: Role, line: number) {
    this.process = process;
    this.handle = handle;
    this.role = role;
    this.lastUse = line;
    this.#made = line;
  }

  get closed(): boolean {
    return this.#gone !== Infinity;
  }

  close(line: number): void {
    this.#gone = line;
  }

  /** Whether the handle is its own at this line. */
  isAt(line: number): boolean {
    return this.#made <= line && line <= this.#gone;
  }

  /** Sockets that are or may be connected share one: what is unknown of one of them is unknown of all. */
  get family(): LoggedSocket {
    if (!this.#parent) return this;
    this.#parent = this.#parent.family;
    return this.#parent;
  }

  join(other: LoggedSocket): void {
    const [one, two] = [this.family, other.family];
    if (one === two) return;
    two.endAt(one.#horizon);
    two.#inFlight += one.#inFlight;
    two.#carried += one.#carried;
    one.#parent = two;
  }

  /** Bytes were sent, or received (less than none). */
  carry(bytes: number): void {
    const { family } = this;
    family.#inFlight = Math.max(0, family.#inFlight + bytes);
    family.#carried += family.#inFlight;
  }

  /** How many bytes its family has sent that nobody was seen to receive. */
  get inFlight(): number {
    return this.family.#inFlight;
  }

  /** The same, added up over its calls. */
  get carried(): number {
    return this.family.#carried;
  }

  /** From this line on nothing is known of its family. */
  endAt(horizon: Horizon): void {
    const { family } = this;
    if (horizon.line < family.#horizon.line) family.#horizon = horizon;
  }

  get horizon(): Horizon {
    return this.family.#horizon;
  }
}

/** The sockets of all processes of a log, as they come and go. */
export class Sockets {
  readonly all: LoggedSocket[] = [];
  readonly #byHandle = new Map<string, LoggedSocket>();
  readonly #processes = new Map<bigint, Set<string>>();

  /** The socket of a handle; one that is closed stays until the handle is that of another one. */
  find(process: string, handle: bigint | undefined): LoggedSocket | undefined {
    return this.#byHandle.get(keyOf(process, handle ?? -1n));
  }

  /** Sockets that are open under this handle in other processes. */
  elsewhere(process: string, handle: bigint): readonly LoggedSocket[] {
    const others = [...(this.#processes.get(handle) ?? [])].filter((other) => other !== process);
    return others.flatMap((other) => this.find(other, handle) ?? []).filter(({ closed }) => !closed);
  }

  make({ process, ended }: LoggedCall, handle: bigint, role: Role): LoggedSocket {
    this.release(process, handle);
    const made = new LoggedSocket(process, handle, role, ended);
    this.all.push(made);
    this.#byHandle.set(keyOf(process, handle), made);
    this.#processes.set(handle, (this.#processes.get(handle) ?? new Set()).add(process));
    return made;
  }

  /** The handle is of something else from here on. */
  release(process: string, handle: bigint): void {
    const before = this.find(process, handle);
    if (before && !before.closed)
      before.endAt({
        line: before.lastUse + 1,
        why: 'it was closed by something that the log does not show',
      });
    this.#byHandle.delete(keyOf(process, handle));
  }

  /** The socket of an accept that was not seen to come back. */
  unseen({ process, began }: LoggedCall): LoggedSocket {
    const made = new LoggedSocket(process, -1n, 'unseen', began);
    made.close(began);
    this.all.push(made);
    return made;
  }

  /** The sockets that an address may be of: those that are open, or else the last one that was. */
  boundTo(address: Address): readonly LoggedSocket[] {
    const bound = this.all.filter((socket) => socket.bound && reaches(address, socket.bound));
    const open = bound.filter(({ closed }) => !closed);
    return open.length > 0 ? open : bound.slice(-1);
  }

  openIn(process: string): readonly LoggedSocket[] {
    return this.all.filter((socket) => socket.process === process && !socket.closed);
  }
}

const anyHost = '0.0.0.0';

/** Whether a connect to an address reaches what is bound; every address of this machine but the loopback is unknown. */
const reaches = (to: Address, bound: Address): boolean =>
  to.port === bound.port &&
  (to.host === bound.host || (bound.host === anyHost && to.host.startsWith('127.')));

const keyOf = (process: string, handle: bigint): string => `${process} ${handle.toString(16)}`;
