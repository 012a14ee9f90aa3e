/* base_internal.h: what the sources of base/ share with each other. */
#ifndef FANGTIAN_BASE_INTERNAL_H
#define FANGTIAN_BASE_INTERNAL_H

#include <sys/stat.h>

#include "base.h"

/*
 * Checks the bytes of a source: encoding, NUL; drops a BOM. `bytes` is NUL-terminated.
 * Errors: FT_INVALID, diagnosed.
 */
enum ft_status FT_MUST_CHECK source_check(struct source *source, struct diagnostics *diagnostics);

/* Refuses UTF-16 and workbooks, diagnosed; drops a BOM. */
bool source_drop_mark(struct source *source, struct diagnostics *diagnostics);
/* The place of byte `offset`. */
struct place source_place(const struct source *source, size_t offset);
/* Reports a CR that is no line's end; false where there is none. */
bool source_fault_line_ends(const struct source *source, struct diagnostics *diagnostics);
/* The bytes of a table that was read whole, as UTF-8. */
enum ft_status FT_MUST_CHECK source_read_table(struct source *source, enum encoding *encoding,
                                               struct arena *arena,
                                               struct diagnostics *diagnostics);
/* Reports that the bytes from `bad` on are not in the encoding. */
void fault_encoding(const struct source *source, size_t bad, enum encoding encoding,
                    struct diagnostics *diagnostics);

/* The encoding of a table by its first ENCODING_HEAD bytes: as it is said to be, but that a mark
 * says UTF-8. One that is neither UTF-8 nor likely GB18030 counts as UTF-8, and is refused. */
enum { ENCODING_HEAD = 1 << 16 };
enum encoding encoding_settle(enum encoding said, const char *bytes, size_t length);

/* Bytes in GB18030 as UTF-8, `padding` and one NULs behind. Zeroed is empty; `bytes` are the
 * arena's and used again. Errors: FT_INVALID, at `used`; FT_NO_MEMORY. */
struct gb18030 {
    char *bytes;
    size_t length, capacity;
    size_t used; /* of the bytes given */
};
enum ft_status gb18030_convert(struct gb18030 *converted, struct arena *arena, const char *bytes,
                               size_t length, size_t padding);
/* Reports characters of valid UTF-8 that cannot be seen and are no blanks; false where any is. */
bool source_all_visible(const struct source *source, struct diagnostics *diagnostics);

/* Opens a regular file for reading. Errors: FT_IO, diagnosed; FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK file_open_regular(int *opened, struct stat *info,
                                               struct diagnostics *diagnostics, const char *path,
                                               const struct place *asked);
/* Why a file cannot be used; `error` is an errno. */
const char *file_reason(int error, enum ft_language language);
/* Reports that a file cannot be read; `error` is an errno. */
void file_fault_reading(struct diagnostics *diagnostics, const struct place *asked,
                        const char *path, int error);

/* Notes a file that was opened for reading; one that is reserved for writing is a conflict,
 * diagnosed. `list` NULL: nothing. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK file_list_read(struct file_list *list, const struct stat *info,
                                            const char *path, const struct place *asked);
/* The same for a file that is told by these numbers. */
enum ft_status FT_MUST_CHECK file_list_note(struct file_list *list, uint64_t device, uint64_t inode,
                                            const char *path, const struct place *asked);

/* The file of this name in memory, or NULL; `files` NULL has none. */
const struct ft_memory_file *memory_file_find(const struct file_list *files, const char *path);
/* Whether the disk is not to be looked at. */
bool memory_file_alone(const struct file_list *files);
/* As file_list_read and file_list_digest, for a file of the list's own memory. */
enum ft_status FT_MUST_CHECK memory_file_read(struct file_list *files,
                                              const struct ft_memory_file *file,
                                              const struct place *asked);
void memory_file_digest(struct file_list *files, const struct ft_memory_file *file,
                        const char *sha);
/* The path that symbolic links lead to, which need not be there; free() it. NULL: errno says why.
 */
char *file_follow(const char *path);
/* The number of an open file that a path such as /dev/stdout stands for; else -1. */
int file_descriptor_of(const char *path);

