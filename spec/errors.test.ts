import { describe, expect, it } from 'vitest';
import { errorCodes, errorNumbers } from './errors.js';

describe('error codes', () => {
  it('stand in the order of their numbers, no two alike', () => {
    const numbers = errorCodes.map((code) => errorNumbers[code]);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  });

  it('have the numbers of matrix M-2', () => {
    expect(errorNumbers).toMatchObject({
      WSA_OPERATION_ABORTED: 995,
      WSAEACCES: 10013,
      WSAEFAULT: 10014,
      WSAEINVAL: 10022,
      WSAEWOULDBLOCK: 10035,
      WSAEALREADY: 10037,
      WSAENOPROTOOPT: 10042,
      WSAEPROTONOSUPPORT: 10043,
      WSAENETRESET: 10052,
      WSAECONNABORTED: 10053,
      WSAECONNRESET: 10054,
      WSAEISCONN: 10056,
      WSAENOTCONN: 10057,
      WSAESHUTDOWN: 10058,
      WSAETIMEDOUT: 10060,
      WSAECONNREFUSED: 10061,
      WSAEDISCON: 10101,
      WSATRY_AGAIN: 11002,
    });
  });
});
