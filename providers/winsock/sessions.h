/* Sessions, and the sockets in them: each known by its name. All of it is guarded by the one lock. */
#ifndef HALFCLOSE_SESSIONS_H
#define HALFCLOSE_SESSIONS_H

#include "text.h"

typedef struct Socket {
  struct Socket *next;
  Text name;
  /* INVALID_SOCKET before the name began and after it was closed: an old handle may be another session's by now. */
  SOCKET handle;
  /* A call that closes it is under way; its handle is left alone meanwhile. */
  int closing;
  /* What the calls that succeeded have made of it, as far as it says how long a call may take. */
  int nonblocking;
  int lingers;
  /* Where it answers, or answered; port 0 if it has no address yet. */
  struct sockaddr_in address;
  /* The port from which it connects, or connected; 0 if it is not known. */
  unsigned short port;
  int connects;
  /* Since when it has been trying to connect, in milliseconds; 0 if it is not, or the outcome is known. */
  double trying;
  /* The event object of its registration, which an accepted socket shares with its listener. */
  WSAEVENT event;
  /* The buffer that a connector gave for callee data. */
  WSABUF calleeData;
  u_long calleeDataCapacity;
} Socket;

typedef struct Request Request;

typedef struct Session {
  struct Session *next;
  double id;
  Socket *sockets;
  /* Every event object of the session, since several sockets may share one. */
  WSAEVENT *events;
  size_t eventCount;
  /* Buffers that calls under way may still write to. */
  void **buffers;
  size_t bufferCount;
  /* Requests that wait for the one that is being carried out. */
  Request *first, **last;
  int busy;
  int leaving;
  /* When a listener last got room for another request, in milliseconds. */
  double roomMade;
  /* Calls that were answered as pending and have not ended. */
  int outstanding;
  /* How often such a call has ended. */
  unsigned ends;
  /* What has ended and not been told, as JSON without the brackets. */
  Output completed;
  /* The loopback address of its sockets: what others leave behind at a port does not reach it. */
  struct in_addr host;
} Session;

Session *sessionFind(double id);
Session *sessionOpen(double id);
/* Forgets a session; its sockets are closed already. */
void sessionForget(Session *session);
/* Takes the handles of all open sockets out of a session; the caller closes them and frees the list. */
SOCKET *sessionTakeHandles(Session *session, size_t *count);

Socket *socketFind(const Session *session, Text name);
/* The socket of that name, made if there is none. */
Socket *socketNamed(Session *session, Text name);
/* Lets a name stand for a handle. */
void socketBegin(Socket *socket, SOCKET handle);
/* Takes note of the addresses of a socket, if it has got them. */
void socketLearn(Socket *socket);
/* Whether a socket is still trying to connect, as far as that can be told without touching its registration. */
int socketTries(Socket *socket);
/* The socket that connects, or connected, from a port; NULL if none is known to. */
Socket *socketAtPort(Session *session, unsigned short port);
/* An event object, or a zeroed buffer, that lasts as long as the session. */
WSAEVENT sessionEvent(Session *session);
char *sessionBuffer(Session *session, size_t size);

#endif
