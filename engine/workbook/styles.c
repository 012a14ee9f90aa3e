/* What a cell's format makes of its number. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "workbook_internal.h"

/* ---- a format's code ---- */

/* A section of a code while it is looked at. */
struct code {
    const char *at, *end;
    bool shows;       /* the value, in some form */
    bool placeholder; /* a digit's place stands before */
    bool share, date; /* a sign of each was found */
    bool words, scaled;
    bool conditional; /* the sections are for ranges, and show signs by themselves */
};

/* What people put around a number that says nothing of its size or sign: blanks, the yuan's sign.
 */
static bool says_nothing(const char *bytes, size_t length)
{
    static const char *const plain[] = {" ", "+", "¥", "￥", "\xC2\xA0", "\xE3\x80\x80"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (strlen(plain[i]) == length && memcmp(plain[i], bytes, length) == 0)
            return true;
    return false;
}

/* Text that is shown beside the number. */
static void styles_look_at_words(struct code *code, const char *bytes, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t character;
        const size_t used = utf8_next(bytes + at, length - at, &character);
        const size_t size = used == 0 ? 1 : used;
        code->words |= !says_nothing(bytes + at, size);
        at += size;
    }
}

/* "[h]" is a time, "[$¥-804]" a currency, "[Red]" and "[>=100]" nothing. */
static void look_at_brackets(struct code *code, const char *inside, size_t length)
{
    if (length > 0 && *inside == '$') {
        const char *dash = memchr(inside, '-', length);
        styles_look_at_words(code, inside + 1,
                             (size_t)((dash == NULL ? inside + length : dash) - inside) - 1);
        return;
    }
    code->conditional |= length > 0 && strchr("<>=", *inside) != NULL;
    size_t letters = 0;
    while (letters < length && strchr("hmsHMS", inside[letters]) != NULL)
        letters++;
    code->date |= length > 0 && letters == length;
}

static size_t quoted_length(const struct code *code)
{
    const char *end = memchr(code->at + 1, '"', (size_t)(code->end - code->at) - 1);
    return (size_t)((end == NULL ? code->end : end) - code->at);
}

/* A comma behind the digits' places, with none after it, divides by a thousand. */
static bool is_scaling(const struct code *code)
{
    const char *at = code->at;
    while (at < code->end && *at == ',')
        at++;
    return code->placeholder && (at == code->end || strchr("0#?", *at) == NULL);
}

/* A letter that the code's language gives a meaning; how many bytes it takes, 0 where it is text.
 */
static size_t look_at_letter(struct code *code)
{
    const size_t left = (size_t)(code->end - code->at);
    static const char *const general[] = {"General", "G/通用格式", "G/標準"};
    for (size_t i = 0; i < sizeof general / sizeof *general; i++) {
        const size_t length = strlen(general[i]);
        if (left >= length && strncasecmp(code->at, general[i], length) == 0) {
            code->shows = true;
            return length;
        }
    }
    if ((*code->at == 'E' || *code->at == 'e') && left > 1 &&
        (code->at[1] == '+' || code->at[1] == '-'))
        return 2;
    if (strchr("ymdhsegbYMDHSEGB", *code->at) == NULL)
        return 0;
    code->date = true;
    return 1;
}

/* One piece of the code; how many bytes it takes. */
static size_t look_at_piece(struct code *code)
{
    const size_t left = (size_t)(code->end - code->at);
    size_t length;
    switch (*code->at) {
    case '"':
        length = quoted_length(code);
        styles_look_at_words(code, code->at + 1, length - 1);
        return length + (length < left);
    case '\\':
        styles_look_at_words(code, code->at + 1, left > 1);
        return left > 1 ? 2 : 1;
    case '_':
    case '*':
        return left > 1 ? 2 : 1;
    case '[':
        length = (size_t)((const char *)memchr(code->at, ']', left) == NULL
                              ? left
                              : (size_t)((const char *)memchr(code->at, ']', left) - code->at));
        look_at_brackets(code, code->at + 1, length - 1);
        return length + (length < left);
    case '%':
        code->share = true;
        return 1;
    case '0':
    case '#':
    case '?':
        code->placeholder = code->shows = true;
        return 1;
    case ',':
        code->scaled |= is_scaling(code);
        return 1;
    case '@':
        code->shows = true;
        return 1;
    case '.': /* of the number, or of a fraction; in quotes they would be words */
    case '/':
        return 1;
    default:
        length = look_at_letter(code);
        if (length == 0) {
            uint32_t character;
            const size_t used = utf8_next(code->at, left, &character);
            length = used == 0 ? 1 : used;
            styles_look_at_words(code, code->at, length);
        }
        return length;
    }
}

/* A section that shows a negative number as one: with its sign, or in brackets. */
static bool shows_negative(const char *at, const char *end)
{
    for (; at < end && *at != ';'; at++)
        if (*at == '-' || *at == '(' || (end - at >= 3 && memcmp(at, "（", 3) == 0))
            return true;
    return false;
}

