/* conf.h: libconfig files, every scalar a text with its place. */
#ifndef FANGTIAN_BASE_CONF_H
#define FANGTIAN_BASE_CONF_H

#include "diagnostics.h"

enum conf_kind { CONF_SCALAR, CONF_GROUP, CONF_LIST }; /* an array is a list */

/*
 * A setting. The tree is immutable and lives in the arena. A scalar is always text, quoted or not
 * in the file: numbers are read by number/, exactly. `name` is "" for an element of a list.
 */
struct conf {
    enum conf_kind kind;
    bool quoted; /* a scalar that stood in quotes */
    const char *name;
    struct place place; /* of the name; of the value where there is no name */
    struct text text;   /* scalars only */
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
