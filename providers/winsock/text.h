/* Strings as JSON has them, and text on its way out. */
#ifndef HALFCLOSE_TEXT_H
#define HALFCLOSE_TEXT_H

#include "platform.h"

/* A JSON string: UTF-16 code units, of which each is one byte where the string stands for data. */
typedef struct {
  unsigned short *units;
  size_t length;
} Text;

/* Text that grows at its end. */
typedef struct {
  char *data;
  size_t length;
  size_t capacity;
} Output;

/* Memory that must be there: without it the bridge says so and ends. */
void *allocate(size_t size);
void *reallocate(void *memory, size_t size);

int textEquals(Text text, Text other);
int textIs(Text text, const char *ascii);
Text textCopy(Text text);

void outputChars(Output *output, const char *chars, size_t length);
void outputString(Output *output, const char *string);
void outputNumber(Output *output, double number);
/* As a JSON string, in ASCII. */
void outputText(Output *output, Text text);
/* Bytes as a JSON string, of which each character is one byte. */
void outputBytes(Output *output, const char *bytes, size_t length);
void outputFree(Output *output);

#endif
