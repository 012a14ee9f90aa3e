/* verdict.h: what is undetermined, what fails, and what was taken though nobody wrote it. */
#ifndef FANGTIAN_FIGURES_VERDICT_H
#define FANGTIAN_FIGURES_VERDICT_H

#include "reach.h"

/* A lack, and how many of the figures that people see rest on it. */
struct open_fact {
    struct lack lack;
    size_t figures;
};
/* A check that fails: its first row, and how many of them do. Rows of a long table have no number. */
struct failure {
    struct finding first;
    size_t rows;
    bool of_long_table; /* `first.row` means nothing */
};
/* A fact that rows of a long table lack: figures of `open` of them are undetermined for want of it; 0: of
 * which is not known. */
struct row_fact {
    const struct entity *entity;
    const struct field *field;
    uint64_t rows; /* of its own table, at which it is not given */
    uint64_t open;
};
/* A figure that must come about: at so many rows none of its ways applies. */
struct row_way {
    const struct rule *rule;
    uint64_t rows;
};
struct verdict {
    size_t
        undetermined; /* figures that people see: of rules that post, are checks or in a view, and those at which a
                            fault was met, which is told */
    size_t posted; /* of them, of rules that post or are checks */
    struct open_fact *facts;
    size_t fact_count;
    bool more; /* some figures lack more than was counted */
    size_t failed;
    struct failure *failures; /* by rule, in their order */
    size_t failure_count;
    struct row_fact *row_facts; /* in the order of the tables */
    size_t row_fact_count;
    struct row_way *row_ways; /* in the order of the rules */
    size_t row_way_count;
};
/* False: memory is out, which the status tells. */
bool verdict_open(struct display *display, struct verdict *verdict);
/* Told of what each of those undetermined figures lacks; false ends it. */
typedef bool tell_open(void *context, const struct lacks *lacks);
bool verdict_each_open(const struct display *display, tell_open *tell, void *context);
/* Nothing is undetermined, and nothing was left out. */
bool verdict_is_complete(const struct display *display, const struct verdict *verdict);
/* verdict.undetermined alone. */
size_t verdict_undetermined(const struct policy *policy, const struct ledger *ledger);
/* "结论不完整：…" */
const char *verdict_line(struct display *display, const struct verdict *verdict);
/* "✗ 纳入标图建库  X02 等 4 行（粤府〔2019〕71号）"; "X06 改造前容积率未填报" */
/* The article of a condition; of facts that are compared with each other, that there is none. */
const char *finding_source(struct display *display, const struct rule *rule, uint32_t row);
const char *failure_text(struct display *display, const struct failure *failure);
const char *open_fact_words(struct display *display, const struct open_fact *fact);

/* ---- what was taken though nobody wrote it ---- */

enum taken_kind { TAKEN_DEFAULT, TAKEN_NONE, TAKEN_STATED, TAKEN_COUNT };

/* What a field was taken to mean, in words. */
const char *taken_words(struct display *display, const struct field *field, enum taken_kind kind,
                        enum ft_language language);
/* Told of each field that was so taken at a row at least, by its rows; `reach`: of those alone that it
 * has (NULL: of all). */
typedef void tell_taken(void *context, const struct entity *entity, const struct field *field,
                        enum taken_kind kind, const uint32_t *rows, size_t count);
void each_taken(struct display *display, enum taken_kind kind, const struct reach *reach,
                tell_taken *tell, void *context);

/* Whether it was so taken at the row. */
bool is_taken_at(const struct display *display, const struct entity *entity,
                 const struct field *field, enum taken_kind kind, uint32_t row);

/* At how many rows the field is given, 无 among them. */
size_t taken_given(const struct display *display, const struct entity *entity,
                   const struct field *field);

/* Values that were used, by what is to be told of them. */
enum value_telling {
    TELL_UNVERIFIED,
    TELL_ILLUSTRATIVE, /* but for: */
    TELL_LIMIT,    /* illustrative ones of a file that compares facts alone, and posts nothing */
    TELL_UNPROVEN, /* on a sheet as known on a day: of no registered day of publication */
};
bool is_value_told(const struct display *display, const struct version *version,
                   enum value_telling telling);

#endif
