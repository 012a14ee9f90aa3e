/*
 * ledger.h: what each party pays and receives. Postings are made from the rules' figures; sheets
 * are views on them; the sum over all parties is zero for every kind of value, by construction.
 *
 *     struct ledger *ledger;
 *     if (ledger_post(&ledger, policy, dataset, arith, diagnostics, application.versions_used) == FT_OK)
 *         for (size_t i = 0; i < ledger->sheet_count; i++) {
 *             const struct sheet sheet = ledger_sheet(ledger, i);
 *             ... ledger_posting(ledger, sheet.postings[0]) ... sheet_total(&sheet, kind->index) ...
 *         }
 *
 * All memory is the arena's that `arith` works in. A table has hundreds of thousands of rows, each
 * with postings, a sheet and findings: what the columns of the dataset say is not held again.
 */
#ifndef FANGTIAN_LEDGER_H
#define FANGTIAN_LEDGER_H

#include "../policy/policy.h"

/* A party as it stands on a posting: `row` of party->each, 0 where there is one in all. */
struct account {
    const struct party *party;
    uint32_t row;
};

/* One movement of value, or a memo (then `from.party` is NULL), as ledger_posting gives it. */
struct posting {
    const struct rule *rule;
    const struct post *post;
    uint32_t row; /* of the rule's table */
    struct account from, to;
    struct number exact;       /* base units */
    struct number amount;      /* rounded to the kind's step */
    struct number residue;     /* amount - exact */
    const struct lacks *lacks; /* not NULL: undetermined, and the three are 0 */
};

/* The total of one kind of value on a sheet: net = received - paid. Where a posting among them is
 * undetermined the sum is `open`, and holds what is known. */
struct kind_total {
    struct number received, paid, net;
    const struct lacks *received_lacks, *paid_lacks; /* not NULL: open */
};
static inline bool total_is_open(const struct kind_total *total)
{
    return total->received_lacks != NULL || total->paid_lacks != NULL;
}

/* A party's balance sheet, as ledger_sheet gives it: the postings it is part of, in the order of the
 * rules, then of the rows. */
struct sheet {
    struct account account;
    const uint32_t *postings; /* indices into the ledger's, memos left out */
    size_t posting_count;
    const uint32_t *memos;
    size_t memo_count;
    const struct total_columns *totals; /* by kind index, of its party's sheets: sheet_total */
    uint32_t number;                    /* among those */
};

/* A check's outcome, or a rule that does not apply, at a row. */
struct finding {
    const struct rule *rule;
    uint32_t row;
    bool holds; /* checks only */
};

/* A figure of a view that is no rule's and is undetermined: a fact, or what a formula over facts
 * comes to; where `line` is the view's `per`, a row's
 * quotients in a view that leads. */
struct open_figure {
    const struct view *view;
    const struct view_line *line;
    uint32_t row; /* of the view's table */
    const struct lacks *lacks;
};

/* Rules that post or note, and checks; not the steps between. */
enum finding_kind { FINDING_CHECK, FINDING_NOT_APPLICABLE, FINDING_UNDETERMINED };

/* What a rule posted, in columns of a cell a posting: by row, then by line of the rule. Who pays and
 * receives follows from the row. */
struct posted {
    const struct rule *rule;
    size_t first, count; /* of the ledger's postings */
    uint32_t *rows;
    struct narrow posts;   /* the line's index */
    struct column exact;   /* of a rule with a line of another amount; else its figures */
    struct column amounts; /* likewise `residues` */
    struct column residues;
    const struct lacks **lacks; /* NULL: what the rule's own figures lack */
    size_t open_rows;           /* at which the rule is known, but a line is not */
};

/* The totals of one kind, in columns of a cell a sheet. */
struct total_columns {
    struct column received, paid, net;
    const struct lacks **received_lacks, **paid_lacks; /* NULL: none is open */
};

/* The sheets of a party. */
struct party_sheets {
    const struct party *party;
    size_t first; /* of the ledger's sheets */
    uint32_t count;
    uint32_t *rows;      /* ascending */
    uint32_t *starts;    /* of a sheet's lines among the ledger's, then their end: count + 1 */
    struct narrow memos; /* how many of them are memos, which stand last */
    struct total_columns *totals; /* by kind index */
};

struct ledger {
    const struct policy *policy;
    struct dataset *dataset;
    const bool *chosen;    /* the rules that were looked at, by index; NULL: all */
    struct posted *posted; /* by rule, those alone that posted */
    size_t posted_count;
    size_t posting_count;
    struct party_sheets *parties; /* in the vocabulary's order, those alone with a sheet */
    size_t party_count;
    uint32_t *lines; /* of the sheets */
    size_t sheet_count;
    size_t check_count, failed_checks;
    size_t not_applicable_count, undetermined_count; /* other findings */
    size_t open_count; /* rows of rules that are known, but post or note what is not */
    const struct open_figure *open_figures;
    size_t open_figure_count;
    struct number *rounding; /* by kind index: the sum of all residues that are known */
    bool *rounding_open;     /* by kind index: some are not */
    struct number *totals;   /* by kind index: the sum over all parties; zero */
};

