/*
 * lapsed.h: what of a run rests on a plan that is over by the date in force.
 *
 *     struct lapsed lapsed;
 *     if (lapsed_open(display, &lapsed))
 *         for (size_t i = 0; i < lapsed.rule_count; i++) ... lapsed.rules[i].other ...
 *
 * All memory is the display's arena's.
 */
#ifndef FANGTIAN_FIGURES_LAPSED_H
#define FANGTIAN_FIGURES_LAPSED_H

#include "display.h"

/* Whether a rule, or a case of it, cites a text. */
bool rule_cites(const struct policy *policy, const struct rule *rule, const struct law_text *text);
/* Whether a rule that posts, or is a statutory condition, gave a figure. */
bool rule_is_used(const struct figure_context *context, const struct rule *rule);
/* Whether a source, as a policy writes it, cites a text. */
bool source_cites(const struct policy *policy, const char *source, const struct law_text *text);

/* A rule that the run used, which cites a plan that is over. */
struct lapsed_rule {
    const struct rule *rule;
    const struct law_text *plan;  /* never NULL */
    const struct law_text *other; /* the first text beside it that binds and is in force; or NULL */
};

/* A plan that is over, and what was paid by rules that rest on nothing else. */
struct lapsed_plan {
    const struct law_text *text;
    size_t rules, payments;
    struct number cash; /* of the first kind of value, what is known */
};

struct lapsed {
    struct lapsed_rule *rules; /* in the order of the policies */
    size_t rule_count;
    struct lapsed_plan *plans; /* in the order of the register; with a rule each */
    size_t plan_count;
};

/* False: memory is out, which the status tells. */
bool lapsed_open(struct display *display, struct lapsed *lapsed);

#endif
