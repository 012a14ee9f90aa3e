/* table_digest.h: the digest of a long table's file, as far as it was read. */
#ifndef FANGTIAN_SCENARIO_TABLE_DIGEST_H
#define FANGTIAN_SCENARIO_TABLE_DIGEST_H

#include <nettle/sha2.h>

#include "scenario.h"

/* Of the bytes of a table's file from its first on: how many, and their digest so far. */
struct table_digest {
    struct sha256_ctx sha;
    uint64_t bytes;
};
/* Of the table and those below it, what stands before their first rows. Errors as row_file_read. */
enum ft_status FT_MUST_CHECK table_digests_open(struct table_digest **digests,
                                                const struct long_table *table, struct arena *arena,
                                                struct diagnostics *diagnostics);
void table_digest_add(struct table_digest *digest, const char *bytes, size_t length);
/* The digest so far; more may be added. */
void table_digest_text(char text[SHA_TEXT], const struct table_digest *digest);

/* What was noted of a table: how many bytes of it were seen, and their digest. */
struct table_mark {
    uint64_t bytes;
    char sha[SHA_TEXT];
    bool differs; /* the file does not begin so */
};
/*
 * Reads the table's file and finds those that differ, so that no total is put together of several versions
 * of it; `sha` gets the digest of its bytes as they stand there, which is also noted. `marks`, which do not go back, may be NULL. Errors as row_file_read; FT_IO where `*stop` is
 * set, or the file is no longer what its header was read of, diagnosed.
 */
enum ft_status FT_MUST_CHECK table_marks_compare(struct table_mark *const *marks, size_t count,
                                                 const struct long_table *table, char sha[SHA_TEXT],
                                                 const bool *stop, struct arena *arena,
                                                 struct diagnostics *diagnostics);

#endif
