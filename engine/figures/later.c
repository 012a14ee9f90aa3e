/* What of a sheet as known on a day rests on texts that were published later. */
#include "later.h"

#include "lapsed.h"

/* The day from which a text was known: who holds to a text in force has seen it. */
static struct date later_day(const struct law_text *text)
{
    return text->published.days < text->in_force.days ? text->published : text->in_force;
}

/* Looks at the texts that a source cites; the first to become known is kept. False: one is of
 * practice, which no text need stand behind. */
static bool later_look_at(const struct policy *policy, const char *source, struct later_rule *found)
{
    struct citation citations[MOST_CITATIONS];
    const size_t count = source_citations(policy, source, citations, MOST_CITATIONS);
    for (size_t i = 0; i < count; i++) {
        const struct law_text *text = citations[i].text;
        if (text->kind == TEXT_PRACTICE)
            return false;
        if (found->text == NULL || later_day(text).days < found->day.days) {
            found->text = text;
            found->day = later_day(text);
        }
    }
    return true;
}

static bool later_find(const struct figure_context *context, struct later_rule *found)
{
    const struct policy *policy = context->policy;
    return rule_is_used(context, found->rule) &&
           later_look_at(policy, found->rule->source, found) && found->text != NULL &&
           found->day.days > context->ledger->dataset->known_at.days;
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

bool later_open(struct display *display, struct later *later)
{
    const struct figure_context *context = display->context;
    const struct policy *policy = context->policy;
    *later = (struct later){0};
    if (context->ledger->dataset->known_at.days == DATE_FOREVER.days)
        return true;
    later->rules = display_array(display, policy->rule_count, sizeof *later->rules);
    if (later->rules == NULL)
        return false;
    for (size_t i = 0; i < policy->rule_count; i++) {
        struct later_rule found = {
            .rule = policy->rules[i], .day = DATE_FOREVER, .cash = NUMBER_ZERO};
        if (!later_find(context, &found))
            continue;
        if (!later_add(context, &found)) {
            (void)display_lack_memory(display);
            return false;
        }
        later->rules[later->count++] = found;
    }
    return true;
}
