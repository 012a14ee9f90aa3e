/*
 * Cells to lanes, a column at a time. Those that are plainly written go a short way: digits with a
 * point, dates with dashes, names of members. Another cell is asked of the reader of scenario/,
 * which knows all spellings; a row with a cell that is at fault there, or that may be none of the
 * table, is left to it, which says what is wrong.
 */
#include "row_lanes_internal.h"

/* ---- a cell ---- */

/* Whether a byte begins a character from U+4000 to U+9FFF, of three bytes: none is a blank. */
static inline bool begins_ideograph(char c)
{
    const unsigned char byte = (unsigned char)c;
    return byte >= 0xE4 && byte <= 0xE9;
}

static inline bool is_visible_ascii(char c)
{
    return c > ' ' && c < 0x7F;
}

struct slice slice_trimmed(struct slice slice)
{
    enum { WIDTH = 3 }; /* of a common ideograph */
    const char *start = slice.at, *end = slice.at + slice.length;
    if (slice.length == 0)
        return slice;
    if ((is_visible_ascii(*start) || begins_ideograph(*start)) &&
        (is_visible_ascii(end[-1]) || (slice.length >= WIDTH && begins_ideograph(end[-WIDTH]))))
        return slice;
    utf8_trim(&start, &end);
    slice.at = start;
    slice.length = (uint32_t)(end - start);
    return slice;
}

