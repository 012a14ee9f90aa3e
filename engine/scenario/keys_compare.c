/* Whether two rows of a table whose keys do not ascend have one key: its keys are read once more
 * and sorted, and what is doubled is read a third time, to be shown. */
#include "key_sort.h"
#include "scenario_internal.h"

/* A pass over the table's keys. */
struct key_pass {
    const struct scenario *scenario;
    const bool *stop; /* or NULL */
    struct key_sort *sort;
    struct diagnostics *diagnostics;
    struct arena arena;                   /* rewound after each block */
    struct arena kept;                    /* of: */
    const char *firsts[DIAGNOSTICS_KEPT]; /* by doubled key: that of the row that had it first */
};

static enum ft_status sort_key(void *context, const struct row_key *key)
{
    struct key_pass *pass = context;
    return key_sort_add(pass->sort, key->look, strlen(key->look), key->line, pass->diagnostics);
}

static enum ft_status tell_key(void *context, const struct row_key *key)
{
    struct key_pass *pass = context;
    const struct key_sort *sort = pass->sort;
    for (size_t i = 0; i < sort->doubled_count && i < DIAGNOSTICS_KEPT; i++) {
        const struct doubled_key *doubled = &sort->doubled[i];
        if (doubled->first == key->line)
            pass->firsts[i] = arena_copy(&pass->kept, key->text, strlen(key->text));
        if (doubled->line != key->line && doubled->first != key->line)
            continue;
        if (pass->firsts[i] == NULL)
            return FT_NO_MEMORY;
        if (doubled->line == key->line &&
            scenario_fault_doubled(pass->scenario, key, pass->firsts[i], doubled->first,
                                   &pass->arena, pass->diagnostics) == FT_NO_MEMORY)
            return FT_NO_MEMORY;
    }
    return FT_OK;
}

/* A block that is at fault has been told of. */
static enum ft_status pass_block(struct key_pass *pass, const struct row_block *block,
                                 enum ft_status (*take)(void *, const struct row_key *))
{
    struct source source = {.path = pass->scenario->long_table->path,
                            .bytes = block->bytes,
                            .length = block->length,
                            .lines_before = block->lines_before};
    struct diagnostics unheard = {0};
    struct arith arith;
    if (source_check_block(&source, false, &unheard) != FT_OK)
        return FT_OK;
    arith_open(&arith, &pass->arena);
    enum ft_status status = scenario_row_keys(pass->scenario, &source, &arith, take, pass);
    arith_close(&arith);
    return status;
}

static enum ft_status pass_file(struct key_pass *pass,
                                enum ft_status (*take)(void *, const struct row_key *))
{
    struct row_file file = {.fd = -1};
    struct arena buffers;
    struct diagnostics unheard = {0};
    arena_open(&buffers, pass->arena.allocator);
    struct row_block block = {.arena = &buffers};
    enum ft_status status =
        long_table_open(&file, pass->scenario->long_table, NULL, &buffers, pass->diagnostics);
    while (status == FT_OK) {
        struct arena_mark mark = arena_mark(&pass->arena);
        status = row_file_read(&file, &block, ROW_BLOCK_BYTES, &unheard);
        if (status != FT_OK || block.length == 0)
            break;
        status = row_file_is_stopped(pass->stop) ? FT_IO : pass_block(pass, &block, take);
        arena_rewind(&pass->arena, mark);
    }
    if (status == FT_OK)
        status = row_file_check(&file, &pass->scenario->long_table->stamp, pass->diagnostics);
    row_file_close(&file);
    arena_close(&buffers);
    /* Rows that cannot be read were told of by the run. */
    return status == FT_TOO_LARGE || status == FT_INVALID ? FT_OK : status;
}

static enum ft_status compare_all(struct key_pass *pass)
{
    enum ft_status status = pass_file(pass, sort_key);
    if (status == FT_OK)
        status = key_sort_finish(pass->sort, pass->diagnostics);
    if (status != FT_OK || pass->sort->doubled_count == 0)
        return status;
    status = pass_file(pass, tell_key);
    if (pass->sort->doubled_count > DIAGNOSTICS_KEPT)
        diagnostics_add_alike(pass->diagnostics, pass->sort->doubled_count - DIAGNOSTICS_KEPT);
    return status == FT_OK ? FT_INVALID : status;
}

enum ft_status scenario_keys_compare(const struct scenario *scenario, size_t held,
                                     const char *folder, const bool *stop,
                                     const struct arith *arith, struct diagnostics *diagnostics)
{
    struct key_sort sort;
    struct key_pass pass = {
        .scenario = scenario, .stop = stop, .sort = &sort, .diagnostics = diagnostics};
    arena_open(&pass.arena, arith->arena->allocator);
    arena_open(&pass.kept, arith->arena->allocator);
    enum ft_status status =
        key_sort_open(&sort, held, folder == NULL ? "/tmp" : folder, arith->arena->allocator);
    if (status == FT_OK)
        status = compare_all(&pass);
    key_sort_close(&sort);
    arena_close(&pass.kept);
    arena_close(&pass.arena);
    return status;
}
