#include "requests.h"

#include <stdio.h>

#include "quiet.h"
#include "system.h"
#include "workers.h"

Patience patience = {3, 10};

/* Milliseconds after which a call that should come back at once, or hardly ever waits, has not. */
#define LONG_WAIT 2000
#define TOO_LONG 8000
/* Milliseconds after which a call on a socket that is closed does not end by itself. */
#define STUCK_AFTER_CLOSE 50
/* Rounds that have to pass before a session counts as quiet, and before a call counts as waiting. */
#define ROUNDS 3
#define MANY_ROUNDS 10

/* Every request that has not been answered yet, in the order in which they came. */
static Request *firstInOrder, **lastInOrder = &firstInOrder;
/* Those that are being carried out. */
static Request *running;
/* Calls that were answered as pending and have not ended. */
static Request *pending;
static CONDITION_VARIABLE somethingRuns = CONDITION_VARIABLE_INIT;
static unsigned long rounds;
static int over;

static void freeRequest(Request *request) {
  jsonFree(request->json);
  outputFree(&request->call.result);
  outputFree(&request->answer);
  free(request);
}

/* Lines that are to be written, and whether somebody is at it. */
static Output unwritten;
static int writing;
static CONDITION_VARIABLE everythingWritten = CONDITION_VARIABLE_INIT;

static void flushOrdered(void) {
  while (firstInOrder != NULL && firstInOrder->answered) {
    Request *request = firstInOrder;
    firstInOrder = request->nextInOrder;
    if (firstInOrder == NULL) lastInOrder = &firstInOrder;
    outputChars(&unwritten, request->answer.data, request->answer.length);
    request->nextInOrder = NULL;
    request->answered = 2;
    if (request->state == ENDED) freeRequest(request);
  }
}

/*
 * Writes all answers whose turn it is. The lock is not held meanwhile, and whoever has answers then leaves them to the one
 * who writes.
 */
static void flush(void) {
  flushOrdered();
  if (writing) return;
  writing = 1;
  while (unwritten.length > 0) {
    Output lines = unwritten;
    memset(&unwritten, 0, sizeof unwritten);
    UNLOCKED();
    fwrite(lines.data, 1, lines.length, stdout);
    fflush(stdout);
    outputFree(&lines);
    LOCKED();
  }
  writing = 0;
  WakeConditionVariable(&everythingWritten);
}

void requestsLeave(void) {
  LOCKED();
  while (writing) SleepConditionVariableSRW(&everythingWritten, &theLock, INFINITE, 0);
  UNLOCKED();
}

static void answerBegins(Request *request) {
  outputString(&request->answer, "{\"id\":");
  outputNumber(&request->answer, request->id);
}

static void answerEnds(Request *request) {
  Session *session = request->session;
  if (session != NULL && session->completed.length > 0) {
    outputString(&request->answer, ",\"completed\":[");
    outputChars(&request->answer, session->completed.data, session->completed.length);
    outputString(&request->answer, "]");
    outputFree(&session->completed);
  }
  outputString(&request->answer, "}\n");
  request->answered = 1;
}

static void answer(Request *request, const char *rest) {
  answerBegins(request);
  outputString(&request->answer, rest);
  answerEnds(request);
}

static void answerFailure(Request *request, const char *why) {
  answerBegins(request);
  outputString(&request->answer, ",\"failure\":\"");
  if (request->called != NULL) {
    outputString(&request->answer, request->called->name);
    outputString(&request->answer, ": ");
  }
  outputString(&request->answer, why);
  outputString(&request->answer, "\"");
  answerEnds(request);
}

static void enterRunning(Request *request) {
  request->state = RUNNING;
  request->started = now();
  request->startedRound = rounds;
  request->nextRunning = running;
  request->linkRunning = &running;
  if (running != NULL) running->linkRunning = &request->nextRunning;
  running = request;
  WakeConditionVariable(&somethingRuns);
}

static void leaveRunning(Request *request) {
  if (request->linkRunning == NULL) return;
  *request->linkRunning = request->nextRunning;
  if (request->nextRunning != NULL) request->nextRunning->linkRunning = request->linkRunning;
  request->linkRunning = NULL;
}

