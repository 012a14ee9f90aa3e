/* verdict.h: what is undetermined, what fails, and what was taken though nobody wrote it. */
#ifndef FANGTIAN_REPORT_VERDICT_H
#define FANGTIAN_REPORT_VERDICT_H

#include <jansson.h>

#include "reporting.h"

/* A lack, and how many of the figures that people see rest on it. */
struct open_fact {
    struct lack lack;
    size_t figures;
};
/* A check that fails: its first row, and how many of them do. */
struct failure {
    struct finding first;
    size_t rows;
};
struct verdict {
    size_t undetermined; /* figures that people see: of rules that post, are checks or in a view */
    size_t posted;       /* of them, of rules that post or are checks */
    struct open_fact *facts;
    size_t fact_count;
    bool more; /* some figures lack more than was counted */
    size_t failed;
    struct failure *failures; /* by rule, in their order */
    size_t failure_count;
};
/* False: memory is out, which the writer keeps. */
bool verdict_open(struct reporting *reporting, struct verdict *verdict);
/* Do people see a rule's figures: does it post, is it a condition, or does a view show it? */
bool rule_is_seen(const struct policy *policy, const struct rule *rule);
/* "结论不完整：…" */
const char *verdict_line(struct reporting *reporting, const struct verdict *verdict);
/* "✗ 纳入标图建库  X02 等 4 行（粤府〔2019〕71号）"; "X06 改造前容积率未填报" */
const char *failure_text(struct reporting *reporting, const struct failure *failure);
const char *open_fact_words(struct reporting *reporting, const struct open_fact *fact);
/* The verdict's line; with `reasons` the first of what fails and of what is lacking. */
void text_verdict(struct reporting *reporting, bool reasons);
json_t *json_verdict(struct reporting *reporting);
/* What figures took though nobody wrote it: defaults, and what counts as none; and what the user
 * states not to be there. */
void text_taken(struct reporting *reporting);
json_t *json_taken(struct reporting *reporting);

#endif
