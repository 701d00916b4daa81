/* Questions about files that a recording holds. */
#ifndef PLIMSOLL_CSYSTEM_FILES_H
#define PLIMSOLL_CSYSTEM_FILES_H

/* Whether `path`, relative to the open folder, is a regular file of at most `limit` bytes that lies below the folder, links
 * followed. Returns 1 when it is, 0 when nothing is there, and -1 for everything else: a link that leads out, a FIFO, a
 * folder, or a kernel that cannot tell. */
int plimsoll_is_file_beneath(int folder, const char *path, long long limit);

/* The same of everything below `path`, a folder, at most `depth` levels deep; links there must lead to folders or files of
 * this kind. */
int plimsoll_is_folder_beneath(int folder, const char *path, long long limit, int depth);
#endif
