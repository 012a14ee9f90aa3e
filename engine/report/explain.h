/* explain.h: what the text, the sheet and the certificate of `explain` share. */
#ifndef FANGTIAN_REPORT_EXPLAIN_H
#define FANGTIAN_REPORT_EXPLAIN_H

#include <jansson.h>

#include "reporting.h"

struct tree;

/* Where the lines of a derivation go, in their order: text, or a sheet. */
struct derivation_lines {
    /* What is explained, and what it comes to; the first line of each figure. */
    void (*subject)(struct reporting *reporting, const struct subject *subject,
                    const struct title *title, const struct shown_figure *figure);
    /* "source: …", or the label alone */
    void (*label)(struct reporting *reporting, enum word_id id, const char *text);
    /* A formula of a rule or line, before its steps; one that was not evaluated has none. */
    void (*formula)(struct reporting *reporting, enum word_id label, const char *remark,
                    const struct formula *formula, bool evaluated);
    void (*exception)(struct reporting *reporting, const struct rule_case *exception,
                      enum word_id outcome);
    void (*step)(struct tree *tree, const struct step *step, size_t depth);
    /* A row that an operation goes over, with what it looks at there where that is short. */
    void (*row)(struct tree *tree, const char *mark, const struct entity *entity, uint32_t row,
                const struct step *const *steps, size_t count, size_t depth);
    /* A slice of a scale, or rows that do not count; `figure` NULL: it comes to nothing. */
    void (*remark)(struct tree *tree, const char *text, const struct shown_figure *figure,
                   size_t depth);
    void (*posting)(struct reporting *reporting, const struct posting *posting);
    /* A figure that another is the sum of, and what it is asked for with (NULL: not at all). */
    void (*part)(struct reporting *reporting, const char *row, const struct shown_figure *figure,
                 const char *name);
    /* Where figures that the derivation names without deriving them are derived. */
    void (*rest)(struct reporting *reporting, size_t count, const char *one, const char *all);
};

/* By a rule or a formula of a view's line. */
void derivation_write_derived(struct reporting *reporting, const struct subject *subject);
json_t *json_derivation(struct reporting *reporting, const struct subject *subject);
/* What a net or a total is made of; where a fact stands. */
void derivation_write_net(struct reporting *reporting, const struct subject *subject);
void derivation_write_total(struct reporting *reporting, const struct subject *subject);
void derivation_write_fact(struct reporting *reporting, const struct subject *subject);

/* The lines of the report's format; "label: text" where there is a text. */
const struct derivation_lines *derivation_lines(const struct reporting *reporting);
void derivation_label(struct reporting *reporting, enum word_id id, const char *text);
extern const struct derivation_lines text_lines, sheet_lines;
/* The derivation as a workbook: sheet_lines between its beginning and its end. */
enum ft_status FT_MUST_CHECK derivation_sheet_open(struct reporting *reporting,
                                                   const struct subject *subject);
enum ft_status FT_MUST_CHECK derivation_sheet_finish(struct reporting *reporting);
/* "price_due@shangye" */
const char *name_at(struct reporting *reporting, const char *name, const struct entity *entity,
                    uint32_t row);
/* "A1/2026", "total", or "": the row of a subject. */
const char *subject_row(struct reporting *reporting, const struct subject *subject);

#endif
