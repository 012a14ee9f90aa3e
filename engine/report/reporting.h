/* reporting.h: what sheets and derivations share while they are written. */
#ifndef FANGTIAN_REPORT_REPORTING_H
#define FANGTIAN_REPORT_REPORTING_H

#include "../figures/not_compared.h"
#include "report.h"
#include "writer.h"

/* A figure as a report shows it. */
struct shown_figure {
    const char *text; /* with its unit */
    const struct cell *cell;
    const struct type *type; /* NULL: a number */
    const struct unit *unit;
    bool integer;
};

struct reporting {
    struct display display; /* what is said */
    struct writer writer;   /* how it is written */
    const struct ft_report *report;
    struct figure_context *context; /* the display's, as the arena is */
    struct arena *arena;
    struct arena *kept; /* what is needed to the end: what a part works with goes with the part */
    size_t width;
    struct causes causes; /* of what is undetermined, from the first page on; none before */
    struct not_compared *not_compared; /* comparisons not made; NULL before they are asked for */
    struct map told_sources; /* titles with the source that stood behind them: text alone; kept */
    struct derivation_sheet *sheet; /* of a derivation that is a workbook */
    bool of_book;                   /* the first page of a workbook */
    const char *page_part;          /* of the first page, in CSV: what its entries stand under */
};

void reporting_open(struct reporting *reporting, struct figure_context *context,
                    const struct ft_report *report, const struct ft_sink *sink);
/* Lets the report, its display and its figures work in a room of their own, so that what is kept
 * stands apart; in the kept memory again where it is that. */
void reporting_work_in(struct reporting *reporting, struct arena *room);
/* Writes a part and gives back what it took but for what is kept. */
void reporting_part(struct reporting *reporting, void (*write)(struct reporting *reporting));
/* Writes text wrapped at the width of the page, each line behind `indent` spaces. */
void text_line(struct reporting *reporting, size_t indent, const char *text);
/* The same of "label: text". */
void text_labelled(struct reporting *reporting, size_t indent, enum word_id label,
                   const char *text);
/* Comparisons that were not made for want of facts, worked out once; none when memory is out. */
const struct not_compared *reporting_not_compared(struct reporting *reporting);
/* The first failure, of what was said or of what was written. */
enum ft_status FT_MUST_CHECK reporting_status(const struct reporting *reporting);

#endif
