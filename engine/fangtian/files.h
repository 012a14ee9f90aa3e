/* files.h: what writes files and shows their names; needs no engine. */
#ifndef FANGTIAN_PUBLIC_FILES_H
#define FANGTIAN_PUBLIC_FILES_H

#include "types.h"

FT_EXTERN_C_BEGIN

/*
 * A file that is written whole or not at all: a temporary file beside it, fsync, rename. What is no
 * file of a folder (/dev/null, /dev/stdout, a FIFO) is written straight. Nothing here knows what an
 * engine reads: ft_reserve the path first.
 */
struct ft_file;
/* Also clears temporary files of runs that were killed while they wrote to `path`. Errors: FT_IO,
 * with errno; FT_INVALID where an
 * argument is NULL. `*file` is then NULL. */
FT_API FT_MUST_CHECK enum ft_status ft_file_open(struct ft_file **file, const char *path);
/* A sink that writes to the file; borrowed from it. For NULL one that every call refuses. */
FT_API struct ft_sink ft_file_sink(struct ft_file *file);
/* Makes the file visible under its name and frees it. Errors: FT_IO, with errno, and nothing is
 * left then; FT_INVALID for NULL. */
FT_API FT_MUST_CHECK enum ft_status ft_file_commit(struct ft_file *file);
/*
 * The same for several: none appears before all are on the disk. Frees them all. Errors: FT_IO,
 * with errno; `*failed` is then the index of the one at fault, and no file appears, unless it was
 * the renaming that failed: then those before it have. `files` may hold NULL for files that were
 * not opened. FT_INVALID where `files` or `failed` is NULL, and nothing is done.
 */
FT_API FT_MUST_CHECK enum ft_status ft_files_commit(struct ft_file *const *files, size_t count,
                                                    size_t *failed);
/* Leaves no trace of the file and frees it. NULL is allowed. */
FT_API void ft_file_discard(struct ft_file *file);

/*
 * Copies `text` to `out`, of `size` bytes at least 1, as it may be shown: invisible, control and
 * bidirectional characters and bytes that are no UTF-8 are written as escapes; cut at a character.
 * False where `text` is not UTF-8. Needs no engine.
 */
FT_API bool ft_escape(char *out, size_t size, const char *text);

/* What a file in a folder is by its name, not its path. */
enum ft_name {
    FT_NAME_OTHER,    /* no scenario and no policy; also hidden files and backups: .x.cfg, x.cfg~ */
    FT_NAME_CFG,      /* read as one: it ends in ".cfg", in any case, and is UTF-8 */
    FT_NAME_LIKE_CFG, /* not read, but a reader may take it for one: x.cfg.txt, x.conf */
};
/* FT_NAME_OTHER for NULL. */
FT_API enum ft_name ft_name_of(const char *name);

FT_EXTERN_C_END

#endif
