import type { Draft } from 'immer';
import type { ErrorCode } from '../spec/errors.js';
import type { SocketName } from '../spec/trace/step.js';
import type { Model } from './model.js';
import { put } from './connections.js';
import type { Connection, ConnectionId, World } from './world.js';
import { connectionId } from './world.js';

/** Why the network may fail an attempt to connect, besides that it times out (CN-07, LS-10). */
export const unreachable = [
  'WSAENETUNREACH',
  'WSAEHOSTUNREACH',
  'WSAEADDRINUSE',
  'WSAEADDRNOTAVAIL',
] as const satisfies readonly ErrorCode[];

/** How FD_CONNECT and SO_ERROR may tell that the surroundings have failed an attempt, besides that it timed out (CN-03, NE-20). */
export const failures = [...unreachable, 'WSAENOBUFS', 'WSAEAFNOSUPPORT'] as const;

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

/**
 * Requests to a listener whose connections are complete, though the backlog does not show them yet: the last that TCP sends
 * for them is still on its way (CA-29).
 */
export const expectedBy = (world: World, listener: SocketName): readonly ConnectionId[] =>
  Object.keys(world.connections)
    .map(connectionId)
    .filter((id) => {
      const connection = world.connections[id];
      return connection?.listener === listener && isExpected(connection);
    });

/** The connector has been told that it is connected, and its request is still in flight. */
export const isExpected = ({ confirmed, wires }: Connection): boolean =>
  confirmed && wires.server[0]?.is === 'request';
