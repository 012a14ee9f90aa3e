/* workbook_internal.h: what the sources of workbook/ share. */
#ifndef FANGTIAN_WORKBOOK_INTERNAL_H
#define FANGTIAN_WORKBOOK_INTERNAL_H

#include "workbook.h"

enum workbook_message_id {
    WORKBOOK_NOT_ONE,
    WORKBOOK_LOCK,
    WORKBOOK_OLD,
    WORKBOOK_BINARY,
    WORKBOOK_ENCRYPTED,
    WORKBOOK_MACROS,
    WORKBOOK_DAMAGED,
    WORKBOOK_DOCTYPE,
    WORKBOOK_TWO_PARTS,
    WORKBOOK_TOO_LARGE,
    WORKBOOK_NO_SHEETS,
    WORKBOOK_NOT_CALCULATED,
    WORKBOOK_LINKED,
    WORKBOOK_RUNS,
    WORKBOOK_STRUCK,
    WORKBOOK_NUMBER,
    WORKBOOK_DIGITS,
    WORKBOOK_DATE,
    WORKBOOK_WORDED,
    WORKBOOK_SCALED,
    WORKBOOK_NOT_SHOWN,
    WORKBOOK_COLUMNS,
    WORKBOOK_NOT_WRITTEN,
    WORKBOOK_TEXT_LONG,
    WORKBOOK_MESSAGE_COUNT
};
extern const struct message workbook_message[WORKBOOK_MESSAGE_COUNT];

/* ---- package.c: the zip file and its parts ---- */

/*
 * The file while it is read. Names of entries are compared with "/" between folders and without
 * regard to the case of ASCII letters, as spreadsheets do. `inflated` counts the bytes that really
 * came out, whatever the file claims.
 */
struct package {
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct place whole; /* the file, for what is said of all of it */
    struct zip *archive;
    struct map entries; /* name -> index + 1 */
    size_t inflated;
};

/* Opens the bytes of a file. Errors: FT_INVALID, FT_TOO_LARGE, diagnosed; FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK package_open(struct package *package, const char *bytes,
                                          size_t length);
void package_close(struct package *package);
bool package_has(const struct package *package, const char *part);
/* All bytes of a part, in `arena`. Errors as package_open; FT_INVALID where there is no such part.
 */
enum ft_status FT_MUST_CHECK package_read(struct package *package, const char *part,
                                          struct arena *arena, const char **bytes, size_t *length);
/* What a relationship's target is, seen from the part that it belongs to. NULL: memory is out. */
const char *package_resolve(struct arena *arena, const char *part, const char *target);
enum ft_status FT_MUST_CHECK package_fault(struct package *package, enum workbook_message_id id,
                                           const char *argument);

/* ---- xml.c: a part's elements ---- */

/*
 * What reads a part: told of elements of the spreadsheet's own namespaces, strict or transitional,
 * by their local names; elements of others are passed over with all that they hold. Attributes are
 * pairs of name and value, ended by NULL.
 */
struct xml_handler {
    void (*start)(void *context, const char *name, const char **attributes);
    void (*end)(void *context, const char *name);
    void (*text)(void *context, const char *bytes, size_t length); /* in pieces, as they come */
};

/* Errors: FT_INVALID, diagnosed (no XML, a DOCTYPE, too deep); what package_read says. */
enum ft_status FT_MUST_CHECK xml_read(struct package *package, const char *part,
                                      const struct xml_handler *handler, void *context);
/* The value of an attribute, or NULL. */
const char *xml_attribute(const char **attributes, const char *name);
/* The value of "r:id", whatever the prefix, or NULL. */
const char *xml_relation(const char **attributes);
/* "1" and "true", as XML writes them. */
bool xml_is_true(const char *value);

/* "_x000D_" as the character that it stands for, in place: once, from left to right. */
void growing_unescape(struct growing_text *text);

/* ---- styles.c: what a cell's number is ---- */

enum sheet_format {
    FORMAT_PLAIN,
    FORMAT_SHARE,    /* shown as per cent: 0.62 is 62% */
    FORMAT_DATE,     /* a date, a time or both */
    FORMAT_WORDED,   /* shown with words or a currency that the value has not */
    FORMAT_SCALED,   /* shown divided by a thousand or more */
    FORMAT_HIDDEN,   /* not shown at all */
    FORMAT_UNSIGNED, /* a negative number is shown without its sign */
    FORMAT_UNSIGNED_SHARE,
};
struct styles {
    const enum sheet_format *formats; /* by the index that cells bear */
    const bool *struck;               /* likewise: the font strikes out what it shows */
    size_t count;
};
/* What a format's code makes of a number; `length` bytes. */
enum sheet_format format_of_code(const char *code, size_t length);
enum ft_status FT_MUST_CHECK styles_read(struct styles *styles, struct package *package,
                                         const char *part);

