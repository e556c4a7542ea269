#include "workers.h"

#include <stdio.h>

#include "lock.h"
#include "text.h"

/* Threads that stay though there is nothing to do, and milliseconds after which the others go. */
#define STANDBY 4
#define IDLE_TIME 2000
#define STACK_SIZE 131072

typedef struct Task {
  struct Task *next;
  void (*act)(void *, HANDLE);
  void *given;
} Task;

static Task *first, **last = &first;
static size_t waiting, idle, threads;
static CONDITION_VARIABLE somethingToDo = CONDITION_VARIABLE_INIT;

static DWORD WINAPI work(void *given) {
  HANDLE *self = given;
  LOCKED();
  for (;;) {
    Task *task = first;
    if (task != NULL) {
      first = task->next;
      if (first == NULL) last = &first;
      waiting--;
      UNLOCKED();
      task->act(task->given, *self);
      free(task);
      LOCKED();
      continue;
    }
    idle++;
    if (!SleepConditionVariableSRW(&somethingToDo, &theLock, IDLE_TIME, 0) && first == NULL && threads > STANDBY) {
      idle--;
      threads--;
      UNLOCKED();
      CloseHandle(*self);
      free(self);
      return 0;
    }
    idle--;
  }
}

/* The new thread waits for the lock, and so for its handle. */
static void startThread(void) {
  HANDLE *self = allocate(sizeof *self);
  *self = CreateThread(NULL, STACK_SIZE, work, self, STACK_SIZE_PARAM_IS_A_RESERVATION, NULL);
  if (*self == NULL) {
    fputs("no more threads can be started\n", stderr);
    exit(3);
  }
  threads++;
}

void workersDo(void (*act)(void *given, HANDLE thread), void *given) {
  Task *task = allocate(sizeof *task);
  task->next = NULL;
  task->act = act;
  task->given = given;
  *last = task;
  last = &task->next;
  waiting++;
  if (waiting > idle) startThread();
  else WakeConditionVariable(&somethingToDo);
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
