import type { Draft } from 'immer';
import type { ErrorCode } from '../spec/errors.js';
import type { Model } from './model.js';
import { put } from './connections.js';
import type { Connection } from './world.js';

/** Why the network may fail an attempt to connect, besides that it times out (CN-07, LS-10). */
export const unreachable = [
  'WSAENETUNREACH',
  'WSAEHOSTUNREACH',
  'WSAEADDRINUSE',
  'WSAEADDRNOTAVAIL',
] as const satisfies readonly ErrorCode[];

/** The connector gives its attempt up: nothing will reach it, and what it sent may be overtaken (LS-06, CA-16, CA-17). */
export function withdraw({ profile }: Model, connection: Draft<Connection>): void {
  connection.wires.client = [];
  put(profile, connection, 'server', { is: 'reset', by: 'abort' });
}

/** A request that the connector has withdrawn, or reset after it was confirmed, before it was accepted. */
export const isWithdrawn = (connection: Connection | undefined): boolean =>
  connection !== undefined && connection.ends.server.lost !== null;

/** The connector knows already that its attempt has succeeded. */
export const knowsItIsConnected = (connection: Connection): boolean =>
  connection.confirmed && !connection.wires.client.some(({ is }) => is === 'confirmation');
