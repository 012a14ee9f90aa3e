/* Packs in the policy folders: which there are, and what is declared in one that is not loaded. */
#include <string.h>

#include "policy_internal.h"

/* A folder with policy files is a pack; so is one of which loading tells why its files are none. */
static enum ft_status look_for_pack(bool *is_pack, struct arena *arena,
                                    const struct file_list *files, const char *folder,
                                    const char *name)
{
    struct names policies = {0}, likely = {0};
    const char *path = arena_format(arena, "%s/%s", folder, name);
    *is_pack = false;
    if (path == NULL || !is_folder(files, path))
        return path == NULL ? FT_NO_MEMORY : FT_OK;
    enum ft_status status = list_policies(&policies, &likely, arena, files, path);
    *is_pack = status == FT_IO || policies.count + likely.count > 0;
    return status == FT_NO_MEMORY ? status : FT_OK;
}

enum ft_status policy_packs(const char ***packs, size_t *count, struct arena *arena,
                            const struct file_list *files, const char *const *folders,
                            size_t folder_count)
{
    struct names all = {0}, kept = {0};
    enum ft_status status = FT_OK;
    for (size_t i = 0; i < folder_count && status != FT_NO_MEMORY; i++) {
        all.count = 0;
        status = list_folder(&all, arena, files, folders[i]);
        for (size_t j = 0; j < all.count && status == FT_OK; j++) {
            bool is_pack;
            status = look_for_pack(&is_pack, arena, files, folders[i], all.items[j]);
            if (status == FT_OK && is_pack)
                status = add_name(&kept, arena, all.items[j]);
        }
    }
    sort_names(&kept);
    *packs = kept.items;
    *count = kept.count;
    return status == FT_NO_MEMORY ? status : FT_OK;
}

/* ---- what a pack declares ---- */

/* Is shown a parameter, rule or view of a pack, with its id. */
typedef enum ft_status visits(void *context, const char *id, const struct conf *declared);

struct pack_visit {
    struct arena *arena;
    struct file_list *files; /* notes what is read */
    visits *show;
    void *context;
};

/* The rules of a scope too; bounded by LIMIT_CONF_NESTING. */
static enum ft_status visit_list(const struct conf *list, visits *visit, void *context)
{
    enum ft_status status = FT_OK;
    for (size_t i = 0; list != NULL && i < list->count && status == FT_OK; i++) {
        const struct conf *child = &list->children[i];
        const char *id = child->name[0] != '\0' ? child->name : setting_string(child, "id", "");
        if (child->kind == CONF_GROUP && conf_child(child, "scope") != NULL)
            status = visit_list(conf_child(child, "rules"), visit, context);
        else if (child->kind == CONF_GROUP)
            status = visit(context, id, child);
    }
    return status;
}

/* A file that cannot be read declares nothing here: loading it says what is wrong. */
static enum ft_status visit_file(const struct pack_visit *visit, const char *folder,
                                 const char *name)
{
    static const char *const lists[] = {"parameters", "rules", "views"};
    struct diagnostics silent = {.language = FT_ZH, .files = visit->files};
    const struct conf *conf;
    const char *path = arena_format(visit->arena, "%s/%s", folder, name);
    enum ft_status status =
        path == NULL ? FT_NO_MEMORY : conf_read(&conf, visit->arena, &silent, path, folder);
    for (size_t i = 0; i < sizeof lists / sizeof *lists && status == FT_OK; i++)
        status = visit_list(conf_child(conf, lists[i]), visit->show, visit->context);
    return status == FT_NO_MEMORY ? status : FT_OK;
}

/* In the order in which loading reads it: of the first folder that has the pack. */
static enum ft_status visit_pack(const struct pack_visit *visit, const char *const *folders,
                                 size_t folder_count, const char *pack)
{
    for (size_t i = 0; i < folder_count; i++) {
        struct names files = {0}, likely = {0};
        const char *path = arena_format(visit->arena, "%s/%s", folders[i], pack);
        if (path == NULL)
            return FT_NO_MEMORY;
        if (!is_folder(visit->files, path))
            continue;
        enum ft_status status = list_policies(&files, &likely, visit->arena, visit->files, path);
        for (size_t j = 0; j < files.count && status == FT_OK; j++)
            status = visit_file(visit, path, files.items[j]);
        return status == FT_NO_MEMORY ? status : FT_OK;
    }
    return FT_OK;
}

static enum ft_status note_replacing(void *context, const char *id, const struct conf *declared)
{
    bool *replaces = context;
    (void)id;
    *replaces |= conf_child(declared, "replaces") != NULL || conf_child(declared, "amends") != NULL;
    return FT_OK;
}

