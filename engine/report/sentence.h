/*
 * sentence.h: rules in words, as the officer who issued them reads them: titles for names, "if …
 * then … otherwise", "the greater of", the cases, who pays whom, and the numbers of a day with
 * their sources. Made from the compiled formulas, so that it says what is worked out.
 *
 *     write_wrapped(&reporting->writer, rule_sentence(reporting, rule), 4, reporting->width);
 */
#ifndef FANGTIAN_REPORT_SENTENCE_H
#define FANGTIAN_REPORT_SENTENCE_H

#include "reporting.h"

/* A formula in the language of the report: "补助比例 × 零与（…）中的较大者". Lives in the report's
 * memory; NULL when memory is out. */
const char *formula_words(struct reporting *reporting, const struct formula *formula);

/* The same for a node that is evaluated at rows of `entity`. */
const char *node_sentence(struct reporting *reporting, const struct entity *entity,
                          const struct node *node);

/* The same with the figures of a derivation behind the names, and of an `if` the branch that was
 * taken: "补助比例 30% × （0 元、…收入 265,960,000 元 － …，取较大者）". */
const char *formula_figures(struct reporting *reporting, const struct derived *derived,
                            const struct formula *formula);

/* What stands behind the title of a definition, of which `node` is a use. */
const char *definition_words(struct reporting *reporting, const struct definition *definition,
                             const struct node *node);

/*
 * A rule without its numbers and source: to which rows it belongs, what must hold, its figure, its
 * cases, who pays whom. NULL when memory is out.
 */
const char *rule_sentence(struct reporting *reporting, const struct rule *rule);

#endif
