/*
 * batch_reasons.h: why rows of a batch have no figure. A batch keeps states alone, so its rules are followed where
 * somebody asks: counted over all rows by what they lack, or told of a row in a word and a sentence.
 *
 *     for (row …) {
 *         batch_reasons_row(&reasons);
 *         for (rule …) batch_reasons_count(&reasons, rule, row);
 *     }
 */
#ifndef FANGTIAN_POLICY_BATCH_REASONS_H
#define FANGTIAN_POLICY_BATCH_REASONS_H

#include "../formula/batch.h"

#include "policy.h"

/* What is asked about; all of it is borrowed. */
struct batch_reasons {
    const struct policy *policy;
    const struct entity *entity; /* whose rows, and those below them, are the batch's */
    const struct dataset *dataset;
    const bool *known;         /* by rule: it is worked out by now */
    const struct rule **shown; /* checks, and rules that post */
    size_t shown_count;
    const uint8_t *doubted;         /* by row of the batch: 1 where facts contradict each other */
    const struct rule **open_posts; /* by row: the first rule of a known figure of which a posting
                                       is undetermined */
    enum ft_language language;
    /* What is counted: rows that lack a fact (`open`), and, by rule, those at which none of its ways applies. */
    struct field_blanks *blanks;
    size_t blank_count;
    uint64_t *ways;
    /* private: the number of the row at hand, from 1, and of that at which each was last met, so that each counts
     * once there */
    uint64_t row, *rules, *facts;
};

/* False when memory is out. */
bool batch_reasons_open(struct batch_reasons *reasons, struct arena *arena);
/* Goes on with another row. */
void batch_reasons_row(struct batch_reasons *reasons);
/* Counts what a rule's figures, and what it posts, lack at a row of the batch and at rows next below it. */
void batch_reasons_count(struct batch_reasons *reasons, const struct rule *rule, uint32_t row);

/* What became of a row in all, the worst of its own figures, checks and postings. */
enum row_state { ROW_VALUE, ROW_DOUBTED, ROW_NOT_APPLICABLE, ROW_UNDETERMINED };
/* `*rule`: the one that says so, or the first that posts. */
enum row_state batch_row_state(const struct batch_reasons *reasons, uint32_t row,
                               const struct rule **rule);
const char *row_state_word(enum row_state state);
/* Why, in the reader's language: "" for ROW_VALUE. NULL when memory is out. */
const char *batch_row_reason(struct batch_reasons *reasons, uint32_t row, struct arena *arena);

#endif
