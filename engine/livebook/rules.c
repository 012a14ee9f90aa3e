/* A rule's figure and a posting's amount as formulas of their cells. */
#include <string.h>

#include "livebook_internal.h"

const char *settled_text(struct translator *to, const char *text)
{
    if (!to->risky || strchr(text, '(') == NULL) /* a constant fails nowhere */
        return text;
    to->lacks |= MAY_WAIT;
    return SAY(to, "IFERROR(%s,\"%s\")", text, to->book->wait);
}

static const char *missing(struct translator *to)
{
    to->lacks |= MAY_MISS;
    return SAY(to, "\"%s\"", to->book->miss);
}

/* ---- cases ---- */

static const char *case_cell(struct translator *to, const struct rule *rule, struct spot spot,
                             size_t index)
{
    const struct helper *helper = livebook_case(to->book, rule, index);
    return cell_text_of(to, &to->book->tables[spot.entity->index], spot.row, helper->slot);
}

/* Whether a case stands: it holds, and none that overrides it does. */
static const char *case_stands(struct translator *to, const struct rule *rule, struct spot spot,
                               size_t index)
{
    const char *yes = to->book->yes, *cell = case_cell(to, rule, spot, index);
    const char *text = SAY(to, "%s=\"%s\"", cell, yes);
    bool alone = true;
    for (size_t i = 0; i < rule->case_count; i++) {
        if (!case_overrides(&rule->cases[i], index))
            continue;
        text = SAY(to, "%s,%s<>\"%s\"", text, case_cell(to, rule, spot, i), yes);
        alone = false;
    }
    return alone ? text : SAY(to, "AND(%s)", text);
}

/* Whether no case that holds overrides this one, whose condition is not known. */
static const char *case_counts(struct translator *to, const struct rule *rule, struct spot spot,
                               size_t index)
{
    const char *cell = case_cell(to, rule, spot, index);
    const char *text = SAY(to, "%s=\"%s\"", cell, to->book->wait);
    bool alone = true;
    for (size_t i = 0; i < rule->case_count; i++) {
        if (!case_overrides(&rule->cases[i], index))
            continue;
        text = SAY(to, "%s,%s<>\"%s\"", text, case_cell(to, rule, spot, i), to->book->yes);
        alone = false;
    }
    return alone ? text : SAY(to, "AND(%s)", text);
}

/* A condition that has no value settles the row: nothing may be taken past it. What does not apply
 * goes before what is not known. */
static const char *settled_cases(struct translator *to, const struct rule *rule, struct spot spot,
                                 const char *text)
{
    const struct livebook *book = to->book;
    for (size_t i = rule->case_count; i > 0; i--)
        if ((livebook_case(book, rule, i - 1)->lacks & MAY_WAIT) != 0) {
            to->lacks |= MAY_WAIT;
            text =
                SAY(to, "IF(%s,\"%s\",%s)", case_counts(to, rule, spot, i - 1), book->wait, text);
        }
    for (size_t i = rule->case_count; i > 0; i--)
        if ((livebook_case(book, rule, i - 1)->lacks & MAY_MISS) != 0)
            text = SAY(to, "IF(%s=\"%s\",%s,%s)", case_cell(to, rule, spot, i - 1), book->miss,
                       missing(to), text);
    return text;
}

static const char *translate_cases(struct translator *to, const struct rule *rule, struct spot spot,
                                   const struct fact *known)
{
    const struct unit *unit = &rule->item.unit;
    const char *text = rule->value == NULL
                           ? missing(to)
                           : translate_whole(to, rule->value->root, spot, unit, known);
    for (size_t i = rule->case_count; i > 0; i--) {
        const struct rule_case *one = &rule->cases[i - 1];
        const struct fact *inner = facts_if(to, one->when->root, spot, true, known);
        text = SAY(to, "IF(%s,%s,%s)", case_stands(to, rule, spot, i - 1),
                   translate_whole(to, one->value->root, spot, unit, inner), text);
    }
    return settled_cases(to, rule, spot, text);
}

/* ---- what must hold first ---- */

/* The cell of a check that a rule needs; where a reference leads there, what stands where it names
 * no row. */
static const char *need_cell(struct translator *to, const struct node *need, struct spot spot)
{
    const struct demand *named;
    const char *cell = seen_cell(
        to, need, spot, to->book->tables[need->entity->index].items[need->item->index], &named);
    return guarded(to, named, cell);
}

/* What stands where checks that are needed wait for facts, and none fails: not known, unless `when`
 * is false. */
static const char *while_waiting(struct translator *to, const struct rule *rule, struct spot spot)
{
    const char *wait = SAY(to, "\"%s\"", to->book->wait);
    to->lacks |= MAY_WAIT;
    if (rule->when == NULL)
        return wait;
    const struct term when = translate(to, rule->when->root, spot, NULL);
    return guarded(to, when.demands, condition_if(to, when.text, wait, missing(to)));
}

/* `text` where every check that is needed holds. */
static const char *with_needs(struct translator *to, const struct rule *rule, struct spot spot,
                              const char *text)
{
    const struct livebook *book = to->book;
    const char *hold = "", *may = "";
    bool waits = false;
    for (size_t i = 0; i < rule->need_count; i++) {
        const struct node *need = rule->needs[i]->root;
        const char *cell = need_cell(to, need, spot);
        const bool open = need->via != NULL ||
                          (book->lacks[need->entity->index][need->item->index] & MAY_WAIT) != 0;
        const char *sign = hold[0] == '\0' ? "" : ",";
        hold = SAY(to, "%s%s%s=\"%s\"", hold, sign, cell, book->yes);
        may = open ? SAY(to, "%s%sOR(%s=\"%s\",%s=\"%s\")", may, sign, cell, book->yes, cell,
                         book->wait)
                   : SAY(to, "%s%s%s=\"%s\"", may, sign, cell, book->yes);
        waits = waits || open;
    }
    if (hold[0] == '\0')
        return text;
    const char *otherwise = missing(to);
    if (waits)
        otherwise = SAY(to, rule->need_count == 1 ? "IF(%s,%s,%s)" : "IF(AND(%s),%s,%s)", may,
                        while_waiting(to, rule, spot), otherwise);
    return SAY(to, rule->need_count == 1 ? "IF(%s,%s,%s)" : "IF(AND(%s),%s,%s)", hold, text,
               otherwise);
}

