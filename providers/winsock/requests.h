/* Requests, from the line that asks to the line that answers. */
#ifndef HALFCLOSE_REQUESTS_H
#define HALFCLOSE_REQUESTS_H

#include "call.h"

typedef enum { REQUEST_CALL, REQUEST_SETTLE, REQUEST_CLOSE } RequestKind;

/* What has become of a request: a call that was answered as pending is under way all the same. */
typedef enum { WAITING, RUNNING, PENDING, ENDED } RequestState;

struct Request {
  Request *nextInOrder;
  Request *nextInSession;
  Request *nextRunning, **linkRunning;
  double id;
  RequestKind kind;
  RequestState state;
  Session *session;
  Json *json;
  const CallKind *called;
  Call call;
  /* Who carries it out, while it does. */
  HANDLE thread;
  volatile LONG returned;
  Request *nextPending, **linkPending;
  int entered;
  double started;
  unsigned long startedRound;
  /* Since when the session looks as it does, and how that is. */
  double since;
  unsigned long sinceRound;
  unsigned long long signature;
  int looked;
  Output answer;
  int answered;
};

/* How long the bridge waits, in milliseconds. */
typedef struct {
  /* Nothing may change for so long before a session counts as quiet. */
  double settle;
  /* A call that waits for others is pending after so long, if it is likely to wait at all. */
  double pending;
} Patience;

extern Patience patience;

/* Carries out a line, now or later; every line is answered in its turn. */
void requestTake(const char *line, size_t length);

/* Starts what looks after requests that take their time; 0 if that fails. */
int requestsPrepare(void);

/* Whether the program that asks has taken its leave. */
int requestsAreOver(void);

/* Waits until every answer that there is has been written. */
void requestsLeave(void);

#endif
