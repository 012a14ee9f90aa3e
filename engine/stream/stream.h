/*
 * stream.h: rules over a table too long to hold: its rows go through in blocks, a line of figures
 * comes out for each, and what all rows pay and receive is added up exactly.
 *
 *     struct stream *stream;
 *     struct stream_options options = {.jobs = 1};
 *     if (stream_run(&stream, policy, scenario, &options, &rows, arith, diagnostics) == FT_OK)
 *         for (size_t i = 0; i < stream->line_count; i++) ... stream->lines[i].amount ...
 *
 * A block of rows is worked out in chunks, rule by rule: a chunk is a dataset whose tables stand as
 * vectors (chunk.c), which rules and postings go over as over every other table.
 * Rows below the table's come from files of their own, in the order of the rows above (join.h).
 * Rows depend on nothing but themselves and the rest of the scenario, so the order of blocks, their
 * size and the number of threads change nothing. Rules beside the table may use sums over it (sum,
 * count, min, max, any, all): they are applied behind its rows. A rule that looks at the whole
 * table at once (share, fill, previous …) cannot run so; stream_placements says which do. Two rows
 * with one key are a fault: where keys ascend there are none, else they are sorted
 * (scenario/keys_compare.c).
 */
#ifndef FANGTIAN_STREAM_H
#define FANGTIAN_STREAM_H

#include "../ledger/ledger.h"
#include "../scenario/scenario.h"

/* How the rows are read and held; both give the same bytes. */
enum stream_path {
    STREAM_AUTO,  /* rows as vectors */
    STREAM_EXACT, /* rows as those of other tables, a block at a time */
};

struct stream_options {
    const char *const *columns; /* rules and fields of the table that a line shows; none: the key,
                                   then every rule that posts or is a check */
    size_t column_count;
    const char *const *only; /* rules that alone are worked out, with what they rest on; lines,
                                findings and totals are of these alone; none: all */
    size_t only_count;
    const char *by; /* a symbol field of the table whose members get totals of their own; or NULL */
    unsigned jobs;  /* threads; 0 counts as 1 */
    enum stream_path path;
    /* Told now and then how far the run is; may be NULL. */
    void (*progress)(void *context, uint64_t rows, uint64_t bytes, uint64_t all_bytes);
    void *progress_context;
    const bool *stop; /* set from outside: the run ends with FT_IO as soon as it can; or NULL */
    unsigned shard, shards; /* this one of so many, from 1; shards 0: the whole table */
    const char *rows_name;  /* with shards: what the part calls the rows' file */
    const char *scratch;    /* a folder for keys that do not ascend; NULL: /tmp */
    size_t keys_held;       /* so many are sorted in memory; 0: as many as KEYS_HELD */
};

/* What one posting (or memo) line comes to over all rows, in one group of rows. */
struct stream_sum {
    uint64_t rows;         /* that it took place at */
    struct number amount;  /* posted, base units */
    struct number residue; /* amount - exact, where `residue_known`: else too long to write */
    bool residue_known;
    /* Of them, rows of which facts contradict each other, and what it comes to there. */
    uint64_t doubted_rows;
    struct number doubted;
};

struct stream_line {
    const struct rule *rule;
    const struct post *post;
    const struct stream_sum *sums; /* by group; the last is all rows */
};

/* How often a rule held, failed, or did not apply. */
enum { FINDING_COUNTS = 4 };
struct stream_finding {
    const struct rule *rule;
    union {
        struct {
            uint64_t holds, fails, not_applicable, undetermined;
        };
        uint64_t counts[FINDING_COUNTS];
    };
};

/* The file of a table that went through, and the SHA-256 of its bytes, hex. */
struct stream_file {
    const struct long_table *table;
    char sha[SHA_TEXT];
};

/* Rows that have none of the rows of a table that is expected below each. */
struct empty_rows {
    const struct entity *entity;
    uint64_t rows, of; /* of its parent: without one; all */
};