/* The first section decides; the second, where there is one, is for negative numbers. */
enum sheet_format format_of_code(const char *text, size_t length)
{
    struct code code = {.at = text, .end = text + length};
    while (code.at < code.end && *code.at != ';')
        code.at += look_at_piece(&code);
    const bool hidden = length > 0 && !code.shows && !code.date;
    if (code.date)
        return FORMAT_DATE;
    if (code.scaled)
        return FORMAT_SCALED;
    if (hidden)
        return FORMAT_HIDDEN;
    if (code.words)
        return FORMAT_WORDED;
    if (code.at < code.end && !code.conditional && !shows_negative(code.at + 1, code.end))
        return code.share ? FORMAT_UNSIGNED_SHARE : FORMAT_UNSIGNED;
    return code.share ? FORMAT_SHARE : FORMAT_PLAIN;
}

/* The formats that every spreadsheet knows by number alone, the dates of Chinese ones among them
 * (27 to 36, 50 to 58). */
static enum sheet_format format_of_builtin(unsigned long id)
{
    static const struct {
        unsigned long from, to;
        enum sheet_format style;
    } rows[] = {{9, 10, FORMAT_SHARE},
                {14, 22, FORMAT_DATE},
                {27, 36, FORMAT_DATE},
                {45, 47, FORMAT_DATE},
                {50, 58, FORMAT_DATE}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (id >= rows[i].from && id <= rows[i].to)
            return rows[i].style;
    return FORMAT_PLAIN;
}

/* ---- the part ---- */

/* A format that the file defines itself, whether or not its number is one of the known. */
struct own_format {
    unsigned long id;
    enum sheet_format style;
};

struct styles_reading {
    struct package *package;
    struct own_format *own;
    size_t own_count, own_capacity;
    bool *struck_fonts; /* by font: whether it strikes out what it shows */
    size_t font_count, font_capacity;
    enum sheet_format *formats;
    bool *struck;
    size_t count, capacity, struck_capacity;
    bool in_cells, in_fonts, no_memory;
};

static void add_own(struct styles_reading *reading, const char *id, const char *code)
{
    struct own_format *own =
        arena_grow(reading->package->arena, reading->own, &reading->own_capacity, sizeof *own,
                   reading->own_count + 1);
    if (own == NULL) {
        reading->no_memory = true;
        return;
    }
    reading->own = own;
    own[reading->own_count++] =
        (struct own_format){strtoul(id, NULL, 10), format_of_code(code, strlen(code))};
}

static void add_font(struct styles_reading *reading)
{
    bool *fonts = arena_grow(reading->package->arena, reading->struck_fonts,
                             &reading->font_capacity, sizeof *fonts, reading->font_count + 1);
    if (fonts == NULL) {
        reading->no_memory = true;
        return;
    }
    reading->struck_fonts = fonts;
    fonts[reading->font_count++] = false;
}

static void add_format(struct styles_reading *reading, const char *id, const char *font)
{
    const unsigned long font_number = font == NULL ? 0 : strtoul(font, NULL, 10);
    const unsigned long number = id == NULL ? 0 : strtoul(id, NULL, 10);
    enum sheet_format style = format_of_builtin(number);
    for (size_t i = 0; i < reading->own_count; i++)
        if (reading->own[i].id == number)
            style = reading->own[i].style;
    enum sheet_format *formats =
        arena_grow(reading->package->arena, reading->formats, &reading->capacity, sizeof *formats,
                   reading->count + 1);
    bool *struck = arena_grow(reading->package->arena, reading->struck, &reading->struck_capacity,
                              sizeof *struck, reading->count + 1);
    if (formats == NULL || struck == NULL) {
        reading->no_memory = true;
        return;
    }
    reading->formats = formats;
    reading->struck = struck;
    struck[reading->count] =
        font_number < reading->font_count && reading->struck_fonts[font_number];
    formats[reading->count++] = style;
}

static void styles_start(void *context, const char *name, const char **attributes)
{
    struct styles_reading *reading = context;
    const char *id = xml_attribute(attributes, "numFmtId");
    const char *code = xml_attribute(attributes, "formatCode");
    const char *value = xml_attribute(attributes, "val");
    if (strcmp(name, "cellXfs") == 0)
        reading->in_cells = true;
    else if (strcmp(name, "fonts") == 0)
        reading->in_fonts = true;
    else if (reading->in_fonts && strcmp(name, "font") == 0)
        add_font(reading);
    else if (reading->in_fonts && strcmp(name, "strike") == 0 && reading->font_count > 0)
        reading->struck_fonts[reading->font_count - 1] = value == NULL || xml_is_true(value);
    else if (strcmp(name, "numFmt") == 0 && id != NULL && code != NULL)
        add_own(reading, id, code);
    else if (reading->in_cells && strcmp(name, "xf") == 0)
        add_format(reading, id, xml_attribute(attributes, "fontId"));
}

static void styles_end(void *context, const char *name)
{
    struct styles_reading *reading = context;
    if (strcmp(name, "cellXfs") == 0)
        reading->in_cells = false;
    else if (strcmp(name, "fonts") == 0)
        reading->in_fonts = false;
}

enum ft_status styles_read(struct styles *styles, struct package *package, const char *part)
{
    static const struct xml_handler handler = {styles_start, styles_end, NULL};
    struct styles_reading reading = {.package = package};
    enum ft_status status = xml_read(package, part, &handler, &reading);
    *styles = (struct styles){reading.formats, reading.struck, reading.count};
    return status == FT_OK && reading.no_memory ? FT_NO_MEMORY : status;
}