/* Posting `index` of the ledger, below its posting_count. */
struct posting ledger_posting(const struct ledger *ledger, size_t index);
/* The rule alone that it is of. */
const struct rule *ledger_posting_rule(const struct ledger *ledger, size_t index);
/* Those of a rule at the rows `from` up to `to`: the first, and where they end; none of it: 0 and 0. */
size_t ledger_postings_of(const struct ledger *ledger, const struct rule *rule, uint32_t from,
                          uint32_t to, size_t *end);
static inline size_t ledger_postings_at(const struct ledger *ledger, const struct rule *rule,
                                        uint32_t row, size_t *end)
{
    return ledger_postings_of(ledger, rule, row, row + 1, end);
}
/* Sheet `index` of the ledger, below its sheet_count: parties in the vocabulary's order, then by row;
 * only those with a line. */
struct sheet ledger_sheet(const struct ledger *ledger, size_t index);
/* The account of a party at a row of the rule's table, by the field that says whose it is (NULL: the row's own); of no
 * party (NULL) none. False: that is not known. */
bool account_find(const struct dataset *dataset, const struct rule *rule, uint32_t row,
                  const struct party *party, const struct field *via, struct account *account);
/* The sheet of an account. False: it has none. */
bool ledger_find_sheet(const struct ledger *ledger, struct account account, struct sheet *sheet);
/* What a sheet comes to, of one kind. */
struct kind_total sheet_total(const struct sheet *sheet, size_t kind);

/*
 * Goes over the findings of a kind, by rule and then by row:
 *
 *     struct finding_walk walk = {ledger, FINDING_CHECK};
 *     for (struct finding finding; finding_next(&walk, &finding);) ...
 */
struct finding_walk {
    const struct ledger *ledger;
    enum finding_kind kind;
    size_t rule;  /* the next to be looked at, */
    uint32_t row; /* and its row */
};
/* The next finding. False: there are no more. */
bool finding_next(struct finding_walk *walk, struct finding *finding);

/*
 * Whether postings are looked at after rules were applied with this outcome: also where some rows
 * are at fault, whose figures are passed over, so that all faults are told in one go. And the
 * outcome of both.
 */
static inline bool ledger_after(enum ft_status applied)
{
    return applied == FT_OK || applied == FT_INVALID;
}

static inline enum ft_status ledger_worse(enum ft_status applied, enum ft_status posted)
{
    return applied == FT_OK || posted == FT_NO_MEMORY ? posted : applied;
}

/*
 * Posts every rule's figures, and notes in `versions_used`, by version index, which values of the
 * law its postings' formulas look at. A negative amount, a party that cannot be found and the like are
 * faults of the data or policy: diagnosed, FT_INVALID. Errors: FT_INVALID, FT_NO_MEMORY.
 */
enum ft_status FT_MUST_CHECK ledger_post(struct ledger **ledger, const struct policy *policy,
                                         struct dataset *dataset, struct arith *arith,
                                         struct diagnostics *diagnostics, bool *versions_used);

/*
 * The postings and findings of those rules alone that `chosen` says, by index into policy->rules
 * (NULL: all), without sheets and totals. Errors as ledger_post.
 */
enum ft_status FT_MUST_CHECK ledger_collect(struct ledger **ledger, const struct policy *policy,
                                            const bool *chosen, struct dataset *dataset,
                                            struct arith *arith, struct diagnostics *diagnostics,
                                            bool *versions_used);

/* "权利人 陈某（A1/H1）": an account as people read it. NULL when memory is out. */
const char *account_text(const struct ledger *ledger, struct account account, struct arena *arena,
                         enum ft_language language);
/* "权利人 陈某": the same without the path, where a label names the row. */
const char *account_short(const struct ledger *ledger, struct account account, struct arena *arena,
                          enum ft_language language);
/* "holder:A1/H1", "city": an account as programs read it. NULL when memory is out. */
const char *account_id(const struct ledger *ledger, struct account account, struct arena *arena);

/*
 * The figure that `rule` shows at `row`: the posted amount where it has exactly one posting or memo
 * there, else the exact value. False where it does not apply.
 */
bool ledger_figure(const struct ledger *ledger, const struct rule *rule, uint32_t row,
                   struct number *figure);

/* What some postings come to for a party. */
struct party_totals {
    struct account account;
    struct kind_total *totals; /* by kind index */
};

/* The postings made at a row of an entity or below it. */
struct posting_group {
    uint32_t row;
    bool rest;                /* those of no row; `row` means nothing */
    const uint32_t *postings; /* indices into the ledger's, memos too, in its order */
    size_t count;
    struct party_totals *parties; /* those that pay or receive by these postings */
    size_t party_count;
};

