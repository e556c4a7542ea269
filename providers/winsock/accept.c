/* `WSAAccept`, with a real condition function. */
#include "call.h"

typedef struct {
  Call *call;
  SOCKET listener;
  int answer;
  const char *calleeData;
  u_long calleeDataLength;
  /* What the condition function was given, as JSON; empty if it was not called. */
  Output report;
} Decision;

static void reportCaller(Decision *decision, const WSABUF *callerId) {
  const struct sockaddr_in *address = (const struct sockaddr_in *)(const void *)callerId->buf;
  Socket *caller;
  if (callerId->buf == NULL || callerId->len < sizeof *address) {
    outputString(&decision->report, ",\"callerId\":null");
    return;
  }
  LOCKED();
  caller = socketAtPort(decision->call->session, address->sin_port);
  if (caller != NULL) {
    outputString(&decision->report, ",\"callerId\":");
    outputText(&decision->report, caller->name);
  }
  UNLOCKED();
}

/* Whether the transport has connect data; without them, what there is of a buffer for them cannot be trusted. */
static int carriesConnectData(SOCKET handle) {
  WSAPROTOCOL_INFOW info;
  int length = sizeof info;
  if (getsockopt(handle, SOL_SOCKET, SO_PROTOCOL_INFOW, (char *)&info, &length) != 0) return 0;
  return (info.dwServiceFlags1 & XP1_CONNECT_DATA) != 0;
}

/* The answer goes into the provider's buffer, as far as there is room (CD-11). */
static void answerCallee(Decision *decision, WSABUF *calleeData) {
  u_long length = decision->calleeDataLength;
  outputString(&decision->report, ",\"calleeDataLen\":");
  outputNumber(&decision->report, calleeData->len);
  if (!carriesConnectData(decision->listener) || calleeData->buf == NULL) return;
  if (length > calleeData->len) length = calleeData->len;
  if (length > 0) memcpy(calleeData->buf, decision->calleeData, length);
  calleeData->len = length;
}

static int CALLBACK decide(LPWSABUF callerId, LPWSABUF callerData, LPQOS sqos, LPQOS gqos, LPWSABUF calleeId,
                           LPWSABUF calleeData, GROUP FAR *group, DWORD_PTR context) {
  Decision *decision = (Decision *)context;
  (void)sqos;
  (void)gqos;
  (void)calleeId;
  (void)group;
  outputString(&decision->report, ",\"condition\":{\"called\":true");
  if (callerId == NULL) outputString(&decision->report, ",\"callerId\":null");
  else reportCaller(decision, callerId);
  outputString(&decision->report, ",\"callerData\":");
  if (callerData == NULL || callerData->buf == NULL) outputString(&decision->report, "null");
  else outputBytes(&decision->report, callerData->buf, callerData->len);
  /* Who has nothing to answer does not look whether there is room. */
  if (calleeData != NULL && decision->calleeData != NULL) answerCallee(decision, calleeData);
  outputString(&decision->report, "}");
  return decision->answer;
}

/* The number that a condition function answers; 0, and a failure, if the argument says none. */
static int answerOf(Call *call, const Json *condition, int *answer) {
  if (condition->kind == JSON_NUMBER) *answer = (int)condition->number;
  else if (condition->kind != JSON_STRING) condition = NULL;
  else if (textIs(condition->text, "CF_ACCEPT")) *answer = CF_ACCEPT;
  else if (textIs(condition->text, "CF_REJECT")) *answer = CF_REJECT;
  else if (textIs(condition->text, "CF_DEFER")) *answer = CF_DEFER;
  else condition = NULL;
  if (condition == NULL) call->failure = "condition is CF_ACCEPT, CF_REJECT, CF_DEFER, a number or null";
  return condition != NULL;
}

/* The new socket is like its listener: it shares the event object, and answers at the same address (CA-06, CA-08). */
static void begin(Call *call, Text as, SOCKET handle) {
  Socket *accepted;
  LOCKED();
  accepted = socketNamed(call->session, as);
  socketBegin(accepted, handle);
  accepted->address = call->socket->address;
  accepted->event = call->socket->event;
  accepted->nonblocking = call->socket->nonblocking;
  accepted->lingers = call->socket->lingers;
  UNLOCKED();
}

/*
 * Leaves the same bytes behind on the stack each time: what a provider hands to the condition function without having set
 * it shows, and is the same in every run.
 */
static void useStack(void) {
  volatile char used[16384];
  size_t at;
  for (at = 0; at < sizeof used; at++) used[at] = 0x11;
}

void performWSAAccept(Call *call) {
  Decision decision;
  Text as;
  SOCKET handle;
  int error;
  char *calleeData;
  const Json *condition = jsonField(call->args, "condition");
  memset(&decision, 0, sizeof decision);
  decision.call = call;
  if (condition != NULL && condition->kind == JSON_NULL) condition = NULL;
  if (!argText(call, "as", &as)) return;
  if (condition != NULL && !answerOf(call, condition, &decision.answer)) return;
  if (!argBytes(call, "calleeData", &calleeData, &decision.calleeDataLength)) return;
  decision.calleeData = calleeData;
  decision.listener = callHandle(call);
  useStack();
  handle = WSAAccept(decision.listener, NULL, NULL, condition == NULL ? NULL : decide, (DWORD_PTR)&decision);
  error = handle == INVALID_SOCKET ? WSAGetLastError() : 0;
  LOCKED();
  call->session->roomMade = now();
  UNLOCKED();
  if (handle == INVALID_SOCKET) callFails(call, error);
  else {
    begin(call, as, handle);
    callOk(call);
  }
  if (condition != NULL && call->failure == NULL) {
    call->result.length -= 1;
    if (decision.report.length == 0) outputString(&call->result, ",\"condition\":{\"called\":false}");
    else outputChars(&call->result, decision.report.data, decision.report.length);
    outputString(&call->result, "}");
  }
  outputFree(&decision.report);
  free(calleeData);
}
