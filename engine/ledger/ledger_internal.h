/* ledger_internal.h: what the sources of ledger/ share. */
#ifndef FANGTIAN_LEDGER_INTERNAL_H
#define FANGTIAN_LEDGER_INTERNAL_H

#include "ledger.h"

enum ledger_message_id { LEDGER_NEGATIVE, LEDGER_NO_PARTY, LEDGER_MESSAGE_COUNT };
extern const struct message ledger_message[LEDGER_MESSAGE_COUNT];

/* Books an amount on both sides; they may be one. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK book_posting(struct kind_total *from, struct kind_total *to,
                                          struct arith *arith, const struct posting *posting);

/* A line of a view that is no net, at every row; nothing is told of a row at fault. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK ledger_line(struct cell *cells, const struct ledger *ledger,
                                         const struct view *view, const struct view_line *line,
                                         struct arith *arith, struct diagnostics *diagnostics);
/* Gathers the ledger's open figures, in the order of the views. Errors: as ledger_view. */
enum ft_status FT_MUST_CHECK open_figures_gather(struct ledger *ledger, struct arith *arith,
                                                 struct diagnostics *diagnostics);

/* Columns for at most so many postings of a rule, of which none is made; they begin at `first` of the
 * ledger's. False: memory is out. */
bool FT_MUST_CHECK posted_open(struct posted *posted, const struct rule *rule, size_t first,
                               size_t most, struct arena *arena);
/* Holds a posting: that ledger_posting gives it again. False: memory is out. */
bool FT_MUST_CHECK posted_add(struct posted *posted, const struct dataset *dataset,
                              const struct posting *posting, struct arena *arena);
/* Whether the rule's rows are findings where they apply not, or hold. */
bool rule_is_found(const struct rule *rule);

/* The sheets of a ledger whose postings stand, and the sums over them; `gathered` is what is worked
 * with. A sum that is too large is told. Errors: FT_INVALID, FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK make_sheets(struct ledger *ledger, struct arith *arith,
                                         struct diagnostics *diagnostics, struct arena *gathered);

/* Which rules' figures move between two runs, or may, where `inputs` differ: by index into the rules of
 * the first. `rows`: by entity, by row of the second the row of the first. False: all may, as a table
 * that the law makes depends on it. */
bool ledger_moved(bool *moved, const struct policy_inputs *inputs, const struct ledger *with,
                  const struct ledger *without, uint32_t *const *rows);

bool account_equal(struct account x, struct account y);
/* Parties in the vocabulary's order, then by row: for qsort-like comparison. */
int account_compare(struct account x, struct account y);

/* Finds the memos whose sums differ, in the first run's memory; `moved` by rule of its law: whether its figures may
 * differ. Errors: FT_NO_MEMORY, FT_TOO_LARGE. */
enum ft_status FT_MUST_CHECK memo_changes_find(struct policy_change *change,
                                               const struct ledger_run *with,
                                               const struct ledger_run *without, const bool *moved);

#endif
