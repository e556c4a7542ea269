import { socketName } from '../../spec/trace/names.js';
import type { Call, SocketName } from '../../spec/trace/step.js';
import type { Act } from './act.js';
import { socketsNamedBy } from './act.js';

/** What a socket is for. */
type Part = 'listener' | 'client' | 'server';

/**
 * The same acts with canonical names: `listener` for who is asked to listen or to be connected to, `server` for what is
 * accepted, `client` for the others, numbered from the second on in the order in which they appear.
 */
export function withCanonicalNames(acts: readonly Act[]): readonly Act[] {
  const names = canonicalNames(acts);
  return withNames(acts, (name) => names.get(name) ?? name);
}

/** The same acts with other names. */
export const withNames = (acts: readonly Act[], nameOf: (name: SocketName) => SocketName): readonly Act[] =>
  acts.map((act) =>
    'settle' in act ? act : { socket: nameOf(act.socket), call: renamed(act.call, nameOf) },
  );

/** The canonical name of each socket, in the order of a cast: listeners, clients, servers. */
function canonicalNames(acts: readonly Act[]): ReadonlyMap<SocketName, SocketName> {
  const parts = partsIn(acts);
  const counts = { listener: 0, client: 0, server: 0 };
  const names = new Map<SocketName, SocketName>();
  for (const name of acts.flatMap(socketsNamedBy)) {
    if (names.has(name)) continue;
    const part = parts.get(name) ?? 'client';
    counts[part] += 1;
    names.set(name, socketName(counts[part] === 1 ? part : `${part}${String(counts[part])}`));
  }
  return names;
}

function partsIn(acts: readonly Act[]): ReadonlyMap<SocketName, Part> {
  const parts = new Map<SocketName, Part>();
  for (const act of acts) {
    if ('settle' in act) continue;
    const { socket, call } = act;
    if (call.call === 'WSAAccept') parts.set(call.args.as, 'server');
    if (call.call === 'WSAConnect' && !parts.has(call.args.to)) parts.set(call.args.to, 'listener');
    if ((call.call === 'listen' || call.call === 'WSAAccept') && !parts.has(socket))
      parts.set(socket, 'listener');
  }
  return parts;
}

function renamed(call: Call, nameOf: (name: SocketName) => SocketName): Call {
  if (call.call === 'WSAConnect') return { ...call, args: { ...call.args, to: nameOf(call.args.to) } };
  if (call.call === 'WSAAccept') return { ...call, args: { ...call.args, as: nameOf(call.args.as) } };
  return call;
}

const cast: readonly Part[] = ['listener', 'client', 'server'];

/** The place of a socket in the cast, for one that bears a canonical name. */
export const placeInCast = (name: SocketName): number => {
  const [, part, number] = /^(.*?)(\d*)$/u.exec(name) ?? [];
  const place = cast.findIndex((one) => one === part);
  return (place < 0 ? cast.length : place) * 1000 + Number(number === '' ? 1 : number);
};
