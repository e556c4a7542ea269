/* Whose Winsock this is. */
#ifndef HALFCLOSE_SYSTEM_H
#define HALFCLOSE_SYSTEM_H

#include "text.h"

/* The version of Wine; NULL on Windows. */
const char *wineVersion(void);

/* Such as `wine 8.0` or `windows 10.0.19045`. */
void outputSystem(Output *output);

#endif
