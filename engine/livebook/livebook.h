/*
 * livebook.h: a run as a workbook in which every figure is a formula: change an input, a parameter
 * or the date, and the spreadsheet works everything out again.
 *
 *     struct livebook_context context = {.policy = policy, .scenario = scenario, .ledger = ledger,
 *                                        .arith = arith, .diagnostics = diagnostics};
 *     status = livebook_write(&context, &sink);
 *
 * The rules are translated to formulas of functions that spreadsheets have since 2007, with plain
 * references; what stands in each cell until it is worked out again is the exact figure, as near as
 * a double comes to it. The same input gives the same bytes.
 */
#ifndef FANGTIAN_LIVEBOOK_H
#define FANGTIAN_LIVEBOOK_H

#include "../ledger/ledger.h"
#include "../scenario/scenario.h"

/* Rules and parts of formulas in words; what they give is borrowed until the workbook is written, NULL
 * where memory is out. */
struct livebook_words {
    void *context;
    const char *(*rule)(void *context, const struct rule *rule);
    const char *(*node)(void *context, const struct entity *entity, const struct node *node);
};

struct livebook_context {
    const struct policy *policy;
    const struct scenario *scenario;
    const struct ledger *ledger;
    struct arith *arith; /* its arena takes what is worked out besides */
    struct diagnostics *diagnostics;
    enum ft_language language;
    const char *first_page; /* the conclusion as of now: a heading, or an entry behind blanks, a
                               line; rules of dashes and empty lines are left out */
    const struct written_lines *written; /* what the workbook keeps of it beside its sheets */
    struct livebook_words words;
    const char *scratch; /* a folder for temporary files; NULL: /tmp */
};

/* Errors: FT_IO, FT_INVALID (diagnosed), FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK livebook_write(const struct livebook_context *context,
                                            const struct ft_sink *sink);

#endif
