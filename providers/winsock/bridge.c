/*
 * Winsock 2 behind the provider protocol: requests come on standard input, one JSON object a line, and are carried out on
 * real sockets over loopback; the answers go to standard output.
 *
 *   bridge [--settle MILLISECONDS] [--pending MILLISECONDS]
 */
#include <fcntl.h>
#include <io.h>
#include <stdio.h>

#include "quiet.h"
#include "requests.h"

/* A longer line is no request. */
#define LONGEST_LINE 67108864

static void takeLines(void) {
  Output line = {NULL, 0, 0};
  char chunk[65536];
  HANDLE input = GetStdHandle(STD_INPUT_HANDLE);
  DWORD count;
  while (!requestsAreOver() && ReadFile(input, chunk, sizeof chunk, &count, NULL) && count > 0) {
    const char *at = chunk, *end = chunk + count;
    while (at < end && !requestsAreOver()) {
      const char *newline = memchr(at, '\n', (size_t)(end - at));
      outputChars(&line, at, (size_t)((newline == NULL ? end : newline) - at));
      if (newline == NULL) break;
      requestTake(line.data, line.length);
      line.length = 0;
      at = newline + 1;
    }
    if (line.length > LONGEST_LINE) {
      fputs("a line is too long\n", stderr);
      exit(2);
    }
  }
}

static int readPatience(int count, char **words) {
  int at;
  for (at = 1; at < count; at += 2) {
    double *value = strcmp(words[at], "--settle") == 0    ? &patience.settle
                    : strcmp(words[at], "--pending") == 0 ? &patience.pending
                                                          : NULL;
    char *end;
    if (value == NULL || at + 1 >= count) return 0;
    *value = strtod(words[at + 1], &end);
    if (*end != '\0' || !(*value >= 0 && *value <= 60000)) return 0;
  }
  return 1;
}

int main(int count, char **words) {
  WSADATA data;
  int error;
  if (!readPatience(count, words)) {
    fputs("usage: bridge [--settle MILLISECONDS] [--pending MILLISECONDS]\n", stderr);
    return 2;
  }
  _setmode(_fileno(stdout), _O_BINARY);
  error = WSAStartup(MAKEWORD(2, 2), &data);
  if (error != 0) {
    fprintf(stderr, "WSAStartup: error %d\n", error);
    return 2;
  }
  if (!quietPrepare() || !requestsPrepare()) {
    fprintf(stderr, "sockets over 127.0.0.1 cannot be used: error %d\n", WSAGetLastError());
    return 2;
  }
  takeLines();
  requestsLeave();
  /* Calls may be under way that will never end. */
  ExitProcess(0);
}
