/* filling.h: what is said of fields to those who fill them in, shared by templates and by what is
 * converted. Private to report/. */
#ifndef FANGTIAN_REPORT_FILLING_H
#define FANGTIAN_REPORT_FILLING_H

#include "../workbook/write.h"
#include "report.h"
#include "writer.h"

struct filling {
    struct figure_context *context;
    struct arena *arena;
    const struct scenario *scenario;  /* whose rows are written; NULL: a template's examples */
    const struct entity *only;        /* a template of it and of what stands below; NULL: of all */
    struct book_writer *writer;       /* of a workbook; else NULL */
    const struct enumeration **lists; /* each has a column on the sheet of choices */
    size_t list_count, list_capacity;
    bool no_memory;
};

const char *filling_say(const struct filling *filling, const char *zh, const char *en);
/* A text that was made; "" and a note where memory was out. */
const char *filling_keep(struct filling *filling, const char *text);
const char *filling_format(struct filling *filling, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Whether every row needs a value of the field. */
bool field_is_needed(const struct field *field);
/* "数字，单位 亩", "日期": what the value is. */
const char *field_kind_told(struct filling *filling, const struct field *field);
/* What it means where it is left empty. */
const char *field_absence_told(struct filling *filling, const struct field *field);
/* Kind, absence, bounds, and the rules that ask for it with their articles; a line each. */
const char *field_note(struct filling *filling, const struct field *field);
/* "面积（亩）"; `unit` NULL: the field's own. */
const char *field_header(struct filling *filling, const struct field *field,
                         const struct unit *unit);
/* Whether a rule, a view or a row asks for the field; else a template leaves it out. */
bool field_is_asked_for(struct filling *filling, const struct entity *entity,
                        const struct field *field);
/* Whether the table is one to fill in, and is wanted. */
bool table_is_filled(const struct filling *filling, const struct entity *entity);

/* The unit that a quantity is written in: of "26.4 亩" 亩; NULL where it has none, or is written as
 * a unit cannot be taken off ("80/3%"). */
const struct unit *unit_written(struct filling *filling, const struct field *field,
                                const struct text *text);
/* The value in a unit as a plain decimal that a spreadsheet keeps, 15 digits at most, times ten to
 * the `shift`; NULL where it is none. */
const char *decimal_of(struct filling *filling, const struct number *value,
                       const struct unit *unit);
/* The value as a text that stands alone: a bare figure gets the unit of its header. */
const char *written_alone(struct filling *filling, const struct field *field,
                          const struct written_cell *written);

#endif
