/* explain.h: what the text and the certificate of `explain` share. */
#ifndef FANGTIAN_REPORT_EXPLAIN_H
#define FANGTIAN_REPORT_EXPLAIN_H

#include <jansson.h>

#include "reporting.h"

/* By a rule or a formula of a view's line. */
void text_derivation(struct reporting *reporting, const struct subject *subject);
json_t *json_derivation(struct reporting *reporting, const struct subject *subject);
/* What a net or a total is made of; where a fact stands. */
void text_net(struct reporting *reporting, const struct subject *subject);
void text_total(struct reporting *reporting, const struct subject *subject);
void text_fact(struct reporting *reporting, const struct subject *subject);

/* What the two kinds of text share. */
void text_label(struct reporting *reporting, enum word_id id, const char *text);
/* " = 5 元", " ≈ 0.333333". */
void text_figure(struct reporting *reporting, const char *figure);
/* "price_due@shangye" */
const char *name_at(struct reporting *reporting, const char *name, const struct entity *entity,
                    uint32_t row);
/* "price due  price_due @ shangye", the first line of each. */
void text_subject(struct reporting *reporting, const struct subject *subject,
                  const struct title *title);

#endif
