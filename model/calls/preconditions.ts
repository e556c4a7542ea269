import type { Draft } from 'immer';
import { isAllOver } from '../../spec/profiles.js';
import type { CallName, SocketName } from '../../spec/trace/step.js';
import { openSocket } from '../left-open.js';
import { openCandidates } from '../model.js';
import type { Choices, Code, DraftLink, Link, Outcome, Scene, Stage } from '../rule.js';
import type { ConnectionId, Loss, World } from '../world.js';
import { connectionId } from '../world.js';

/** A socket that never got a connection (IO-03). */
export const isUnconnected = <Name extends CallName>({ link, self }: Scene<Name>): boolean =>
  link === null || self.phase.is !== 'connected';

/** The connection of a scene whose guard has made sure that there is one. */
export function connected<Name extends CallName>(stage: Stage<Name>): DraftLink;
export function connected<Name extends CallName>(scene: Scene<Name>): Link;
export function connected<Name extends CallName>({ link }: Scene<Name> | Stage<Name>): Link | DraftLink {
  if (!link) throw new Error('a rule for connected sockets fired on one that has no connection');
  return link;
}

/** Guard: the socket is connected, and `holds` of its connection. */
export const whenConnected =
  <Name extends CallName>(holds: (link: Link, scene: Scene<Name>) => boolean) =>
  (scene: Scene<Name>): boolean =>
    scene.link !== null && scene.self.phase.is === 'connected' && holds(scene.link, scene);

/** The codes with which a call may report a lost circuit (AS-01, AS-03, AS-07, AS-08, AS-09, AM-17, AM-30, M-2). */
export function lossErrors({ by, told }: Loss): readonly [Code, ...Code[]] {
  if (by === 'abort' && !told) return ['WSAECONNRESET'];
  if (by === 'network')
    return ['WSAECONNABORTED', 'WSAETIMEDOUT', 'WSAENETRESET', 'WSAECONNRESET', 'WSAENOTCONN'];
  if (by === 'stack' && !told) return ['WSAECONNRESET', 'WSAECONNABORTED'];
  return ['WSAECONNRESET', 'WSAECONNABORTED', 'WSAENOTCONN'];
}

/** Effect: the call reports that the circuit is lost. */
export function tellLoss<Name extends CallName>(stage: Stage<Name>): Outcome {
  const { end } = connected(stage);
  if (!end.lost) throw new Error('a rule for lost circuits fired on one that stands');
  const error = stage.oneOf(lossErrors(end.lost));
  end.lost.told = true;
  return { error };
}

/** Effect of a call that cannot shut a lost circuit down: the pages disagree on the code (GS-20, DD-12). */
export function tellLossOnShutdown<Name extends CallName>(stage: Stage<Name>): Outcome {
  const { end } = connected(stage);
  if (!end.lost) throw new Error('a rule for lost circuits fired on one that stands');
  const error = stage.oneOf<Code>(['WSAECONNABORTED', 'WSAENOTCONN', ...lossErrors(end.lost)]);
  end.lost.told = true;
  return { error };
}

/**
 * Guard: both sides have ended, and this one has not shut its reception down. Then it may count as no longer connected (M-2),
 * unless asking again always succeeds (AM-26/R1); that says nothing of what has been asked before, and decides no reading.
 * Without half-close, the end of one side may be that of both (GS-13, CL-09).
 */
export const bothHaveEnded = <Name extends CallName>({ end }: Link, { model, world }: Scene<Name>): boolean =>
  !end.lost &&
  end.receiving === 'open' &&
  (isAllOver(model.profile, end.sending === 'ended' || end.ended !== null) ||
    (end.sending === 'ended' && end.ended !== null && openCandidates(model, world, 'AM-26').includes('R2')));

/** Effect: nothing else is known of what the documents leave open. */
export function leaveOpen({ name, link, world }: Pick<Stage<CallName>, 'name' | 'link' | 'world'>): Outcome {
  openSocket(world, name);
  if (link) openConnection(world, link.id);
  return 'anything';
}

/**
 * The ends that are still there are left open, and with a pending request its listener and all who stand in that backlog; an
 * attempt that is over concerns its connector no longer (CN-03, CN-13).
 */
function openConnection(world: Draft<World>, id: ConnectionId): void {
  const connection = world.connections[id];
  if (!connection) return;
  delete world.connections[id];
  const { client, server, listener, ends } = connection;
  if (ends.client.open) openSocket(world, client);
  if (server !== null && ends.server.open) openSocket(world, server);
  if (listener !== null) openListener(world, listener);
}

/** A listener is left open, and all who have asked it for a connection. */
export function openListener(world: Draft<World>, listener: SocketName): void {
  openSocket(world, listener);
  for (const id of Object.keys(world.connections).map(connectionId))
    if (world.connections[id]?.listener === listener) openConnection(world, id);
}

/** Success without anything to tell. */
export const succeeds = (): Outcome => ({ ok: {} });

/** Effect: success, or an error that the documents do not name, without further consequence. */
export const unsettled = ({ oneOf }: Choices): Outcome => oneOf<Outcome>([{ ok: {} }, { error: '*' }]);

/**
 * Whether the socket has, or had, its address from an attempt to connect that has failed: the documents do not say whether
 * it is kept (CN-07, CN-08).
 */
export const hasDoubtfulAddress = ({ self }: Pick<Scene<CallName>, 'self'>): boolean =>
  self.phase.is === 'bound' && self.phase.doubtful === true;

/**
 * Whether its connection was lost, or has ended in both directions: an application should make another socket, and what
 * becomes of this one is open (CN-14, CN-15).
 */
export const hasOutlivedConnection = ({ self, link }: Pick<Scene<CallName>, 'self' | 'link'>): boolean =>
  self.phase.is === 'connected' &&
  link !== null &&
  (link.end.lost !== null || (link.end.sending === 'ended' && link.end.ended !== null));

/** Effect of a send or a receive without a connection: a socket that has no address, or may have lost it, may count as not bound (IO-03). */
export function tellUnconnected(stage: Stage<CallName>): Outcome {
  const hasNone = stage.self.phase.is === 'unbound' || hasDoubtfulAddress(stage);
  return { error: hasNone ? stage.oneOf<Code>(['WSAENOTCONN', 'WSAEINVAL']) : 'WSAENOTCONN' };
}

/** Whether the call was seen to succeed. */
export const succeeded = ({ observed }: Pick<Stage<CallName>, 'observed'>): boolean =>
  observed !== null && 'ok' in observed;