/* The outcome of a run. All memory is the arena's that `arith` works in. */
struct stream {
    const struct entity *entity;
    const struct stream_placement *rules; /* by rule of the policy */
    char digest[SHA_TEXT];                /* of the scenario and of the files; "" of a shard */
    const struct stream_file
        *files; /* the long table's, then those of tables below; none of a shard */
    size_t file_count;
    uint64_t rows, bytes;
    uint64_t exact_rows; /* of them in chunks that were read as other tables are */
    uint64_t unordered;  /* the first row, from 1, whose key is not above the one before: keys were
                           sorted to compare them; 0: they ascend, so no two are equal */
    const struct field *by;
    size_t group_count; /* members of `by`, then one for rows without, then all; 1 where NULL */
    const struct stream_line *lines;
    size_t line_count;
    const struct stream_finding *findings;
    size_t finding_count;
    const struct field_blanks *blanks; /* of fields that rules of the run name */
    size_t blank_count;
    const uint64_t
        *ways; /* by rule: rows of which it is undetermined, since none of its ways applies */
    const struct empty_rows *empty;
    size_t empty_count;
    const struct diagnostics *faults; /* that left figures undetermined; empty where none did */
    struct ledger *ledger;            /* of the rules beside the table */
    struct application application;
    const struct growing_text
        *part; /* of a shard: what it came to, as text, in place of the lines; or NULL */
};

/* Where a rule is worked out. */
enum stream_place {
    STREAM_WITH_ROWS,     /* row by row */
    STREAM_BEFORE_ROWS,   /* beside the table, once, before its rows */
    STREAM_BEHIND_ROWS,   /* beside it, behind its rows, with sums over them */
    STREAM_NOT_IN_BLOCKS, /* only with all its rows at hand */
    STREAM_LEFT_OUT,      /* nowhere: nobody asks for it */
};

struct stream_placement {
    const struct rule *rule;        /* NULL: */
    const struct entity *generated; /* a table that a policy makes */
    enum stream_place place;
    const char *what;  /* BEHIND_ROWS, NOT_IN_BLOCKS: what asks for it first: "share(…)" */
    bool named;        /* its lines, findings and totals are asked for */
    bool posts_behind; /* beside the table: its postings wait for sums, if it does not */
};

/* The places of all rules over `entity`, by rule, then of tables that are made with all of it at
 * hand; for `check --cost`. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK stream_placements(const struct stream_placement **placements,
                                               size_t *count, const struct policy *policy,
                                               const struct entity *entity, struct arena *arena);

/*
 * Runs the policies over the scenario's long table; a CSV line a row goes to `rows` (NULL: none).
 * Faults of the data are diagnosed, all that the limit keeps. Where a row has no figure for one, that
 * figure is undetermined and the others stand; a row that cannot be read ends the run. Errors: FT_INVALID, FT_TOO_LARGE,
 * FT_IO, FT_NO_MEMORY.
 */
enum ft_status FT_MUST_CHECK stream_run(struct stream **stream, const struct policy *policy,
                                        const struct scenario *scenario,
                                        const struct stream_options *options,
                                        const struct ft_sink *rows, struct arith *arith,
                                        struct diagnostics *diagnostics);

/* Writes what a shard came to. Errors: FT_IO from the sink. */
enum ft_status FT_MUST_CHECK stream_write_part(const struct stream *stream,
                                               const struct ft_sink *sink);

/*
 * The run that these parts are the shards of, as if it had been one: options but for the threads
 * are those of the shards. The rows' files are joined into `rows` (NULL: not looked at). Errors:
 * FT_INVALID where a part is missing, doubled, broken or of another run, or its rows are not those
 * it was written with: all of that diagnosed in one go; else as stream_run.
 */
enum ft_status FT_MUST_CHECK stream_merge(struct stream **stream, const struct policy *policy,
                                          const struct scenario *scenario,
                                          const struct stream_options *options,
                                          const char *const *parts, size_t part_count,
                                          const struct ft_sink *rows, struct arith *arith,
                                          struct diagnostics *diagnostics);

/*
 * Which of `options->shards` shards have no part among these that stream_merge would take, or not
 * the rows that they wrote: their numbers go to `sink`, "3,5-7" and a line end, nothing where all
 * are there; `*count` says how many. What is wrong with a part is diagnosed and is no error.
 * Errors: FT_INVALID where the run itself cannot be; FT_IO, FT_NO_MEMORY.
 */
enum ft_status FT_MUST_CHECK stream_missing(const struct policy *policy,
                                            const struct scenario *scenario,
                                            const struct stream_options *options,
                                            const char *const *parts, size_t part_count,
                                            const struct ft_sink *sink, size_t *count,
                                            struct arith *arith, struct diagnostics *diagnostics);

extern const struct message_table stream_messages;

#endif
