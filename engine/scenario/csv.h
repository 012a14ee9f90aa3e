/*
 * csv.h: a pull parser for CSV in memory (RFC 4180: quotes, doubled quotes, line ends inside
 * quotes, CRLF or LF), with the place of every field. Private to scenario/.
 */
#ifndef FANGTIAN_SCENARIO_CSV_H
#define FANGTIAN_SCENARIO_CSV_H

#include "../base/base.h"

struct csv {
    const struct source *source;
    struct arena *arena;
    struct diagnostics *diagnostics;
    const char *at, *end;
    uint32_t line, column;
    struct text *fields; /* of the row read last */
    size_t count, capacity;
    uint32_t row_line; /* where that row begins */
    const char *row;
    bool lost; /* the rest cannot be read */
};

void csv_open(struct csv *csv, const struct source *source, struct arena *arena,
              struct diagnostics *diagnostics);

/*
 * Reads the next row that is not blank into `fields`. `*done` at the end of the file.
 * Errors: FT_INVALID (a quote out of place), FT_TOO_LARGE (a line past the limit), diagnosed;
 * FT_NO_MEMORY. After a fault the rest can be read unless `lost`.
 */
enum ft_status FT_MUST_CHECK csv_read(struct csv *csv, bool *done);

#endif
