#include "lock.h"

SRWLOCK theLock = SRWLOCK_INIT;

double now(void) {
  LARGE_INTEGER count, frequency;
  QueryPerformanceCounter(&count);
  QueryPerformanceFrequency(&frequency);
  return (double)count.QuadPart * 1000.0 / (double)frequency.QuadPart + 1;
}
