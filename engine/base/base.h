/*
 * base.h: the ground that every module stands on.
 *
 *   arena        memory that goes at once
 *   text, place  a piece of input that knows where it stands
 *   unicode      characters that cannot be seen
 *   csv_cell     texts on their way to a spreadsheet
 *   map, suggest names, and "did you mean"
 *   diagnostics  faults of an input, bilingual, collected without allocating
 *   limits       one table of every bound
 *   file         bounded reading, whole-or-nothing writing, no output in an input's place
 *   conf         libconfig files, every scalar a text with its place
 *
 * A complete small program:
 *
 *     struct arena arena;
 *     struct diagnostics diagnostics = {.language = FT_EN};
 *     const struct conf *root;
 *     arena_open(&arena, NULL);
 *     if (conf_read(&root, &arena, &diagnostics, "policies/vocabulary.cfg", "policies") == FT_OK)
 *         printf("%zu settings\n", root->count);
 *     arena_close(&arena);
 *
 * Functions that can run out of memory return FT_NO_MEMORY or NULL; the arena stays closable.
 */
#ifndef FANGTIAN_BASE_H
#define FANGTIAN_BASE_H

#include <stdarg.h>

#include <sha2.h>

#include "../fangtian.h"

/* ---- arena: everything a load makes, released at once ------------------------------------- */

struct arena_chunk;

/* Invariant: `chunk` is NULL or the newest chunk; older ones hang behind it. */
struct arena {
    const struct ft_allocator *allocator;
    struct arena_chunk *chunk;
};

/* A point to go back to with arena_rewind: scratch memory in a loop. */
struct arena_mark {
    struct arena_chunk *chunk;
    size_t used;
};

/* Opens an arena; allocates nothing. `allocator` NULL means malloc and free; else it is borrowed.
 */
void arena_open(struct arena *arena, const struct ft_allocator *allocator);
void arena_close(struct arena *arena);

/* `size` bytes, zeroed, aligned for any type; NULL when memory is out. A size of 0 gives a valid
 * pointer. */
void *arena_allocate(struct arena *arena, size_t size);

/* count * size bytes, zeroed, checked for overflow. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/*
 * Makes room for `needed` elements in a growing array: returns `old` where it has room, else a
 * larger copy. `*capacity` is updated. NULL when memory is out (`old` stays valid).
 */
void *arena_grow(struct arena *arena, void *old, size_t *capacity, size_t element, size_t needed);

/* A NUL-terminated copy of `length` bytes. */
char *arena_copy(struct arena *arena, const char *bytes, size_t length);

/* printf into the arena, of %s, %c, %d, %u and %x, their sizes l, ll and z, and a width, alone;
 * NULL when memory is out, also where a text among the arguments is NULL because it could not be
 * made. */
