/*
 * removal_report.h: what a report says, figure by figure, and what it says of a fact.
 *
 *     struct report_figures *figures = report_read(engine, NULL);   // after a run
 *     json_object_get(figures->named, "items|lat_rebate|2021|….amount")
 *     report_free(figures);
 */
#ifndef FANGTIAN_TEST_REMOVAL_REPORT_H
#define FANGTIAN_TEST_REMOVAL_REPORT_H

#include <jansson.h>

#include "fangtian.h"

/* A fact as it is named everywhere. */
struct removed_fact {
    char table[64], row[128], field[64], path[256], title[256];
    enum ft_absence absence;
    char refers_to[64], value[128]; /* of one that names a row: the table, and the row; else "" */
};

/* What people read: as text, whose first page is the one that is signed, and as CSV. */
enum { READ_TEXT, READ_CSV, READ_COUNT };

/* A report, and every figure of it by a name that says where it stands. */
struct report_figures {
    char *bytes; /* as JSON */
    json_t *report, *named;
    char *read[READ_COUNT]; /* the same for people, without its head and without blanks */
};

/* NULL: all that it says is what `base` does (which may be NULL). */
struct report_figures *report_read(struct ft_engine *engine, const struct report_figures *base);
void report_free(struct report_figures *figures);
/* A text without blanks, line ends and the lines of a head that say what was set. */
void report_squeeze(char *text);
bool report_text_is(const json_t *object, const char *key, const char *text);

/* Whether the report says what the fact's absence means; whether the verdict names it among what is
 * lacking. */
bool report_lists(const json_t *report, const struct removed_fact *fact);
bool report_lacks(const json_t *report, const struct removed_fact *fact);
/* Whether the report says that a comparison which failed in `base` was not made for want of the fact. */
bool report_leaves_uncompared(const json_t *report, const json_t *base,
                              const struct removed_fact *fact);
/* Whether page one says that the row has none of a table's rows that are expected below it. */
bool report_says_empty(const json_t *report, const char *table, const char *above);
/* Whether the verdict or page one tells of something that it did not: a fact that is lacking, a condition
 * that fails, an empty table. */
bool report_tells_more(const json_t *report, const json_t *base);

#endif
