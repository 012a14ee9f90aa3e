/* limits.h: one table of every bound. */
#ifndef FANGTIAN_BASE_LIMITS_H
#define FANGTIAN_BASE_LIMITS_H

#include "../fangtian.h"

enum limit_id {
    LIMIT_NUMBER_DIGITS,
    LIMIT_NUMBER_EXPONENT,
    LIMIT_VALUE_BITS,
    LIMIT_FORMULA_NESTING,
    LIMIT_FORMULA_LENGTH,
    LIMIT_POWER,
    LIMIT_CONF_NESTING,
    LIMIT_CONF_FILE_BYTES,
    LIMIT_CONF_INCLUDE_DEPTH,
    LIMIT_CONF_TOTAL_BYTES,
    LIMIT_CSV_LINE_BYTES,
    LIMIT_CSV_FILE_BYTES,
    LIMIT_CSV_COLUMNS,
    LIMIT_WORKBOOK_BYTES,
    LIMIT_WORKBOOK_PARTS,
    LIMIT_WORKBOOK_INFLATED,
    LIMIT_SHEET_CELLS,
    LIMIT_TABLE_ROWS,
    LIMIT_MADE_ROWS,
    LIMIT_SHARDS,
    LIMIT_PART_BYTES,
    LIMIT_DIAGNOSTICS,
    LIMIT_COUNT
};

struct limit {
    const char *name; /* stable, for scripts */
    size_t value;
    struct title unit, what;
};

/* Indexed by limit_id: the only place where a limit is written. */
extern const struct limit limits[LIMIT_COUNT];

#endif