/* ---- strings.c: the strings that cells share ---- */

/*
 * How a run of a text is set: digits that are raised, lowered or struck out are no digits of a
 * number ("10⁴", a footnote's mark, a figure that was corrected), but for the 2 of "m²".
 */
struct run_look {
    bool set_apart; /* of the run that is open */
    bool spoilt;    /* the text has such digits */
};
/* Looks at an element of a run's properties, and at a run's beginning. */
void run_look_start(struct run_look *look, const char *name, const char **attributes);
/* Looks at a piece of its text, with what stands before it. */
void run_look_text(struct run_look *look, const struct growing_text *before, const char *bytes,
                   size_t length);

struct shared_strings {
    const char *const *strings;
    const bool *spoilt; /* by string, as run_look says */
    size_t count;
};
enum ft_status FT_MUST_CHECK strings_read(struct shared_strings *strings, struct package *package,
                                          const char *part);

/* ---- decimal.c: numbers as they stand in a file ---- */

enum { DECIMAL_SIZE = 352 };
enum decimal_status { DECIMAL_OK, DECIMAL_BROKEN, DECIMAL_TOO_LONG };
/*
 * The number in `text`, times ten to the `shift`, as a plain decimal: rounded to the 15 digits that
 * a spreadsheet shows and keeps ("4.5999999999999996" is 4.6). DECIMAL_TOO_LONG: more than 15
 * digits before the point, where digits are lost already.
 */
enum decimal_status decimal_read(char out[DECIMAL_SIZE], const char *text, int shift);
/* A serial number of days to "2001-06-01", "2001-06-01 08:30:00" or "08:30:00". False where there
 * is no such day. */
bool decimal_to_date(char out[DECIMAL_SIZE], const char *decimal, bool from_1904);

/* ---- sheet.c: a sheet's cells, and grid.c: them as CSV text ---- */

enum sheet_cell_kind {
    SHEET_TEXT,
    SHEET_NUMBER,
    SHEET_NOT_CALCULATED, /* a formula without a value */
    SHEET_LINKED,         /* a formula over another workbook */
    SHEET_SPOILT,         /* a text with digits that are raised, lowered or struck out */
};
enum { NO_STYLE = UINT32_MAX };
struct sheet_cell {
    uint32_t row, column;
    enum sheet_cell_kind kind;
    uint32_t style;   /* NO_STYLE: none of its own */
    const char *text; /* decoded; of a number its digits as they stand in the file */
};
struct sheet_cells {
    struct sheet_cell *cells; /* by row, then column; none is empty */
    size_t count, capacity;
    struct sheet_range *merged;
    size_t merged_count, merged_capacity;
    uint32_t *hidden_rows; /* ascending */
    size_t hidden_row_count, hidden_row_capacity;
    struct sheet_range *styled_columns; /* with their style as `row` */
    size_t styled_column_count, styled_column_capacity;
    struct sheet_range *hidden_columns;
    size_t hidden_column_count, hidden_column_capacity;
};
/* The cells live in `arena`, but for the texts of shared strings. */
enum ft_status FT_MUST_CHECK sheet_read(struct sheet_cells *cells, struct package *package,
                                        struct arena *arena, const char *part,
                                        const struct shared_strings *strings);

struct workbook_parts {
    struct styles styles;
    struct shared_strings strings;
    bool from_1904;
    bool columns_style_cells; /* a cell without a style of its own has its column's */
};

/* Lays cells out as text. */
enum ft_status FT_MUST_CHECK sheet_lay_out(struct book_sheet *sheet,
                                           const struct sheet_cells *cells,
                                           const struct workbook *book, const char *name,
                                           struct arena *arena, struct diagnostics *diagnostics);

/* ---- write_texts.c: texts as every spreadsheet takes them ---- */

enum { MOST_UNITS = 31 };
/* A name that every spreadsheet takes: of at most `most` units of UTF-16, in `arena`. */
const char *write_sheet_name(struct arena *arena, const char *name, size_t most);
/* A text as the file holds it: "_x001B_" stands for a character that it cannot or should not hold,
 * and of a text "_x0041_", which would come back as "A", the first character is escaped so. Both
 * NULL where memory is out. */
const char *write_escaped_text(struct arena *arena, const char *text);
/* Whether a cell holds a text, as the file does: a spreadsheet that finds a longer one says that the
 * file is damaged. */
enum { MOST_CELL_UNITS = 32767 };
bool write_fits_cell(const char *text);
/* The beginning of a text that does not fit, in `arena`; NULL where memory is out. */
const char *write_text_start(struct arena *arena, const char *text);
/* How many lines a note takes, of so many cells each. */
uint16_t write_note_lines(const char *text, size_t cells);

#endif