static void carryOut(void *given, HANDLE thread);

/* Lets the next request of a session begin, if there is one. */
static void advance(Session *session) {
  Request *next = session->first;
  if (next == NULL) {
    session->busy = 0;
    return;
  }
  session->first = next->nextInSession;
  if (session->first == NULL) session->last = &session->first;
  session->busy = 1;
  enterRunning(next);
  if (next->kind != REQUEST_SETTLE) workersDo(carryOut, next);
}

/* A session whose calls have all ended goes; what an accept made in the meantime goes with it. */
static void leaveIfOver(Session *session) {
  Request *request;
  size_t count, at;
  SOCKET *handles;
  if (!session->leaving || session->outstanding > 0) return;
  handles = sessionTakeHandles(session, &count);
  for (at = 0; at < count; at++) closesocket(handles[at]);
  free(handles);
  for (request = running; request != NULL; request = request->nextRunning)
    if (request->session == session && request->kind == REQUEST_CLOSE) break;
  if (request != NULL) {
    leaveRunning(request);
    request->state = ENDED;
    request->session = NULL;
    answer(request, ",\"ok\":{}");
  }
  sessionForget(session);
}

static void closeHard(Session *session) {
  static const struct linger hard = {1, 0};
  SOCKET *handles;
  size_t count, at;
  handles = sessionTakeHandles(session, &count);
  UNLOCKED();
  for (at = 0; at < count; at++) {
    CancelIoEx((HANDLE)handles[at], NULL);
    setsockopt(handles[at], SOL_SOCKET, SO_LINGER, (const char *)&hard, sizeof hard);
    closesocket(handles[at]);
  }
  free(handles);
  LOCKED();
  session->leaving = 1;
  leaveIfOver(session);
  flush();
}

/* The end of a call that was answered as pending is told later. */
static void complete(Request *request) {
  Session *session = request->session;
  *request->linkPending = request->nextPending;
  if (request->nextPending != NULL) request->nextPending->linkPending = request->linkPending;
  session->outstanding--;
  session->ends++;
  if (!session->leaving && request->call.failure == NULL) {
    Output *completed = &session->completed;
    if (completed->length > 0) outputString(completed, ",");
    outputString(completed, "{\"socket\":");
    outputText(completed, request->call.socket->name);
    outputString(completed, ",\"completes\":\"");
    outputString(completed, request->called->name);
    outputString(completed, "\",\"result\":");
    outputChars(completed, request->call.result.data, request->call.result.length);
    outputString(completed, "}");
  }
  request->state = ENDED;
  if (request->answered == 2) freeRequest(request);
  leaveIfOver(session);
}

static void carryOut(void *given, HANDLE thread) {
  Request *request = given;
  if (request->kind == REQUEST_CLOSE) {
    closeHard(request->session);
    return;
  }
  /* Until now it has waited for a thread, and not for others. */
  request->thread = thread;
  request->entered = 1;
  request->started = now();
  request->startedRound = rounds;
  UNLOCKED();
  request->called->perform(&request->call);
  InterlockedExchange(&request->returned, 1);
  LOCKED();
  if (request->state == PENDING) complete(request);
  else {
    leaveRunning(request);
    request->state = ENDED;
    if (request->call.failure != NULL) answerFailure(request, request->call.failure);
    else {
      answerBegins(request);
      outputString(&request->answer, ",\"result\":");
      outputChars(&request->answer, request->call.result.data, request->call.result.length);
      answerEnds(request);
    }
    advance(request->session);
  }
  flush();
}

/* A call is answered before it has ended. */
static void letWait(Request *request, const char *failure) {
  leaveRunning(request);
  request->state = PENDING;
  request->nextPending = pending;
  request->linkPending = &pending;
  if (pending != NULL) pending->linkPending = &request->nextPending;
  pending = request;
  request->session->outstanding++;
  if (failure == NULL) answer(request, ",\"result\":{\"pending\":true}");
  else answerFailure(request, failure);
  advance(request->session);
}

