/*
 * Plainly written cells to lanes, a column at a time: digits with a point, dates with dashes, names
 * of members, texts without quotes inside. Anything else is for the reader of scenario/, which
 * knows all spellings and says what is wrong with the others.
 */
#include <string.h>

#include "columns.h"

enum { MOST_DIGITS = 18 };

static inline bool ends_cell(char c)
{
    return c == ',' || c == '\n' || c == '\r';
}

/* ---- words: eight bytes at a time ---- */

static inline uint64_t load_word(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* Eight digits or fewer as numbers in a word's highest bytes, the first lowest, zeros before them.
 */
static inline uint64_t join_digits(uint64_t digits)
{
    digits = (digits * 10 + (digits >> 8)) & UINT64_C(0x00FF00FF00FF00FF);
    digits = (digits * 100 + (digits >> 16)) & UINT64_C(0x0000FFFF0000FFFF);
    return (digits * 10000 + (digits >> 32)) & UINT64_C(0xFFFFFFFF);
}

/* Eight digits or fewer at the start of a word, the first in its lowest byte, as a number. */
static inline uint64_t digits_value(uint64_t word, unsigned count)
{
    return join_digits((word & EVERY_BYTE(0x0F)) << (8 * (8 - count)));
}

/* How many of the word's first bytes are digits. */
static inline unsigned count_digits(uint64_t word)
{
    const uint64_t off = word ^ EVERY_BYTE('0');
    const uint64_t others = ((off + EVERY_BYTE(0x76)) | off) & EVERY_BYTE(0x80);
    return others == 0 ? 8 : (unsigned)__builtin_ctzll(others) / 8;
}

/* Adds the digits at `at` to the number; where they end. */
static inline const char *take_digits(const char *at, uint64_t *number)
{
    static const uint32_t powers[] = {1,      10,      100,      1000,     10000,
                                      100000, 1000000, 10000000, 100000000};
    for (;;) {
        const uint64_t word = load_word(at);
        const unsigned count = count_digits(word);
        if (count > 0)
            *number = *number * powers[count] + digits_value(word, count);
        at += count;
        if (count < 8)
            return at;
    }
}

/* "-1234.56" as an integer and how many decimals it has. NULL: written otherwise. */
static inline const char *read_number(const char *at, int64_t *value, uint8_t *decimals)
{
    const bool negative = *at == '-';
    const char *start = at += negative;
    uint64_t number = 0;
    at = take_digits(at, &number);
    ptrdiff_t digits = at - start;
    *decimals = 0;
    if (digits == 0)
        return NULL;
    if (*at == '.') {
        const char *point = ++at;
        at = take_digits(at, &number);
        if (at == point || at - point > MOST_DIGITS)
            return NULL;
        *decimals = (uint8_t)(at - point);
        digits += at - point;
    }
    if (digits > MOST_DIGITS || !ends_cell(*at))
        return NULL;
    *value = negative ? -(int64_t)number : (int64_t)number;
    return at;
}

/* ---- a cell ---- */

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
    return *cell.at == '"' ? (struct slice){cell.at + 1, (uint32_t)cell.length - 2, false}
                           : (struct slice){cell.at, (uint32_t)cell.length, true};
}

/* The states are all CELL_VALUE before the chunk's first empty cell. */
static void take_absent(struct input *input, uint32_t lane)
{
    input->states[lane] = CELL_ABSENT;
    input->lanes[lane] = 0;
    input->some_absent = true;
}

/* ---- numbers ---- */

static const int64_t powers_of_ten[MOST_DIGITS + 1] = {1,
                                                       10,
                                                       100,
                                                       1000,
                                                       10000,
                                                       100000,
                                                       1000000,
                                                       10000000,
                                                       100000000,
                                                       1000000000,
                                                       10000000000,
                                                       100000000000,
                                                       1000000000000,
                                                       10000000000000,
                                                       100000000000000,
                                                       1000000000000000,
                                                       10000000000000000,
                                                       100000000000000000,
                                                       1000000000000000000};
enum { WORD_DIGITS = 8 };

/* "1234.56" with `decimals` of them, eight digits or fewer on either side of the point; false where
 * it is anything else. */
