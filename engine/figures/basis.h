/*
 * basis.h: what the figures of rules rest on, by the formulas that were asked at some row: a rule whose
 * condition closes all its rows rests on that condition, not on what stands behind it.
 *
 *     struct basis basis;
 *     if (basis_open(display, &basis))
 *         basis_mark_parameter(&basis, parameter, false, marks);
 *
 * Marks are by the order of the rules. All memory is the display's arena's.
 */
#ifndef FANGTIAN_FIGURES_BASIS_H
#define FANGTIAN_FIGURES_BASIS_H

#include "doubts.h"
#include "verdict.h"

/* Which formulas of a rule were asked at some row: its needs, whatever row there is. */
struct asked_rule {
    bool when, beyond; /* its condition and date; what comes behind them */
    bool posts;        /* it has figures, known or not: what it posts by them */
    bool *cases;       /* its cases' values, and its default behind them: case_count + 1 */
};

/* A parameter or a field that a formula of a rule names which was asked, and a rule that one does. */
struct asked_name {
    const void *name;
    size_t rule; /* by order */
};
struct asked_step {
    size_t from, rule; /* by order; `from` is not behind `rule` */
};

/* Marks of rules by their order: on what they rest. */
struct basis {
    struct display *display;
    struct asked_rule *asked;
    struct asked_name *names; /* in the order of the rules, as are the steps */
    size_t name_count, name_capacity;
    struct asked_step *steps;
    size_t step_count, step_capacity;
    bool *rests;  /* on a value that is unverified, illustrative or not shown to be known */
    bool *doubts; /* on what is in doubt: facts of a failing comparison, rows that are expected */
    struct doubts facts;
    bool *pays; /* posts something that is paid though a condition does not hold */
};

/* Told of each formula of a rule that was asked; NULL ones too. */
typedef void tell_asked(void *context, const struct formula *formula);
void basis_each_asked(const struct basis *basis, const struct rule *rule, tell_asked *tell,
                      void *context);

/* Nothing is marked yet. False: memory is out. */
bool basis_open(struct display *display, struct basis *basis);
/* Marks the rules whose figures rest on the parameter; `first`: of those that post the first on the
 * way alone. */
void basis_mark_parameter(const struct basis *basis, const struct parameter *parameter, bool first,
                          bool *marks);
/* The same of those that rest on a fact: the first that post on the way. */
void basis_mark_field(const struct basis *basis, const struct field *field, bool *marks);
/* The first value used of a parameter that is known in this way, or NULL. */
const struct version *basis_used_version(const struct display *display,
                                         const struct parameter *parameter,
                                         enum value_telling telling);
/* Whether the rule may post something that is no memo. */
bool rule_pays(const struct rule *rule);
/* Whether the rule may post something of the kind to or from the party. */
bool rule_pays_party(const struct rule *rule, const struct party *party,
                     const struct value_kind *kind);
/* Marks too what rests on the marked rules. */
void basis_spread(const struct basis *basis, bool *marks);
/* Marks in `doubts` the rules that rest on what is in doubt, and gathers the empty tables. False: memory
 * is out. */
bool basis_doubt(struct basis *basis, struct pending *pending);

#endif
