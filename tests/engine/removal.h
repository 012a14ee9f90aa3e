/*
 * removal.h: facts taken away, and what then becomes of each figure of a report.
 *
 *     struct removal *removal = removal_open(engine, "scenario.cfg");   // loaded and run
 *     removal_try(removal, (const size_t[]){3, 17}, 2);                 // two facts, by number
 *     removal_close(removal);
 *
 * A figure must stay as it was, become undetermined or inapplicable with a fact named that was
 * taken away, or the run be refused, or what the fact's absence means be listed as its field
 * declares it in the vocabulary. What is wrong is a failed expectation of the running test.
 */
#ifndef FANGTIAN_TEST_REMOVAL_H
#define FANGTIAN_TEST_REMOVAL_H

#include "fangtian.h"

/* A row: ft_set(engine, from, key) takes it away with those below it. */
struct removed_row {
    char table[64], path[128], key[128], above[128], from[256];
};

struct removal {
    struct ft_engine *engine;
    const char *scenario; /* as failures name it */
    struct removed_fact *facts;
    size_t fact_count;
    struct removed_row *rows;
    size_t row_count;
    struct report_figures *base;
    size_t times[4]; /* outcomes: nothing changed, undetermined, listed, refused */
    size_t row_times[4];
};
enum { REMOVAL_SAME, REMOVAL_OPEN, REMOVAL_LISTED, REMOVAL_REFUSED };
/* Of rows: nothing changed, the verdict or page one tells of something more, refused, or figures are those
 * of a file that never had the row: nothing else in it knows of one. */
enum { ROW_SAME, ROW_TOLD, ROW_REFUSED, ROW_UNSEEN };

/* The engine stays the caller's. */
struct removal *removal_open(struct ft_engine *engine, const char *scenario);
void removal_close(struct removal *removal);
/* "projects.A1.far_before", of a fact by its number. */
const char *removal_path(const struct removal *removal, size_t fact);
/* Whether both are of one field, of different rows. */
bool removal_share_field(const struct removal *removal, size_t one, size_t other);
/* Takes the facts away, looks at the report, and puts them back. */
void removal_try(struct removal *removal, const size_t *facts, size_t count);
/* Takes a row away, or `all` of its table that stand below the same row; looks, and puts them back. */
void removal_try_row(struct removal *removal, size_t row, bool all);

#endif