static inline bool read_usual(struct cell_text cell, uint32_t decimals, int64_t *value)
{
    const size_t whole = cell.length - decimals - (decimals > 0);
    if (whole - 1 >= WORD_DIGITS)
        return false;
    uint64_t digits = (load_word(cell.at) ^ EVERY_BYTE('0')) << (8 * (WORD_DIGITS - whole));
    uint64_t others = (digits + EVERY_BYTE(0x76)) | digits;
    uint64_t number = join_digits(digits);
    if (decimals > 0) {
        const char *point = cell.at + whole;
        digits = (load_word(point + 1) ^ EVERY_BYTE('0')) << (8 * (WORD_DIGITS - decimals));
        others |= (digits + EVERY_BYTE(0x76)) | digits;
        number = number * (uint64_t)powers_of_ten[decimals] + join_digits(digits);
        if (*point != '.')
            return false;
    }
    *value = (int64_t)number;
    return (others & EVERY_BYTE(0x80)) == 0;
}

/* Numbers from `lane` on that are written with so many decimals; the first that is not. */
static inline uint32_t read_alike(struct input *input, const struct cells *cells, uint32_t lane,
                                  uint32_t decimals)
{
    const uint32_t *marks = cells->marks + input->place + lane * cells->width;
    const size_t width = cells->width;
    const uint32_t rows = cells->rows;
    int64_t *lanes = input->lanes;
    for (; lane < rows; lane++, marks += width)
        if (!read_usual(cell_at(cells->at, marks), decimals, &lanes[lane]))
            return lane;
    return rows;
}

/* The decimals of the lanes from `lane` to `end`, and of those before where they begin to differ.
 */
static void note_decimals(struct input *input, uint32_t lane, uint32_t end, uint8_t decimals)
{
    if (!input->mixed && decimals != input->most) {
        input->mixed = true;
        memset(input->decimals, input->most, lane);
    }
    if (input->mixed)
        memset(input->decimals + lane, decimals, end - lane);
    input->most = decimals > input->most ? decimals : input->most;
}

/* Most numbers of a column are written alike: those behind one are tried as it was written. */
static uint32_t read_numbers(struct input *input, const struct cells *cells)
{
    uint8_t decimals = 0;
    bool seen = false; /* a number */
    for (uint32_t lane = 0, from = 0; lane < cells->rows; from = lane) {
        if (seen && decimals <= WORD_DIGITS)
            lane = decimals == 0 ? read_alike(input, cells, lane, 0)
                                 : read_alike(input, cells, lane, decimals);
        if (lane > from)
            note_decimals(input, from, lane, decimals);
        if (lane == cells->rows)
            break;
        const struct cell_text cell =
            cell_at(cells->at, cells->marks + input->place + lane * cells->width);
        if (cell.length == 0) {
            take_absent(input, lane++);
            continue;
        }
        if (read_number(cell.at, &input->lanes[lane], &decimals) != cell.at + cell.length)
            return lane;
        input->most = seen ? input->most : decimals;
        seen = true;
        note_decimals(input, lane, lane + 1, decimals);
        lane++;
    }
    return cells->rows;
}

/* The first of the lanes that is not 0, in a column whose unit is not known. */
static uint32_t first_bare(const struct input *input, uint32_t rows)
{
    uint32_t lane = 0;
    while (lane < rows && input->lanes[lane] == 0)
        lane++;
    return lane;
}

/* The first of the lanes whose figure in a column of shares lies above 0 and up to 1: a spreadsheet
 * may have made it of a percentage, which scenario/ asks about. */
static uint32_t first_unclear_share(const struct input *input, uint32_t rows)
{
    for (uint32_t lane = 0; lane < rows; lane++) {
        const int64_t one = powers_of_ten[input->mixed ? input->decimals[lane] : input->most];
        const int64_t value = input->lanes[lane];
        if (value != 0 && value <= one && value >= -one)
            return lane;
    }
    return rows;
}

/* ---- dates ---- */

static int two_digits(const char *at)
{
    unsigned high = (unsigned)(unsigned char)at[0] - '0',
             low = (unsigned)(unsigned char)at[1] - '0';
    return high < 10 && low < 10 ? (int)(high * 10 + low) : -1;
}

