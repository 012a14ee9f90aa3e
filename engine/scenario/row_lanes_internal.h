/* row_lanes_internal.h: what the readers of cells share: words of eight bytes, texts, absent cells. */
#ifndef FANGTIAN_SCENARIO_ROW_LANES_INTERNAL_H
#define FANGTIAN_SCENARIO_ROW_LANES_INTERNAL_H

#include <string.h>

#include "row_lanes.h"

/* A cell as it stands between its commas. */
struct cell_text {
    const char *at;
    size_t length;
};

static inline struct cell_text cell_at(const char *chunk, const uint32_t *marks)
{
    return (struct cell_text){chunk + (uint32_t)(marks[0] + 1),
                              (uint32_t)(marks[1] - marks[0] - 1)};
}

/* As it stands; quotes around it come off. */
static inline struct slice slice_of(struct cell_text cell)
{
    return *cell.at == '"'
               ? (struct slice){.at = cell.at + 1, .length = (uint32_t)cell.length - 2}
               : (struct slice){.at = cell.at, .length = (uint32_t)cell.length, .bare = true};
}

static inline uint64_t load_word(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

static inline bool is_digit(char c)
{
    return (unsigned char)(c - '0') < 10;
}

/* The states are all CELL_VALUE before the chunk's first empty cell. */
static inline void take_absent(struct input *input, uint32_t lane)
{
    input->states[lane] = CELL_ABSENT;
    input->lanes[lane] = 0;
    input->some_absent = true;
}

/* Whether it may be the second half of a number that a comma parts, as the 000 of 68,000:
 * scenario/ tells those that are. */
static inline bool may_be_half(const char *at, size_t length)
{
    return length > 2 && at[0] == '0' && is_digit(at[1]) && is_digit(at[2]) && !is_digit(at[3]);
}

/* A cell as the reader of scenario/ reads it, who knows all spellings; false where it is at fault,
 * which is told when its row is read there. A number is in base units. */
bool cell_written(struct row_lanes *reader, const struct input *input, struct slice text,
                  union value *value);

/* How many of the rows from the first on have a name of a member here (row_names.c). */
uint32_t read_names(struct row_lanes *reader, struct input *input, const struct cells *cells);

/* How many of the rows from the first on have a number here (row_numbers.c). */
uint32_t read_numbers(struct row_lanes *reader, struct input *input, const struct cells *cells);

#endif
