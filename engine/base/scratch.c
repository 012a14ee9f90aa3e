/* A file without a name for what does not fit into memory: it is gone when it is closed, or when
 * the program is. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base_internal.h"

static enum ft_status fault_scratch(const struct scratch *scratch, struct diagnostics *diagnostics)
{
    diagnostics_add(diagnostics, NULL, &base_message[BASE_SCRATCH], scratch->folder,
                    file_reason(errno, diagnostics->language), NULL);
    return FT_IO;
}

enum ft_status scratch_open(struct scratch *scratch, const char *folder,
                            struct diagnostics *diagnostics)
{
    char path[4096];
    *scratch = (struct scratch){.folder = folder, .fd = -1};
    const int length = snprintf(path, sizeof path, "%s/fangtian-XXXXXX", folder);
    errno = ENAMETOOLONG;
    if (length >= 0 && (size_t)length < sizeof path)
        scratch->fd = mkstemp(path);
    if (scratch->fd < 0)
        return fault_scratch(scratch, diagnostics);
    (void)unlink(path);
    return FT_OK;
}

enum ft_status scratch_add(struct scratch *scratch, const void *bytes, size_t length,
                           struct diagnostics *diagnostics)
{
    const char *at = bytes;
    while (length > 0) {
        ssize_t put = pwrite(scratch->fd, at, length, (off_t)scratch->size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return fault_scratch(scratch, diagnostics);
        at += put;
        length -= (size_t)put;
        scratch->size += (uint64_t)put;
    }
    return FT_OK;
}

enum ft_status scratch_read(const struct scratch *scratch, void *bytes, size_t length,
                            uint64_t offset, struct diagnostics *diagnostics)
{
    char *at = bytes;
    while (length > 0) {
        ssize_t got = pread(scratch->fd, at, length, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got == 0)
            errno = EIO; /* all of it was written */
        if (got <= 0)
            return fault_scratch(scratch, diagnostics);
        at += got;
        length -= (size_t)got;
        offset += (uint64_t)got;
    }
    return FT_OK;
}

enum ft_status scratch_measure(struct scratch *scratch, struct diagnostics *diagnostics)
{
    struct stat info;
    if (fstat(scratch->fd, &info) != 0)
        return fault_scratch(scratch, diagnostics);
    scratch->size = (uint64_t)info.st_size;
    return FT_OK;
}

void scratch_close(struct scratch *scratch)
{
    if (scratch->fd >= 0)
        (void)close(scratch->fd);
    scratch->fd = -1;
}
