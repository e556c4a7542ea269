import { callOf } from '../../spec/trace/call-of.js';
import type { Call, SocketName, Step } from '../../spec/trace/step.js';

/** A call on a socket, whatever comes of it. */
export interface Made {
  readonly socket: SocketName;
  readonly call: Call;
}

/** What the driver of a session does next: a call, or to wait until everything has come to rest. */
export type Act = Made | { readonly settle: true };

/** Waits until everything has come to rest. */
export const settling: Act = { settle: true };

/** What was done in a trace, without what came of it. */
export const actsOf = (steps: readonly Step[]): readonly Act[] =>
  steps.flatMap((step): Act[] => {
    if ('settle' in step) return [settling];
    return 'call' in step ? [{ socket: step.socket, call: callOf(step) }] : [];
  });

/** The sockets that an act names: the one that is called, and those in its arguments. */
export function socketsNamedBy(act: Act): readonly SocketName[] {
  if ('settle' in act) return [];
  const { socket, call } = act;
  if (call.call === 'WSAConnect') return [socket, call.args.to];
  return call.call === 'WSAAccept' ? [socket, call.args.as] : [socket];
}
