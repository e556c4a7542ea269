/* The calls that send and receive, disconnect data included. */
#include "call.h"

/* A receive with a larger buffer is one with a buffer of this size: no run sends as much. */
#define LARGEST_BUFFER 1048576

static void sent(Call *call, u_long count) {
  outputString(&call->result, "{\"ok\":{\"sent\":");
  outputNumber(&call->result, count);
  outputString(&call->result, "}}");
}

void performSend(Call *call) {
  char *bytes;
  u_long length;
  int count;
  if (!argBytes(call, "data", &bytes, &length)) return;
  count = send(callHandle(call), bytes, (int)length, 0);
  if (count == SOCKET_ERROR) callFails(call, WSAGetLastError());
  else sent(call, (u_long)count);
  free(bytes);
}

void performWSASend(Call *call) {
  WSABUF buffer;
  DWORD count = 0;
  if (!argBytes(call, "data", &buffer.buf, &buffer.len)) return;
  if (WSASend(callHandle(call), &buffer, 1, &count, 0, NULL, NULL) == SOCKET_ERROR)
    callFails(call, WSAGetLastError());
  else sent(call, count);
  free(buffer.buf);
}

static int bufferFor(Call *call, WSABUF *buffer) {
  double length;
  if (!argNumber(call, "len", &length)) return 0;
  buffer->len = (u_long)(length > LARGEST_BUFFER ? LARGEST_BUFFER : length);
  buffer->buf = allocate(buffer->len);
  return 1;
}

void performRecv(Call *call) {
  WSABUF buffer;
  int count;
  if (!bufferFor(call, &buffer)) return;
  count = recv(callHandle(call), buffer.buf, (int)buffer.len, 0);
  if (count == SOCKET_ERROR) callFails(call, WSAGetLastError());
  else callGives(call, buffer.buf, (size_t)count);
  free(buffer.buf);
}

void performWSARecv(Call *call) {
  WSABUF buffer;
  DWORD count = 0, flags = 0;
  if (!bufferFor(call, &buffer)) return;
  if (WSARecv(callHandle(call), &buffer, 1, &count, &flags, NULL, NULL) == SOCKET_ERROR)
    callFails(call, WSAGetLastError());
  else callGives(call, buffer.buf, count);
  free(buffer.buf);
}

void performWSASendDisconnect(Call *call) {
  WSABUF buffer;
  if (!argBytes(call, "data", &buffer.buf, &buffer.len)) return;
  callEnds(call, WSASendDisconnect(callHandle(call), buffer.buf == NULL ? NULL : &buffer));
  free(buffer.buf);
}

void performWSARecvDisconnect(Call *call) {
  WSABUF buffer;
  u_long length;
  const Json *len = jsonField(call->args, "len");
  if (len != NULL && len->kind == JSON_NULL) {
    callEnds(call, WSARecvDisconnect(callHandle(call), NULL));
    return;
  }
  if (!bufferFor(call, &buffer)) return;
  length = buffer.len;
  if (WSARecvDisconnect(callHandle(call), &buffer) != 0) callFails(call, WSAGetLastError());
  /* How the length comes back is not documented: where it has not changed, nothing was told (AM-12). */
  else if (buffer.len >= length) callOk(call);
  else callGives(call, buffer.buf, buffer.len);
  free(buffer.buf);
}
