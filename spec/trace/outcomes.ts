import { z } from 'zod';
import type { ErrorCode } from '../errors.js';
import { expecting, flag, object, toldApartBy } from '../schema.js';
import type { CallName, ConditionReport, Ended, Ok, ReadableOption, Result } from './step.js';
import {
  bufferLength,
  bytes,
  bytesOrNull,
  errorCode,
  linger,
  optionValue,
  recordedEvents,
  socket,
  statusCode,
} from './values.js';

const conditionReport = z.discriminatedUnion(
  'called',
  [
    object({ called: z.literal(false) }),
    object({
      called: z.literal(true),
      callerId: socket.nullable().exactOptional(),
      callerData: bytesOrNull.exactOptional(),
      calleeDataLen: bufferLength.exactOptional(),
    }),
  ],
  toldApartBy(['true', 'false']),
);

interface Endings {
  readonly ok?: Ok;
  readonly error?: ErrorCode;
  readonly condition?: ConditionReport;
}

interface Endable extends Endings {
  readonly pending?: true;
}

function endedOf({ ok, error, condition }: Endings, context: z.RefinementCtx, expected: string): Ended {
  const report = condition === undefined ? {} : { condition };
  if (ok !== undefined && error === undefined) return { ok, ...report };
  if (error !== undefined && ok === undefined) return { error, ...report };
  context.addIssue({ code: 'custom', message: expected });
  return z.NEVER;
}

function resultOf(parts: Endable, context: z.RefinementCtx): Result {
  const { pending, ...endings } = parts;
  if (pending === true && Object.keys(endings).length === 0) return { pending };
  const said = 'an object with one of "ok", "error" and "pending"';
  if (pending === undefined) return endedOf(endings, context, said);
  context.addIssue({ code: 'custom', message: said });
  return z.NEVER;
}

const endedBy = (parts: Endings, context: z.RefinementCtx): Ended =>
  endedOf(parts, context, 'an object with either "ok" or "error"');

/** The two schemas for the outcome of a call: of one that has ended, and of one that may be pending. */
export interface OutcomeSchemas {
  readonly ended: z.ZodType<Ended>;
  readonly result: z.ZodType<Result>;
}

const endings = <Fields extends z.ZodType<Ok>>(ok: Fields) => ({
  ok: ok.exactOptional(),
  error: errorCode.exactOptional(),
});
const pending = z.literal(true, expecting('true')).exactOptional();

function outcome(ok: z.ZodType<Ok>): OutcomeSchemas {
  const shape = endings(ok);
  return {
    ended: object(shape).transform(endedBy),
    result: object({ ...shape, pending }).transform(resultOf),
  };
}

function conditionalOutcome(ok: z.ZodType<Ok>): OutcomeSchemas {
  const shape = { ...endings(ok), condition: conditionReport.exactOptional() };
  return {
    ended: object(shape).transform(endedBy),
    result: object({ ...shape, pending }).transform(resultOf),
  };
}

const silent = outcome(object({}));
const sending = outcome(object({ sent: bufferLength.exactOptional() }));
const receiving = outcome(object({ data: bytes.exactOptional() }));
const fetching = outcome(object({ data: bytesOrNull.exactOptional() }));
const reading = outcome(
  object({ onoff: flag.exactOptional(), linger: linger.exactOptional(), value: optionValue.exactOptional() }),
);

/** The outcomes of each call; those of `getsockopt` for whichever option. */
export const outcomes: { readonly [Name in CallName]: OutcomeSchemas } = {
  WSASocket: silent,
  bind: silent,
  listen: silent,
  ioctlsocket: silent,
  setsockopt: silent,
  getsockopt: reading,
  WSAEventSelect: silent,
  WSAEnumNetworkEvents: outcome(object({ events: recordedEvents.exactOptional() })),
  WSAConnect: outcome(object({ calleeData: bytesOrNull.exactOptional() })),
  CalleeData: fetching,
  WSAAccept: conditionalOutcome(object({})),
  send: sending,
  WSASend: sending,
  recv: receiving,
  WSARecv: receiving,
  shutdown: silent,
  WSASendDisconnect: silent,
  WSARecvDisconnect: fetching,
  closesocket: silent,
};

const truth = outcome(object({ value: flag.exactOptional() }));

/** The outcome of `getsockopt` for each option. */
export const optionOutcomes: { readonly [Option in ReadableOption]: OutcomeSchemas } = {
  SO_LINGER: outcome(object({ onoff: flag.exactOptional(), linger: linger.exactOptional() })),
  SO_DONTLINGER: truth,
  SO_CONDITIONAL_ACCEPT: truth,
  SO_ACCEPTCONN: truth,
  SO_ERROR: outcome(object({ value: statusCode.exactOptional() })),
};
