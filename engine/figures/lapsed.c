/* What of a run rests on a plan that is over by the date in force. */
#include "lapsed.h"

#include <assert.h>

bool source_cites(const struct policy *policy, const char *source, const struct law_text *text)
{
    struct citation citations[MOST_CITATIONS];
    const size_t count = source_citations(policy, source, citations, MOST_CITATIONS);
    for (size_t i = 0; i < count; i++)
        if (citations[i].text == text)
            return true;
    return false;
}

bool rule_cites(const struct policy *policy, const struct rule *rule, const struct law_text *text)
{
    bool found = source_cites(policy, rule->source, text);
    for (size_t i = 0; i < rule->case_count && !found; i++)
        found = source_cites(policy, rule->cases[i].source, text);
    return found;
}

bool rule_is_used(const struct figure_context *context, const struct rule *rule)
{
    const struct table *table = &context->ledger->dataset->tables[rule->item.entity->index];
    const struct column *column = &table->items[rule->item.index].column;
    for (uint32_t row = 0; row < table->count; row++)
        if (column_state(column, row) == CELL_VALUE)
            return (rule->post_count > 0 || rule->require) && !rule->file->left_out;
    return false;
}

/* Notes which of the texts that a source cites is a plan that is over (the last of the register),
 * which binds and is in force (the first). False: one is of practice. */
static bool lapsed_look_at(const struct figure_context *context, const char *source,
                           struct lapsed_rule *found)
{
    struct citation citations[MOST_CITATIONS];
    const size_t count = source_citations(context->policy, source, citations, MOST_CITATIONS);
    for (size_t i = 0; i < count; i++) {
        const struct law_text *text = citations[i].text;
        const bool is_over = text->lapsed.days <= context->ledger->dataset->as_of.days;
        if (text->kind == TEXT_PRACTICE)
            return false;
        if (text->kind == TEXT_PLAN && is_over &&
            (found->plan == NULL || text->index > found->plan->index))
            found->plan = text;
        if (text->kind == TEXT_BINDING && !is_over &&
            (found->other == NULL || text->index < found->other->index))
            found->other = text;
    }
    return true;
}

/* Whether a rule, or a case of it, cites a plan that is over. What compares facts, or adds them up,
 * rests on practice: no text need stand behind it. */
static bool lapsed_settle(const struct figure_context *context, struct lapsed_rule *found)
{
    const struct rule *rule = found->rule;
    bool sound = lapsed_look_at(context, rule->source, found);
    for (size_t i = 0; i < rule->case_count && sound; i++)
        sound = lapsed_look_at(context, rule->cases[i].source, found);
    return sound && found->plan != NULL;
}

static void find_lapsed_rules(const struct figure_context *context, struct lapsed *lapsed)
{
    for (size_t i = 0; i < context->policy->rule_count; i++) {
        struct lapsed_rule found = {.rule = context->policy->rules[i]};
        if (rule_is_used(context, found.rule) && lapsed_settle(context, &found))
            lapsed->rules[lapsed->rule_count++] = found;
    }
}

/* Whether a rule rests on this plan and on nothing else. */
static bool rests_alone(const struct lapsed *lapsed, const struct rule *rule,
                        const struct law_text *plan)
{
    for (size_t i = 0; i < lapsed->rule_count; i++)
        if (lapsed->rules[i].rule == rule)
            return lapsed->rules[i].plan == plan && lapsed->rules[i].other == NULL;
    return false;
}

/* Sums up what rests on a plan alone. False: memory is out. */
static bool add_lapsed(const struct figure_context *context, const struct lapsed *lapsed,
                       struct lapsed_plan *plan)
{
    const struct ledger *ledger = context->ledger;
    const struct rule *last = NULL;
    bool counts = false;
    for (size_t i = 0; i < lapsed->rule_count; i++)
        plan->rules += lapsed->rules[i].plan == plan->text && lapsed->rules[i].other == NULL;
    for (size_t i = 0; i < ledger->posting_count && plan->rules > 0; i++) {
        const struct posting own = ledger_posting(ledger, i), *posting = &own;
        if (posting->rule != last)
            counts = rests_alone(lapsed, posting->rule, plan->text);
        last = posting->rule;
        if (!counts || posting->post->memo || posting->lacks != NULL ||
            number_sign(&posting->amount) == 0 || posting->post->kind->index != 0)
            continue;
        plan->payments++;
        if (number_add(&plan->cash, context->arith, &plan->cash, &posting->amount) != FT_OK)
            return false;
    }
    return true;
}

bool lapsed_open(struct display *display, struct lapsed *lapsed)
{
    const struct figure_context *context = display->context;
    const struct policy *policy = context->policy;
    assert(context->ledger != NULL); /* of a run */
    *lapsed =
        (struct lapsed){.rules = display_array(display, policy->rule_count, sizeof *lapsed->rules),
                        .plans = display_array(display, policy->text_count, sizeof *lapsed->plans)};
    if (lapsed->rules == NULL || lapsed->plans == NULL)
        return false;
    find_lapsed_rules(context, lapsed);
    for (size_t i = 0; i < policy->text_count; i++) {
        const struct law_text *text = policy->texts[i];
        struct lapsed_plan *plan = &lapsed->plans[lapsed->plan_count];
        if (text->kind != TEXT_PLAN || text->lapsed.days > context->ledger->dataset->as_of.days)
            continue;
        *plan = (struct lapsed_plan){.text = text, .cash = NUMBER_ZERO};
        if (!add_lapsed(context, lapsed, plan)) {
            (void)display_lack_memory(display);
            return false;
        }
        lapsed->plan_count += plan->rules > 0;
    }
    return true;
}