/* `text` where one of the rule's ways applies; else the figure is not known. */
static const char *with_ways(struct translator *to, const struct rule *rule, struct spot spot,
                             const char *text)
{
    const char *ways = "", *wait = SAY(to, "\"%s\"", to->book->wait);
    for (size_t i = 0; i < rule->way_count; i++) {
        const struct term way = translate(to, rule->ways[i]->root, spot, NULL);
        ways = SAY(to, "%s%s%s", ways, i == 0 ? "" : ",", all_tests(to, way.demands));
    }
    if (rule->way_count == 0)
        return text;
    to->lacks |= MAY_WAIT;
    return SAY(to, "IF(OR(%s),%s,%s)", ways, text, wait);
}

const char *translate_rule(struct translator *to, const struct rule *rule, uint32_t row)
{
    const struct spot spot = {rule->item.entity, row};
    const struct fact *known = NULL;
    struct term when = {.text = NULL};
    to->rule = rule;
    to->risky = false;
    for (size_t i = 0; i < rule->need_count; i++)
        known = facts_if(to, rule->needs[i]->root, spot, true, known);
    if (rule->when != NULL) {
        when = translate(to, rule->when->root, spot, known);
        known =
            facts_of_demands(to, facts_if(to, rule->when->root, spot, true, known), when.demands);
    }
    const char *text = with_ways(to, rule, spot, translate_cases(to, rule, spot, known));
    if (rule->when != NULL)
        text = guarded(to, when.demands, condition_if(to, when.text, text, missing(to)));
    return settled_text(to, with_needs(to, rule, spot, text));
}

/* ---- postings ---- */

static struct term posted_amount(struct translator *to, const struct posting_plan *posting,
                                 const char *own, const struct fact *known)
{
    const struct rule *rule = posting->rule;
    const struct spot spot = {rule->item.entity, posting->row};
    if (posting->post->amount != NULL)
        return translate(to, posting->post->amount->root, spot, known);
    return from_cell(to, own, &rule->item.unit);
}

/* Where its own condition is false, a posting does not take place, though its figure may be unknown;
 * where the condition is not known, it may, unless there is no figure. */
static const char *posted_when(struct translator *to, const struct term *when,
                               const struct demand *figure, const char *own, const char *text)
{
    const struct livebook *book = to->book;
    const char *wait = SAY(to, "\"%s\"", book->wait);
    uint8_t lacks = 0;
    text = condition_if(to, when->text, text, missing(to));
    for (const struct demand *demand = when->demands; demand != NULL; demand = demand->next)
        lacks |= demand->lacks;
    if ((lacks & MAY_WAIT) == 0)
        return guarded(to, when->demands, text);
    to->lacks |= MAY_WAIT;
    if (figure != NULL && (figure->lacks & MAY_MISS) != 0)
        wait = SAY(to, "IF(%s=\"%s\",%s,%s)", own, book->miss, missing(to), wait);
    if ((lacks & MAY_MISS) != 0)
        wait = SAY(to, "IF(%s=\"%s\",%s,%s)", guarded(to, when->demands, "\"\""), book->miss,
                   missing(to), wait);
    return SAY(to, "IF(%s,%s,%s)", all_tests(to, when->demands), text, wait);
}

const char *translate_posting(struct translator *to, const struct posting_plan *posting)
{
    const struct post *post = posting->post;
    const struct spot spot = {posting->rule->item.entity, posting->row};
    const struct item *item = &posting->rule->item;
    const struct table_plan *plan = &to->book->tables[item->entity->index];
    const char *own = cell_text_of(to, plan, posting->row, plan->items[item->index]);
    /* It takes place where the rule has a figure. */
    const struct demand *figure = item_demand(to, item, own);
    const struct fact *known = facts_of_demands(to, NULL, figure);
    struct term when = {.text = NULL};
    to->rule = posting->rule;
    to->risky = false;
    if (post->when != NULL) {
        when = translate(to, post->when->root, spot, NULL);
        known =
            facts_of_demands(to, facts_if(to, post->when->root, spot, true, known), when.demands);
    }
    const struct term amount = posted_amount(to, posting, own, known);
    const struct number own_unit = cell_factor(&item->unit),
                        posted_unit = cell_factor(&post->kind->unit);
    struct term shown = {.text = to_cell(to, &amount, &post->kind->unit),
                         .binds = number_equal(&posted_unit, &NUMBER_ONE) ? amount.binds
                                                                          : BINDS_PRODUCT};
    /* What is in the kind's unit already goes through no other. */
    if (post->amount == NULL && number_equal(&own_unit, &posted_unit))
        shown = (struct term){.text = own, .binds = BINDS_ATOM};
    struct term rounded =
        rounded_term(to, post->kind->mode, &shown, NULL, (int)post->kind->decimals);
    if (posting->decided)
        rounded = decided_rounding(to, &posting->decision, &shown, &rounded);
    const char *text = guarded(to, figure, guarded(to, amount.demands, rounded.text));
    return settled_text(to, when.text == NULL ? text : posted_when(to, &when, figure, own, text));
}
