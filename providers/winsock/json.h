/* Reads one line of JSON. */
#ifndef HALFCLOSE_JSON_H
#define HALFCLOSE_JSON_H

#include "text.h"

typedef enum { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT } JsonKind;

/* A value; what an array or an object holds is a list that begins with `first`. */
typedef struct Json {
  JsonKind kind;
  double number;
  Text text;
  Text key;
  struct Json *first;
  struct Json *next;
} Json;

/* NULL if the line is not JSON. */
Json *jsonParse(const char *line, size_t length);
void jsonFree(Json *json);

/* A field of an object; NULL if it is absent. */
const Json *jsonField(const Json *object, const char *name);

#endif
