/* `WSAConnect`, and what it leaves in the callee-data buffer. */
#include "call.h"

/* Larger buffers would hold nothing more. */
#define LARGEST_CALLEE_DATA 65536

/* Where the socket answers that `to` names; 0, and a failure, if it never got an address. */
static int addressee(Call *call, struct sockaddr_in *address) {
  Text name;
  Socket *to;
  if (!argText(call, "to", &name)) return 0;
  LOCKED();
  to = socketFind(call->session, name);
  if (to != NULL) {
    if (to->address.sin_port == 0) socketLearn(to);
    *address = to->address;
  }
  UNLOCKED();
  if (to != NULL && address->sin_port != 0) return 1;
  call->failure = "to names no socket that was bound";
  return 0;
}

/* Gives the socket a buffer for callee data, if the call asks for one. */
static int prepareCalleeData(Call *call, LPWSABUF *buffer) {
  double length;
  *buffer = NULL;
  if (jsonField(call->args, "calleeDataLen") == NULL) return 1;
  if (!argNumber(call, "calleeDataLen", &length)) return 0;
  if (length > LARGEST_CALLEE_DATA) length = LARGEST_CALLEE_DATA;
  LOCKED();
  call->socket->calleeData.buf = sessionBuffer(call->session, (size_t)length + 1);
  call->socket->calleeData.len = call->socket->calleeDataCapacity = (u_long)length;
  UNLOCKED();
  *buffer = &call->socket->calleeData;
  return 1;
}

/* A length that is still the capacity says nothing: only transports with connect data have to set it (CD-08). */
static int toldLength(const Socket *socket) {
  return socket->calleeData.buf != NULL && socket->calleeData.len < socket->calleeDataCapacity;
}

void performWSAConnect(Call *call) {
  struct sockaddr_in address;
  WSABUF callerData;
  LPWSABUF calleeData;
  int status, error;
  if (!addressee(call, &address)) return;
  if (!argBytes(call, "callerData", &callerData.buf, &callerData.len)) return;
  if (!prepareCalleeData(call, &calleeData)) {
    free(callerData.buf);
    return;
  }
  LOCKED();
  call->socket->connects = 1;
  call->socket->trying = now();
  UNLOCKED();
  status = WSAConnect(callHandle(call), (struct sockaddr *)&address, sizeof address,
                      callerData.buf == NULL ? NULL : &callerData, calleeData, NULL, NULL);
  error = status == 0 ? 0 : WSAGetLastError();
  LOCKED();
  if (error != WSAEWOULDBLOCK && error != WSAEALREADY) call->socket->trying = 0;
  socketLearn(call->socket);
  UNLOCKED();
  free(callerData.buf);
  if (status != 0) callFails(call, error);
  else if (calleeData == NULL || !toldLength(call->socket)) callOk(call);
  else {
    outputString(&call->result, "{\"ok\":{\"calleeData\":");
    outputBytes(&call->result, calleeData->buf, calleeData->len);
    outputString(&call->result, "}}");
  }
}

void performCalleeData(Call *call) {
  const WSABUF *buffer = &call->socket->calleeData;
  if (callHandle(call) == INVALID_SOCKET) callFails(call, WSAENOTSOCK);
  else if (buffer->buf == NULL) outputString(&call->result, "{\"ok\":{\"data\":null}}");
  else if (!toldLength(call->socket)) callOk(call);
  else callGives(call, buffer->buf, buffer->len);
}