/*
 * The ledger's postings by the rows of `entity`, in their order, then those of none; only groups
 * with a posting. Each sums to zero as the ledger does. Errors: FT_NO_MEMORY.
 */
enum ft_status FT_MUST_CHECK ledger_groups(struct posting_group **groups, size_t *count,
                                           const struct ledger *ledger, const struct entity *entity,
                                           struct arith *arith);

/*
 * A view filled in. Cells stand by row of its entity, then by line. Figures are exact; one that was
 * posted is the amount posted, so that a column adds up to what the sheets say. An undetermined
 * cell whose reason is `partial` has the known part as its value.
 */
struct view_table {
    const struct view *view;
    uint32_t count; /* rows */
    struct cell *cells;
    struct cell *per;    /* likewise: the line per the view's divisor; NULL where it has none */
    struct cell *totals; /* by line of a table: all rows and the rest, where it has a total */
    struct cell *rest;   /* by line: a party's net by postings outside the view's rows */
    bool has_rest;       /* any of them is not zero */
};

/* Fills in a view. A fault of the data is diagnosed. Errors: FT_INVALID, FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK ledger_view(struct view_table *table, const struct ledger *ledger,
                                         const struct view *view, struct arith *arith,
                                         struct diagnostics *diagnostics);
/* Whether a report begins with the view. Errors: FT_INVALID (diagnosed), FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK ledger_leads(bool *leads, const struct ledger *ledger,
                                          const struct view *view, struct arith *arith,
                                          struct diagnostics *diagnostics);
/* Whether a figure of the line may be undetermined though every rule is known: its formula, which is
 * no rule's figure, names a fact that is not known where it is not given. */
bool view_line_is_open(const struct view_line *line);
/* Whether a line has a quotient by the view's divisor. */
bool view_line_is_per(const struct view *view, const struct view_line *line);

/*
 * Who carries whom: what `party` gets and pays on, from each payer to each receiver, pro rata, in
 * multiples of the kind's step: a payer's amounts add up to what it pays, a receiver's to what it
 * gets. Nothing (from_count 0) where it passes nothing on, keeps a part, or (`open`) an amount is
 * undetermined.
 */
struct carried {
    const struct party *party;
    const struct value_kind *kind;
    const struct account *from, *to;
    size_t from_count, to_count;
    bool open;
    struct number *amounts; /* by payer, then by receiver */
};
/* Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK ledger_carried(struct carried *carried, const struct ledger *ledger,
                                            const struct party *party,
                                            const struct value_kind *kind, struct arith *arith);

/* A run to compare: what was posted, and what to work with there. */
struct ledger_run {
    const struct ledger *ledger;
    struct arith *arith;
    struct diagnostics *diagnostics;
};

/* A party's net of one kind that a policy changed; undetermined with the known part where a payment
 * is. */
struct net_change {
    struct account account;
    const struct value_kind *kind;
    struct cell with, without; /* base units */
    struct number difference;  /* with - without, where both are values */
    struct title why;          /* what is lacking where either is undetermined; else NULL */
};

/* A key figure of a view that a policy changed; no difference where it applies but once. */
struct figure_change {
    const struct view *view;
    const struct view_line *line;
    uint32_t row;
    struct cell with, without;
    struct number difference;
    struct title why; /* as a net's */
};

/* A memo whose sum over all rows a policy changed; undetermined with the known part. */
struct memo_change {
    const struct rule *rule;
    const struct post *post;
    struct cell with, without;
    struct number difference;
    const struct lacks *lacks[2]; /* with it, without it; private to ledger/ */
    struct title why;             /* as a net's */
};

/* What one policy changed: the scenario with it, less the scenario without; or what settings changed:
 * the scenario with them, less as it was filed. */
struct policy_change {
    const struct policy_file *file; /* of settings one that stands for them */
    struct net_change *nets;
    size_t net_count;
    struct figure_change *figures;
    size_t figure_count;
    struct memo_change *memos;
    size_t memo_count;
    struct title
        why; /* what figures lack without the policy that are known with it; NULL: nothing */
    struct title why_with; /* the other way round */
    size_t rows_gone;      /* parties of rows that the first run has not: they are not compared */
};

/*
 * Compares two runs of one scenario whose laws differ in one policy, or whose facts differ by what was set:
 * `inputs` says what differs, NULL: everything may. `change` gets what differs, in memory of the first
 * run; rows are the same by their keys. Errors: FT_INVALID (diagnosed in the run), FT_NO_MEMORY.
 */
enum ft_status FT_MUST_CHECK ledger_compare(struct policy_change *change,
                                            const struct ledger_run *with,
                                            const struct ledger_run *without,
                                            const struct policy_inputs *inputs);

/* What must hold of a ledger and does not, for an assert; NULL: all does. */
const char *ledger_fault(const struct ledger *ledger);

extern const struct message_table ledger_messages;

#endif
