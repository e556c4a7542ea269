/* The calls that begin a socket, prepare it, and end it. */
#include "call.h"

void performWSASocket(Call *call) {
  double group = 0;
  SOCKET handle;
  if (jsonField(call->args, "group") != NULL && !argNumber(call, "group", &group)) return;
  handle = WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, (GROUP)(unsigned)group, WSA_FLAG_OVERLAPPED);
  if (handle == INVALID_SOCKET) {
    callFails(call, WSAGetLastError());
    return;
  }
  LOCKED();
  socketBegin(call->socket, handle);
  UNLOCKED();
  callOk(call);
}

void performBind(Call *call) {
  struct sockaddr_in address;
  int status;
  memset(&address, 0, sizeof address);
  address.sin_family = AF_INET;
  address.sin_addr = call->session->host;
  status = bind(callHandle(call), (struct sockaddr *)&address, sizeof address);
  callEnds(call, status);
  if (status != 0) return;
  LOCKED();
  socketLearn(call->socket);
  UNLOCKED();
}

void performListen(Call *call) {
  double backlog;
  int status;
  if (!argNumber(call, "backlog", &backlog)) return;
  if (backlog > 2147483647.0) backlog = 2147483647.0;
  if (backlog < -2147483648.0) backlog = -2147483648.0;
  status = listen(callHandle(call), (int)backlog);
  callEnds(call, status);
  LOCKED();
  call->session->roomMade = now();
  UNLOCKED();
}

void performIoctlsocket(Call *call) {
  int nonblocking, status;
  u_long value;
  if (!argFlag(call, "nonblocking", &nonblocking)) return;
  value = (u_long)nonblocking;
  status = ioctlsocket(callHandle(call), (long)FIONBIO, &value);
  callEnds(call, status);
  if (status == 0) call->socket->nonblocking = nonblocking;
}

void performShutdown(Call *call) {
  Text how;
  int direction;
  if (!argText(call, "how", &how)) return;
  if (textIs(how, "SD_SEND")) direction = SD_SEND;
  else if (textIs(how, "SD_RECEIVE")) direction = SD_RECEIVE;
  else if (textIs(how, "SD_BOTH")) direction = SD_BOTH;
  else {
    call->failure = "how is SD_SEND, SD_RECEIVE or SD_BOTH";
    return;
  }
  callEnds(call, shutdown(callHandle(call), direction));
}

void performClosesocket(Call *call) {
  SOCKET handle;
  int status, error;
  LOCKED();
  /* Whoever accepts what it has asked for will want to know its name. */
  if (call->socket->connects) socketLearn(call->socket);
  handle = call->socket->closing ? INVALID_SOCKET : call->socket->handle;
  if (handle != INVALID_SOCKET) call->socket->closing = 1;
  UNLOCKED();
  status = closesocket(handle);
  error = status == 0 ? 0 : WSAGetLastError();
  LOCKED();
  if (handle != INVALID_SOCKET) call->socket->closing = 0;
  if (status == 0) {
    call->socket->handle = INVALID_SOCKET;
    call->session->roomMade = now();
  }
  UNLOCKED();
  if (status == 0) callOk(call);
  else callFails(call, error);
}
