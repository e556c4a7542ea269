import type { CallName } from '../../spec/trace/step.js';
import type { CallRules } from '../rule.js';
import { bindRules } from './bind.js';
import { CalleeDataRules } from './CalleeData.js';
import { closesocketRules } from './closesocket.js';
import { getsockoptRules } from './getsockopt.js';
import { ioctlsocketRules } from './ioctlsocket.js';
import { listenRules } from './listen.js';
import { recvRules, WSARecvRules } from './recv.js';
import { sendRules, WSASendRules } from './send.js';
import { setsockoptRules } from './setsockopt.js';
import { shutdownRules } from './shutdown.js';
import { socketRules } from './socket.js';
import { WSAAcceptRules } from './WSAAccept.js';
import { WSAConnectRules } from './WSAConnect.js';
import { WSAEnumNetworkEventsRules } from './WSAEnumNetworkEvents.js';
import { WSAEventSelectRules } from './WSAEventSelect.js';
import { WSARecvDisconnectRules } from './WSARecvDisconnect.js';
import { WSASendDisconnectRules } from './WSASendDisconnect.js';

/** The rules of every call. */
export const callRules: { readonly [Name in CallName]: CallRules<Name> } = {
  WSASocket: socketRules,
  bind: bindRules,
  listen: listenRules,
  ioctlsocket: ioctlsocketRules,
  setsockopt: setsockoptRules,
  getsockopt: getsockoptRules,
  WSAEventSelect: WSAEventSelectRules,
  WSAEnumNetworkEvents: WSAEnumNetworkEventsRules,
  WSAConnect: WSAConnectRules,
  CalleeData: CalleeDataRules,
  WSAAccept: WSAAcceptRules,
  send: sendRules,
  WSASend: WSASendRules,
  recv: recvRules,
  WSARecv: WSARecvRules,
  shutdown: shutdownRules,
  WSASendDisconnect: WSASendDisconnectRules,
  WSARecvDisconnect: WSARecvDisconnectRules,
  closesocket: closesocketRules,
};
