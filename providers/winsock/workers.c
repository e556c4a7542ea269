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
  void (*act)(void *);
  void *given;
} Task;

static Task *first, **last = &first;
static size_t waiting, idle, threads;
static CONDITION_VARIABLE somethingToDo = CONDITION_VARIABLE_INIT;

static DWORD WINAPI work(void *unused) {
  (void)unused;
  LOCKED();
  for (;;) {
    Task *task = first;
    if (task != NULL) {
      first = task->next;
      if (first == NULL) last = &first;
      waiting--;
      UNLOCKED();
      task->act(task->given);
      free(task);
      LOCKED();
      continue;
    }
    idle++;
    if (!SleepConditionVariableSRW(&somethingToDo, &theLock, IDLE_TIME, 0) && first == NULL && threads > STANDBY) {
      idle--;
      threads--;
      UNLOCKED();
      return 0;
    }
    idle--;
  }
}

static void startThread(void) {
  HANDLE thread = CreateThread(NULL, STACK_SIZE, work, NULL, STACK_SIZE_PARAM_IS_A_RESERVATION, NULL);
  if (thread == NULL) {
    fputs("no more threads can be started\n", stderr);
    exit(3);
  }
  CloseHandle(thread);
  threads++;
}

void workersDo(void (*act)(void *), void *given) {
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
