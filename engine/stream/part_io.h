/*
 * part_io.h: values of a part under their keys. The same calls write and read them, so that what a part is like
 * stands once (part_format.c):
 *
 *     part_name(io, "rule", rule->item.id);
 *     part_count(io, "rows", &rows);
 *     part_holds(io, rows <= most);
 */
#ifndef FANGTIAN_STREAM_PART_IO_H
#define FANGTIAN_STREAM_PART_IO_H

#include "part.h"

/* A pass over a part. Once something failed, nothing more is true of what was read. */
struct part_io {
    json_t *json;      /* the object at hand; NULL: memory is out, or there is none */
    bool writing;      /* else what the calls name is read from it */
    bool good;         /* so far: memory was enough, or all is there and as it should be */
    bool lacks_memory; /* that is why something could not be read */
    struct arena *arena;
    enum ft_language language; /* of who reads */
    const struct plan *plan;
    struct part *part;
    struct totals *totals;
    /* Of the list at hand: */
    size_t line, next_way;
    struct part_faults *faults;
};

/* Of what was written by others it may not be so. */
void part_holds(struct part_io *io, bool condition);
/* Counts and offsets are not negative. */
void part_count(struct part_io *io, const char *key, uint64_t *count);
void part_small(struct part_io *io, const char *key, uint32_t *count);
void part_truth(struct part_io *io, const char *key, bool *truth);
/* This text. */
void part_name(struct part_io *io, const char *key, const char *name);
/* One that the arena keeps; one of at most `size` - 1 bytes. */
void part_string(struct part_io *io, const char *key, const char **text, size_t *length);
void part_chars(struct part_io *io, const char *key, char *text, size_t size);
/* One of `count` words. */
void part_choice(struct part_io *io, const char *key, const char *const *words, size_t count,
                 size_t *choice);
/* Exact; a sum is null where it was given up. */
void part_rational(struct part_io *io, const char *key, mpq_t value);
void part_sum(struct part_io *io, const char *key, struct sum *sum);
/* The numbers of those that are set; lines from 1 on, 0 behind the last. */
void part_flags(struct part_io *io, const char *key, bool *flags, size_t count);
void part_lines(struct part_io *io, const char *key, uint32_t *lines, size_t most);
/* Whether null stands there, as `none` says of what is written; `key` NULL: in the place of the object. */
bool part_none(struct part_io *io, const char *key, bool none);
/* An object as `each` describes it; a list of `count` of them. */
typedef void part_each(struct part_io *io, size_t at);
void part_object(struct part_io *io, const char *key, part_each *each, size_t at);
void part_list(struct part_io *io, const char *key, size_t count, part_each *each);
/* How many values are in a list that is read; `count` of what is written. */
size_t part_length(const struct part_io *io, const char *key, size_t count);

/* ---- a part's own (part_format.c), in this order, behind its head ---- */

void part_place(struct part_io *io);
void part_seen(struct part_io *io);
void part_keys(struct part_io *io);
/* The totals have the keys' rows. */
void part_totals(struct part_io *io);
void part_rows_file(struct part_io *io);

#endif
