/*
 * causes.h: why figures are undetermined: what is lacking, the same of several rows as one entry
 * with a number, by which the rest of a report refers to it.
 *
 *     struct causes causes;
 *     if (causes_open(display, &verdict, &causes, display->arena))
 *         ... causes.list[0].rows, causes.list[0].said ...; causes_text(display, &causes, cell->reason.lacks) ...
 *
 * A text lives in the display's arena.
 */
#ifndef FANGTIAN_FIGURES_CAUSES_H
#define FANGTIAN_FIGURES_CAUSES_H

#include "verdict.h"

/* "X08 山塘新村、X14 …" lack the same: "改造前容积率未填报". */
struct cause {
    const struct entity *entity;
    const char *rows;  /* the first few by title */
    const char *said;  /* behind the row's name */
    const char *place; /* of the one row that lacks a fact: its file without the folder; or NULL */
    size_t row_count;
    size_t figures; /* that rest on it */
    bool is_early;  /* a value that is named begins behind the day of the sheet */
    bool is_way;    /* no way leads to the figure: nobody can fill it in */
};

/* A lack that is no fact, and the number of its cause. */
struct cause_number {
    struct lack lack;
    size_t number;
};

/* The cause of a field's facts: the same of every row that lacks one. */
struct cause_field {
    size_t number; /* 0: no row does */
    uint8_t *rows; /* a bit a row */
};

/* Number n is list[n - 1]: facts and faults first, then ways. */
struct causes {
    struct cause *list;
    size_t count, capacity;
    struct cause_field **fields;  /* by entity index, then by field index; NULL: no row lacks one */
    struct cause_number *numbers; /* of faults and ways, in the order of lack_compare */
    size_t number_count;
};

/* They live in `kept`. False: memory is out, which the status tells. */
bool causes_open(struct display *display, const struct verdict *verdict, struct causes *causes,
                 struct arena *kept);
/* The number of a lack's cause; 0: it is none of theirs. */
size_t causes_number(const struct causes *causes, const struct lack *lack);
/* "原因 1、2、4": the numbers of what a figure lacks; NULL where one of them has none. */
const char *causes_text(struct display *display, const struct causes *causes,
                        const struct lacks *lacks);

#endif
