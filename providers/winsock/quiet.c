#include "quiet.h"

#include "lock.h"
#include "system.h"

/*
 * A request that meets a full backlog is lost on Linux; the client repeats it after 1, 3, 7, … seconds. Meanwhile it is
 * in flight, and once there is room again, nothing is quiet until it has been repeated.
 */
#define REPEATED_FIRST 1000
#define REPEAT_MARGIN 300

/* Windows repeats a request that was refused before it believes it. */
#define REFUSAL_TIME 4000

/* Milliseconds after which a byte of the bridge's own counts as stuck. */
#define STUCK 10000

typedef struct {
  SOCKET sender;
  SOCKET receiver;
} Pair;

static Pair announced, awaited;
static WSAEVENT announcement;
static HANDLE echo;

static int connectPair(Pair *pair) {
  struct sockaddr_in address;
  int length = sizeof address;
  SOCKET listener = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
  memset(&address, 0, sizeof address);
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (listener == INVALID_SOCKET) return 0;
  pair->sender = pair->receiver = INVALID_SOCKET;
  if (bind(listener, (struct sockaddr *)&address, sizeof address) == 0 && listen(listener, 1) == 0 &&
      getsockname(listener, (struct sockaddr *)&address, &length) == 0) {
    pair->sender = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    if (pair->sender != INVALID_SOCKET && connect(pair->sender, (struct sockaddr *)&address, sizeof address) == 0)
      pair->receiver = accept(listener, NULL, NULL);
  }
  closesocket(listener);
  return pair->receiver != INVALID_SOCKET;
}

static DWORD WINAPI answerWhatComes(void *unused) {
  char byte;
  (void)unused;
  while (recv(awaited.receiver, &byte, 1, 0) == 1) SetEvent(echo);
  return 0;
}

int quietPrepare(void) {
  HANDLE thread;
  BOOL noDelay = 1;
  if (!connectPair(&announced) || !connectPair(&awaited)) return 0;
  setsockopt(announced.sender, IPPROTO_TCP, TCP_NODELAY, (const char *)&noDelay, sizeof noDelay);
  setsockopt(awaited.sender, IPPROTO_TCP, TCP_NODELAY, (const char *)&noDelay, sizeof noDelay);
  announcement = WSACreateEvent();
  echo = CreateEventW(NULL, 0, 0, NULL);
  if (announcement == WSA_INVALID_EVENT || echo == NULL) return 0;
  if (WSAEventSelect(announced.receiver, announcement, FD_READ) != 0) return 0;
  thread = CreateThread(NULL, 0, answerWhatComes, NULL, 0, NULL);
  if (thread == NULL) return 0;
  CloseHandle(thread);
  return 1;
}

int quietRound(void) {
  char byte = 0;
  WSANETWORKEVENTS events;
  if (send(announced.sender, &byte, 1, 0) != 1 || send(awaited.sender, &byte, 1, 0) != 1) return 0;
  if (WaitForSingleObject(announcement, STUCK) != WAIT_OBJECT_0) return 0;
  if (WSAEnumNetworkEvents(announced.receiver, announcement, &events) != 0) return 0;
  if (recv(announced.receiver, &byte, 1, 0) != 1) return 0;
  return WaitForSingleObject(echo, STUCK) == WAIT_OBJECT_0;
}

/* When a request that met a full backlog has been repeated at the latest, in milliseconds after it was made. */
static double repeatedBy(double trying, double after) {
  double interval = REPEATED_FIRST, at = trying + interval;
  while (at <= after) {
    interval *= 2;
    at += interval;
  }
  return at + REPEAT_MARGIN;
}

int quietAwaitsConnection(Session *session) {
  Socket *socket;
  double time = now();
  int awaits = 0;
  LOCKED();
  for (socket = session->sockets; socket != NULL; socket = socket->next) {
    if (!socketTries(socket)) continue;
    if (session->roomMade > socket->trying && time < repeatedBy(socket->trying, session->roomMade)) awaits = 1;
    if (wineVersion() == NULL && time < socket->trying + REFUSAL_TIME) awaits = 1;
  }
  UNLOCKED();
  return awaits;
}

static void mix(unsigned long long *signature, unsigned long long value) {
  *signature = (*signature ^ value) * 1099511628211ull;
}

unsigned long long quietSignature(const Session *session) {
  unsigned long long signature = 14695981039346656037ull;
  size_t at;
  mix(&signature, session->ends);
  for (at = 0; at < session->eventCount; at++)
    mix(&signature, WaitForSingleObject(session->events[at], 0));
  return signature;
}
