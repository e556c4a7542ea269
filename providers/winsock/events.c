/* `WSAEventSelect` and `WSAEnumNetworkEvents`. */
#include "call.h"

#include "codes.h"

static int maskOf(Call *call, long *mask) {
  const Json *events = jsonField(call->args, "events");
  const Json *event;
  *mask = 0;
  if (events == NULL || events->kind != JSON_ARRAY) {
    call->failure = "events are a list";
    return 0;
  }
  for (event = events->first; event != NULL; event = event->next) {
    long bit = event->kind == JSON_STRING ? eventMask(event->text) : 0;
    if (bit == 0) {
      call->failure = "there is no such network event";
      return 0;
    }
    *mask |= bit;
  }
  return 1;
}

void performWSAEventSelect(Call *call) {
  long mask;
  int status;
  SOCKET handle;
  WSAEVENT event = WSA_INVALID_EVENT;
  if (!maskOf(call, &mask)) return;
  LOCKED();
  handle = call->socket->handle;
  if (mask != 0) event = sessionEvent(call->session);
  UNLOCKED();
  if (mask != 0 && event == WSA_INVALID_EVENT) {
    call->failure = "there are no more event objects";
    return;
  }
  status = WSAEventSelect(handle, mask == 0 ? NULL : event, mask);
  callEnds(call, status);
  if (status != 0) return;
  call->socket->event = event;
  call->socket->nonblocking = 1;
}

static void giveError(Output *output, int error) {
  if (error == 0) outputString(output, "0");
  else {
    outputString(output, "\"");
    outputString(output, errorName(error));
    outputString(output, "\"");
  }
}

void performWSAEnumNetworkEvents(Call *call) {
  WSANETWORKEVENTS recorded;
  const NetworkEvent *event;
  const char *separator = "";
  memset(&recorded, 0, sizeof recorded);
  if (WSAEnumNetworkEvents(callHandle(call), call->socket->event, &recorded) != 0) {
    callFails(call, WSAGetLastError());
    return;
  }
  if (recorded.lNetworkEvents & FD_CONNECT) call->socket->trying = 0;
  for (event = networkEvents; event->name != NULL; event++)
    if ((recorded.lNetworkEvents & event->mask) && recorded.iErrorCode[event->bit] != 0 &&
        errorName(recorded.iErrorCode[event->bit]) == NULL) {
      call->failure = "an event has an error that has no name";
      return;
    }
  outputString(&call->result, "{\"ok\":{\"events\":{");
  for (event = networkEvents; event->name != NULL; event++) {
    if (!(recorded.lNetworkEvents & event->mask)) continue;
    outputString(&call->result, separator);
    outputString(&call->result, "\"");
    outputString(&call->result, event->name);
    outputString(&call->result, "\":");
    giveError(&call->result, recorded.iErrorCode[event->bit]);
    separator = ",";
  }
  outputString(&call->result, "}}}");
}
