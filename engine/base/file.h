/* file.h: bounded reading, and no output in the place of an input. */
#ifndef FANGTIAN_BASE_FILE_H
#define FANGTIAN_BASE_FILE_H

#include "diagnostics.h"
#include "limits.h"

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

/* Whether the file or folder at `path`, links followed, lies in the folder or below it; "": the
 * current one. One that cannot be opened does: who opens it is told why. Errors: FT_INVALID,
 * diagnosed. */
enum ft_status FT_MUST_CHECK file_check_links(struct diagnostics *diagnostics, const char *path,
                                              const char *folder);

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

/* Who is given the bytes of a file in their order, as they stand there. They are lent: they stay until `settle` comes back,
 * which waits for the bytes of the ticket that `take` gave, and of those before it. */
struct byte_taker {
    uint64_t (*take)(void *context, const char *bytes, size_t length);
    void (*settle)(void *context, uint64_t ticket); /* NULL: `take` leaves nothing to wait for */
    void *context;
};

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
    const struct byte_taker *taker; /* is given each block that is read; or NULL; borrowed */
};

/* A block's bytes as UTF-8, ROW_PADDING NULs behind them so that words can be looked at; the
 * buffers are the arena's, reused from block to block. Zeroed but for `arena` is empty. */
enum {
    ROW_PADDING = 64,
    ROW_BLOCK_BYTES = (1 << 18) - ROW_PADDING /* as many as are read at once */
};
struct row_block {
    struct arena *arena;
    const char *bytes;
    size_t length;
    uint64_t offset, end; /* in the file, whose bytes may be others */
    uint32_t lines_before;
    uint64_t ticket; /* of what its file's taker was lent last */
    struct {
        char *bytes;
        size_t capacity;
    } buffers[2]; /* as in the file; in UTF-8 where that is not */
};

/* Opens a regular file. Errors as file_read: FT_IO, diagnosed. */
enum ft_status FT_MUST_CHECK row_file_open(struct row_file *file, struct diagnostics *diagnostics,
                                           const char *path, const struct place *asked);
void row_file_close(struct row_file *file);
/* Notes the digest of all its bytes among the files that were read. */
void row_file_digest(const struct row_file *file, const char *sha, struct diagnostics *diagnostics);
/*
 * The next rows, about `wanted` bytes of them, at least one row; length 0 at the end. Encoding is
 * not checked here where it is UTF-8. Errors, diagnosed: FT_IO, also where the file has become
 * shorter; FT_TOO_LARGE, a row past LIMIT_CSV_LINE_BYTES; FT_INVALID, bytes that are not in the
 * encoding, or lines without an end; FT_NO_MEMORY.
 */
enum ft_status FT_MUST_CHECK row_file_read(struct row_file *file, struct row_block *block,
                                           size_t wanted, struct diagnostics *diagnostics);
/* Waits until the file's taker has done with the block, as before it is read again: its arena may go then. */
void row_block_settle(const struct row_file *file, struct row_block *block);
/* Whether a pass over a file is to end: `stop` is set by the handler of a signal maybe; or NULL. */
static inline bool row_file_is_stopped(const bool *stop)
{
    return stop != NULL && __atomic_load_n(stop, __ATOMIC_RELAXED);
}
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

#endif