/* "2021-03-18" as days. */
static bool read_date(struct cell_text cell, int64_t *value)
{
    const char *at = cell.at;
    struct date date;
    if (cell.length != 10 || at[4] != '-' || at[7] != '-')
        return false;
    int century = two_digits(at), year = two_digits(at + 2), month = two_digits(at + 5),
        day = two_digits(at + 8);
    if (century < 0 || year < 0 || month < 0 || day < 0 ||
        !date_from_ymd(&date, century * 100 + year, month, day))
        return false;
    *value = date.days;
    return true;
}

static uint32_t read_dates(struct input *input, const struct cells *cells)
{
    const uint32_t *marks = cells->marks + input->place;
    for (uint32_t lane = 0; lane < cells->rows; lane++, marks += cells->width) {
        const struct cell_text cell = cell_at(cells->at, marks);
        if (cell.length == 0)
            take_absent(input, lane);
        else if (!read_date(cell, &input->lanes[lane]))
            return lane;
    }
    return cells->rows;
}

/* ---- names ---- */

/* A name as a table knows it: its first eight bytes, its last eight where it is so long, and its
 * length tell it from most others. */
struct name_look {
    uint64_t first, last;
    const char *at;
    size_t length;
};

/* Eight bytes at least stand at `at` and may be read. */
static inline struct name_look look_at(const char *at, size_t length)
{
    const bool is_long = length >= sizeof(uint64_t);
    const uint64_t all = UINT64_MAX, kept = is_long ? all : ~(all << (8 * length));
    return (struct name_look){load_word(at) & kept,
                              load_word(is_long ? at + length - sizeof(uint64_t) : at) & kept, at,
                              length};
}

static inline const struct name_slot *find_name(const struct name_table *table,
                                                const struct name_look *look)
{
    const uint64_t mixed = (look->first + look->length) * UINT64_C(0x9E3779B97F4A7C15);
    size_t at = (size_t)(mixed >> 40) & table->mask;
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
    return table->slots != NULL;
}

void name_table_put(struct name_table *table, const char *name, uint32_t member)
{
    const size_t length = strlen(name);
    char padded[sizeof(uint64_t)] = {0};
    memcpy(padded, name, length < sizeof padded ? length : sizeof padded);
    struct name_look look = look_at(length < sizeof padded ? padded : name, length);
    struct name_slot *slot = (struct name_slot *)find_name(table, &look);
    if (slot->name == NULL)
        *slot = (struct name_slot){look.first, look.last, name, (uint32_t)length, member};
}

/* An empty cell, or a name with quotes around it. */
static bool read_other_name(struct input *input, struct cell_text cell, uint32_t lane)
{
    if (cell.length == 0) {
        take_absent(input, lane);
        return true;
    }
    const struct slice slice = slice_of(cell);
    const struct name_look look = look_at(slice.at, slice.length);
    const struct name_slot *slot = find_name(&input->members, &look);
    input->lanes[lane] = slot->member;
    return slot->name != NULL;
}

static uint32_t read_names(struct input *input, const struct cells *cells)
{
    const uint32_t *marks = cells->marks + input->place;
    const struct name_table members = input->members;
    const uint32_t rows = cells->rows;
    int64_t *lanes = input->lanes;
    for (uint32_t lane = 0; lane < rows; lane++, marks += cells->width) {
        const struct cell_text cell = cell_at(cells->at, marks);
        const struct name_look look = look_at(cell.at, cell.length);
        const struct name_slot *slot = find_name(&members, &look);
        lanes[lane] = slot->member;
        if (slot->name == NULL && !read_other_name(input, cell, lane))
            return lane;
    }
    return cells->rows;
}

/* ---- texts ---- */

/* 0x80 in bytes from `least` to `most`, both below 0x80, of a word whose bytes are. */
#define BYTES_BETWEEN(word, least, most)                                                           \
    (((word) + EVERY_BYTE(0x80 - (least))) & ~((word) + EVERY_BYTE(0x7F - (most))))

/* Whether a key is of letters, digits and common ideographs, as most are: it stands in paths, so
 * some characters have no place in it, and others need a look at each. */
