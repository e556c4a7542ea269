#include "text.h"

#include <stdio.h>

void *allocate(size_t size) { return reallocate(NULL, size); }

void *reallocate(void *memory, size_t size) {
  void *grown = realloc(memory, size == 0 ? 1 : size);
  if (grown == NULL) {
    fputs("out of memory\n", stderr);
    exit(3);
  }
  return grown;
}

int textEquals(Text text, Text other) {
  return text.length == other.length &&
         (text.length == 0 || memcmp(text.units, other.units, text.length * sizeof *text.units) == 0);
}

int textIs(Text text, const char *ascii) {
  size_t at;
  if (strlen(ascii) != text.length) return 0;
  for (at = 0; at < text.length; at++)
    if (text.units[at] != (unsigned char)ascii[at]) return 0;
  return 1;
}

Text textCopy(Text text) {
  Text copy;
  copy.length = text.length;
  copy.units = allocate(text.length * sizeof *text.units);
  if (text.length > 0) memcpy(copy.units, text.units, text.length * sizeof *text.units);
  return copy;
}

void outputChars(Output *output, const char *chars, size_t length) {
  if (output->length + length > output->capacity) {
    output->capacity = (output->length + length) * 2;
    output->data = reallocate(output->data, output->capacity);
  }
  if (length > 0) memcpy(output->data + output->length, chars, length);
  output->length += length;
}

void outputString(Output *output, const char *string) { outputChars(output, string, strlen(string)); }

void outputNumber(Output *output, double number) {
  char digits[32];
  snprintf(digits, sizeof digits, "%.0f", number);
  outputString(output, digits);
}

static void outputUnit(Output *output, unsigned unit) {
  char escape[8];
  if (unit == '"' || unit == '\\') {
    escape[0] = '\\';
    escape[1] = (char)unit;
    outputChars(output, escape, 2);
  } else if (unit >= 0x20 && unit < 0x7f) {
    escape[0] = (char)unit;
    outputChars(output, escape, 1);
  } else {
    snprintf(escape, sizeof escape, "\\u%04x", unit & 0xffff);
    outputChars(output, escape, 6);
  }
}

void outputText(Output *output, Text text) {
  size_t at;
  outputString(output, "\"");
  for (at = 0; at < text.length; at++) outputUnit(output, text.units[at]);
  outputString(output, "\"");
}

void outputBytes(Output *output, const char *bytes, size_t length) {
  size_t at;
  outputString(output, "\"");
  for (at = 0; at < length; at++) outputUnit(output, (unsigned char)bytes[at]);
  outputString(output, "\"");
}

void outputFree(Output *output) {
  free(output->data);
  output->data = NULL;
  output->length = output->capacity = 0;
}
