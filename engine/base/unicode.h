/* unicode.h: what characters look like. */
#ifndef FANGTIAN_BASE_UNICODE_H
#define FANGTIAN_BASE_UNICODE_H

#include "arena.h"

/*
 * A character that cannot be seen, or not told from a plain space, or that changes how its
 * neighbours are shown: controls, zero-width and bidirectional marks, blanks that are neither the
 * space nor U+3000, soft hyphens, variation selectors, tags, fillers, noncharacters. Whatever is shown to a user
 * shows such a character escaped, "\u{200B}"; names, keys and choices may not hold one.
 */
bool unicode_is_invisible(uint32_t code);
/* A blank of any width, or a line end: around a value it does not count. */
bool unicode_is_blank(uint32_t code);
/* The offset of the first invisible character of valid UTF-8; `length` where there is none. */
size_t utf8_find_invisible(const char *bytes, size_t length);
/* Puts a character into `out`, at most 4 bytes without NUL; returns how many. */
size_t utf8_put(char *out, uint32_t code);
/* Moves `*start` and `*end` past the blanks there. */
void utf8_trim(const char **start, const char **end);

/*
 * The plain letter, digit or ideograph that another character looks like: A of a full-width or
 * Cyrillic one, 工 of the radical that a PDF gives for it. 0 where there is none. Keys and choices
 * are written with plain ones.
 */
uint32_t unicode_twin(uint32_t code);
/* Whether a text looks like itself alone: ASCII without blanks, and common ideographs. Such a text
 * is its own skeleton. */
bool utf8_is_plain(const char *bytes, size_t length);
/*
 * What a text looks like: equal for texts that people would not tell apart. Twins, widths, dashes
 * and composed characters become one; invisible characters go; blanks become one space each, or
 * go where they are not `kept`. NULL when memory is out.
 */
const char *utf8_skeleton(struct arena *arena, const char *bytes, size_t length, bool blanks_kept);

#endif
