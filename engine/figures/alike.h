/*
 * alike.h: rows that are one thing given twice: they agree in all fields of their table that tell its rows apart, whatever
 * their keys and the rows above them.
 *
 *     struct alike alike;
 *     if (alike_find(display, entity, &alike))
 *         for (size_t i = 0; i < alike.count; i++) ... alike.rows[i] is alike.of[i] ...
 */
#ifndef FANGTIAN_FIGURES_ALIKE_H
#define FANGTIAN_FIGURES_ALIKE_H

#include "display.h"

/* Rows that are as one before them, and the first such; in the display's arena. */
struct alike {
    const struct entity *entity;
    uint32_t *rows, *of;
    size_t count;
};

/* None in a table without such fields. False: memory is out. */
bool alike_find(struct display *display, const struct entity *entity, struct alike *alike);

#endif
