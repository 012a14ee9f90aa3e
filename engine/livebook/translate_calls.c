/* Built-in functions: rounding, dates, least and greatest. A new one does not compile before it is
 * translated here, or stands as a value. */
#include <string.h>

#include "livebook_internal.h"

/* ---- built-ins ---- */

/* 10 to this power is the step: 2 for 0.01; -1 where it is no such step. */
static int translate_calls_decimals_of(const struct node *step)
{
    int64_t power = 1;
    const struct number *value = &step->constant.number;
    if (step->op != NODE_CONSTANT || value->num != 1 || value->den <= 0)
        return -1;
    for (int decimals = 0; decimals <= 9; decimals++, power *= 10)
        if (value->den == power)
            return decimals;
    return -1;
}

/* How a quotient by the step becomes whole; digits behind its fourth are a double's noise. */
static const char *whole_steps(struct translator *to, enum rounding mode, const char *steps)
{
    switch (mode) {
    case ROUND_HALF_UP:
        return SAY(to, "ROUND(%s,0)", steps);
    case ROUND_HALF_EVEN:
        return SAY(to, "IF(ROUND(ABS(%s)-INT(ABS(%s)),4)=0.5,2*ROUND((%s)/2,0),ROUND(%s,0))", steps,
                   steps, steps, steps);
    case ROUND_HALF_DOWN:
        return SAY(to, "IF(ROUND(ABS(%s)-INT(ABS(%s)),4)=0.5,ROUNDDOWN(%s,0),ROUND(%s,0))", steps,
                   steps, steps, steps);
    case ROUND_UP:
        return SAY(to, "ROUNDUP(ROUND(%s,4),0)", steps);
    case ROUND_DOWN:
        return SAY(to, "ROUNDDOWN(ROUND(%s,4),0)", steps);
    case ROUND_CEILING:
        return SAY(to, "-INT(ROUND(-(%s),4))", steps);
    case ROUND_FLOOR:
    case ROUNDING_COUNT:
        break;
    }
    return SAY(to, "INT(ROUND(%s,4))", steps);
}

struct term rounded_term(struct translator *to, enum rounding mode, const struct term *amount,
                         const struct term *step, int decimals)
{
    struct term term = {.binds = BINDS_PRODUCT};
    if (mode == ROUND_HALF_UP && decimals >= 0) {
        term.text = SAY(to, "ROUND(%s,%d)", amount->text, decimals);
        term.binds = BINDS_ATOM;
        return term;
    }
    const char *power = "1";
    for (int i = 0; i < decimals; i++)
        power = SAY(to, "%s0", power);
    const bool tens = decimals >= 0;
    const char *by = tens ? power : bound(to, step, BINDS_POWER);
    const char *steps = SAY(to, "%s%s%s", bound(to, amount, BINDS_PRODUCT), tens ? "*" : "/", by);
    term.text = SAY(to, "%s%s%s", whole_steps(to, mode, steps), tens ? "/" : "*", by);
    if (mode == ROUND_CEILING)
        term.binds = BINDS_COMPARISON;
    return term;
}

/* By the mode that a parameter says: each as its own formula. */
static struct term rounded_by_law(struct translator *to, const struct node *mode,
                                  const struct term *said_mode, const struct term *amount,
                                  const struct term *step, int decimals)
{
    const struct enumeration *modes = mode->type.enumeration;
    const char *text = "0";
    for (size_t i = modes->count; i > 0; i--) {
        const struct term one = rounded_term(to, (enum rounding)(i - 1), amount, step, decimals);
        const char *title = livebook_title(to->book, &modes->members[i - 1].title);
        text = i == modes->count ? one.text
                                 : SAY(to, "IF(%s=%s,%s,%s)", bound(to, said_mode, BINDS_JOIN),
                                       quoted_text(to, title), one.text, text);
    }
    return term_atom(SAY(to, "(%s)", text));
}

static struct term translate_round(struct translator *to, const struct node *node, struct spot spot,
                                   const struct fact *known)
{
    struct term all = {0};
    const enum builtin_id id = node->builtin->id;
    const struct term amount = translate_operand(to, node, 0, spot, known, &all);
    const struct term step = translate_operand(to, node, 1, spot, known, &all);
    const int decimals = translate_calls_decimals_of(node->operands[1]);
    const struct node *mode = id == BUILTIN_ROUND ? node->operands[2] : NULL;
    struct term term;
    if (mode != NULL && mode->op != NODE_CONSTANT) {
        const struct term by = translate_operand(to, node, 2, spot, known, &all);
        term = rounded_by_law(to, mode, &by, &amount, &step, decimals);
    } else {
        term = rounded_term(to,
                            mode != NULL         ? (enum rounding)mode->constant.symbol
                            : id == BUILTIN_CEIL ? ROUND_CEILING
                                                 : ROUND_FLOOR,
                            &amount, &step, decimals);
    }
    term.demands = all.demands;
    to->other_rows |= livebook_is_decided(to->book, node);
    const struct decision *decision = livebook_decision(to->book, node, spot.row);
    return decision == NULL ? term : decided_rounding(to, decision, &amount, &term);
}

/* Whole years between two dates, by anniversaries. */
static const char *years_between(struct translator *to, const char *from, const char *until)
{
    const char *years = SAY(to, "(YEAR(%s)-YEAR(%s))", until, from);
    const char *day = SAY(to, "EDATE(%s,12*%s)", from, years);
    return SAY(to, "(%s-IF(AND(%s>0,%s>%s),1,0)+IF(AND(%s<0,%s<%s),1,0))", years, years, day, until,
               years, day, until);
}

