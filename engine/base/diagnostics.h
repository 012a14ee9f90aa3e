/* diagnostics.h: faults of an input, bilingual, collected without allocating. */
#ifndef FANGTIAN_BASE_DIAGNOSTICS_H
#define FANGTIAN_BASE_DIAGNOSTICS_H

#include "names.h"
#include "place.h"

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
    uint64_t said;           /* and those that were known already: whether a call found any */
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

/* Makes it empty in place of zeroing it: the 50 KB of the entries are left as they are. For lists
 * that are opened once a cell or row. */
void diagnostics_open(struct diagnostics *diagnostics, enum ft_language language);

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
    const char *begins;   /* the first name that goes on behind what was written; or NULL */
    const char *called; /* "county（县财政）": what was written is this one's title; or NULL */
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
/* Does `text` hold a character that text_escape would not let through? */
bool text_needs_escape(const char *text);

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

/* Offers a name; whoever wrote its Chinese title means it. */
void choices_offer_named(struct choices *choices, const char *name, const struct title *title);
const char *title_in(const struct title *title, enum ft_language language);

#endif