/* Moves the pack of this name to `to`, those between one place on. */
static bool move_pack(const char **packs, size_t count, size_t to, const char *name)
{
    size_t from = to;
    while (from < count && strcmp(packs[from], name) != 0)
        from++;
    if (from == count)
        return false;
    const char *pack = packs[from];
    memmove(packs + to + 1, packs + to, (from - to) * sizeof *packs);
    packs[to] = pack;
    return true;
}

/* Puts packs into the order that the vocabulary gives, those that it does not name behind. */
static enum ft_status order_packs(const char **packs, size_t count, struct arena *arena,
                                  struct file_list *files, const char *const *folders,
                                  size_t folder_count)
{
    struct diagnostics silent = {.language = FT_ZH, .files = files};
    const struct conf *conf = NULL;
    enum ft_status status = FT_INVALID;
    for (size_t i = 0; i < folder_count && status != FT_OK && status != FT_NO_MEMORY; i++) {
        const char *path = arena_format(arena, "%s/vocabulary.cfg", folders[i]);
        status = path == NULL ? FT_NO_MEMORY : conf_read(&conf, arena, &silent, path, folders[i]);
    }
    const struct conf *list = status == FT_OK ? conf_child(conf, "packs") : NULL;
    size_t placed = 0;
    for (size_t i = 0; list != NULL && i < list->count; i++)
        if (list->children[i].kind == CONF_SCALAR)
            placed += move_pack(packs, count, placed, list->children[i].text.bytes);
    return status == FT_NO_MEMORY ? status : FT_OK;
}

enum ft_status policy_packs_that(bool replace, const char ***packs, size_t *count,
                                 struct arena *arena, struct file_list *files,
                                 const char *const *folders, size_t folder_count)
{
    size_t all;
    enum ft_status status = policy_packs(packs, &all, arena, files, folders, folder_count);
    *count = 0;
    for (size_t i = 0; i < all && status == FT_OK; i++) {
        bool replaces = false;
        const struct pack_visit visit = {arena, files, note_replacing, &replaces};
        status = visit_pack(&visit, folders, folder_count, (*packs)[i]);
        if (replaces == replace)
            (*packs)[(*count)++] = (*packs)[i];
    }
    return status == FT_OK ? order_packs(*packs, *count, arena, files, folders, folder_count)
                           : status;
}

/* ---- names of other packs ---- */

struct collecting {
    struct elsewhere *elsewhere;
    struct arena *arena;
    const char *pack;
    size_t rank;
};

static enum ft_status keep_name(void *context, const char *id, const struct conf *declared)
{
    const struct collecting *collecting = context;
    struct elsewhere *elsewhere = collecting->elsewhere;
    if (conf_child(declared, "replaces") != NULL || conf_child(declared, "amends") != NULL ||
        map_get(&elsewhere->names, id) != NULL)
        return FT_OK;
    struct absent_name **items =
        arena_grow(collecting->arena, elsewhere->items, &elsewhere->capacity,
                   sizeof(struct absent_name *), elsewhere->count + 1);
    struct absent_name *name = arena_allocate(collecting->arena, sizeof *name);
    if (items == NULL || name == NULL || !map_put(&elsewhere->names, collecting->arena, id, name))
        return FT_NO_MEMORY;
    *name = (struct absent_name){.id = id, .pack = collecting->pack, .rank = collecting->rank};
    elsewhere->items = items;
    items[elsewhere->count++] = name;
    return FT_OK;
}

/* From 1 on; 0 where it is not asked for. */
static size_t rank_of(const struct text *packs, size_t count, const char *pack)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(&packs[i], pack))
            return i + 1;
    return 0;
}

static enum ft_status read_elsewhere(struct elsewhere *elsewhere, struct arena *arena,
                                     struct file_list *files, const struct order_of_load *order)
{
    const char **all;
    size_t count;
    enum ft_status status =
        policy_packs(&all, &count, arena, files, order->folders, order->folder_count);
    /* A name that a pack asked for declares is looked for there alone. */
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < count && status == FT_OK; i++) {
            size_t rank = rank_of(order->packs, order->pack_count, all[i]);
            struct collecting collecting = {elsewhere, arena, all[i], rank};
            const struct pack_visit visit = {arena, files, keep_name, &collecting};
            if ((rank > 0) == (round == 0))
                status = visit_pack(&visit, order->folders, order->folder_count, all[i]);
        }
    return status;
}

