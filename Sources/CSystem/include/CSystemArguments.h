/* The words with which the program was started. */
#ifndef PLIMSOLL_CSYSTEM_ARGUMENTS_H
#define PLIMSOLL_CSYSTEM_ARGUMENTS_H

/* How many there are; the first is the program's name, and there may be none at all. */
int plimsoll_argument_count(void);

/* The word at an index, or a null pointer behind the last. */
const char *plimsoll_argument(int index);
#endif
