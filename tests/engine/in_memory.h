/* in_memory.h: the policies and scenarios of the repository as files in memory. */
#ifndef FANGTIAN_TEST_IN_MEMORY_H
#define FANGTIAN_TEST_IN_MEMORY_H

#include "fangtian.h"

struct in_memory {
    struct ft_memory_file *files;
    size_t count, capacity;
};
/* Reads all files below folders of the repository, named by their paths. */
void in_memory_open(struct in_memory *memory);
void in_memory_close(struct in_memory *memory);

#endif