static bool is_good_key(const struct slice *slice)
{
    for (uint32_t i = 0; i < slice->length; i += (uint32_t)sizeof(uint64_t)) {
        const uint32_t left = slice->length - i;
        uint64_t word = load_word(slice->at + i);
        if (left < sizeof word)
            word = (word & ((UINT64_C(1) << (8 * left)) - 1)) | EVERY_BYTE('0') << (8 * left);
        const uint64_t low = word & EVERY_BYTE(0x7F);
        const uint64_t bad = BYTES_BETWEEN(low, '/', '/') | BYTES_BETWEEN(low, '@', '@') |
                             BYTES_BETWEEN(low, '[', '[') | BYTES_BETWEEN(low, ']', ']') |
                             BYTES_BETWEEN(low, 0x00, ' ') | BYTES_BETWEEN(low, 0x7F, 0x7F);
        /* utf8_is_plain: the first bytes of a character, but for those of U+4000 to U+9FFF */
        const uint64_t odd = BYTES_BETWEEN(low, 0x40, 0x63) | BYTES_BETWEEN(low, 0x6A, 0x7F);
        if ((((bad & ~word) | (odd & word)) & EVERY_BYTE(0x80)) != 0)
            return false;
    }
    return slice->length > 0;
}

/* ASCII alone, and no colon. */
static bool is_plain_name(const struct slice *slice)
{
    for (uint32_t i = 0; i < slice->length; i += (uint32_t)sizeof(uint64_t)) {
        const uint32_t left = slice->length - i;
        uint64_t word = load_word(slice->at + i);
        if (left < sizeof word)
            word &= (UINT64_C(1) << (8 * left)) - 1;
        if (((word | BYTES_BETWEEN(word & EVERY_BYTE(0x7F), ':', ':')) & EVERY_BYTE(0x80)) != 0)
            return false;
    }
    return true;
}

/* "4.40101E+17": what a spreadsheet makes of a long number. */
static bool is_scientific(const struct slice *slice)
{
    const char *at = slice->at;
    uint64_t ignored = 0;
    if (*at < '0' || *at > '9')
        return false;
    at = take_digits(at, &ignored);
    at = *at == '.' ? take_digits(at + 1, &ignored) : at;
    return (*at == 'E' || *at == 'e') && (at[1] == '+' || at[1] == '-');
}

/* A blank's first byte is neither a visible ASCII character nor one that begins U+4000 to U+9FFF.
 */
static inline bool begins_no_blank(char c)
{
    const unsigned char byte = (unsigned char)c;
    return (byte > ' ' && byte < 0x7F) || (byte >= 0xE4 && byte <= 0xE9);
}

/* Blanks around a cell are not part of it: the reader of scenario/ takes them off. */
static bool has_blank_ends(const struct slice *slice)
{
    enum { WIDTH = 3 }; /* of a common ideograph */
    const char *start = slice->at, *end = slice->at + slice->length;
    const bool is_wide = (unsigned char)end[-1] >= 0x80 && slice->length >= WIDTH;
    const char *last = end - (is_wide ? WIDTH : 1);
    if (begins_no_blank(*start) && begins_no_blank(*last))
        return false;
    utf8_trim(&start, &end);
    return start > slice->at || end < slice->at + slice->length;
}

/* Whether it may be a word such as 合计, or a column's name once more: the reader of scenario/
 * tells. Most names of rows are letters and digits that end with one. */
static bool is_sign(const struct slice *slice, const struct text *header)
{
    const unsigned char last = (unsigned char)slice->at[slice->length - 1];
    const bool digit = last >= '0' && last <= '9';
    if (slice->length == header->length && memcmp(slice->at, header->bytes, header->length) == 0)
        return true;
    return !(digit && is_plain_name(slice)) &&
           row_sign_of(slice->at, slice->length) != ROW_SIGN_NONE;
}

static uint32_t read_texts(struct input *input, const struct cells *cells, bool key)
{
    const uint32_t *marks = cells->marks + input->place;
    for (uint32_t lane = 0; lane < cells->rows; lane++, marks += cells->width) {
        const struct cell_text cell = cell_at(cells->at, marks);
        struct slice *slice = &input->slices[lane];
        *slice = slice_of(cell);
        if (slice->length == 0)
            take_absent(input, lane);
        else if ((key && (!is_good_key(slice) || is_scientific(slice))) || has_blank_ends(slice) ||
                 (input->names && is_sign(slice, input->header)))
            return lane;
    }
    return cells->rows;
}

