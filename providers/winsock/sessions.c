#include "sessions.h"

#include <mswsock.h>

#define BUCKETS 1024

static Session *sessions[BUCKETS];
static unsigned long opened;

static Session **bucketOf(double id) { return &sessions[(size_t)id % BUCKETS]; }

Session *sessionFind(double id) {
  Session *session = *bucketOf(id);
  while (session != NULL && session->id != id) session = session->next;
  return session;
}

/* 127.64.0.1 to 127.127.255.254, one after the other. */
static struct in_addr nextHost(void) {
  struct in_addr host;
  unsigned long number = opened++;
  unsigned long low = number % 254 + 1, middle = number / 254 % 256, high = 64 + number / 254 / 256 % 64;
  host.s_addr = htonl((u_long)(127ul << 24 | high << 16 | middle << 8 | low));
  return host;
}

Session *sessionOpen(double id) {
  Session *session = allocate(sizeof *session);
  memset(session, 0, sizeof *session);
  session->id = id;
  session->last = &session->first;
  session->host = nextHost();
  session->next = *bucketOf(id);
  *bucketOf(id) = session;
  return session;
}

void sessionForget(Session *session) {
  Session **link = bucketOf(session->id);
  size_t at;
  while (*link != session) link = &(*link)->next;
  *link = session->next;
  while (session->sockets != NULL) {
    Socket *socket = session->sockets;
    session->sockets = socket->next;
    free(socket->name.units);
    free(socket);
  }
  for (at = 0; at < session->eventCount; at++) WSACloseEvent(session->events[at]);
  for (at = 0; at < session->bufferCount; at++) free(session->buffers[at]);
  free(session->events);
  free(session->buffers);
  outputFree(&session->completed);
  free(session);
}

SOCKET *sessionTakeHandles(Session *session, size_t *count) {
  Socket *socket;
  SOCKET *handles = NULL;
  *count = 0;
  for (socket = session->sockets; socket != NULL; socket = socket->next) {
    if (socket->handle == INVALID_SOCKET || socket->closing) continue;
    handles = reallocate(handles, (*count + 1) * sizeof *handles);
    handles[(*count)++] = socket->handle;
    socket->handle = INVALID_SOCKET;
  }
  return handles;
}

Socket *socketFind(const Session *session, Text name) {
  Socket *socket = session->sockets;
  while (socket != NULL && !textEquals(socket->name, name)) socket = socket->next;
  return socket;
}

Socket *socketNamed(Session *session, Text name) {
  Socket *socket = socketFind(session, name);
  if (socket != NULL) return socket;
  socket = allocate(sizeof *socket);
  memset(socket, 0, sizeof *socket);
  socket->name = textCopy(name);
  socket->handle = INVALID_SOCKET;
  socket->next = session->sockets;
  session->sockets = socket;
  return socket;
}

void socketBegin(Socket *socket, SOCKET handle) {
  socket->handle = handle;
  socket->closing = 0;
}

void socketLearn(Socket *socket) {
  struct sockaddr_in address;
  int length = sizeof address;
  if (socket->handle == INVALID_SOCKET || socket->closing) return;
  if (getsockname(socket->handle, (struct sockaddr *)&address, &length) != 0) return;
  if (address.sin_family != AF_INET || address.sin_port == 0) return;
  if (socket->address.sin_port == 0) socket->address = address;
  if (socket->connects) socket->port = address.sin_port;
}

int socketTries(Socket *socket) {
  DWORD seconds = 0;
  int length = sizeof seconds;
  if (socket->trying == 0 || socket->closing || socket->handle == INVALID_SOCKET) return 0;
  if (getsockopt(socket->handle, SOL_SOCKET, SO_CONNECT_TIME, (char *)&seconds, &length) == 0 &&
      seconds != 0xffffffff)
    socket->trying = 0;
  return socket->trying != 0;
}

Socket *socketAtPort(Session *session, unsigned short port) {
  Socket *socket;
  for (socket = session->sockets; socket != NULL; socket = socket->next)
    if (socket->connects && socket->port == 0) socketLearn(socket);
  for (socket = session->sockets; socket != NULL; socket = socket->next)
    if (socket->port == port) return socket;
  return NULL;
}

WSAEVENT sessionEvent(Session *session) {
  WSAEVENT event = WSACreateEvent();
  if (event == WSA_INVALID_EVENT) return event;
  session->events = reallocate(session->events, (session->eventCount + 1) * sizeof *session->events);
  session->events[session->eventCount++] = event;
  return event;
}

char *sessionBuffer(Session *session, size_t size) {
  char *buffer = allocate(size);
  memset(buffer, 0, size);
  session->buffers = reallocate(session->buffers, (session->bufferCount + 1) * sizeof *session->buffers);
  session->buffers[session->bufferCount++] = buffer;
  return buffer;
}
