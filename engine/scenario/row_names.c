/*
 * Cells of a column of names to members of its enumeration, through a table of all names that they have. Another spelling is
 * asked of the reader of scenario/.
 */
#include "row_lanes_internal.h"

/* A name as a table knows it: its first eight bytes, its last eight where it is so long, and its
 * length tell it from most others. */
struct name_look {
    uint64_t first, last;
    const char *at;
    size_t length;
};

/* Eight bytes at least stand at `at` and may be read. */
static inline struct name_look plain_look_at(const char *at, size_t length)
{
    const bool is_long = length >= sizeof(uint64_t);
    const uint64_t all = UINT64_MAX, kept = is_long ? all : ~(all << (8 * length));
    return (struct name_look){load_word(at) & kept,
                              load_word(is_long ? at + length - sizeof(uint64_t) : at) & kept, at,
                              length};
}

static inline size_t name_place(const struct name_table *table, uint64_t first, size_t length)
{
    return (size_t)((first + length) * UINT64_C(0x9E3779B97F4A7C15) >> 40) & table->mask;
}

static const struct name_slot *find_name(const struct name_table *table,
                                         const struct name_look *look)
{
    size_t at = name_place(table, look->first, look->length);
    const struct name_slot *slot = &table->slots[at];
    while (
        slot->name != NULL &&
        (slot->first != look->first || slot->last != look->last || slot->length != look->length ||
         (look->length > 2 * sizeof(uint64_t) && memcmp(slot->name, look->at, look->length) != 0)))
        slot = &table->slots[at = (at + 1) & table->mask];
    return slot;
}

bool name_table_open(struct name_table *table, size_t names, struct arena *arena)
{
    size_t slots = 16;
    while (slots < 4 * names)
        slots *= 2;
    table->slots = arena_array(arena, slots, sizeof *table->slots);
    table->mask = slots - 1;
    for (size_t i = 0; table->slots != NULL && i < slots; i++)
        table->slots[i].length = UINT32_MAX; /* of no name */
    return table->slots != NULL;
}

void name_table_put(struct name_table *table, const struct field *field, const char *name,
                    uint32_t member)
{
    if (field_states_none(field, name))
        return;
    const size_t length = strlen(name);
    char padded[sizeof(uint64_t)] = {0};
    memcpy(padded, name, length < sizeof padded ? length : sizeof padded);
    struct name_look look = plain_look_at(length < sizeof padded ? padded : name, length);
    struct name_slot *slot = (struct name_slot *)find_name(table, &look);
    if (slot->name == NULL)
        *slot = (struct name_slot){look.first, look.last, name, (uint32_t)length, member};
    else if (member < slot->member)
        slot->member = member;
}

/* An empty cell, or a name with blanks around it, or written otherwise. */
static bool read_other_name(struct row_lanes *reader, struct input *input, struct cell_text cell,
                            uint32_t lane)
{
    const struct slice slice = slice_trimmed(slice_of(cell));
    const struct name_look look = plain_look_at(slice.at, slice.length);
    const struct name_slot *slot = find_name(&input->members, &look);
    union value value;
    if (slice.length == 0) {
        take_absent(input, lane);
        return true;
    }
    input->lanes[lane] = slot->member;
    if (slot->name != NULL)
        return true;
    if (!cell_written(reader, input, slice, &value))
        return false;
    input->lanes[lane] =
        input->field->type.kind == TYPE_BOOLEAN ? value.boolean : (int64_t)value.symbol;
    return true;
}

/* Whether a name whose first and last eight bytes and length are the slot's is the slot's: two words more tell it where it
 * has up to four. */
static inline bool slot_has(const struct name_slot *slot, const char *at, size_t length)
{
    const size_t word = sizeof(uint64_t);
    if (length <= 2 * word)
        return true;
    if (length > 4 * word)
        return memcmp(slot->name, at, length) == 0;
    return load_word(slot->name + word) == load_word(at + word) &&
           load_word(slot->name + length - 2 * word) == load_word(at + length - 2 * word);
}

/* Most names stand at their first place in the table. */
uint32_t read_names(struct row_lanes *reader, struct input *input, const struct cells *cells)
{
    enum { WORD = sizeof(uint64_t) };
    static const uint64_t kept[WORD + 1] = {
        0,          0xFF,         0xFFFF,         0xFFFFFF,
        0xFFFFFFFF, 0xFFFFFFFFFF, 0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFF,
        UINT64_MAX};
    const uint32_t *marks = cells->marks + input->place;
    const struct name_table members = input->members;
    const char *chunk = cells->at;
    const size_t width = cells->width;
    const uint32_t rows = cells->rows;
    int64_t *lanes = input->lanes;
    for (uint32_t lane = 0; lane < rows; lane++, marks += width) {
        const struct cell_text cell = cell_at(chunk, marks);
        const size_t quotes = *cell.at == '"', length = cell.length - 2 * quotes;
        const char *at = cell.at + quotes;
        const size_t word = length < WORD ? length : WORD;
        const uint64_t first = load_word(at) & kept[word],
                       last = load_word(at + length - word) & kept[word];
        const struct name_slot *slot = &members.slots[name_place(&members, first, length)];
        lanes[lane] = slot->member;
        if (((slot->first ^ first) | (slot->last ^ last) | (slot->length ^ length)) == 0 &&
            slot_has(slot, at, length))
            continue;
        if (cell.length == 0)
            take_absent(input, lane);
        else if (!read_other_name(reader, input, cell, lane))
            return lane;
    }
    return rows;
}
