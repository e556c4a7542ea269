/* What every file of the bridge stands on: Winsock 2 and the C library. */
#ifndef HALFCLOSE_PLATFORM_H
#define HALFCLOSE_PLATFORM_H

#ifndef _WIN32_WINNT
#define _WIN32_WINNT 0x0600
#endif
#define WIN32_LEAN_AND_MEAN

#include <winsock2.h>
#include <ws2tcpip.h>

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#endif
