#define _GNU_SOURCE
#include "CSystemEnvironment.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char **plimsoll_environment_extend(const char *const *entries, size_t count) {
  char **before = environ;
  size_t length = 0;
  while (before && before[length]) length++;
  char **list = calloc(count + length + 1, sizeof *list);
  if (!list) return NULL;
  for (size_t i = 0; i < count; i++) {
    list[i] = strdup(entries[i]);
    if (!list[i]) {
      while (i > 0) free(list[--i]);
      free(list);
      return NULL;
    }
  }
  if (length) memcpy(list + count, before, length * sizeof *list);
  __atomic_store_n(&environ, list, __ATOMIC_RELEASE);
  return before;
}

void plimsoll_environment_restore(char **environment) { __atomic_store_n(&environ, environment, __ATOMIC_RELEASE); }