/* Months later; a day that the month has not is its last, or the day behind that. */
static const char *translate_calls_months_later(struct translator *to, const struct node *node,
                                                const char *const words[3])
{
    const struct node *mode = node->operands[2];
    const struct enumeration *modes = mode->type.enumeration;
    const char *later = SAY(to, "EDATE(%s,ROUND(12*(%s),0))", words[0], words[1]);
    const char *behind = SAY(to, "(%s+IF(DAY(%s)<>DAY(%s),1,0))", later, later, words[0]);
    if (mode->op == NODE_CONSTANT)
        return strcmp(modes->members[mode->constant.symbol].id, "up") == 0 ? behind : later;
    for (size_t i = 0; i < modes->count; i++)
        if (strcmp(modes->members[i].id, "up") == 0)
            later = SAY(to, "IF(%s=%s,%s,%s)", words[2],
                        quoted_text(to, livebook_title(to->book, &modes->members[i].title)), behind,
                        later);
    return later;
}

/* The spreadsheet's function of a built-in that is one. */
static const char *const functions[] = {
    [BUILTIN_MIN] = "MIN",      [BUILTIN_MAX] = "MAX",     [BUILTIN_ABS] = "ABS",
    [BUILTIN_YEAR] = "YEAR",    [BUILTIN_MONTH] = "MONTH", [BUILTIN_DAY] = "DAY",
    [BUILTIN_DATE_OF] = "DATE",
};

struct term translate_call(struct translator *to, const struct node *node, struct spot spot,
                           const struct fact *known)
{
    struct term term = {.binds = BINDS_ATOM};
    const char *words[3] = {"", "", ""}, *list = "";
    const enum builtin_id id = node->builtin->id;
    if (id == BUILTIN_ROUND || id == BUILTIN_FLOOR || id == BUILTIN_CEIL)
        return translate_round(to, node, spot, known);
    for (size_t i = 0; i < node->operand_count; i++) {
        const struct term one = translate_operand(to, node, i, spot, known, &term);
        if (i < 3)
            words[i] = one.text;
        list = SAY(to, "%s%s%s", list, i == 0 ? "" : ",", one.text);
    }
    to->risky |= node->builtin->dates.apply != NULL && id != BUILTIN_YEAR;
    switch (id) {
    case BUILTIN_CLAMP:
        term.demands = demand_add(to, term.demands,
                                  &(struct demand){.test = SAY(to, "%s<=%s", words[1], words[2]),
                                                   .fail = SAY(to, "\"%s\"", to->book->wait),
                                                   .lacks = MAY_WAIT});
        term.text = SAY(to, "MAX(%s,MIN(%s,%s))", words[1], words[0], words[2]);
        return term;
    case BUILTIN_YEARS_BETWEEN:
        term.text = years_between(to, words[0], words[1]);
        return term;
    case BUILTIN_WEEKDAY:
        term.text = SAY(to, "WEEKDAY(%s,2)", words[0]);
        return term;
    case BUILTIN_DAYS_BETWEEN:
        term.text = SAY(to, "(%s-%s)", words[1], words[0]);
        return term;
    case BUILTIN_LAST_DAY_OF_MONTH:
        term.text = SAY(to, "EOMONTH(%s,0)", words[0]);
        return term;
    case BUILTIN_ADD_MONTHS:
        term.text = translate_calls_months_later(to, node, words);
        return term;
    case BUILTIN_MIN:
    case BUILTIN_MAX:
    case BUILTIN_ABS:
    case BUILTIN_YEAR:
    case BUILTIN_MONTH:
    case BUILTIN_DAY:
    case BUILTIN_DATE_OF:
        term.text = SAY(to, "%s(%s)", functions[id], list);
        return term;
    case BUILTIN_ROUND: /* translate_round */
    case BUILTIN_FLOOR:
    case BUILTIN_CEIL:
    /* Nodes of their own, which formula_dispatch knows. */
    case BUILTIN_GIVEN:
    case BUILTIN_FILLED:
    case BUILTIN_APPLICABLE:
    case BUILTIN_IN_FORCE:
    case BUILTIN_AT:
    case BUILTIN_FIRST:
    case BUILTIN_LAST:
    case BUILTIN_INDEX:
    case BUILTIN_AS_OF:
    case BUILTIN_PREVIOUS:
    case BUILTIN_CUMULATIVE:
    case BUILTIN_SHARE:
    case BUILTIN_FILL:
    case BUILTIN_SUM:
    case BUILTIN_COUNT:
    case BUILTIN_ANY:
    case BUILTIN_ALL:
    case BUILTIN_OVER:
    case BUILTIN_VIA:
    case BUILTIN_ID_COUNT:
        break;
    }
    return term_stands_as_value(to);
}

/* ---- dates moved by a time ---- */

struct term translate_shift(struct translator *to, const struct node *node, struct spot spot,
                            const struct fact *known)
{
    struct term term = {.binds = BINDS_ATOM};
    const struct term date = translate_operand(to, node, 0, spot, known, &term);
    const struct term years = translate_operand(to, node, 1, spot, known, &term);
    if (node->op == NODE_DAYS_ADD || node->op == NODE_DAYS_SUBTRACT) {
        term.binds = BINDS_SUM;
        term.text = SAY(to, "%s%s%s", bound(to, &date, BINDS_SUM),
                        node->op == NODE_DAYS_ADD ? "+" : "-", bound(to, &years, BINDS_SUM + 1));
        return term;
    }
    to->risky = true;
    term.text = SAY(to, "EDATE(%s,%sROUND(12*%s,0))", date.text,
                    node->op == NODE_DATE_SUBTRACT ? "-" : "", bound(to, &years, BINDS_PRODUCT));
    return term;
}
