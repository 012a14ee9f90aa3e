/* page.h: the first page: what is to be settled before anyone signs, as text and as the head of a CSV. */
#ifndef FANGTIAN_REPORT_PAGE_H
#define FANGTIAN_REPORT_PAGE_H

#include "formats.h"

/* How many lines of a part the page shows; --detail shows all. */
enum { MOST_LINES = 6, MOST_IN_PARAGRAPH = 12, MOST_OUTSTANDING = 3 };

bool page_in_chinese(const struct reporting *reporting);
/* `text`, then `more`, with `between` where there is both. */
const char *page_joined(struct reporting *reporting, const char *text, const char *between,
                        const char *more);
/* "（待定）", " (undetermined)"; "" where `text` is NULL or "". */
const char *page_bracketed(struct reporting *reporting, const char *text);
/* {kind: amount}, of those that are not zero; null where it is undetermined. With `known`: the known
 * parts of those alone. */
json_t *json_kind_sums(struct reporting *reporting, const struct paid_sum *sums, bool known);
/* "现金 1,234.00、物业 5.00"; the word for none where all are zero. */
const char *page_kinds_text(struct reporting *reporting, const struct paid_sum *sums);
/* "A1 五金园"; of the root its title. */
const char *page_row(struct reporting *reporting, const struct entity *entity, uint32_t row);
/* A list, behind which more stand than it has where `more` says so. */
const char *page_shortened(struct reporting *reporting, const struct growing_text *list, bool more);

/* What stands above the page, and above facts that count though they are not given. */
const char *page_title(const struct reporting *reporting);
const char *page_assumed_title(const struct reporting *reporting);
/* A heading, and an entry below it; in CSV each entry is a line of the head: 待决事项, its part, its text. */
void page_part(struct reporting *reporting, const char *text);
void page_entry(struct reporting *reporting, const char *text);
/* Tables without rows, below their heading. */
void page_write_empty(struct reporting *reporting, const char *text);
/* How many of so many entries are shown; where the others stand, and how many they are. */
size_t page_lines(const struct reporting *reporting, size_t count);
const char *page_elsewhere(const struct reporting *reporting);
void page_more(struct reporting *reporting, size_t count);
void page_left(struct reporting *reporting, size_t count);

/* The parts (page_parts.c): a day before the law, tables without a row, facts that are not given, amounts compared with nothing, values that no text gives, what cannot be
 * shown to have been known, what is outstanding. */
void page_early(struct reporting *reporting);
void page_empty(struct reporting *reporting, const struct pending *pending);
void page_unlike(struct reporting *reporting);
void page_alike(struct reporting *reporting, const struct pending *pending);
void page_assumed(struct reporting *reporting);
void page_unchecked(struct reporting *reporting);
void page_values(struct reporting *reporting, const struct pending *pending);
void page_unproven(struct reporting *reporting);
void page_withheld(struct reporting *reporting);
/* In a workbook: what short names and numbers of texts in the sources mean. */
void page_legend(struct reporting *reporting);
void page_later(struct reporting *reporting);
void page_outstanding(struct reporting *reporting, const struct pending *pending);

/* ---- of a run over a long table (rows_page.c) ---- */

void text_rows_page(struct reporting *reporting, const struct stream *stream);
/* [{table, above, rows, of}], [{table, field, kind, rows, of, payments, paid}] */
json_t *json_empty_rows(struct reporting *reporting, const struct stream *stream);
json_t *json_rows_page(struct reporting *reporting, const struct stream *stream);
/* Over how many rows a line is undetermined: those of its rule (rows.c). */
uint64_t row_line_open(const struct stream *stream, const struct rule *rule);

#endif
