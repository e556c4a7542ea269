/* How the bridge knows that nothing is on its way any more. */
#ifndef HALFCLOSE_QUIET_H
#define HALFCLOSE_QUIET_H

#include "sessions.h"

/* Makes two connections of the bridge's own; 0 if that fails. */
int quietPrepare(void);

/*
 * Sends a byte down each of them, and waits until one has been announced by its event object and the other has woken a
 * thread that blocks in `recv`: what was sent on other sockets before has come as far by then. 0 if it got stuck.
 */
int quietRound(void);

/*
 * What can be seen of a session without touching its sockets, as one number: which event objects are set, and how often
 * a call has ended. (`select` would show more, but Wine takes it as an occasion to record events that it had forgotten.)
 */
unsigned long long quietSignature(const Session *session);

/* Whether an attempt to connect is still going to have an outcome, though nothing is to be seen of it now. */
int quietAwaitsConnection(Session *session);

#endif