const struct map *elsewhere_names(struct loader *loader)
{
    if (loader->order->pack_count == 0 || !loader_goes_on(loader))
        return NULL;
    if (!loader->elsewhere_read &&
        read_elsewhere(&loader->elsewhere, loader->arena, loader->diagnostics->files,
                       loader->order) == FT_NO_MEMORY) {
        loader->status = FT_NO_MEMORY;
        return NULL;
    }
    loader->elsewhere_read = true;
    return &loader->elsewhere.names;
}

/* ---- the faults that they are ---- */

/* The pack asked for, by index, whose formula or replacement used the name; the first where an
 * included file did. */
static size_t user_of(const struct loader *loader, const struct absent_name *name,
                      const struct text *packs, size_t count)
{
    for (size_t i = 0; i < loader->file_count; i++)
        for (size_t j = 0; j < count && loader->files[i].place.source == name->used.source; j++)
            if (text_is(&packs[j], loader->files[i].pack))
                return j;
    return 0;
}

enum { NAMES_LISTED = 3 };

/* A list in the user's language, as far as it goes: "a, b, c and 4 more". */
struct listing {
    const char *text;
    size_t count;
};

static void list(struct loader *loader, struct listing *listing, const char *name)
{
    const char *comma = loader->diagnostics->language == FT_ZH ? "、" : ", ";
    if (listing->count++ < NAMES_LISTED)
        listing->text =
            load_format(loader, "%s%s%s", listing->text, listing->count == 1 ? "" : comma, name);
}

static const char *listed(struct loader *loader, const struct listing *listing)
{
    if (listing->count <= NAMES_LISTED)
        return listing->text;
    return load_text(
        loader, loader->diagnostics->language == FT_ZH
                    ? arena_format(loader->arena, "%s 等 %zu 项", listing->text, listing->count)
                    : arena_format(loader->arena, "%s and %zu more", listing->text,
                                   listing->count - NAMES_LISTED));
}

/* Tells of one pack: what it declares of the names used, and which packs use them. */
static void packs_fault_pack(struct loader *loader, const struct absent_name *first)
{
    const struct elsewhere *elsewhere = &loader->elsewhere;
    const struct text *packs = loader->order->packs;
    const size_t count = loader->order->pack_count;
    struct listing names = {.text = ""}, users = {.text = ""};
    const struct text *at = NULL;
    for (size_t pack = 0; pack < count; pack++) {
        size_t found = 0;
        for (size_t i = 0; i < elsewhere->count; i++)
            if (elsewhere->items[i]->is_used && strcmp(elsewhere->items[i]->pack, first->pack) == 0)
                found += user_of(loader, elsewhere->items[i], packs, count) == pack;
        if (found > 0)
            list(loader, &users, packs[pack].bytes);
        if (found > 0 && at == NULL)
            at = &packs[pack];
    }
    for (size_t i = 0; i < elsewhere->count; i++) {
        struct absent_name *name = elsewhere->items[i];
        if (!name->is_used || strcmp(name->pack, first->pack) != 0)
            continue;
        list(loader, &names, name->id);
        name->is_used = name == first; /* told */
    }
    load_fault(loader, &at->place,
               &policy_message[first->rank > 0 ? POLICY_PACK_ORDER : POLICY_PACK_LACKING],
               first->pack, listed(loader, &users), listed(loader, &names));
}

size_t packs_with_lacking(struct loader *loader, struct text **packs)
{
    const struct elsewhere *elsewhere = &loader->elsewhere;
    const struct order_of_load *order = loader->order;
    size_t count = order->pack_count;
    struct text *all = load_array(loader, count + elsewhere->count, sizeof *all);
    for (size_t i = 0; i < count && all != NULL; i++)
        all[i] = order->packs[i];
    for (size_t i = 0; i < elsewhere->count && all != NULL; i++) {
        const struct absent_name *name = elsewhere->items[i];
        if (!name->is_used || rank_of(all, count, name->pack) > 0)
            continue;
        all[count] = order->packs[user_of(loader, name, order->packs, order->pack_count)];
        all[count].bytes = name->pack;
        all[count].length = (uint32_t)strlen(name->pack);
        count++;
    }
    *packs = all;
    return all == NULL ? 0 : count;
}

void fault_elsewhere(struct loader *loader)
{
    for (size_t i = 0; i < loader->elsewhere.count; i++)
        if (loader->elsewhere.items[i]->is_used && loader_goes_on(loader))
            packs_fault_pack(loader, loader->elsewhere.items[i]);
}
