/* changes.h: what the writers of the table of changes share. */
#ifndef FANGTIAN_REPORT_CHANGES_H
#define FANGTIAN_REPORT_CHANGES_H

#include <jansson.h>

#include "reporting.h"

struct change_report {
    const struct policy_change *items;
    size_t count;
    bool trial; /* of one item: what settings changed, not a policy */
};
/* What the figures of both sides are called. */
enum word_id changes_with(const struct change_report *changes);
enum word_id changes_without(const struct change_report *changes);
enum word_id changes_title(const struct change_report *changes);

/* One thing that differs: a party's net, a key figure, or the sum of a memo. */
struct changed_line {
    const struct party *party;     /* of a net */
    const struct value_kind *kind; /* of a net and a memo */
    const struct view_line *line;  /* of a figure */
    const char *id, *row, *item; /* the account or row, and what; of a memo "" and that it is one */
    const struct type *type;     /* NULL: a number */
    const struct unit *unit;
    struct cell with, without, difference;
    const struct title *why;
};
bool changed_line_is_memo(const struct changed_line *line);
/* Nets, then figures, then memos: change_count of them; NULL: memory is out, which is noted. */
struct changed_line *changed_lines(struct reporting *reporting, const struct policy_change *change);

/* A party's net of a kind, or a key figure; each over all its rows. */
struct change_column {
    const struct party *party;
    const struct value_kind *kind;
    const struct view_line *line;
};
struct change_columns {
    struct change_column *items;
    size_t count, capacity;
};

/* What any policy changed: parties in the vocabulary's order, then figures in the views' order. */
void change_columns_find(struct reporting *reporting, const struct change_report *changes,
                         struct change_columns *columns);
/* "市财政\n现金" */
const char *change_column_head(struct reporting *reporting, const struct change_column *column);
/* The titles of policies of which nothing depends here, of those that move memos alone, and of those that are not compared; NULL:
 * memory is out. */
const char *changes_unchanged(struct reporting *reporting, const struct change_report *changes);
const char *changes_of_memos(struct reporting *reporting, const struct change_report *changes);
const char *changes_not_compared(struct reporting *reporting, const struct change_report *changes);
/* Whether there is more than one line that a reader might add up. */
bool changes_are_several(const struct change_report *changes);
/* All that differs, memos too; and whether no net and no key figure does. */
size_t change_count(const struct policy_change *change);
bool change_is_none(const struct policy_change *change);
/* with - without where both are values; undetermined where one is; else none. */
struct cell change_difference(const struct cell *with, const struct cell *without,
                              const struct number *difference);
/* "标图建库: …": why figures are undetermined without the policy that are known with it; "". */
const char *change_why(struct reporting *reporting, const struct policy_change *change);
/* "试算: …": why figures of one side (`with`: the trial) are undetermined that are known on the other; "". */
const char *trial_why(struct reporting *reporting, const struct policy_change *change, bool with);
/* What is not compared since its row is gone; "". */
const char *trial_rows_gone(struct reporting *reporting, const struct policy_change *change);
void json_write_changes(struct reporting *reporting, const struct change_report *changes);
void csv_changes(struct reporting *reporting, const struct change_report *changes);
/* As a workbook: a line a policy, and what each changed line by line. */
enum ft_status FT_MUST_CHECK sheet_changes(struct reporting *reporting,
                                           const struct change_report *changes);

#endif
