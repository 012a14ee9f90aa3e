/* What of a sheet rests on texts that came later than its day, or than the day as known on which it is. */
#include "later.h"

#include "lapsed.h"

/* The day from which a text was known: who holds to a text in force has seen it. */
static struct date text_known_from(const struct law_text *text)
{
    return text->published.days < text->in_force.days ? text->published : text->in_force;
}

/* Whether a text came too late for the sheet, and from which day on it would do. A text may reach back: from
 * its own first day it is law of that day, unless the sheet is as known before it was published. */
static bool text_is_late(const struct dataset *dataset, const struct law_text *text,
                         struct date *day, bool *unknown)
{
    *day = text_known_from(text);
    *unknown = dataset->known_at.days != DATE_FOREVER.days && day->days > dataset->known_at.days;
    if (*unknown || text->in_force.days == DATE_FOREVER.days)
        return *unknown;
    *day = text->in_force;
    return text->in_force.days > dataset->as_of.days;
}

/* Whether the law of the sheet's day stands beside a late text: a text that this one goes on with, or, of a
 * plan, one that binds. */
static bool later_is_carried(const struct dataset *dataset, const struct law_text *late,
                             const struct citation *citations, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct law_text *text = citations[i].text;
        struct date day;
        bool unknown;
        if (text_is_late(dataset, text, &day, &unknown))
            continue;
        if (law_text_follows(late, text) || (late->kind == TEXT_PLAN && text->kind == TEXT_BINDING))
            return true;
    }
    return false;
}

/* Whether a rule's source rests on a text that came later and on nothing in its place; the first to come is
 * kept. What compares facts, or adds them up, rests on practice: no text need stand behind it. */
static bool later_look_at(const struct figure_context *context, struct later_rule *found)
{
    const struct dataset *dataset = context->ledger->dataset;
    struct citation citations[MOST_CITATIONS];
    const size_t count =
        source_citations(context->policy, found->rule->source, citations, MOST_CITATIONS);
    for (size_t i = 0; i < count; i++)
        if (citations[i].text->kind == TEXT_PRACTICE)
            return false;
    for (size_t i = 0; i < count; i++) {
        const struct law_text *text = citations[i].text;
        struct date day;
        bool unknown;
        if (!text_is_late(dataset, text, &day, &unknown) ||
            (found->text != NULL && day.days >= found->day.days) ||
            later_is_carried(dataset, text, citations, count))
            continue;
        found->text = text;
        found->day = day;
        found->unknown = unknown;
    }
    return found->text != NULL;
}

/* Whether the rule gave a figure on some row. */
static bool later_is_used(const struct figure_context *context, const struct rule *rule)
{
    const struct table *table = &context->ledger->dataset->tables[rule->item.entity->index];
    const struct column *column = &table->items[rule->item.index].column;
    for (uint32_t row = 0; row < table->count && !rule->file->left_out; row++)
        if (column_state(column, row) == CELL_VALUE)
            return true;
    return false;
}

/* Adds up what the rule moved. False: memory is out. */
static bool later_add(const struct figure_context *context, struct later_rule *found)
{
    const struct ledger *ledger = context->ledger;
    for (size_t i = 0; i < ledger->posting_count; i++) {
        const struct posting own = ledger_posting(ledger, i), *posting = &own;
        if (posting->rule != found->rule || posting->post->memo || posting->post->kind->index != 0)
            continue;
        if (posting->lacks == NULL && number_sign(&posting->amount) == 0)
            continue;
        found->payments++;
        found->open |= posting->lacks != NULL;
        if (number_add(&found->cash, context->arith, &found->cash, &posting->amount) != FT_OK)
            return false;
    }
    return true;
}

/* Adds a rule to those of its text. False: memory is out. */
static bool later_add_to_text(const struct figure_context *context, struct later *later,
                              const struct later_rule *rule)
{
    struct later_text *text = NULL;
    for (size_t i = 0; i < later->text_count; i++)
        if (later->texts[i].text == rule->text && later->texts[i].unknown == rule->unknown)
            text = &later->texts[i];
    if (text == NULL) {
        text = &later->texts[later->text_count++];
        *text = (struct later_text){
            .text = rule->text, .day = rule->day, .unknown = rule->unknown, .cash = NUMBER_ZERO};
    }
    text->rules++;
    text->payments += rule->payments;
    text->open |= rule->open;
    return number_add(&text->cash, context->arith, &text->cash, &rule->cash) == FT_OK;
}

bool later_open(struct display *display, struct later *later)
{
    const struct figure_context *context = display->context;
    const struct policy *policy = context->policy;
    *later = (struct later){
        .rules = display_array(display, policy->rule_count, sizeof *later->rules),
        .texts = display_array(display, 2 * policy->text_count, sizeof *later->texts)};
    if (later->rules == NULL || later->texts == NULL)
        return false;
    for (size_t i = 0; i < policy->rule_count; i++) {
        struct later_rule found = {
            .rule = policy->rules[i], .day = DATE_FOREVER, .cash = NUMBER_ZERO};
        if (!later_is_used(context, found.rule) || !later_look_at(context, &found))
            continue;
        if (!later_add(context, &found) || !later_add_to_text(context, later, &found)) {
            (void)display_lack_memory(display);
            return false;
        }
        later->rules[later->count++] = found;
    }
    return true;
}
