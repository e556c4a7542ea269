#include "json.h"

/* Deeper lines are no requests. */
#define DEEPEST 32

typedef struct {
  const char *at;
  const char *end;
  int depth;
} Reader;

static Json *readValue(Reader *reader);

static void skipSpace(Reader *reader) {
  while (reader->at < reader->end &&
         (*reader->at == ' ' || *reader->at == '\t' || *reader->at == '\r' || *reader->at == '\n'))
    reader->at++;
}

static int take(Reader *reader, const char *word) {
  size_t length = strlen(word);
  if ((size_t)(reader->end - reader->at) < length || memcmp(reader->at, word, length) != 0) return 0;
  reader->at += length;
  return 1;
}

static int hexDigit(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

/* The code unit of an escape, of which the backslash has been read; -1 if it is none. */
static int readEscape(Reader *reader) {
  static const char names[] = "\"\\/bfnrt";
  static const char values[] = "\"\\/\b\f\n\r\t";
  const char *found;
  int unit = 0, count;
  char name;
  if (reader->at >= reader->end) return -1;
  name = *reader->at++;
  if (name != 'u') {
    found = name == '\0' ? NULL : strchr(names, name);
    return found == NULL ? -1 : values[found - names];
  }
  if (reader->end - reader->at < 4) return -1;
  for (count = 0; count < 4; count++) {
    int digit = hexDigit(*reader->at++);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

/* The code point of a UTF-8 sequence; -1 if it is malformed. */
static long readCodePoint(Reader *reader) {
  unsigned char lead = (unsigned char)*reader->at++;
  int more = lead < 0x80 ? 0 : lead < 0xc2 ? -1 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : -1;
  long point = more <= 0 ? lead : lead & (0x3f >> more);
  if (more < 0 || reader->end - reader->at < more) return -1;
  while (more-- > 0) {
    unsigned char next = (unsigned char)*reader->at++;
    if ((next & 0xc0) != 0x80) return -1;
    point = point * 64 + (next & 0x3f);
  }
  return point > 0x10ffff ? -1 : point;
}

static int readText(Reader *reader, Text *text) {
  size_t capacity = 16;
  text->units = allocate(capacity * sizeof *text->units);
  text->length = 0;
  while (reader->at < reader->end && *reader->at != '"') {
    long point;
    if (text->length + 2 > capacity) {
      capacity *= 2;
      text->units = reallocate(text->units, capacity * sizeof *text->units);
    }
    if (*reader->at == '\\') {
      reader->at++;
      point = readEscape(reader);
    } else if ((unsigned char)*reader->at < 0x20) {
      return 0;
    } else {
      point = readCodePoint(reader);
    }
    if (point < 0) return 0;
    if (point > 0xffff) {
      text->units[text->length++] = (unsigned short)(0xd7c0 + (point >> 10));
      point = 0xdc00 + (point & 0x3ff);
    }
    text->units[text->length++] = (unsigned short)point;
  }
  return take(reader, "\"");
}

static int readNumber(Reader *reader, double *number) {
  char digits[40];
  size_t length = 0;
  char *end;
  while (reader->at < reader->end && length + 1 < sizeof digits && *reader->at != '\0' &&
         strchr("+-.0123456789eE", *reader->at) != NULL)
    digits[length++] = *reader->at++;
  digits[length] = '\0';
  *number = strtod(digits, &end);
  return length > 0 && *end == '\0';
}

/* What stands between brackets or braces, of which the first has been read. */
static int readMembers(Reader *reader, Json *json, const char *close) {
  Json **last = &json->first;
  skipSpace(reader);
  if (take(reader, close)) return 1;
  for (;;) {
    Text key = {NULL, 0};
    Json *member;
    skipSpace(reader);
    if (json->kind == JSON_OBJECT) {
      int sound = take(reader, "\"") && readText(reader, &key);
      skipSpace(reader);
      if (!sound || !take(reader, ":")) {
        free(key.units);
        return 0;
      }
    }
    member = readValue(reader);
    if (member == NULL) {
      free(key.units);
      return 0;
    }
    member->key = key;
    *last = member;
    last = &member->next;
    skipSpace(reader);
    if (take(reader, close)) return 1;
    if (!take(reader, ",")) return 0;
  }
}

static int readInto(Reader *reader, Json *json) {
  if (take(reader, "null")) json->kind = JSON_NULL;
  else if (take(reader, "false")) json->kind = JSON_FALSE;
  else if (take(reader, "true")) json->kind = JSON_TRUE;
  else if (take(reader, "\"")) {
    json->kind = JSON_STRING;
    return readText(reader, &json->text);
  } else if (take(reader, "[")) {
    json->kind = JSON_ARRAY;
    return readMembers(reader, json, "]");
  } else if (take(reader, "{")) {
    json->kind = JSON_OBJECT;
    return readMembers(reader, json, "}");
  } else {
    json->kind = JSON_NUMBER;
    return readNumber(reader, &json->number);
  }
  return 1;
}

static Json *readValue(Reader *reader) {
  Json *json = allocate(sizeof *json);
  int sound;
  memset(json, 0, sizeof *json);
  skipSpace(reader);
  sound = reader->depth < DEEPEST;
  reader->depth++;
  sound = sound && readInto(reader, json);
  reader->depth--;
  if (sound) return json;
  jsonFree(json);
  return NULL;
}

Json *jsonParse(const char *line, size_t length) {
  Reader reader;
  Json *json;
  reader.at = line;
  reader.end = line + length;
  reader.depth = 0;
  json = readValue(&reader);
  skipSpace(&reader);
  if (json == NULL || reader.at == reader.end) return json;
  jsonFree(json);
  return NULL;
}

void jsonFree(Json *json) {
  while (json != NULL) {
    Json *next = json->next;
    jsonFree(json->first);
    free(json->text.units);
    free(json->key.units);
    free(json);
    json = next;
  }
}

const Json *jsonField(const Json *object, const char *name) {
  const Json *member;
  if (object == NULL || object->kind != JSON_OBJECT) return NULL;
  for (member = object->first; member != NULL; member = member->next)
    if (textIs(member->key, name)) return member;
  return NULL;
}
