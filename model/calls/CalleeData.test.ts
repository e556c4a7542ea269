import { describe, it } from 'vitest';
import { client, listener, listening, osi, server, settle, specificationOf } from '../testing.js';

const asks = [
  listening,
  client.WSASocket(),
  client.WSAEventSelect('FD_CONNECT'),
  client.WSAConnect({ to: listener, calleeDataLen: 16 }, 'WSAEWOULDBLOCK'),
] as const;
const answers = listener.WSAAccept({ as: server, condition: 'CF_ACCEPT', calleeData: 'welcome' });
const connects = client.WSAEnumNetworkEvents({ FD_CONNECT: 0 });

describe('CalleeData', () => {
  for (const { says, holds } of specificationOf('CalleeData', [
    {
      rule: 'after completion the buffer holds what the acceptor sent',
      on: osi,
      after: [asks, answers, connects],
      allows: [client.CalleeData('welcome'), client.CalleeData('welcome')],
      refuses: [client.CalleeData('welcom'), client.CalleeData(null), client.CalleeData('')],
    },
    {
      rule: 'after completion the buffer holds what the acceptor sent',
      says: 'nothing came back from an acceptor that sent nothing',
      on: osi,
      after: [asks, listener.accept(server), connects],
      allows: [client.CalleeData(null)],
      refuses: [client.CalleeData('x')],
    },
    {
      rule: 'before completion, and after failure, the buffer says nothing',
      on: osi,
      after: asks,
      allows: [client.CalleeData('whatever')],
      refuses: [[answers, connects, client.CalleeData('whatever')]],
    },
    {
      rule: 'before completion, and after failure, the buffer says nothing',
      says: 'a refused connector finds in its buffer what it will',
      on: osi,
      after: [asks, listener.WSAAccept({ as: server, condition: 'CF_REJECT' }, 'WSAECONNREFUSED'), settle],
      allows: [client.CalleeData('whatever'), client.CalleeData(null)],
      refuses: [],
    },
  ]))
    it(says, holds);
});