char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The same; `arguments` may not be used again. */
char *arena_format_list(struct arena *arena, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/* How much of its memory was handed out. */
size_t arena_bytes(const struct arena *arena);

struct arena_mark arena_mark(const struct arena *arena);
void arena_rewind(struct arena *arena, struct arena_mark mark);

/* ---- digests ----------------------------------------------------------------------------------
 */

/* SHA-256 in hex. */
enum { SHA_TEXT = 2 * SHA256_DIGEST_LENGTH + 1 };
/* Ends a digest and writes it out. */
void sha_text(char text[SHA_TEXT], SHA2_CTX *sha);

/* ---- text and place ------------------------------------------------------------------------ */

/*
 * A loaded file, kept whole so that a diagnostic can show a line of it; or a block of a long one,
 * behind `lines_before` lines. `path` as the user named it.
 */
struct source {
    const char *path;
    const char *bytes; /* NUL-terminated; BOM removed */
    size_t length;
    uint32_t lines_before;
    char sha[SHA_TEXT]; /* of a file that was read whole, as it lies on the disk; else "" */
    /* The sheet that the text was laid out from; NULL: it is a file's own. */
    const struct grid *grid;
};

/* Of a line of laid-out text: the cell in which it begins, rows and columns from 1. `quoted`: it
 * begins within a cell of several lines. */
struct grid_line {
    uint32_t row, column;
    bool quoted;
};

/* A workbook's sheet behind a CSV text: where each cell of the text stands in the sheet. */
struct grid {
    const char *sheet;
    const struct grid_line *lines;
    size_t line_count;
};

/* Where something stands. line 0: the file as a whole; source NULL: no file (the command line). */
struct place {
    const struct source *source;
    uint32_t line, column; /* from 1, the column in characters */
    uint32_t width;        /* characters at fault; 0 counts as 1 */
};

/* From `offset` in the text on, characters stand one after the other from `place` on. */
struct text_piece {
    uint32_t offset;
    struct place place;
};

/*
 * A string of the input. `bytes` is valid UTF-8, NUL-terminated, without NUL inside. A text that
 * was written with escapes or as adjacent strings has several pieces.
 */
// NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding): in the order in which it is read
struct text {
    const char *bytes;
    uint32_t length;
    struct place place; /* of the whole, the quotes included */
    const struct text_piece *pieces;
    uint32_t piece_count;
};

/* A cell as spreadsheets name it: "BC12". Returns `out`. */
enum { GRID_CELL_SIZE = 24 };
const char *grid_cell_name(char out[GRID_CELL_SIZE], uint32_t row, uint32_t column);
/* The cell of a place in a text that has a grid. False where the place is the whole sheet's. */
bool grid_cell(const struct place *place, uint32_t *row, uint32_t *column);
/* "file.csv:12:3", "county.xlsx:地块!D5", or the file alone; NULL when memory is out. */
const char *place_name(struct arena *arena, const struct place *place);
/* The place of a cell; false where the text has no such row. */
bool grid_place(struct place *place, const struct source *source, uint32_t row, uint32_t column);

/* The place of `width` characters from byte `offset` of a text on. */
struct place text_place(const struct text *text, size_t offset, uint32_t width);

/* A text over a C string that stands nowhere (an option of the command line). */
struct text text_from(const char *string);

bool text_is(const struct text *text, const char *string);

/* Bytes of the UTF-8 character at `bytes`, 0 where it is broken; `*code` gets the code point. */
size_t utf8_next(const char *bytes, size_t length, uint32_t *code);
/* The offset of the first broken byte, or `length` where all is valid. NUL counts as broken. */
size_t utf8_check(const char *bytes, size_t length);
/* Characters (code points) in valid UTF-8. */
size_t utf8_count(const char *bytes, size_t length);
/* Terminal cells that valid UTF-8 takes (a Chinese character takes 2). */
size_t utf8_width(const char *bytes, size_t length);

/* ---- unicode: what characters look like ------------------------------------------------------ */

/*
 * A character that cannot be seen, or not told from a plain space, or that changes how its
 * neighbours are shown: controls, zero-width and bidirectional marks, blanks that are neither the
 * space nor U+3000, soft hyphens, variation selectors, tags, fillers. Whatever is shown to a user
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

/* ---- cells of CSV ---------------------------------------------------------------------------- */

/*
 * A text as a cell of CSV that a spreadsheet may open, and that gives the same key when it is read
 * again. It is quoted where it must be. What a spreadsheet would run as a formula has an apostrophe
 * in front: it begins with = + - @, as wide or as small as they come, behind blanks and what cannot
 * be seen; or with a tab or a line end. What a spreadsheet would take for a number, a date or a
 * time and show as another has a tab behind, which makes it a text there and is not read here:
 * leading zeros, more than 11 digits, 1-2, 3/4, 1月2日, 1E5. Invisible characters are shown escaped
 * but for line ends and tabs.
 */
size_t csv_cell_write(char *out, const char *text, size_t length); /* gives back its bytes */
/* What csv_cell_write writes at most. */
size_t csv_cell_room(size_t length);
/* Does it stand there as it is? False is the safe answer: csv_cell_write knows. */
bool csv_cell_is_plain(const char *text, size_t length);

/* ---- names ----------------------------------------------------------------------------------- */

/* A map from strings to pointers; keys are borrowed. Zeroed is empty. */
struct map {
    struct map_slot *slots;
    size_t count, capacity;
};

/* The value under `key`, or NULL. */
void *map_get(const struct map *map, const char *key);
/* Sets `key`; false when memory is out. `value` is not NULL. */
bool map_put(struct map *map, struct arena *arena, const char *key, void *value);

/* Collects the candidate that `word` may be a slip of the finger for: zeroed with `word` set, then
 * offered names. A name of another meaning is none, however near: slips.c says what is. */
struct suggestion {
    const char *word;
    const char *best; /* NULL where nothing is near enough to be meant */
    size_t slips;     /* between the two */
};
void suggest(struct suggestion *suggestion, const char *candidate);
/* Offers every key of a map. */
void suggest_keys(struct suggestion *suggestion, const struct map *map);

/* ---- diagnostics --------------------------------------------------------------------------- */

/*
 * A message in both languages. "{1}" … "{6}" stand for the arguments, so that each language has
 * its own order. Modules keep their messages in one table (messages.c); `id` is stable, printed
 * in brackets behind the message, and named by at least one golden file in tests/errors.
 */
struct message {
    const char *id;
    const char *en, *zh;
    const char *hint_en, *hint_zh; /* the mend; NULL where the message says it */
};

enum { MESSAGE_ARGUMENTS = 6 };

/* A message without its hint, its arguments (NULL: "?") in their places, escaped. NULL when memory
 * is out. */
const char *message_text(const struct message *message, enum ft_language language,
                         const char *const arguments[MESSAGE_ARGUMENTS], struct arena *arena);

enum { DIAGNOSTICS_KEPT = 20 };

/*
 * What faults of rows are about: a table and its column, a rule and a part of it. Those with the
 * same message, file and subject are of one kind. Strings are borrowed while it is set, and do not
 * depend on the language. `table` NULL: each fault is a kind of its own.
 */
struct fault_subject {
    const char *table, *column;
};

/*
 * Caller-owned. Zeroed but for `language` is empty. Adding never allocates and never fails. There
 * is an entry a kind, and up to five where there is room; the others of a kind are counted at its
 * last entry, with their first lines. Invariant: `total` is the number of entries and of those
 * counted at them, and of those for whose kind there was no room.
 */
struct diagnostics {
    enum ft_language language;
    uint64_t total;          /* faults that were added */
    size_t kept;             /* of them, those in `items` */
    bool unread;             /* there may be more: what comes behind them was not looked at */
    struct file_list *files; /* notes each file that is opened for reading; NULL: nobody does */
    /* title -> the name of a setting, as a text, asked for at the first word that may be a title;
     * NULL, also what it returns: not known */
    const struct map *(*titles)(void *context);
    void *titles_context;
    struct fault_subject subject; /* of what is added */
    struct ft_diagnostic items[DIAGNOSTICS_KEPT];
};

/*
 * Adds one fault. `place` may be NULL (the command line). Arguments are strings, ended by NULL,
 * and are escaped here: invisible characters are shown, not sent. An equal fault at the same place
 * is added once.
 */
void diagnostics_add(struct diagnostics *diagnostics, const struct place *place,
                     const struct message *message, ...) __attribute__((sentinel));

/* Adds so many more faults of the kind that was added last; their places are not known. */
void diagnostics_add_alike(struct diagnostics *diagnostics, uint64_t count);

/* Whether a fault added now would get an entry; else its message will not be shown. */
bool diagnostics_has_room(const struct diagnostics *diagnostics, const struct place *place,
                          const struct message *message);

/* Whether no other kind of fault will get an entry. */
bool diagnostics_are_full(const struct diagnostics *diagnostics);

/* Takes back the faults that stand in this line and are like no others: they follow from another
 * one. */
void diagnostics_retract(struct diagnostics *diagnostics, const struct place *line);

/* Forgets all faults. */
void diagnostics_clear(struct diagnostics *diagnostics);

/* Whether a fault with this id is kept at the start of `place`. */
bool diagnostics_tell(const struct diagnostics *diagnostics, const struct place *place,
                      const char *id);

/*
 * A hint on what may be written instead: names are offered, and the text says which was probably
 * meant and what else there is, "是不是 砖混？可选：框架、砖混、简易". A text that lists some of
 * many says so. Without memory it says less; the fault itself is told all the same.
 */
struct choices {
    struct arena *arena;
    enum ft_language language;
    bool idle; /* the fault will not be shown: nothing is collected */
    struct suggestion nearest;
    const char *list;
    size_t count, listed; /* the first ones stand in the list */
};
struct choices choices_for(struct arena *arena, const struct diagnostics *diagnostics,
                           const char *word);
void choices_offer(struct choices *choices, const char *name);
/* The same; the list shows it in other words. */
void choices_offer_as(struct choices *choices, const char *name, const char *shown);
const char *choices_text(const struct choices *choices);

/* By file, in the order in which they were first heard of, then by line and column. */
void diagnostics_sort(struct diagnostics *diagnostics);

/* Adds those of `part` behind those of `all`; an equal one is there once. `part` is not changed. */
void diagnostics_join(struct diagnostics *all, const struct diagnostics *part);

/* Renders all diagnostics, "file:line:column: error: message [id]", line, caret, hint. */
bool diagnostics_render(const struct diagnostics *diagnostics, const struct ft_sink *sink,
                        bool colour);

/* Copies `text` to `out` with invisible characters escaped, a tab as a space; always terminated,
 * cut at a character. */
void text_escape(char *out, size_t size, const char *text);

/* Every message of the library, for the test that each has a golden file. */
struct message_table {
    const struct message *messages;
    size_t count;
};
extern const struct message_table base_messages;

/* A title in both languages; neither is NULL once loaded. */
struct title {
    const char *zh, *en;
};
const char *title_in(const struct title *title, enum ft_language language);

/* ---- limits ---------------------------------------------------------------------------------- */

enum limit_id {
    LIMIT_NUMBER_DIGITS,
    LIMIT_NUMBER_EXPONENT,
    LIMIT_VALUE_BITS,
    LIMIT_FORMULA_NESTING,
    LIMIT_FORMULA_LENGTH,
    LIMIT_CONF_NESTING,
    LIMIT_CONF_FILE_BYTES,
    LIMIT_CONF_INCLUDE_DEPTH,
    LIMIT_CONF_TOTAL_BYTES,
    LIMIT_CSV_LINE_BYTES,
    LIMIT_CSV_FILE_BYTES,
    LIMIT_CSV_COLUMNS,
    LIMIT_WORKBOOK_BYTES,
    LIMIT_WORKBOOK_PARTS,
    LIMIT_WORKBOOK_INFLATED,
    LIMIT_SHEET_CELLS,
    LIMIT_TABLE_ROWS,
    LIMIT_MADE_ROWS,
    LIMIT_SHARDS,
    LIMIT_PART_BYTES,
    LIMIT_DIAGNOSTICS,
    LIMIT_COUNT
};

struct limit {
    const char *name; /* stable, for scripts */
    size_t value;
    struct title unit, what;
};

/* Indexed by limit_id: the only place where a limit is written. */
extern const struct limit limits[LIMIT_COUNT];

/* ---- files ----------------------------------------------------------------------------------- */

/*
 * The files that were read, and those that are reserved for writing: no file may be both, nor be
 * reserved twice. Every function below that opens a file for reading notes it in the list that its
 * diagnostics carry. A file is the same through any link and any spelling of its path.
 */
struct file_entry;
struct file_list {
    struct arena arena;                  /* its own: entries outlive a rewound mark */
    const struct ft_memory_file *memory; /* looked in first; borrowed */
    size_t memory_count;
    const char *const *roots; /* that files of the system must lie below; count 0: anywhere */
    size_t root_count;
    bool memory_only; /* no file of the system is opened for reading */
    struct file_entry *entries;
    size_t count, capacity;
    struct diagnostics *diagnostics; /* told where an output is an input */
    bool conflict;                   /* one is: nothing may be written */
};
/* Opens an empty list; allocates nothing. `diagnostics` is borrowed. */
void file_list_open(struct file_list *list, const struct ft_allocator *allocator,
                    struct diagnostics *diagnostics);
void file_list_close(struct file_list *list);
/*
 * Reserves `path` ("-": standard output) for writing; `role` is what the caller calls it, "--rows".
 * Errors: FT_INVALID, diagnosed, where it was read, or reserved before; FT_NO_MEMORY.
 */
enum ft_status FT_MUST_CHECK file_list_reserve(struct file_list *list, const char *path,
                                               const char *role);
/* Notes what the bytes of a file were that was read whole; `list` NULL: nothing. */
void file_list_digest(struct file_list *list, uint64_t device, uint64_t inode, const char *sha);
/* The file read as number `index`, as the user named it, and its SHA-256, "" where it was not read
 * whole. False behind the last. */
bool file_list_input(const struct file_list *list, size_t index, const char **path,
                     const char **sha);
/* Notes a file as read that is not opened, but must stay as it is; `list` NULL: nothing. Errors:
 * FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK file_list_keep(struct file_list *list, const char *path,
                                            const struct place *asked);

/* What stands at a path, in memory or on the disk. */
enum file_kind { FILE_NONE, FILE_REGULAR, FILE_FOLDER, FILE_OTHER };
/* `follow`: a link is what it leads to. `files` NULL: only the disk is looked at. */
enum file_kind file_kind(const struct file_list *files, const char *path, bool follow);
/*
 * Gives the names in a folder, in any order and perhaps several times, to `take`, but for hidden
 * ones. A folder in memory hides one of the disk. `arena` keeps names of files in memory; others
 * live until `take` returns. Errors: FT_IO where it cannot be read; what `take` gives;
 * FT_NO_MEMORY.
 */
typedef enum ft_status file_takes(void *context, const char *name);
enum ft_status FT_MUST_CHECK file_each_name(const struct file_list *files, const char *folder,
                                            struct arena *arena, file_takes *take, void *context);
/* The first bytes of a file, at most `size`; gives back how many, 0 where it cannot be read. The
 * file is not noted: who looks reads it then. */
size_t file_begins(const struct file_list *files, const char *path, char *bytes, size_t size);

/*
 * Reads a regular file of at most `limit` bytes, drops a BOM, and refuses NUL and broken UTF-8.
 * `asked` is where the name was written (NULL: the command line), for the diagnostic.
 * Errors: FT_IO, FT_INVALID, FT_TOO_LARGE (diagnosed), FT_NO_MEMORY.
 */
enum ft_status FT_MUST_CHECK file_read(const struct source **source, struct arena *arena,
                                       struct diagnostics *diagnostics, const char *path,
                                       enum limit_id limit, const struct place *asked);

/* How a table's bytes are text. */
enum encoding {
    ENCODING_GUESS, /* as its first bytes look: UTF-8 where they are, else GB18030 */
    ENCODING_UTF8,
    ENCODING_GB18030,
};
const char *encoding_name(enum encoding encoding);
/* "utf-8", "gb18030", "gbk" …; false for other names. */
bool encoding_called(enum encoding *encoding, const char *name);

/*
 * As file_read, for a CSV table: `*encoding` as the scenario says it, and then as it is. Its bytes
 * are UTF-8. Lines that end in CR alone are refused.
 */
enum ft_status FT_MUST_CHECK file_read_table(const struct source **source, enum encoding *encoding,
                                             struct arena *arena, struct diagnostics *diagnostics,
                                             const char *path, const struct place *asked);
/* Reports a row that is longer than LIMIT_CSV_LINE_BYTES. */
void fault_row_length(const struct place *place, struct diagnostics *diagnostics);

/* Gives all bytes of a regular file to a sink, piece by piece. Errors: FT_IO, diagnosed, or from
 * the sink; FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK file_copy(const struct ft_sink *sink, struct arena *arena,
                                       struct diagnostics *diagnostics, const char *path,
                                       const struct place *asked);

/* What tells a file that was written to from one that was not. */
struct file_stamp {
    uint64_t size;
    int64_t seconds, nanoseconds; /* of the last change */
};
bool file_stamp_equal(const struct file_stamp *x, const struct file_stamp *y);

/*
 * A file read in blocks of whole CSV rows, for tables longer than memory should hold. A line end
 * inside quotes ends no row. Zeroed is closed.
 */
struct row_file {
    const char *path;        /* borrowed */
    int fd;                  /* -1 where closed */
    struct file_stamp stamp; /* when it was opened: what is written behind later is not read */
    uint64_t offset;         /* where the next row begins */
    uint64_t stop;           /* rows that begin at it or behind it are not read */
    uint32_t lines;          /* before `offset` */
    enum encoding encoding;  /* as said; as it is, once the first bytes were read */
};

/* A block's bytes as UTF-8, ROW_PADDING NULs behind them so that words can be looked at; the
 * buffers are the arena's, reused from block to block. Zeroed but for `arena` is empty. */
enum { ROW_PADDING = 64 };
struct row_block {
    struct arena *arena;
    const char *bytes;
    size_t length;
    uint64_t offset, end; /* in the file, whose bytes may be others */
    uint32_t lines_before;
    struct {
        char *bytes;
        size_t capacity;
    } buffers[2]; /* as in the file; in UTF-8 where that is not */
};

/* Opens a regular file. Errors as file_read: FT_IO, diagnosed. */
enum ft_status FT_MUST_CHECK row_file_open(struct row_file *file, struct diagnostics *diagnostics,
                                           const char *path, const struct place *asked);
void row_file_close(struct row_file *file);
/*
 * The next rows, about `wanted` bytes of them, at least one row; length 0 at the end. Encoding is
 * not checked here where it is UTF-8. Errors, diagnosed: FT_IO, also where the file has become
 * shorter; FT_TOO_LARGE, a row past LIMIT_CSV_LINE_BYTES; FT_INVALID, bytes that are not in the
 * encoding, or lines without an end; FT_NO_MEMORY.
 */
enum ft_status FT_MUST_CHECK row_file_read(struct row_file *file, struct row_block *block,
                                           size_t wanted, struct diagnostics *diagnostics);
/* Goes on to the first row that begins at `offset` or behind it, counting lines; `arena` is left as
 * it was. Errors as row_file_read. */
enum ft_status FT_MUST_CHECK row_file_seek(struct row_file *file, uint64_t offset,
                                           struct arena *arena, struct diagnostics *diagnostics);
/* Whether the file still has this stamp. Errors: FT_IO, diagnosed. */
enum ft_status FT_MUST_CHECK row_file_check(const struct row_file *file,
                                            const struct file_stamp *stamp,
                                            struct diagnostics *diagnostics);
/* Checks a block of a table: encoding, NUL, line ends; a BOM is dropped where it begins the file.
 */
enum ft_status FT_MUST_CHECK source_check_block(struct source *source, bool begins,
                                                struct diagnostics *diagnostics);

/* A file without a name, for what does not fit into memory. `fd` -1: closed. */
struct scratch {
    const char *folder; /* borrowed */
    int fd;
    uint64_t size;
};
/* Errors: FT_IO, diagnosed. */
enum ft_status FT_MUST_CHECK scratch_open(struct scratch *scratch, const char *folder,
                                          struct diagnostics *diagnostics);
/* Adds bytes behind the last. Errors: FT_IO, diagnosed. */
enum ft_status FT_MUST_CHECK scratch_add(struct scratch *scratch, const void *bytes, size_t length,
                                         struct diagnostics *diagnostics);
/* Bytes that were added. Errors: FT_IO, diagnosed. */
enum ft_status FT_MUST_CHECK scratch_read(const struct scratch *scratch, void *bytes, size_t length,
                                          uint64_t offset, struct diagnostics *diagnostics);
/* Looks how long the file is that another wrote to by its descriptor. Errors: FT_IO, diagnosed. */
enum ft_status FT_MUST_CHECK scratch_measure(struct scratch *scratch,
                                             struct diagnostics *diagnostics);
void scratch_close(struct scratch *scratch);

/* `name` relative to the folder of `base` (a file); refuses absolute names and "..": NULL then or
 * on no memory. */
const char *file_beside(struct arena *arena, const char *base, const char *name);

/* ---- conf: libconfig files ---------------------------------------------------------------------
 */

enum conf_kind { CONF_SCALAR, CONF_GROUP, CONF_LIST }; /* an array is a list */

/*
 * A setting. The tree is immutable and lives in the arena. A scalar is always text, quoted or not
 * in the file: numbers are read by number/, exactly. `name` is "" for an element of a list.
 */
struct conf {
    enum conf_kind kind;
    const char *name;
    struct place place; /* of the name; of the value where there is no name */
    struct text text;   /* scalars only */
    bool quoted;        /* a scalar that stood in quotes */
    const struct conf *children;
    size_t count;
};

/*
 * Reads a libconfig file with its includes, which may lie only inside the folder `root` (NULL: the
 * file's own folder). Reports all it can: encoding, size, nesting, includes, doubled names,
 * grammar, full-width punctuation typed for ASCII. Errors: FT_INVALID, FT_IO, FT_TOO_LARGE,
 * FT_NO_MEMORY. With FT_INVALID `*conf` is what was meant where that is clear, so that values can
 * be looked at in the same run; else NULL.
 */
enum ft_status FT_MUST_CHECK conf_read(const struct conf **conf, struct arena *arena,
                                       struct diagnostics *diagnostics, const char *path,
                                       const char *root);

/* The same for bytes in memory, without includes; `path` is for diagnostics. For tests and fuzzing.
 */
enum ft_status FT_MUST_CHECK conf_read_bytes(const struct conf **conf, struct arena *arena,
                                             struct diagnostics *diagnostics, const char *path,
                                             const char *bytes, size_t length);

/* One setting that a group may have; `want` joins WANT_… values. */
struct conf_setting {
    const char *name;
    bool required;
    unsigned want;
};
enum {
    WANT_SCALAR = 1 << CONF_SCALAR,
    WANT_GROUP = 1 << CONF_GROUP,
    WANT_LIST = 1 << CONF_LIST,
};

/*
 * Reports settings of a group that are unknown (with a suggestion), missing or of the wrong kind;
 * `what` names the group. False where any is.
 */
bool conf_check(const struct conf *group, struct diagnostics *diagnostics, const char *what,
                const struct conf_setting *settings, size_t count);

/* The child of a group, or NULL. */
const struct conf *conf_child(const struct conf *group, const char *name);

#endif
