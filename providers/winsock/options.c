/* `setsockopt` and `getsockopt`. */
#include "call.h"

#include "codes.h"

#ifndef SO_CONDITIONAL_ACCEPT
#define SO_CONDITIONAL_ACCEPT 0x3002
#endif

typedef struct {
  const char *name;
  int number;
} Option;

static const Option flags[] = {
    {"SO_DONTLINGER", (int)SO_DONTLINGER},
    {"SO_CONDITIONAL_ACCEPT", SO_CONDITIONAL_ACCEPT},
    {"SO_ACCEPTCONN", SO_ACCEPTCONN},
};

static const Option *flagNamed(Text name) {
  size_t at;
  for (at = 0; at < sizeof flags / sizeof *flags; at++)
    if (textIs(name, flags[at].name)) return &flags[at];
  return NULL;
}

static void setLinger(Call *call) {
  struct linger value;
  double seconds;
  int onoff, status;
  if (!argFlag(call, "onoff", &onoff) || !argNumber(call, "linger", &seconds)) return;
  value.l_onoff = (u_short)onoff;
  value.l_linger = (u_short)seconds;
  status = setsockopt(callHandle(call), SOL_SOCKET, SO_LINGER, (const char *)&value, sizeof value);
  callEnds(call, status);
  if (status == 0) call->socket->lingers = onoff && seconds > 0;
}

void performSetsockopt(Call *call) {
  Text name;
  const Option *option;
  int flag, status;
  BOOL value;
  if (!argText(call, "option", &name)) return;
  if (textIs(name, "SO_LINGER")) {
    setLinger(call);
    return;
  }
  option = flagNamed(name);
  if (option == NULL) {
    call->failure = "there is no such option to set";
    return;
  }
  if (!argFlag(call, "value", &flag)) return;
  value = flag;
  status = setsockopt(callHandle(call), SOL_SOCKET, option->number, (const char *)&value, sizeof value);
  callEnds(call, status);
  if (status == 0 && option->number == (int)SO_DONTLINGER) call->socket->lingers = !flag;
}

static void getLinger(Call *call) {
  struct linger value = {0, 0};
  int length = sizeof value;
  if (getsockopt(callHandle(call), SOL_SOCKET, SO_LINGER, (char *)&value, &length) != 0) {
    callFails(call, WSAGetLastError());
    return;
  }
  outputString(&call->result, value.l_onoff ? "{\"ok\":{\"onoff\":true" : "{\"ok\":{\"onoff\":false");
  outputString(&call->result, ",\"linger\":");
  outputNumber(&call->result, value.l_linger);
  outputString(&call->result, "}}");
}

static void getError(Call *call) {
  int value = 0, length = sizeof value;
  if (getsockopt(callHandle(call), SOL_SOCKET, SO_ERROR, (char *)&value, &length) != 0) {
    callFails(call, WSAGetLastError());
    return;
  }
  if (value != 0) call->socket->trying = 0;
  if (value != 0 && errorName(value) == NULL) {
    call->failure = "SO_ERROR has a value that has no name";
    return;
  }
  outputString(&call->result, "{\"ok\":{\"value\":");
  if (value == 0) outputString(&call->result, "0}}");
  else {
    outputString(&call->result, "\"");
    outputString(&call->result, errorName(value));
    outputString(&call->result, "\"}}");
  }
}

void performGetsockopt(Call *call) {
  Text name;
  const Option *option;
  BOOL value = 0;
  int length = sizeof value;
  if (!argText(call, "option", &name)) return;
  if (textIs(name, "SO_LINGER")) {
    getLinger(call);
    return;
  }
  if (textIs(name, "SO_ERROR")) {
    getError(call);
    return;
  }
  option = flagNamed(name);
  if (option == NULL) {
    call->failure = "there is no such option to read";
    return;
  }
  if (getsockopt(callHandle(call), SOL_SOCKET, option->number, (char *)&value, &length) != 0) {
    callFails(call, WSAGetLastError());
    return;
  }
  outputString(&call->result, value ? "{\"ok\":{\"value\":true}}" : "{\"ok\":{\"value\":false}}");
}