/* Whether a call can be expected to wait for others. */
static int isLikelyToWait(const Request *request) {
  const Socket *socket = request->call.socket;
  if (!request->called->waits || socket->nonblocking) return 0;
  return request->called->perform != performClosesocket || socket->lingers;
}

static void watchCall(Request *request, double time) {
  double elapsed = time - request->started;
  unsigned long passed = rounds - request->startedRound;
  if (!request->entered) return;
  if (isLikelyToWait(request)) {
    if (elapsed >= patience.pending && passed >= MANY_ROUNDS) letWait(request, NULL);
  } else if (request->called->waits) {
    /* So many rounds: not a machine that was busy with something else. */
    if (elapsed >= LONG_WAIT && passed >= 50 * MANY_ROUNDS) letWait(request, NULL);
  } else if (elapsed >= TOO_LONG && passed >= 50 * MANY_ROUNDS) letWait(request, "it has not come back");
}

/* On Wine closing a socket does not wake a call that sends on it; such a thread is ended from outside. */
static void endStuckCalls(Session *session) {
  Request *request, *next;
  for (request = pending; request != NULL && session->outstanding > 0; request = next) {
    next = request->nextPending;
    if (request->session != session || !workerEnd(request->thread, &request->returned)) continue;
    request->call.failure = "it was ended";
    /* The last one takes the session with it. */
    if (session->outstanding == 1) next = NULL;
    complete(request);
    if (next == NULL) return;
  }
}

static void watchClose(Request *request, double time) {
  if (request->session == NULL || !request->session->leaving || request->answered) return;
  if (time - request->started >= STUCK_AFTER_CLOSE && rounds - request->startedRound >= 4 * ROUNDS)
    endStuckCalls(request->session);
}

/* Looks at a session that is to become quiet; whether it has. Only its pending calls may still change it. */
static int hasSettled(Request *request, double time) {
  unsigned long long signature;
  if (request->looked && (time - request->since < patience.settle || rounds - request->sinceRound < ROUNDS)) return 0;
  signature = quietSignature(request->session);
  if (request->looked && signature == request->signature && !quietAwaitsConnection(request->session)) return 1;
  request->looked = 1;
  request->signature = signature;
  request->since = time;
  request->sinceRound = rounds;
  return 0;
}

/* Requests that settle are looked at without the lock: nobody else touches them. */
static void watchSettles(Request **settling, size_t count) {
  size_t at;
  for (at = 0; at < count; at++) {
    Request *request = settling[at];
    double time = now();
    int settled = hasSettled(request, time);
    int late = time - request->started >= TOO_LONG + patience.settle;
    if (!settled && !late) continue;
    LOCKED();
    leaveRunning(request);
    request->state = ENDED;
    if (settled) answer(request, ",\"ok\":{}");
    else answerFailure(request, "it does not become quiet");
    advance(request->session);
    UNLOCKED();
  }
}

/* Whether anything has waited for so long that it is worth a round. */
static int isRoundDue(double time) {
  const Request *request;
  for (request = running; request != NULL; request = request->nextRunning)
    if (request->kind == REQUEST_SETTLE || time - request->started >= 1) return 1;
  return 0;
}

static DWORD WINAPI watch(void *unused) {
  Request **settling = NULL;
  size_t capacity = 0, count;
  Request *request, *next;
  int due;
  double time;
  (void)unused;
  for (;;) {
    LOCKED();
    while (running == NULL) SleepConditionVariableSRW(&somethingRuns, &theLock, INFINITE, 0);
    due = isRoundDue(now());
    UNLOCKED();
    if (!due) {
      Sleep(1);
      continue;
    }
    if (!quietRound()) {
      fputs("a byte of the bridge's own has not arrived: the sockets of this machine have come to a stop\n", stderr);
      exit(4);
    }
    count = 0;
    LOCKED();
    rounds++;
    time = now();
    for (request = running; request != NULL; request = next) {
      next = request->nextRunning;
      if (request->kind == REQUEST_CALL) watchCall(request, time);
      else if (request->kind == REQUEST_CLOSE) watchClose(request, time);
      else {
        if (count == capacity) {
          capacity = capacity * 2 + 16;
          settling = reallocate(settling, capacity * sizeof *settling);
        }
        settling[count++] = request;
      }
    }
    flush();
    UNLOCKED();
    watchSettles(settling, count);
    LOCKED();
    flush();
    UNLOCKED();
    Sleep(1);
  }
}

