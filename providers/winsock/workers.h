/* Threads that carry out requests: as many as there are calls under way. */
#ifndef HALFCLOSE_WORKERS_H
#define HALFCLOSE_WORKERS_H

/* Lets a thread do something, without waiting for it. The lock is held. */
void workersDo(void (*act)(void *), void *given);

#endif