bool cell_written(struct row_lanes *reader, const struct input *input, struct slice text,
                  union value *value)
{
    return scenario_cell(reader->scenario, input->column, text.at, text.length, reader->pool->arith,
                         value);
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

/* A date that is written otherwise, or has quotes or blanks around it. */
static bool read_other_date(struct row_lanes *reader, struct input *input, struct cell_text cell,
                            uint32_t lane)
{
    const struct slice text = slice_trimmed(slice_of(cell));
    union value value;
    if (text.length == 0) {
        take_absent(input, lane);
        return true;
    }
    if (read_date((struct cell_text){text.at, text.length}, &input->lanes[lane]))
        return true;
    if (!cell_written(reader, input, text, &value))
        return false;
    input->lanes[lane] = value.date.days;
    return true;
}

static uint32_t plain_read_dates(struct row_lanes *reader, struct input *input,
                                 const struct cells *cells)
{
    const uint32_t *marks = cells->marks + input->place;
    for (uint32_t lane = 0; lane < cells->rows; lane++, marks += cells->width) {
        const struct cell_text cell = cell_at(cells->at, marks);
        if (cell.length == 0)
            take_absent(input, lane);
        else if (!read_date(cell, &input->lanes[lane]) &&
                 !read_other_date(reader, input, cell, lane))
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
static bool plain_is_plain_name(const struct slice *slice)
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
    if (!is_digit(*at))
        return false;
    while (is_digit(*at))
        at++;
    for (at += *at == '.'; is_digit(*at); at++)
        continue;
    return (*at == 'E' || *at == 'e') && (at[1] == '+' || at[1] == '-');
}

static inline bool is_text(const char *at, size_t length, const struct text *text)
{
    return length == text->length && memcmp(at, text->bytes, length) == 0;
}

/* Whether it may be a word such as 合计, or a column's name once more: the reader of scenario/
 * tells. Most names of rows are letters and digits that end with one. */
static bool is_sign(const struct slice *slice, const struct text *header)
{
    const unsigned char last = (unsigned char)slice->at[slice->length - 1];
    const bool digit = last >= '0' && last <= '9';
    if (is_text(slice->at, slice->length, header))
        return true;
    return !(digit && plain_is_plain_name(slice)) &&
           row_sign_of(slice->at, slice->length) != ROW_SIGN_NONE;
}

static inline bool plain_is_letter(char c)
{
    return (unsigned char)((c | 0x20) - 'a') < 26;
}

/* Whether it is a letter with digits behind, as most keys are: a usual name that is told sooner. */
static inline bool is_numbered(const char *at, size_t length)
{
    uint64_t others = 0;
    if (length < 2 || !plain_is_letter(at[0]))
        return false;
    for (size_t i = 1; i < length; i += sizeof(uint64_t)) {
        const size_t left = length - i;
        uint64_t word = load_word(at + i) ^ EVERY_BYTE('0');
        if (left < sizeof word)
            word &= (UINT64_C(1) << (8 * left)) - 1;
        others |= (word + EVERY_BYTE(0x76)) | word;
    }
    return (others & EVERY_BYTE(0x80)) == 0;
}

/*
 * Whether a text is as other keys are, "A-0123": ASCII letters, digits, dashes and underscores,
 * the first a letter, the second none, the last a digit. It is a good key, no number, has no blank
 * at an end, and nothing is to be asked of it but whether it is the header's; no spreadsheet takes
 * it for anything else.
 */
static inline bool is_usual_name(const char *at, size_t length)
{
    uint64_t odd = 0;
    if (length == 0 || !plain_is_letter(at[0]) || plain_is_letter(at[1]) ||
        !is_digit(at[length - 1]))
        return false;
    for (size_t i = 0; i < length; i += sizeof(uint64_t)) {
        const size_t left = length - i;
        uint64_t word = load_word(at + i);
        if (left < sizeof word)
            word = (word & ((UINT64_C(1) << (8 * left)) - 1)) | EVERY_BYTE('0') << (8 * left);
        const uint64_t low = word & EVERY_BYTE(0x7F), small = low | EVERY_BYTE(0x20);
        odd |= word | ~(BYTES_BETWEEN(low, '0', '9') | BYTES_BETWEEN(small, 'a', 'z') |
                        BYTES_BETWEEN(low, '-', '-') | BYTES_BETWEEN(low, '_', '_'));
    }
    return (odd & EVERY_BYTE(0x80)) == 0;
}

/* A text with "" for a quote inside, as it is meant: a copy. False when memory is out. */
static bool unescape(struct row_lanes *reader, struct slice *slice)
{
    char *copy = arena_allocate(reader->pool->arith->arena, slice->length + ROW_PADDING);
    if (copy == NULL)
        return false;
    slice->length = (uint32_t)csv_unquote(copy, slice->at, slice->length);
    slice->at = copy;
    return true;
}

static uint32_t plain_read_texts(struct row_lanes *reader, struct input *input,
                                 const struct cells *cells, bool key)
{
    const uint32_t *marks = cells->marks + input->place;
    for (uint32_t lane = 0; lane < cells->rows; lane++, marks += cells->width) {
        const struct cell_text cell = cell_at(cells->at, marks);
        const bool quoted = *cell.at == '"';
        const char *at = cell.at + quoted;
        const uint32_t length = (uint32_t)(quoted ? cell.length - 2 : cell.length);
        if ((is_numbered(at, length) || is_usual_name(at, length)) &&
            !is_text(at, length, input->header)) {
            struct slice *usual = &input->slices[lane]; /* a member after the other: no copy */
            usual->at = at;
            usual->length = length;
            usual->bare = !quoted;
            usual->copied = true;
            continue;
        }
        struct slice slice = slice_of(cell);
        if (!slice.bare && memchr(slice.at, '"', slice.length) != NULL && !unescape(reader, &slice))
            return lane;
        slice = slice_trimmed(slice);
        if (slice.length == 0)
            take_absent(input, lane);
        else if ((key && (!is_good_key(&slice) || is_scientific(&slice))) ||
                 text_shows_no_data(slice.at, slice.length) ||
                 (input->names && is_sign(&slice, input->header)))
            return lane;
        input->slices[lane] = slice;
    }
    return cells->rows;
}

/* ---- a chunk ---- */

/* Whether a cell that is not read, or not as a name, may show that its row is none of the table, or
 * that its cells have moved: 合计 in it, or a number among the remarks. */
static bool may_be_odd(struct slice slice, const struct long_table *file, size_t place)
{
    const struct table_column *column = &file->columns[place];
    const bool last = place + 1 == file->column_count,
               behind = place > 0 && column_has_numbers(column - 1);
    return (column->use == COLUMN_REMARK &&
            ((last && (is_digit(slice.at[0]) || slice.at[0] == '-')) ||
             (behind && may_be_half(slice.at, slice.length)))) ||
           is_sign(&slice, &column->header);
}

static uint32_t look_at_column(const struct row_lanes *reader, size_t place)
{
    const struct cells *cells = &reader->cells;
    const uint32_t *marks = cells->marks + place;
    const struct table_column *column = &reader->file->columns[place];
    for (uint32_t row = 0; row < cells->rows; row++, marks += cells->width) {
        const struct cell_text cell = cell_at(cells->at, marks);
        if (is_numbered(cell.at, cell.length) && !is_text(cell.at, cell.length, &column->header))
            continue; /* no sign, no number */
        const struct slice slice = slice_trimmed(slice_of(cell));
        if (slice.length > 0 && may_be_odd(slice, reader->file, place))
            return row;
    }
    return cells->rows;
}

/* How many of the rows have a first cell that may be of the table, and remarks that are some: a
 * cell that is not read may say 合计 too. */
static uint32_t look_at_unread(struct row_lanes *reader)
{
    const struct table_column *columns = reader->file->columns;
    struct cells *cells = &reader->cells;
    const bool known =
        columns[0].use == COLUMN_FIELD && (columns[0].field->type.kind != TYPE_TEXT ||
                                           reader->field_inputs[columns[0].field->index]->names);
    for (size_t i = 0; i < reader->file->column_count; i++)
        if (columns[i].use == COLUMN_REMARK || (i == 0 && !known))
            cells->rows = look_at_column(reader, i);
    return cells->rows;
}

/* How many rows from the first on have a cell here that is plainly written. */
static uint32_t read_column(struct row_lanes *reader, struct input *input)
{
    const struct field *field = input->field;
    if (input->some_absent)
        memset(input->states, CELL_VALUE, LANES);
    input->some_absent = false;
    input->mixed = false;
    input->most = 0;
    switch (field->type.kind) {
    case TYPE_NUMBER:
        return read_numbers(reader, input, &reader->cells);
    case TYPE_DATE:
        return plain_read_dates(reader, input, &reader->cells);
    case TYPE_SYMBOL:
    case TYPE_BOOLEAN:
        return read_names(reader, input, &reader->cells);
    case TYPE_TEXT:
        return plain_read_texts(reader, input, &reader->cells,
                                field->index == reader->file->entity->key);
    case TYPE_REFERENCE:
        break;
    }
    return 0; /* such a table is not read here */
}

bool row_lanes_read(struct row_lanes *reader, const char *at, const char *end)
{
    struct cells *cells = &reader->cells;
    const char *rest;
    bool plain = cells_find(cells, at, end, &rest);
    const uint32_t found = cells->rows;
    for (size_t i = 0; i < reader->input_count; i++)
        cells->rows = read_column(reader, &reader->inputs[i]);
    cells->rows = look_at_unread(reader);
    return plain && cells->rows == found;
}

size_t row_lanes_bytes(const struct row_lanes *reader, uint32_t rows)
{
    return (uint32_t)(reader->cells.marks[rows * reader->cells.width] + 1);
}

struct slice row_lanes_cell(const struct row_lanes *reader, uint32_t row, size_t place)
{
    const struct cells *cells = &reader->cells;
    const struct cell_text cell = cell_at(cells->at, cells->marks + row * cells->width + place);
    if (is_numbered(cell.at, cell.length)) /* as most keys are: nothing stands around it */
        return (struct slice){.at = cell.at, .length = (uint32_t)cell.length, .bare = true};
    return slice_trimmed(slice_of(cell));
}
