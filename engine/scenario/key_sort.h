/*
 * key_sort.h: keys of any number of rows, sorted in bounded memory, so that equal ones meet.
 *
 *     struct key_sort sort;
 *     key_sort_open(&sort, 0, "/tmp", allocator);
 *     for each row: key_sort_add(&sort, key, length, line, diagnostics);
 *     key_sort_finish(&sort, diagnostics);      ... sort.doubled[i].line, sort.doubled[i].first ...
 *     key_sort_close(&sort);
 */
#ifndef FANGTIAN_SCENARIO_KEY_SORT_H
#define FANGTIAN_SCENARIO_KEY_SORT_H

#include "../base/base.h"

/*
 * A key as bytes of one size: itself where it is short, else its digest. Equal keys have equal
 * images, so none is missed; unequal ones have equal images nowhere: 120 bits of SHA-256 are
 * compared.
 */
enum { KEY_IMAGE = 16, KEYS_HELD = (4 << 20) / (KEY_IMAGE + 4) };
struct key_record {
    unsigned char image[KEY_IMAGE];
    uint32_t line;
};

/* A row whose key an earlier row, the `first`, has. */
struct doubled_key {
    uint32_t line, first;
};

struct key_sort {
    struct arena arena;
    struct key_record *records; /* `held` of them */
    size_t held, count;
    struct scratch scratch; /* runs of `held` records, each sorted; the last may be shorter */
    struct doubled_key doubled[DIAGNOSTICS_KEPT]; /* the first of them, by line */
    uint64_t doubled_count;                       /* all of them */
};

/* `held` 0: KEYS_HELD. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK key_sort_open(struct key_sort *sort, size_t held, const char *folder,
                                           const struct ft_allocator *allocator);
/* Errors: FT_IO, diagnosed. */
enum ft_status FT_MUST_CHECK key_sort_add(struct key_sort *sort, const char *key, size_t length,
                                          uint32_t line, struct diagnostics *diagnostics);
/* Finds the doubled keys. Errors: FT_IO, diagnosed; FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK key_sort_finish(struct key_sort *sort,
                                             struct diagnostics *diagnostics);
void key_sort_close(struct key_sort *sort);

#endif
