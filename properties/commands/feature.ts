import type { Call } from '../../spec/trace/step.js';

/**
 * What a system needs in order to carry out a call, as far as it may have the one without the other: the call, and what is
 * special about its arguments.
 */
export function featureOf({ call, args }: Call): string {
  switch (call) {
    case 'WSASocket':
      return (args.group ?? 0) === 0 ? call : `${call} with a group`;
    case 'setsockopt':
    case 'getsockopt':
      return `${call} ${args.option}`;
    case 'WSAConnect':
      return args.callerData === undefined && args.calleeDataLen === undefined
        ? call
        : `${call} with connect data`;
    case 'WSAAccept':
      if (args.calleeData !== undefined) return `${call} with connect data`;
      return args.condition === null ? call : `${call} with a condition function`;
    default:
      return call;
  }
}
