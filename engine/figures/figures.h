/*
 * figures.h: what a run has to say: figures by their names, with state, reason and source; what led
 * to them; what is undetermined, fails or is pending; what there is at all. It knows rows, rules
 * and words, and nothing of text, JSON or CSV: report/ writes.
 *
 *     struct figure_context context = {.ledger = ledger, .scenario = scenario, ...};
 *     struct ft_figure figure;
 *     if (figure_called(&context, "premium@A1", &figure) == FT_OK)
 *         ... figure.state, figure.exact, figure.reason ...
 *
 * All memory is the arena's of the context's arith.
 */
#ifndef FANGTIAN_FIGURES_H
#define FANGTIAN_FIGURES_H

#include "catalogue.h"
#include "causes.h"
#include "context.h"
#include "derivation.h"
#include "display.h"
#include "groups.h"
#include "lapsed.h"
#include "lookup.h"
#include "pending.h"
#include "reach.h"
#include "rests.h"
#include "shown_view.h"
#include "subject.h"
#include "values.h"
#include "verdict.h"
#include "words.h"

extern const struct message_table figure_messages;

#endif
