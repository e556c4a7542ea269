#include "call.h"

#include "codes.h"

static const CallKind kinds[] = {
    {"WSASocket", performWSASocket, 0},
    {"bind", performBind, 0},
    {"listen", performListen, 0},
    {"ioctlsocket", performIoctlsocket, 0},
    {"setsockopt", performSetsockopt, 0},
    {"getsockopt", performGetsockopt, 0},
    {"WSAEventSelect", performWSAEventSelect, 0},
    {"WSAEnumNetworkEvents", performWSAEnumNetworkEvents, 0},
    {"WSAConnect", performWSAConnect, 1},
    {"CalleeData", performCalleeData, 0},
    {"WSAAccept", performWSAAccept, 1},
    {"send", performSend, 1},
    {"WSASend", performWSASend, 1},
    {"recv", performRecv, 1},
    {"WSARecv", performWSARecv, 1},
    {"shutdown", performShutdown, 0},
    {"WSASendDisconnect", performWSASendDisconnect, 0},
    {"WSARecvDisconnect", performWSARecvDisconnect, 0},
    {"closesocket", performClosesocket, 1},
};

const CallKind *callKind(Text name) {
  size_t at;
  for (at = 0; at < sizeof kinds / sizeof *kinds; at++)
    if (textIs(name, kinds[at].name)) return &kinds[at];
  return NULL;
}

SOCKET callHandle(const Call *call) {
  SOCKET handle;
  LOCKED();
  handle = call->socket->handle;
  UNLOCKED();
  return handle;
}

void callOk(Call *call) { outputString(&call->result, "{\"ok\":{}}"); }

void callFails(Call *call, int error) {
  const char *name = errorName(error);
  if (name == NULL) {
    call->failure = "it failed with an error that has no name";
    return;
  }
  outputString(&call->result, "{\"error\":\"");
  outputString(&call->result, name);
  outputString(&call->result, "\"}");
}

void callEnds(Call *call, int status) {
  if (status == 0) callOk(call);
  else callFails(call, WSAGetLastError());
}

void callGives(Call *call, const char *bytes, size_t length) {
  outputString(&call->result, "{\"ok\":{\"data\":");
  outputBytes(&call->result, bytes, length);
  outputString(&call->result, "}}");
}

int argNumber(Call *call, const char *name, double *number) {
  const Json *arg = jsonField(call->args, name);
  if (arg == NULL || arg->kind != JSON_NUMBER) {
    call->failure = "an argument that should be a number is none";
    return 0;
  }
  *number = arg->number;
  return 1;
}

int argFlag(Call *call, const char *name, int *flag) {
  const Json *arg = jsonField(call->args, name);
  if (arg == NULL || (arg->kind != JSON_TRUE && arg->kind != JSON_FALSE)) {
    call->failure = "an argument that should be true or false is neither";
    return 0;
  }
  *flag = arg->kind == JSON_TRUE;
  return 1;
}

int argText(Call *call, const char *name, Text *text) {
  const Json *arg = jsonField(call->args, name);
  if (arg == NULL || arg->kind != JSON_STRING) {
    call->failure = "an argument that should be a string is none";
    return 0;
  }
  *text = arg->text;
  return 1;
}

int argBytes(Call *call, const char *name, char **bytes, u_long *length) {
  const Json *arg = jsonField(call->args, name);
  size_t at;
  *bytes = NULL;
  *length = 0;
  if (arg == NULL || arg->kind == JSON_NULL) return 1;
  if (arg->kind != JSON_STRING) {
    call->failure = "data are a string or null";
    return 0;
  }
  *length = (u_long)arg->text.length;
  *bytes = allocate(arg->text.length);
  for (at = 0; at < arg->text.length; at++) {
    if (arg->text.units[at] > 0xff) {
      free(*bytes);
      *bytes = NULL;
      call->failure = "each character of data is one byte";
      return 0;
    }
    (*bytes)[at] = (char)arg->text.units[at];
  }
  return 1;
}
