/* Threads that carry out requests: as many as there are calls under way. */
#ifndef HALFCLOSE_WORKERS_H
#define HALFCLOSE_WORKERS_H

#include "platform.h"

/*
 * Lets a thread do something, without waiting for it; it is told which thread it is. The lock is held, as it is when that
 * begins and when it ends.
 */
void workersDo(void (*act)(void *given, HANDLE thread), void *given);

/* Ends a thread that is stuck in what it does; 0 if it has returned from it in the meantime. The lock is held. */
int workerEnd(HANDLE thread, const volatile LONG *returned);

#endif
