/* A call, its arguments and its result. */
#ifndef HALFCLOSE_CALL_H
#define HALFCLOSE_CALL_H

#include "json.h"
#include "lock.h"
#include "sessions.h"

typedef struct {
  Session *session;
  Socket *socket;
  const Json *args;
  /* `{"ok":…}` or `{"error":…}`; empty if the call could not be carried out. */
  Output result;
  /* Why it could not. */
  const char *failure;
} Call;

typedef struct {
  const char *name;
  void (*perform)(Call *call);
  /* Whether it may have to wait for others. */
  int waits;
} CallKind;

/* NULL if there is no call of that name. */
const CallKind *callKind(Text name);

/* The handle of the socket, or INVALID_SOCKET where its name stands for none. */
SOCKET callHandle(const Call *call);

void callOk(Call *call);
void callFails(Call *call, int error);
/* What came of a call that gives 0 or SOCKET_ERROR; its error is fetched here. */
void callEnds(Call *call, int status);
/* `{"ok":{"data":…}}` */
void callGives(Call *call, const char *bytes, size_t length);

/* An argument; 0, and a failure, if it is not as it has to be. */
int argNumber(Call *call, const char *name, double *number);
int argFlag(Call *call, const char *name, int *flag);
int argText(Call *call, const char *name, Text *text);
/* Data: `*bytes` becomes a buffer to be freed, or NULL if the argument is null or left out. */
int argBytes(Call *call, const char *name, char **bytes, u_long *length);

void performWSASocket(Call *call);
void performBind(Call *call);
void performListen(Call *call);
void performIoctlsocket(Call *call);
void performSetsockopt(Call *call);
void performGetsockopt(Call *call);
void performWSAEventSelect(Call *call);
void performWSAEnumNetworkEvents(Call *call);
void performWSAConnect(Call *call);
void performCalleeData(Call *call);
void performWSAAccept(Call *call);
void performSend(Call *call);
void performWSASend(Call *call);
void performRecv(Call *call);
void performWSARecv(Call *call);
void performShutdown(Call *call);
void performWSASendDisconnect(Call *call);
void performWSARecvDisconnect(Call *call);
void performClosesocket(Call *call);

#endif