int requestsPrepare(void) {
  HANDLE thread = CreateThread(NULL, 0, watch, NULL, 0, NULL);
  if (thread == NULL) return 0;
  CloseHandle(thread);
  return 1;
}

int requestsAreOver(void) { return over; }

static void enqueue(Request *request) {
  Session *session = request->session;
  *session->last = request;
  session->last = &request->nextInSession;
  if (!session->busy) advance(session);
}

/* What this program says of itself. */
static void hello(Request *request) {
  const Json *protocol = jsonField(request->json, "protocol");
  if (protocol == NULL || protocol->kind != JSON_NUMBER || protocol->number != 1) {
    answerFailure(request, "this bridge speaks protocol 1");
    return;
  }
  answerBegins(request);
  outputString(&request->answer, ",\"ok\":{\"protocol\":1,\"profile\":\"tcp\",\"provider\":\"");
  outputSystem(&request->answer);
  outputString(&request->answer, "\"}");
  answerEnds(request);
}

static int isWhole(const Json *json) {
  return json != NULL && json->kind == JSON_NUMBER && json->number >= 0 && json->number <= 9007199254740992.0 &&
         json->number == (double)(unsigned long long)json->number;
}

/* A call on a socket; NULL, or why it is none. */
static const char *readCall(Request *request) {
  const Json *socket = jsonField(request->json, "socket");
  const Json *name = jsonField(request->json, "call");
  if (socket == NULL || socket->kind != JSON_STRING) return "expected the name of a socket in socket";
  if (name == NULL || name->kind != JSON_STRING) return "expected the name of a call in call";
  request->called = callKind(name->text);
  if (request->called == NULL) return "there is no such call";
  request->kind = REQUEST_CALL;
  request->call.session = request->session;
  request->call.socket = socketNamed(request->session, socket->text);
  request->call.args = jsonField(request->json, "args");
  return NULL;
}

/* Reads what is asked of a session and lets it begin; NULL, or why that is not possible. */
static const char *begin(Request *request, Text op) {
  const Json *id = jsonField(request->json, "session");
  Session *session;
  if (!isWhole(id)) return "expected the number of a session in session";
  session = sessionFind(id->number);
  if (textIs(op, "open")) {
    if (session != NULL) return "a session of that number is open already";
    sessionOpen(id->number);
    answer(request, ",\"ok\":{}");
    return NULL;
  }
  if (session == NULL || session->leaving) return "no session of that number is open";
  request->session = session;
  request->state = WAITING;
  if (textIs(op, "settle")) request->kind = REQUEST_SETTLE;
  else if (textIs(op, "close")) request->kind = REQUEST_CLOSE;
  else {
    const char *problem = textIs(op, "call") ? readCall(request) : "there is no such op";
    if (problem != NULL) {
      request->session = NULL;
      request->state = ENDED;
      return problem;
    }
  }
  enqueue(request);
  return NULL;
}

void requestTake(const char *line, size_t length) {
  Request *request = allocate(sizeof *request);
  const Json *id, *op;
  const char *problem = NULL;
  memset(request, 0, sizeof *request);
  request->state = ENDED;
  request->json = jsonParse(line, length);
  id = jsonField(request->json, "id");
  op = jsonField(request->json, "op");
  if (isWhole(id)) request->id = id->number;
  LOCKED();
  *lastInOrder = request;
  lastInOrder = &request->nextInOrder;
  if (!isWhole(id) || op == NULL || op->kind != JSON_STRING) problem = "expected an object with id and op";
  else if (textIs(op->text, "hello")) hello(request);
  else if (textIs(op->text, "bye")) {
    over = 1;
    answer(request, ",\"ok\":{}");
  } else problem = begin(request, op->text);
  if (problem != NULL) answerFailure(request, problem);
  flush();
  UNLOCKED();
}
