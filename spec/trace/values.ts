import { z } from 'zod';
import { errorCodes } from '../errors.js';
import { networkEvents } from '../events.js';
import { choice, expecting, natural, object } from '../schema.js';
import { isSocketName, longestSocketName } from './names.js';
import type { ConditionAnswer, SocketName } from './step.js';

/** The name of a socket. */
export const socket = z.custom<SocketName>(
  isSocketName,
  expecting(`the name of a socket (1 to ${longestSocketName} characters)`),
);

/** The name of a Winsock error. */
export const errorCode = z.enum(
  errorCodes,
  expecting('the name of a Winsock error, such as "WSAECONNRESET"'),
);

/** 0, or the name of a Winsock error. */
export const statusCode = z.literal([0, ...errorCodes], expecting('0 or the name of a Winsock error'));

/** What `getsockopt` gives in `value`, whichever the option. */
export const optionValue = z.literal(
  [true, false, 0, ...errorCodes],
  expecting('true, false, 0 or the name of a Winsock error'),
);

/** Seconds to linger, as wide as `l_linger`. */
export const linger = natural(0xffff);

/** The length of a buffer, as wide as `WSABUF.len`. */
export const bufferLength = natural(2 ** 32 - 1);

const widestByte = 0xff;

function byteString(expected: string) {
  return z.string(expecting(expected)).check((context) => {
    const text = context.value;
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      if (unit <= widestByte) continue;
      context.issues.push({
        code: 'custom',
        input: text,
        message: `${expected} of which each character is one byte (U+0000 to U+00FF)`,
        params: { found: `U+${unit.toString(16).toUpperCase().padStart(4, '0')} at index ${index}` },
      });
      return;
    }
  });
}

/** Data: each character is one byte. */
export const bytes = byteString('a string');

/** Data, or `null` for a NULL pointer. */
export const bytesOrNull = byteString('null or a string').nullable();

const conditionNames = ['CF_ACCEPT', 'CF_REJECT', 'CF_DEFER'] as const;

/**
 * What a condition function answers; the numbers 0, 1 and 2 become the constants that they are (CA-06, CA-09,
 * CA-10).
 */
export const conditionAnswer = z
  .custom<ConditionAnswer>(
    (value) => conditionNames.some((name) => name === value) || Number.isSafeInteger(value),
    expecting('"CF_ACCEPT", "CF_REJECT", "CF_DEFER", another integer, or null'),
  )
  .overwrite((value) => (typeof value === 'number' ? (conditionNames[value] ?? value) : value))
  .nullable();

/** An event mask; naming an event twice is naming it once. */
export const eventMask = z
  .array(choice(networkEvents), expecting('a list of events'))
  .overwrite((events) => [...new Set(events)]);

/** The events of one enumeration, each with its code. */
export const recordedEvents = object(
  Object.fromEntries(networkEvents.map((name) => [name, statusCode.exactOptional()] as const)),
);
