/* The one lock, and the time. The lock is never held while a call of the sockets under test is made. */
#ifndef HALFCLOSE_LOCK_H
#define HALFCLOSE_LOCK_H

#include "platform.h"

extern SRWLOCK theLock;

#define LOCKED() AcquireSRWLockExclusive(&theLock)
#define UNLOCKED() ReleaseSRWLockExclusive(&theLock)

/* Milliseconds, from some moment on; never 0. */
double now(void);

#endif
