/* How wide a terminal draws a character. */
#ifndef PLIMSOLL_CSYSTEM_COLUMNS_H
#define PLIMSOLL_CSYSTEM_COLUMNS_H
/* 0, 1 or 2 columns; negative for what is no character. The same in every locale of the process. */
int plimsoll_columns(unsigned scalar);
#endif
