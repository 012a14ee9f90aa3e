/*
 * The list of diagnostics: at most DIAGNOSTICS_KEPT entries, of which each kind of fault has one at
 * least while there is room for kinds, and at most LISTED_OF_A_KIND. Further places of a kind are
 * counted at its last entry.
 */
#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "diagnostics_internal.h"

enum { LISTED_OF_A_KIND = 5 };

static bool diagnostics_is_same(const struct ft_diagnostic *x, const struct ft_diagnostic *y)
{
    return x->line == y->line && x->column == y->column && strcmp(x->id, y->id) == 0 &&
           strcmp(x->file, y->file) == 0 &&
           (strcmp(x->message, y->message) == 0 || (x->kind != 0 && x->kind == y->kind));
}

static bool diagnostics_is_known(const struct diagnostics *diagnostics,
                                 const struct ft_diagnostic *item)
{
    for (size_t i = 0; i < diagnostics->kept; i++)
        if (diagnostics_is_same(&diagnostics->items[i], item))
            return true;
    return false;
}

/* How many entries are of a kind; `*last` is the last of them, where there are any. */
static size_t count_kind(const struct diagnostics *diagnostics, uint64_t kind, size_t *last)
{
    size_t count = 0;
    *last = 0;
    for (size_t i = 0; i < diagnostics->kept && kind != 0; i++)
        if (diagnostics->items[i].kind == kind) {
            *last = i;
            count++;
        }
    return count;
}

/* The last entry whose kind has another one; false where each stands for a kind of its own. */
static bool find_spare(const struct diagnostics *diagnostics, size_t *spare)
{
    size_t last;
    for (size_t i = diagnostics->kept; i-- > 0;)
        if (count_kind(diagnostics, diagnostics->items[i].kind, &last) > 1) {
            *spare = i;
            return true;
        }
    return false;
}

/* The least of the lines, each once, in order. */
static void note_line(struct ft_diagnostic *entry, uint32_t line)
{
    size_t at = 0;
    while (at < FT_MORE_LINES && entry->more_lines[at] > 0 && entry->more_lines[at] < line)
        at++;
    if (line == 0 || at == FT_MORE_LINES || entry->more_lines[at] == line)
        return;
    memmove(&entry->more_lines[at + 1], &entry->more_lines[at],
            (FT_MORE_LINES - 1 - at) * sizeof *entry->more_lines);
    entry->more_lines[at] = line;
}

static void note_more(struct ft_diagnostic *entry, const struct ft_diagnostic *other)
{
    entry->more += other->more;
    for (size_t i = 0; i < FT_MORE_LINES; i++)
        note_line(entry, other->more_lines[i]);
}

/* Counts an entry at another one of its kind. */
static void fold(struct ft_diagnostic *entry, const struct ft_diagnostic *item)
{
    assert(entry->kind == item->kind);
    entry->more++;
    note_line(entry, item->line);
    note_more(entry, item);
}

static void drop(struct diagnostics *diagnostics, size_t index)
{
    const struct ft_diagnostic item = diagnostics->items[index];
    size_t last;
    diagnostics->kept--;
    memmove(&diagnostics->items[index], &diagnostics->items[index + 1],
            (diagnostics->kept - index) * sizeof item);
    if (count_kind(diagnostics, item.kind, &last) > 0)
        fold(&diagnostics->items[last], &item);
}

bool diagnostics_would_keep(const struct diagnostics *diagnostics, const struct ft_diagnostic *item)
{
    size_t last, of_kind = count_kind(diagnostics, item->kind, &last);
    bool full = diagnostics->kept == DIAGNOSTICS_KEPT;
    return of_kind == 0 ? !full || find_spare(diagnostics, &last)
                        : !full && of_kind < LISTED_OF_A_KIND;
}

bool diagnostics_hide(struct diagnostics *diagnostics, const struct ft_diagnostic *item)
{
    size_t last;
    if (count_kind(diagnostics, item->kind, &last) == 0 ||
        diagnostics_would_keep(diagnostics, item))
        return false;
    diagnostics->said++;
    if (diagnostics_is_known(diagnostics, item))
        return true;
    diagnostics->total++;
    fold(&diagnostics->items[last], item);
    return true;
}

struct ft_diagnostic *diagnostics_keep(struct diagnostics *diagnostics,
                                       const struct ft_diagnostic *item)
{
    size_t last;
    diagnostics->said++;
    if (diagnostics_is_known(diagnostics, item))
        return NULL;
    diagnostics->total++;
    if (diagnostics->kept == DIAGNOSTICS_KEPT && find_spare(diagnostics, &last))
        drop(diagnostics, last);
    if (diagnostics->kept == DIAGNOSTICS_KEPT)
        return NULL;
    assert(diagnostics->kept < DIAGNOSTICS_KEPT);
    struct ft_diagnostic *entry = &diagnostics->items[diagnostics->kept++];
    *entry = *item;
    return entry;
}

