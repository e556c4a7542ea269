import type { ErrorCode } from '../errors.js';
import type { NetworkEvent } from '../events.js';

/** The name that a trace gives to a socket; never used again for another one. */
export type SocketName = string & { readonly brand: unique symbol };

/** What a condition function answers: one of the three constants, or any other number (CA-14). */
export type ConditionAnswer = 'CF_ACCEPT' | 'CF_REJECT' | 'CF_DEFER' | number;

/** The directions that `shutdown` may close. */
export type ShutdownHow = 'SD_SEND' | 'SD_RECEIVE' | 'SD_BOTH';

/** Socket options that `setsockopt` takes, with their values. */
export type SettableOption =
  | { readonly option: 'SO_LINGER'; readonly onoff: boolean; readonly linger: number }
  | { readonly option: 'SO_DONTLINGER' | 'SO_CONDITIONAL_ACCEPT'; readonly value: boolean };

/** Socket options that `getsockopt` reads. */
export type ReadableOption =
  'SO_LINGER' | 'SO_DONTLINGER' | 'SO_CONDITIONAL_ACCEPT' | 'SO_ACCEPTCONN' | 'SO_ERROR';

/** The arguments of each call. Data are strings of which each character is one byte; `null` is a NULL pointer. */
export interface CallArguments {
  readonly WSASocket: { readonly group?: number };
  readonly bind: object;
  readonly listen: { readonly backlog: number };
  readonly ioctlsocket: { readonly nonblocking: boolean };
  readonly setsockopt: SettableOption;
  readonly getsockopt: { readonly option: ReadableOption };
  readonly WSAEventSelect: { readonly events: readonly NetworkEvent[] };
  readonly WSAEnumNetworkEvents: object;
  readonly WSAConnect: {
    readonly to: SocketName;
    readonly callerData?: string | null;
    readonly calleeDataLen?: number;
  };
  readonly CalleeData: object;
  readonly WSAAccept: {
    readonly as: SocketName;
    readonly condition: ConditionAnswer | null;
    readonly calleeData?: string;
  };
  readonly send: { readonly data: string };
  readonly WSASend: { readonly data: string };
  readonly recv: { readonly len: number };
  readonly WSARecv: { readonly len: number };
  readonly shutdown: { readonly how: ShutdownHow };
  readonly WSASendDisconnect: { readonly data?: string | null };
  readonly WSARecvDisconnect: { readonly len: number | null };
  readonly closesocket: object;
}

/** The name of a call, in its API form. */
export type CallName = keyof CallArguments;

/** A call with its arguments. */
export type Call = {
  [Name in CallName]: { readonly call: Name; readonly args: CallArguments[Name] };
}[CallName];

/** The events of one enumeration: each recorded event with 0 or its error. */
export type RecordedEvents = { readonly [Event in NetworkEvent]?: 0 | ErrorCode };

/** What a successful call gave. A field that is absent was not observed and constrains nothing. */
export interface Ok {
  readonly onoff?: boolean;
  readonly linger?: number;
  readonly value?: boolean | 0 | ErrorCode;
  readonly events?: RecordedEvents;
  readonly calleeData?: string | null;
  readonly sent?: number;
  readonly data?: string | null;
}

/** What the condition function of `WSAAccept` was given; `{called: false}` stands alone. */
export type ConditionReport =
  | { readonly called: false }
  | {
      readonly called: true;
      readonly callerId?: SocketName | null;
      readonly callerData?: string | null;
      readonly calleeDataLen?: number;
    };

/** The outcome of a call that has ended; only `WSAAccept` bears a `condition`. */
export type Ended =
  | { readonly ok: Ok; readonly condition?: ConditionReport }
  | { readonly error: ErrorCode; readonly condition?: ConditionReport };

/** The outcome of a call as far as it was seen when the next step was recorded. */
export type Result = Ended | { readonly pending: true };

/** A call on a socket; without a result, its outcome was not observed. */
export type CallStep = Call & {
  readonly socket: SocketName;
  readonly result?: Result;
  readonly comment?: string;
};

/** The end of a call that was pending. */
export interface CompletionStep {
  readonly socket: SocketName;
  readonly completes: CallName;
  readonly result: Ended;
  readonly comment?: string;
}

/** Nothing was in flight any more at this point, and every indication that was due had been given. */
export interface SettleStep {
  readonly settle: true;
  readonly comment?: string;
}

/** One line of a trace after its header. */
export type Step = CallStep | CompletionStep | SettleStep;
