/*
 * key_order.h: keys in the order of the file. Where each is greater than the one before, no two are equal: that
 * much is known of any number of rows without holding their keys, and blocks tell it of themselves
 * whoever reads them. Where they do not ascend, they are sorted (keys_compare.c).
 *
 *     keys_open(&all, entity, arena);
 *     for (…) good = good && keys_join(&all, &of_block);
 *     if (all.unordered > 0) …
 */
#ifndef FANGTIAN_SCENARIO_KEY_ORDER_H
#define FANGTIAN_SCENARIO_KEY_ORDER_H

#include "../formula/batch.h"

#include "row_lanes.h"

/* What is known of the keys of rows that follow each other in the file: of a block, of all. */
struct keys {
    bool integers; /* numbers, and symbols by their index; else texts, as people number them */
    uint64_t rows;
    uint64_t unordered; /* the first row, from 1, whose key is not above the one before; 0: none */
    struct growing_text first, last;
};

void keys_open(struct keys *keys, const struct entity *entity, struct arena *arena);
/* No rows yet. */
void keys_clear(struct keys *keys);
/* The rows behind those of `keys`. False when memory is out. */
bool keys_join(struct keys *keys, const struct keys *next);

/* ---- of rows that were read (row_keys.c) ---- */

/* What keys that look alike have in common: a plain one is that itself. NULL when memory is out. */
const char *key_look(struct arena *arena, const char *text);
/* The rows behind those of `keys`: of a table, whose keys are all there; of a chunk of `dataset` as lanes. Errors:
 * FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK keys_of_rows(struct keys *keys, const struct dataset *dataset,
                                          const struct entity *entity, struct vector_pool *pool);
enum ft_status FT_MUST_CHECK keys_of_lanes(struct keys *keys, const struct row_lanes *rows,
                                           const struct batch_table *lanes,
                                           const struct dataset *dataset);
/* Whether no two rows below one row have the same key, as far as is easily seen. */
bool keys_below_differ(const struct row_lanes *rows, const struct batch_table *lanes);

#endif
