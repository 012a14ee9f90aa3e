/* engine_internal.h: what the public calls share: the engine, and the memory that it works in. */
#ifndef FANGTIAN_ENGINE_INTERNAL_H
#define FANGTIAN_ENGINE_INTERNAL_H

#include "forced.h"
#include "report/report.h"
#include "stream/stream.h"

/* An arena and what computes in it: they come and go together. */
struct workspace {
    struct arena arena;
    struct arith arith;
};

/* A setting of ft_set, in memory of its own: a list in the order of the calls. */
struct trial {
    struct trial *next;
    struct ft_setting setting;
};

struct ft_engine {
    struct ft_options options;
    struct engine_forced forced;
    struct units units; /* of the law that was loaded: what all of `arith` point to */
    struct arena arena; /* the law, and the scenario as it was read: until ft_close */
    struct arith arith;
    struct workspace facts;   /* the dataset, until its rows change */
    struct workspace figures; /* the rules' columns, until all are worked out again */
    struct workspace posted;  /* the ledger, until the next run */
    struct workspace scratch; /* one call's */
    struct diagnostics diagnostics;
    struct file_list files;
    struct policy *policy;
    struct scenario *scenario;
    struct application application;
    struct ledger *ledger; /* NULL: nothing was run, or something changed since */
    struct stream *stream;
    bool law_is_sound;        /* its rules are known */
    bool is_loaded;           /* ft_load found no fault */
    bool was_loaded;          /* a load was tried */
    enum ft_status loaded_as; /* what it ended with; FT_OK where none was tried */
    bool was_run;
    enum rows_known rows_known;
    size_t input_count;       /* files that ft_load read */
    const char *const *packs; /* of ft_load_policies */
    size_t pack_count;
    const char *without; /* the policy that this engine leaves out, or NULL */

    struct trial *trials;
    struct scenario_changed changed; /* since the figures were worked out */
    bool has_figures;                /* those of the facts but for `changed`, without a fault */
    bool notes_are_old; /* what reports say was used (values of the law, facts taken as absent) is
                           that of more than the figures that stand; the figures themselves are new
                         */
    size_t facts_bytes, figures_bytes; /* held once all was built, once all was worked out */
};

/* Gives its memory back. */
void workspace_clear(struct workspace *workspace);

enum engine_message_id {
    ENGINE_NO_MEMORY,
    ENGINE_NOT_LOADED, /* engine_refuse says of a load that failed that it did, and of what */
    ENGINE_LOAD_FAILED,
    ENGINE_LOAD_NO_MEMORY,
    ENGINE_NOT_RUN,
    ENGINE_LOADED_TWICE,
    ENGINE_LONG_TABLE,
    ENGINE_NULL,
    ENGINE_NO_BOOK,
    ENGINE_NO_SETTING,
    ENGINE_NO_SHARD,
    ENGINE_NOT_TEXT,
    ENGINE_MESSAGE_COUNT
};
/* Reports that a call cannot be answered: FT_INVALID. */
enum ft_status FT_MUST_CHECK engine_refuse(struct ft_engine *engine, enum engine_message_id id,
                                           const char *argument);
/* Whether a text may be left out, or must be there; what is there must be UTF-8, since what reads
 * texts relies on it. FT_INVALID, reported, where it is not so. */
enum ft_status FT_MUST_CHECK engine_takes_text(struct ft_engine *engine, const char *name,
                                               const char *text);
enum ft_status FT_MUST_CHECK engine_needs_text(struct ft_engine *engine, const char *name,
                                               const char *text);
/* So many paths, none NULL; the bytes of a path are the system's, and shown as escapes. */
enum ft_status FT_MUST_CHECK engine_needs_paths(struct ft_engine *engine, const char *name,
                                                const char *const *paths, size_t count);
/* So many texts, none NULL; `texts` itself may be NULL where there are none. */
enum ft_status FT_MUST_CHECK engine_needs_texts(struct ft_engine *engine, const char *name,
                                                const char *const *texts, size_t count);
/* Refuses with what a report of the last run lacks. */
enum ft_status FT_MUST_CHECK engine_refuse_report(struct ft_engine *engine);

/* Ends a call: every status but FT_OK has left its reason. Its scratch memory stays. */
enum ft_status FT_MUST_CHECK engine_settle(struct ft_engine *engine, enum ft_status status);
/* The same, and gives scratch memory back. */
enum ft_status FT_MUST_CHECK engine_leave(struct ft_engine *engine, enum ft_status status);

bool engine_has_long_table(const struct ft_engine *engine);
/* What a report is made of. */
enum need {
    NEEDS_LAW,
    NEEDS_LONG_TABLE,
    NEEDS_ROWS, /* those of a long table, worked out */
    NEEDS_RUN,
};
/* Looks whether a report may be written, and gets together what it works with. `report` may be NULL, and gets a plain
 * one where it points to NULL. Errors: FT_INVALID, refused; FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK report_begin(struct ft_engine *engine, enum need need,
                                          const struct ft_report **report,
                                          const struct ft_sink *sink,
                                          struct figure_context *context);
/* The scenario as it was filed, without what was set, run: its faults are its own. The caller closes it; NULL
 * where it could not be opened. */
struct ft_engine *engine_as_filed(struct ft_engine *engine, enum ft_status *status);
/* What a report works with: the last run, and the scratch memory of the call. */
struct figure_context engine_context(struct ft_engine *engine);

/* Every setting in force, the options' first, in scratch memory. NULL: memory is out. */
struct ft_setting *engine_settings(struct ft_engine *engine, size_t *count);
/* Builds the dataset, of all settings in force. */
enum ft_status FT_MUST_CHECK engine_build(struct ft_engine *engine,
                                          struct diagnostics *diagnostics);
/* Works out what changed, or `all`, and posts. */
enum ft_status FT_MUST_CHECK engine_run(struct ft_engine *engine, bool all);
void engine_forget_trials(struct ft_engine *engine);

#endif