/* ---- a chunk ---- */

/* Whether a cell that is not read, or not as a name, may show that its row is none of the table, or
 * that its cells have moved: 合计 in it, or a number among the remarks. */
static bool may_be_odd(const struct slice *slice, const struct table_column *column, bool last)
{
    const bool digit = slice->at[0] >= '0' && slice->at[0] <= '9';
    return (last && column->use == COLUMN_REMARK && (digit || slice->at[0] == '-')) ||
           is_sign(slice, &column->header);
}

static uint32_t look_at_column(const struct lane_table *table, size_t place)
{
    const struct cells *cells = &table->cells;
    const uint32_t *marks = cells->marks + place;
    const struct table_column *column = &table->file->columns[place];
    const bool last = place + 1 == table->file->column_count;
    for (uint32_t row = 0; row < cells->rows; row++, marks += cells->width) {
        const struct slice slice = slice_of(cell_at(cells->at, marks));
        if (slice.length > 0 && may_be_odd(&slice, column, last))
            return row;
    }
    return cells->rows;
}

/* How many of the rows have a first cell that may be of the table, and remarks that are some: a
 * cell that is not read may say 合计 too. */
static uint32_t look_at_unread(struct lane_table *table)
{
    const struct table_column *columns = table->file->columns;
    struct cells *cells = &table->cells;
    const bool known =
        columns[0].use == COLUMN_FIELD && (columns[0].field->type.kind != TYPE_TEXT ||
                                           table->field_inputs[columns[0].field->index]->names);
    for (size_t i = 0; i < table->file->column_count; i++)
        if (columns[i].use == COLUMN_REMARK || (i == 0 && !known))
            cells->rows = look_at_column(table, i);
    return cells->rows;
}

/* How many of the rows have no cell here that may be the second half of a number that a comma
 * parts, as the 000 of 68,000: scenario/ tells those that are. */
static uint32_t look_for_halves(const struct cells *cells, size_t place)
{
    const uint32_t *marks = cells->marks + place;
    for (uint32_t row = 0; row < cells->rows; row++, marks += cells->width) {
        const struct cell_text cell = cell_at(cells->at, marks);
        if (cell.length > 2 && cell.at[0] == '0' && cell.at[1] != '.')
            return row;
    }
    return cells->rows;
}

static uint32_t look_at_halves(struct lane_table *table)
{
    const struct table_column *columns = table->file->columns;
    struct cells *cells = &table->cells;
    for (size_t i = 1; i < table->file->column_count; i++)
        if (column_has_numbers(&columns[i - 1]) &&
            (column_has_numbers(&columns[i]) || columns[i].use == COLUMN_REMARK))
            cells->rows = look_for_halves(cells, i);
    return cells->rows;
}

/* How many rows from the first on have a cell here that is plainly written. */
static uint32_t read_column(struct input *input, const struct lane_table *table)
{
    const struct field *field = input->field;
    uint32_t rows;
    if (input->some_absent)
        memset(input->states, CELL_VALUE, LANES);
    input->some_absent = false;
    input->mixed = false;
    input->most = 0;
    switch (field->type.kind) {
    case TYPE_NUMBER:
        rows = read_numbers(input, &table->cells);
        return input->bare     ? first_bare(input, rows)
               : input->shares ? first_unclear_share(input, rows)
                               : rows;
    case TYPE_DATE:
        return read_dates(input, &table->cells);
    case TYPE_SYMBOL:
    case TYPE_BOOLEAN:
        return read_names(input, &table->cells);
    case TYPE_TEXT:
        return read_texts(input, &table->cells, field->index == table->entity->key);
    default:
        return 0;
    }
}

/* Rows from `at` on as lanes; whether they end there or at `end` for another reason than that the
 * next is not plain. */