void diagnostics_add_alike(struct diagnostics *diagnostics, uint64_t count)
{
    const size_t kept = diagnostics->kept;
    diagnostics->total += count;
    diagnostics->said += count;
    if (kept > 0 && diagnostics->items[kept - 1].kind != 0 && !diagnostics_are_full(diagnostics))
        diagnostics->items[kept - 1].more += count;
}

void diagnostics_open(struct diagnostics *diagnostics, enum ft_language language)
{
    memset(diagnostics, 0, offsetof(struct diagnostics, items));
    diagnostics->language = language;
}

void diagnostics_clear(struct diagnostics *diagnostics)
{
    diagnostics->total = diagnostics->kept = 0;
    diagnostics->unread = false;
}

void diagnostics_retract(struct diagnostics *diagnostics, const struct place *line)
{
    struct ft_diagnostic there = {0};
    diagnostics_locate(&there, line);
    for (size_t i = diagnostics->kept; i-- > 0;) {
        const struct ft_diagnostic *item = &diagnostics->items[i];
        if (item->kind != 0 || item->line != there.line || strcmp(item->file, there.file) != 0)
            continue;
        drop(diagnostics, i);
        diagnostics->total--;
    }
}

bool diagnostics_are_full(const struct diagnostics *diagnostics)
{
    size_t spare;
    return diagnostics->kept == DIAGNOSTICS_KEPT && !find_spare(diagnostics, &spare);
}

/* ---- in the order of the input ---- */

/* The first diagnostic of the same file. */
static size_t first_of_file(const struct diagnostics *diagnostics, size_t index)
{
    size_t first = 0;
    while (strcmp(diagnostics->items[first].file, diagnostics->items[index].file) != 0)
        first++;
    return first;
}

/* What is counted of a kind stands at its last entry. */
static void gather_more(struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < diagnostics->kept; i++) {
        struct ft_diagnostic *item = &diagnostics->items[i];
        size_t last;
        if (item->more == 0 || count_kind(diagnostics, item->kind, &last) == 1 || last == i)
            continue;
        note_more(&diagnostics->items[last], item);
        item->more = 0;
        memset(item->more_lines, 0, sizeof item->more_lines);
    }
}

void diagnostics_sort(struct diagnostics *diagnostics)
{
    uint64_t keys[DIAGNOSTICS_KEPT];
    size_t files[DIAGNOSTICS_KEPT];
    for (size_t i = 0; i < diagnostics->kept; i++) {
        files[i] = first_of_file(diagnostics, i);
        keys[i] = (uint64_t)diagnostics->items[i].line << 32 | diagnostics->items[i].column;
    }
    for (size_t i = 1; i < diagnostics->kept; i++) {
        const struct ft_diagnostic item = diagnostics->items[i];
        size_t file = files[i], at = i;
        uint64_t key = keys[i];
        for (; at > 0 && (files[at - 1] > file || (files[at - 1] == file && keys[at - 1] > key));
             at--) {
            diagnostics->items[at] = diagnostics->items[at - 1];
            files[at] = files[at - 1];
            keys[at] = keys[at - 1];
        }
        diagnostics->items[at] = item;
        files[at] = file;
        keys[at] = key;
    }
    gather_more(diagnostics);
}

/* ---- lists of blocks, in their order ---- */

/* What two lists both have is counted once: a fault that stands in both at the same place is of the
 * same rows. */
static void join_more(struct diagnostics *all, const struct ft_diagnostic *item, bool known)
{
    size_t last;
    if (count_kind(all, item->kind, &last) == 0) {
        all->total += item->more;
        return;
    }
    struct ft_diagnostic *entry = &all->items[last];
    uint64_t before = entry->more;
    note_more(entry, item);
    if (known)
        entry->more = before > item->more ? before : item->more;
    all->total += entry->more - before;
}

void diagnostics_join(struct diagnostics *all, const struct diagnostics *part)
{
    uint64_t told = 0;
    for (size_t i = 0; i < part->kept; i++) {
        struct ft_diagnostic item = part->items[i];
        bool known = diagnostics_is_known(all, &item);
        told += 1 + item.more;
        item.more = 0;
        memset(item.more_lines, 0, sizeof item.more_lines);
        if (!diagnostics_hide(all, &item))
            (void)diagnostics_keep(all, &item);
        if (part->items[i].more > 0)
            join_more(all, &part->items[i], known);
    }
    assert(part->total >= told);
    all->total += part->total - told;
}
