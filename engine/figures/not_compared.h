/*
 * not_compared.h: comparisons of facts that were not made because a fact is blank: whoever leaves it out is told of
 * nothing else by it, and what it would have contradicted looks sound.
 *
 *     struct not_compared not_compared;
 *     if (not_compared_open(display, &not_compared, display->arena))
 *         for (size_t i = 0; i < not_compared.count; i++) ... not_compared.facts[i].field ...
 */
#ifndef FANGTIAN_FIGURES_NOT_COMPARED_H
#define FANGTIAN_FIGURES_NOT_COMPARED_H

#include "display.h"

/* A fact that rows lack: with it a comparison (`of_facts`) would be made, or might be. */
struct not_compared_fact {
    const struct entity *entity;
    const struct field *field;
    uint32_t *rows; /* that lack it, in their order */
    size_t count;
    /* That ask for it, in the order of the rules; none: it tells rows apart (`tells_apart`), and others of
     * its table have it. */
    const struct rule **checks;
    size_t check_count;
};

struct not_compared {
    struct not_compared_fact *facts; /* in the order of the tables, then of their fields */
    size_t count;
    size_t compared; /* comparisons that were not made, each once a row */
};

/* The lists live in `kept`. False: memory is out, which the status tells. */
bool not_compared_open(struct display *display, struct not_compared *not_compared,
                       struct arena *kept);

#endif