static bool read_table(struct lane_table *table, const char *at, const char *end)
{
    struct cells *cells = &table->cells;
    const char *rest;
    bool plain = cells_find(cells, at, end, &rest);
    const uint32_t found = cells->rows;
    for (size_t i = 0; i < table->input_count; i++)
        cells->rows = read_column(&table->inputs[i], table);
    cells->rows = look_at_unread(table);
    cells->rows = look_at_halves(table);
    table->count = cells->rows;
    return plain && cells->rows == found;
}

/* The bytes of a table's first `rows` rows. */
static size_t bytes_of(const struct lane_table *table, uint32_t rows)
{
    return (uint32_t)(table->cells.marks[rows * table->cells.width] + 1);
}

/* ---- rows below ---- */

static inline struct slice cell_slice(const struct cells *cells, uint32_t row, size_t place)
{
    return slice_of(cell_at(cells->at, cells->marks + row * cells->width + place));
}

/* Notes which rows above have theirs among the lanes; how many of the first `rows` have all. */
static uint32_t match(struct lane_table *table, const struct lane_table *main, uint32_t rows,
                      bool through)
{
    uint32_t row = 0, lane = 0;
    struct slice key = rows == 0 ? (struct slice){0} : cell_slice(&main->cells, 0, main->key);
    table->first[0] = 0;
    for (; lane < table->count && row < rows; lane++) {
        const struct slice above = cell_slice(&table->cells, lane, table->file->above);
        if (above.length == 0 || has_blank_ends(&above))
            break; /* blank, or without a key: the reader of scenario/ tells */
        while (row < rows && !slices_equal(&above, &key)) {
            table->first[++row] = lane;
            if (row < rows)
                key = cell_slice(&main->cells, row, main->key);
        }
        if (row < rows)
            table->above[lane] = row;
    }
    while (lane == table->count && through && row < rows)
        table->first[++row] = lane;
    return row;
}

/* The lanes of the first `rows` rows above alone. */
static void cut(struct lane_table *table, uint32_t rows)
{
    table->count = table->cells.rows = table->first[rows];
    table->used = bytes_of(table, table->count);
    table->one_each = table->count == rows;
    table->most = 0;
    for (uint32_t row = 0; row < rows; row++) {
        const uint32_t lanes = table->first[row + 1] - table->first[row];
        table->one_each &= lanes == 1;
        table->most = lanes > table->most ? lanes : table->most;
    }
}

/* The rows below the first `rows` of the long table; how many of these have all theirs. */
static uint32_t read_below(struct columns *columns, uint32_t rows)
{
    for (size_t i = 1; i < columns->table_count; i++) {
        struct lane_table *table = &columns->tables[i];
        const struct below_rows *below = &columns->worker->below[i - 1];
        const char *end = below->bytes.at + below->bytes.length;
        bool whole = read_table(table, below->bytes.at + below->used, end);
        const char *rest = table->cells.at + bytes_of(table, table->count);
        const uint32_t covered = match(table, columns->tables, rows, whole && rest == end);
        rows = covered < rows ? covered : rows;
    }
    for (size_t i = 1; i < columns->table_count; i++)
        cut(&columns->tables[i], rows);
    return rows;
}

/* The end of the `count`th row from `at` on, where rows are not all written plainly. */
static const char *skip_rows(const char *at, const char *end, uint32_t count)
{
    bool quoted = false;
    for (; at < end; at++) {
        if (*at == '"')
            quoted = !quoted;
        if (*at == '\n' && !quoted && --count == 0)
            return at + 1;
    }
    return end;
}

enum vector_status columns_read(struct columns *columns, const char *at, const char *end,
                                size_t *used)
{
    struct lane_table *table = columns->tables;
    bool whole = read_table(table, at, end);
    const uint32_t rows = read_below(columns, table->count);
    whole &= rows == table->count;
    table->count = table->cells.rows = rows;
    (void)columns_enter(columns, columns->tables);
    if (whole || rows >= FEW_ROWS) {
        *used = bytes_of(table, rows);
        columns->batch = FEW_ROWS;
        return VECTOR_OK;
    }
    *used = (size_t)(skip_rows(at, end, columns->batch) - at);
    columns->batch = columns->batch < LANES ? 2 * columns->batch : LANES;
    return VECTOR_NO;
}
