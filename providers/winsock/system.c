#include "system.h"

static FARPROC nativeFunction(const char *name) {
  HMODULE ntdll = GetModuleHandleW(L"ntdll.dll");
  return ntdll == NULL ? NULL : GetProcAddress(ntdll, name);
}

const char *wineVersion(void) {
  const char *(*version)(void);
  FARPROC function = nativeFunction("wine_get_version");
  if (function == NULL) return NULL;
  memcpy(&version, &function, sizeof version);
  return version();
}

void outputSystem(Output *output) {
  DWORD major = 0, minor = 0, build = 0;
  void(WINAPI * numbers)(DWORD *, DWORD *, DWORD *);
  FARPROC function;
  if (wineVersion() != NULL) {
    outputString(output, "wine ");
    outputString(output, wineVersion());
    return;
  }
  function = nativeFunction("RtlGetNtVersionNumbers");
  memcpy(&numbers, &function, sizeof numbers);
  if (function != NULL) numbers(&major, &minor, &build);
  outputString(output, "windows ");
  outputNumber(output, major);
  outputString(output, ".");
  outputNumber(output, minor);
  outputString(output, ".");
  /* The upper bits say what kind of build it is. */
  outputNumber(output, build & 0xffff);
}
