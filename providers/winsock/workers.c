#include "workers.h"

#include <stdio.h>

#include "lock.h"
#include "text.h"

/* Threads that stay though there is nothing to do, and milliseconds after which the others go. */
#define STANDBY 4
#define IDLE_TIME 2000
#define STACK_SIZE 131072

typedef struct Worker {
  struct Worker *nextIdle;
  HANDLE thread;
  /* Each waits for itself: many threads that wait at one place get into each other's way. */
  CONDITION_VARIABLE hasTask;
  void (*act)(void *, HANDLE);
  void *given;
} Worker;

/* The one that was busy last stands first, so that no more are kept awake than are needed. */
static Worker *idle;
static size_t threads;

static void leaveIdle(Worker *worker) {
  Worker **link = &idle;
  while (*link != worker) link = &(*link)->nextIdle;
  *link = worker->nextIdle;
}

static DWORD WINAPI work(void *given) {
  Worker *self = given;
  LOCKED();
  for (;;) {
    while (self->act != NULL) {
      void (*act)(void *, HANDLE) = self->act;
      self->act = NULL;
      act(self->given, self->thread);
      self->nextIdle = idle;
      idle = self;
    }
    if (SleepConditionVariableSRW(&self->hasTask, &theLock, IDLE_TIME, 0) || self->act != NULL) continue;
    if (threads <= STANDBY) continue;
    leaveIdle(self);
    threads--;
    UNLOCKED();
    CloseHandle(self->thread);
    free(self);
    return 0;
  }
}

/* The new thread waits for the lock, and so for its handle. */
static void startThread(void (*act)(void *, HANDLE), void *given) {
  Worker *worker = allocate(sizeof *worker);
  worker->act = act;
  worker->given = given;
  InitializeConditionVariable(&worker->hasTask);
  worker->thread = CreateThread(NULL, STACK_SIZE, work, worker, STACK_SIZE_PARAM_IS_A_RESERVATION, NULL);
  if (worker->thread == NULL) {
    fputs("no more threads can be started\n", stderr);
    exit(3);
  }
  threads++;
}

void workersDo(void (*act)(void *given, HANDLE thread), void *given) {
  Worker *worker = idle;
  if (worker == NULL) {
    startThread(act, given);
    return;
  }
  idle = worker->nextIdle;
  worker->act = act;
  worker->given = given;
  WakeConditionVariable(&worker->hasTask);
}

int workerEnd(HANDLE thread, const volatile LONG *returned) {
  if (SuspendThread(thread) == (DWORD)-1) return 0;
  if (*returned) {
    ResumeThread(thread);
    return 0;
  }
  TerminateThread(thread, 0);
  CloseHandle(thread);
  threads--;
  return 1;
}
