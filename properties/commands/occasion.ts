import { canonical } from '../../model/key.js';
import type { Call, CallName } from '../../spec/trace/step.js';
import type { Situation } from './appetite.js';

// What calls are in the eyes of one who looks for what has been seen least: texts, of which equal ones count as the same.

/** Where a call is made; `null` stands for a handle that is closed, or never was. */
type Place = Situation | null;

/** What a socket is in, as far as the guards of rules ask for it. */
export function momentOf(place: Place): string {
  if (place === null) return 'gone';
  const { role, socket, link, requests } = place;
  const { phase, mode, registration, linger, outstanding, told } = socket;
  const calls = outstanding.map(({ call }) => call.call);
  const indicated = registration?.indications.map(({ event }) => event) ?? null;
  const deferred = phase.is === 'listening' && phase.deferred !== null;
  const own = [role, phase.is, mode, indicated, told, linger.onoff, Math.min(requests, 2), deferred, calls];
  if (!link) return canonical(own);
  const { sending, receiving, unread, ended, lost } = link.end;
  const coming = link.connection.wires[link.side].length > 0;
  return canonical([...own, sending, receiving, unread.length > 0, ended !== null, lost !== null, coming]);
}

/** A call at a moment: by and large, the rules that could answer it. */
export const callAt = (moment: string, name: CallName): string => `${moment} ${name}`;

/** A call after another one, which is known by its moment. */
export const callAfter = (before: string, name: CallName): string => `${before} ; ${name}`;

/** What a call says, without names and bytes, where a socket is. */
export function saidAt(place: Place, { call, args }: Call): string {
  const said = Object.entries(args).map(([key, value]: [string, unknown]): unknown[] => {
    if (key === 'to' || key === 'as') return [key];
    return [key, isData(key) && typeof value === 'string' ? Math.min(value.length, longest) : value];
  });
  return `${place?.socket.phase.is ?? 'gone'} ${call} ${canonical(said)}`;
}

const isData = (key: string): boolean => key === 'data' || key === 'callerData' || key === 'calleeData';

/** Longer data are all the same. */
const longest = 64;