/* Whether file_beside takes `name`: not absolute, no "..", and a name at its end. */
bool file_stays_below(const char *name);

/* ---- the tokens of a libconfig file ---- */

enum token_kind {
    TOKEN_NAME,
    TOKEN_SCALAR,
    TOKEN_MARK, /* one of = { } ( ) [ ] , ; */
};

struct token {
    enum token_kind kind;
    char mark;        /* TOKEN_MARK; ":" reads as "=" */
    bool quoted;      /* TOKEN_SCALAR */
    bool no_name;     /* TOKEN_NAME: libconfig has none of these characters */
    bool lacks_comma; /* an element of a list without one before it */
    struct text text; /* names and scalars: the text; marks: its place alone */
};

struct token_list {
    struct token *items;
    size_t count, capacity;
};

/* What a reading of a file and its includes shares. */
struct conf_reading {
    struct arena *arena;
    struct arena scratch; /* of tokens, which go when the file is read */
    struct diagnostics *diagnostics;
    struct token_list tokens;
    size_t name_count, bracket_count; /* of the tokens: names, opening brackets */
    const uint32_t *setting_counts;   /* by bracket, in their order; first the file's own */
    const char *root;                 /* the folder that includes must stay in; NULL: no includes */
    size_t total_bytes;
    bool quote_missing; /* a text was not ended: its line is not whole */
    size_t commas_lacking;
    bool unclear; /* a fault leaves open what was meant: values are not looked at */
};

/* The chain of files being read, innermost first. */
struct conf_file {
    const struct source *source;
    const struct conf_file *includer;
    size_t depth;
};

/*
 * Appends the tokens of a file and of what it includes. Goes on after a fault to find others;
 * FT_INVALID then. Errors also FT_IO, FT_TOO_LARGE, FT_NO_MEMORY.
 */
enum ft_status FT_MUST_CHECK conf_tokenize(struct conf_reading *reading,
                                           const struct conf_file *file);

/* ---- messages ---- */

enum base_message_id {
    BASE_UNREADABLE,
    BASE_NOT_A_FILE,
    BASE_LINK_OUTSIDE,
    BASE_FILE_TOO_LARGE,
    BASE_FILE_CHANGED,
    BASE_OUTPUT_IS_INPUT,
    BASE_OUTPUTS_ARE_ONE,
    BASE_SCRATCH,
    BASE_WORKBOOK,
    BASE_UTF16,
    BASE_NOT_UTF8,
    BASE_NUL,
    BASE_TABLE_ENCODING,
    BASE_LINE_ENDS,
    BASE_ROW_LENGTH,
    BASE_INVISIBLE,
    BASE_OPEN_COMMENT,
    BASE_OPEN_STRING,
    BASE_BAD_ESCAPE,
    BASE_ESCAPE_RANGE,
    BASE_HEXADECIMAL,
    BASE_LONG_SUFFIX,
    BASE_FULL_WIDTH,
    BASE_FOREIGN_TITLE,
    BASE_FOREIGN_NAME,
    BASE_STRAY,
    BASE_INCLUDE_NAME,
    BASE_INCLUDE_OUTSIDE,
    BASE_INCLUDE_CIRCLE,
    BASE_INCLUDE_DEPTH,
    BASE_INCLUDE_BYTES,
    BASE_CONF_NESTING,
    BASE_DOUBLED_NAME,
    BASE_EXTRA_CLOSING,
    BASE_WRONG_CLOSING,
    BASE_UNCLOSED,
    BASE_UNQUOTED_TEXT,
    BASE_MISSING_VALUE,
    BASE_MISSING_EQUALS,
    BASE_MISSING_COMMA,
    BASE_MISSING_NAME,
    BASE_UNEXPECTED,
    BASE_UNEXPECTED_END,
    BASE_UNKNOWN_SETTING,
    BASE_UNKNOWN_SETTING_NEAR,
    BASE_MISSING_SETTING,
    BASE_WRONG_KIND,
    BASE_MESSAGE_COUNT
};
extern const struct message base_message[BASE_MESSAGE_COUNT];

#endif
