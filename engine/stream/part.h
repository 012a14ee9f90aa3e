/*
 * part.h: shards of a run, and what one came to as text: its part. A part is a JSON text that says
 * what it is a part of and holds exact sums; engine/report/README.md lists its keys. It is written
 * by the run of a shard and read by the merge.
 */
#ifndef FANGTIAN_STREAM_PART_H
#define FANGTIAN_STREAM_PART_H

#include <jansson.h>
#include <nettle/sha2.h>

#include "../scenario/table_digest.h"

#include "stream_internal.h"

/* ---- which blocks are a shard's own ---- */

/*
 * Every shard of a file sees the same blocks; those that begin in its share of the bytes behind the
 * header are its own. It passes over the others, so that lines are counted from the first on.
 */
struct shard {
    unsigned number, of;  /* from 1; of 0: every block is its own */
    uint64_t first, size; /* where the first row begins; bytes of the file */
    uint64_t from, to;    /* of the blocks that were its own so far, or where they would begin */
};
/* Whether the block is another shard's, and before the own ones. One behind them is emptied. */
bool shard_passes(struct shard *shard, struct row_block *block);
/* Whether a block that begins here is its own. */
bool shard_owns(const struct shard *shard, uint64_t offset);

/* ---- the rows' file ---- */

/* The rows of a shard on their way out: what is noted of their file. */
struct part_rows {
    const struct ft_sink *sink;
    struct sha256_ctx sha;
    uint64_t bytes;
};
struct ft_sink part_rows_open(struct part_rows *rows, const struct ft_sink *sink);

/* ---- the tables' files ---- */

struct identity;

/*
 * The digests of the tables' files, by table (the long one, then those below), taken while they are read. Of several jobs
 * they are taken in a thread of their own where that is worth it, for a digest takes a fifth of what the rows take; of one job
 * in the thread that reads: handing blocks to another processor takes half as long as their digest. Whoever reads gives one
 * block after the other. Errors: FT_NO_MEMORY.
 */
enum ft_status FT_MUST_CHECK identity_open(struct identity **identity,
                                           const struct long_table *table, unsigned jobs,
                                           struct arena *arena);
/* Who is to be given the bytes of a table's file; NULL of no identity. */
const struct byte_taker *identity_taker(const struct identity *identity, size_t table);
/* Behind the last block: waits for what is still to be done. */
void identity_close(struct identity *identity);
/* Of one that is closed. */
void identity_text(struct identity *identity, size_t table, char sha[SHA_TEXT]);
/* Keeps the files' digests, and makes the run's. Errors: FT_NO_MEMORY. */
typedef char table_sha[SHA_TEXT];
enum ft_status FT_MUST_CHECK identity_keep(struct stream *stream, const struct plan *plan,
                                           const table_sha *files, struct arena *arena);

/* ---- a part ---- */

/* Of one that was read the strings are the arena's. */
struct part {
    struct source source; /* its path alone, for diagnostics */
    unsigned number, of;
    uint64_t from, to;
    bool foreign;             /* of another run: nothing of it was added up */
    bool refused;             /* something was told of it */
    struct table_mark *marks; /* by table: the long one, then those below */
    struct keys keys;
    const char *rows_name; /* of the rows' file, beside it */
    uint64_t rows_bytes;
    char rows_sha[SHA_TEXT];
    struct diagnostics **faults; /* by fault_lists; of one that was read in the reader's language */
};

/* The keys that tell one run from another, under their names. NULL when memory is out. */
json_t *part_head(const struct plan *plan);
/* A part's own digest: over its compact text without that key. */
bool part_digest(char text[SHA_TEXT], const json_t *part);

/* Its text. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK part_make(const struct growing_text **text, struct part *part,
                                       struct totals *totals, struct arena *arena);

/* ---- reading ---- */

struct part_reader {
    const struct plan *plan;
    json_t *head; /* of the run that is merged */
    struct totals *totals;
    struct arena *arena;
    struct arith *arith;
    struct diagnostics *diagnostics;
    unsigned of;    /* as the first part says; 0: none yet */
    bool no_memory; /* something of a part could not be kept */
};
/* Reads a part and adds it to the totals. Errors: FT_INVALID, diagnosed, where it is none or of
 * another run (`*part` is NULL where it is none); FT_IO, diagnosed; FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK part_read(struct part **part, struct part_reader *reader,
                                       const char *path);

#endif
