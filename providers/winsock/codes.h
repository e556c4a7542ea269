/* The names of Winsock's numbers. */
#ifndef HALFCLOSE_CODES_H
#define HALFCLOSE_CODES_H

#include "text.h"

/* NULL for a number that has no name. */
const char *errorName(int number);

typedef struct {
  const char *name;
  long mask;
  int bit;
} NetworkEvent;

/* Ends with an entry without a name. */
extern const NetworkEvent networkEvents[];

/* The mask of an event; 0 if there is none of that name. */
long eventMask(Text name);

#endif
