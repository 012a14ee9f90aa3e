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

struct removal {
    struct ft_engine *engine;
    const char *scenario; /* as failures name it */
    struct removed_fact *facts;
    size_t fact_count;
    struct report_figures *base;
    size_t times[4]; /* outcomes: nothing changed, undetermined, listed, refused */
};
enum { REMOVAL_SAME, REMOVAL_OPEN, REMOVAL_LISTED, REMOVAL_REFUSED };

/* The engine stays the caller's. */
struct removal *removal_open(struct ft_engine *engine, const char *scenario);
void removal_close(struct removal *removal);
/* "projects.A1.far_before", of a fact by its number. */
const char *removal_path(const struct removal *removal, size_t fact);
/* Whether both are of one field, of different rows. */
bool removal_share_field(const struct removal *removal, size_t one, size_t other);
/* Takes the facts away, looks at the report, and puts them back. */
void removal_try(struct removal *removal, const size_t *facts, size_t count);

#endif
