import type { ErrorCode } from '../../spec/errors.js';
import { callOf } from '../../spec/trace/call-of.js';
import type { Call, CallName, Ended, SocketName, Step } from '../../spec/trace/step.js';

/** A call on a socket, with its arguments. */
export type Made = Call & { readonly socket: SocketName };

/** A call that has ended, with its arguments even if it was pending for a while. */
export type Ending = Made & {
  readonly is: 'ended';
  readonly result: Ended;
  /** It had been pending. */
  readonly late: boolean;
};

/** A call that its surroundings have failed (ER-04, ER-05): nothing else is known of it. */
export type Failed = Made & {
  readonly is: 'failed';
  readonly error: ErrorCode;
  /** It had been pending. */
  readonly late: boolean;
};

/** What a step of a trace tells; a call whose end nobody can place tells nothing. */
export type Happening =
  | Ending
  | Failed
  /** The call is under way. */
  | (Made & { readonly is: 'pending' })
  /** Its outcome was not observed. */
  | (Made & { readonly is: 'unseen' })
  | { readonly is: 'settled' }
  | { readonly is: 'nothing' };

/** Failures of the surroundings: any call may have them at any time (ER-04, ER-05, CA-20). */
const surroundings: ReadonlySet<ErrorCode> = new Set([
  'WSAENETDOWN',
  'WSAENOBUFS',
  'WSAEINPROGRESS',
  'WSAEINTR',
  'WSAEMFILE',
]);

/** What a step tells, given the calls that are under way, oldest first. */
export function happeningOf(step: Step, underWay: readonly Made[]): Happening {
  if ('settle' in step) return { is: 'settled' };
  const { socket } = step;
  if ('completes' in step) {
    const made = underWay.find((one) => one.socket === socket && one.call === step.completes);
    return made ? endingOf(made, step.result, 'late') : { is: 'nothing' };
  }
  const made: Made = { ...callOf(step), socket };
  if (!step.result) return { ...made, is: 'unseen' };
  if ('pending' in step.result) return { ...made, is: 'pending' };
  return endingOf(made, step.result, 'at once');
}

function endingOf(made: Made, result: Ended, when: 'late' | 'at once'): Happening {
  const late = when === 'late';
  if ('error' in result && surroundings.has(result.error))
    return { ...made, is: 'failed', error: result.error, late };
  return { ...made, is: 'ended', result, late };
}

/** The error with which a call has ended, or `null`. */
export const errorOf = ({ result }: Pick<Ending, 'result'>): ErrorCode | null =>
  'error' in result ? result.error : null;

/** Whether the call is one of these. */
export const isOneOf = (call: CallName, ...names: readonly CallName[]): boolean => names.includes(call);

/** The calls that hand data over. */
export const sendCalls = ['send', 'WSASend'] as const satisfies readonly CallName[];

/** Whether a call is one of them. */
export const isSend = ({ call }: Pick<Made, 'call'>): boolean => isOneOf(call, ...sendCalls);
