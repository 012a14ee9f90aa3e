/* types.h: what every part of the library speaks of: what a call came to, diagnostics, memory,
 * output, files in memory. */
#ifndef FANGTIAN_PUBLIC_TYPES_H
#define FANGTIAN_PUBLIC_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define FT_API __attribute__((visibility("default")))
#define FT_MUST_CHECK __attribute__((warn_unused_result))
#else
#define FT_API
#define FT_MUST_CHECK
#endif

#ifdef __cplusplus
#define FT_EXTERN_C_BEGIN extern "C" {
#define FT_EXTERN_C_END }
#else
#define FT_EXTERN_C_BEGIN
#define FT_EXTERN_C_END
#endif

FT_EXTERN_C_BEGIN

#define FT_VERSION "0.1.0"

/* What a call came to. Every status but FT_OK leaves its reason in the engine's diagnostics. */
enum ft_status {
    FT_OK = 0,
    FT_INVALID,          /* the input is wrong: see the diagnostics */
    FT_TOO_LARGE,        /* a value passed a limit of `fangtian limits` */
    FT_DIVISION_BY_ZERO, /* arithmetic only; becomes FT_INVALID with a place at the rule */
    FT_IO,               /* a file could not be read or written */
    FT_NO_MEMORY,        /* an allocation failed; the engine can only be closed */
    FT_DIFFERS,          /* ft_test: a figure is not what the scenario expects */
};

/* The language of everything a user reads. */
enum ft_language { FT_ZH, FT_EN };

/*
 * Where the library's memory comes from, but for what other libraries take within a call: GMP's
 * scratch, libconfig's tree, jansson's values, and those that read and write workbooks. `allocate`
 * returns memory aligned for any type, or NULL; `release` takes back what `allocate` gave. GMP's
 * own allocator is never touched. Where ft_run_rows has several jobs, both are called from several
 * threads at once.
 */
struct ft_allocator {
    void *(*allocate)(void *context, size_t size);
    void (*release)(void *context, void *memory);
    void *context;
};

#define FT_MORE_LINES 3

/*
 * One fault of an input: caller-readable, complete in itself, written without allocating.
 * `line` and `column` count from 1, the column in characters; 0 means "the file as a whole".
 * Texts are NUL-terminated, already escaped for a terminal, and cut at a character where too long.
 */
struct ft_diagnostic {
    const char *id; /* the stable name of the message, e.g. "unknown-field" */
    char file[512]; /* as the user named it, of a workbook with the sheet: "county.xlsx:地块"; empty
                       where no file is at fault */
    bool is_cell;   /* in a sheet: line and column are those of a cell */
    uint32_t line, column;
    uint32_t end_column;    /* one past the last character at fault, same line */
    char message[768];      /* what is wrong */
    char hint[768];         /* the mend; may be empty */
    char excerpt[512];      /* the line, or the part of it around the column */
    uint32_t caret, carets; /* display cells before the caret, and how many carets */
    uint64_t kind;          /* the same for faults of one kind (one message on one column of one
                               file); 0: it is like no other */
    uint64_t more;          /* further places of its kind, which have no entry */
    uint32_t more_lines[FT_MORE_LINES]; /* the first lines of those, in order; 0: no more */
};

/* Takes output. Returns false when no more can be taken, which ends the call with FT_IO. */
struct ft_sink {
    bool (*write)(void *context, const char *bytes, size_t length);
    void *context;
};

/* One change to a scenario's facts: "projects.A1.far_after" and "2.5". */
struct ft_setting {
    const char *path, *value;
};

/* A file that is in memory: bytes as they would lie on the disk, of any encoding that a file may
 * have. */
struct ft_memory_file {
    const char *name;  /* the path by which it is asked for: "policies/guangdong/consent.cfg" */
    const char *bytes; /* need not end with a NUL; NULL where `length` is 0 */
    size_t length;
};

/* What a report is written as. FT_XLSX: a workbook, of ft_report (every figure is a formula),
 * ft_changes and ft_explain. */
enum ft_format { FT_TEXT, FT_JSON, FT_CSV, FT_XLSX };
enum ft_unit { FT_YUAN, FT_WAN_YUAN };

FT_EXTERN_C_END

#endif
