/*
 * book.h: the parts of the law as one document: chapters and articles, worked cases, and what
 * differs from another version or day. An article has the number that its rule has in the book,
 * wherever it is named.
 */
#ifndef FANGTIAN_REPORT_BOOK_H
#define FANGTIAN_REPORT_BOOK_H

#include "reporting.h"

/* "第一章", "Chapter 1"; numbers below a thousand. */
const char *book_numbered(struct reporting *reporting, const char *zh, const char *en,
                          size_t number);
/* "算例一", "Worked case 1" */
const char *book_case_number(struct reporting *reporting, size_t number);
/* The rule of the article of that number, from 1; NULL behind the last. */
const struct rule *book_rule(const struct policy *policy, size_t number);
/* "（第一条）" for a rule of this id in the book of `policy`; "" where it has none. */
const char *book_article_of(struct reporting *reporting, const struct policy *policy,
                            const char *rule);
/* A value, over several lines where it is a table or a scale, with how it is known. */
const char *book_figure(struct reporting *reporting, const struct version *version);
/* "2019-01-01 至 2023-12-31（含当日）" */
const char *book_validity(struct reporting *reporting, const struct version *version);

#endif
