/*
 * Roundings and comparisons that doubles may decide otherwise, one by one. Each is decided exactly
 * while what it is of stands as it was written: the formula looks whether it does, by a bound that
 * is wider than a double's error and finer than any change worth the name.
 */
#include <stdlib.h>
#include <string.h>

#include "livebook_internal.h"

/* The bound as a power of ten: finest first. */
enum { FINEST = 15, COARSEST = 1 };

static bool power_of_tenth(struct number *out, struct arith *arith, int digits)
{
    int64_t power = 1;
    for (int i = 0; i < digits; i++)
        power *= 10;
    return number_from_ratio(out, arith, 1, power) == FT_OK;
}

/* How many digits behind the point a figure may be asked for, so that no double of it is missed: 4
 * times what it may be off by, its own 15 digits counted. -1: that is neither `least` nor finer
 * than the twelfth digit of it. */
static int digits_asked(struct arith *arith, const struct number *x, struct bound error, int least)
{
    const struct bound own = bound_share(x, -49), fine = bound_share(x, -40);
    const struct bound all = bound_multiply(bound_add(error, own), bound_power(2));
    struct number tenth;
    for (int digits = FINEST; digits >= COARSEST; digits--) {
        if (!power_of_tenth(&tenth, arith, digits))
            return -1;
        const struct bound asked = bound_below(&tenth);
        if (bound_is_above(asked, all))
            return digits >= least || !bound_is_above(asked, fine) ? digits : -1;
    }
    return -1;
}

bool decision_make(struct decision *made, struct livebook *book, struct arith *arith,
                   const struct number *x, struct bound error, int least)
{
    struct number step, near;
    const int digits = digits_asked(arith, x, error, least);
    /* Two digits more than are asked for: what is cut off counts for nothing. */
    if (digits < 0 || !power_of_tenth(&step, arith, digits + 2) ||
        number_round(&near, arith, x, &step, ROUND_HALF_UP) != FT_OK)
        return false;
    made->digits = digits;
    if (number_keep(&made->x, book->arena, &near) != FT_OK)
        book->no_memory = true;
    return !book->no_memory;
}

bool livebook_decide(struct livebook *book, const struct decision *decision)
{
    for (size_t i = 0; i < book->decision_count; i++)
        if (book->decisions[i].node == decision->node && book->decisions[i].row == decision->row)
            return true;
    struct decision *decisions = arena_grow(book->arena, book->decisions, &book->decision_capacity,
                                            sizeof *decisions, book->decision_count + 1);
    if (decisions == NULL) {
        book->no_memory = true;
        return false;
    }
    book->decisions = decisions;
    decisions[book->decision_count++] = *decision;
    return true;
}

/* Whether it is at any row: its formula is not the same in all then. */
bool livebook_is_decided(const struct livebook *book, const struct node *node)
{
    for (size_t i = 0; i < book->decision_count; i++)
        if (book->decisions[i].node == node)
            return true;
    return false;
}

const struct decision *livebook_decision(const struct livebook *book, const struct node *node,
                                         uint32_t row)
{
    for (size_t i = 0; i < book->decision_count; i++)
        if (book->decisions[i].node == node && book->decisions[i].row == row)
            return &book->decisions[i];
    return NULL;
}

/* "ABS(K5-123.455)<1E-9" */
static const char *stands_as_written(struct translator *to, const struct decision *decision,
                                     const char *text)
{
    const struct term x = number_term(to, &decision->x);
    return number_sign(&decision->x) == 0
               ? SAY(to, "ABS(%s)<1E-%d", text, decision->digits)
               : SAY(to, "ABS(%s-%s)<1E-%d", text, bound(to, &x, BINDS_PRODUCT), decision->digits);
}

struct term decided_rounding(struct translator *to, const struct decision *decision,
                             const struct term *amount, const struct term *rounded)
{
    const char *same = stands_as_written(to, decision, bound(to, amount, BINDS_SUM));
    return (struct term){.text = SAY(to, "IF(%s,%s,%s)", same,
                                     number_term(to, &decision->result).text, rounded->text),
                         .binds = BINDS_ATOM,
                         .demands = rounded->demands};
}

struct term decided_comparison(struct translator *to, const struct decision *decision,
                               const char *difference, const struct term *compared)
{
    const char *same = stands_as_written(to, decision, difference);
    return (struct term){
        .text = SAY(to, "IF(%s,%s,%s)", same, decision->holds ? "TRUE" : "FALSE", compared->text),
        .binds = BINDS_ATOM,
        .demands = compared->demands};
}
