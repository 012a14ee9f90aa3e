/* Folders of policies to a policy: files found, declared, compiled, sorted. */
#include <assert.h>
#include <string.h>

#include <nettle/sha2.h>

#include "policy_internal.h"

/* ---- one policy file ---- */

static struct policy_file *load_head(struct loader *loader, const struct conf *conf,
                                     const char *pack, const char *name)
{
    static const struct conf_setting settings[] = {{"id", true, WANT_SCALAR},
                                                   {"title", true, WANT_GROUP},
                                                   {"source", true, WANT_SCALAR},
                                                   {"compare", false, WANT_SCALAR}};
    if (!settings_check(loader, conf, "policy", settings, sizeof settings / sizeof *settings))
        return NULL;
    struct policy_file *file = load_array(loader, 1, sizeof *file);
    const char *wanted = load_format(loader, "%s/%.*s", pack, (int)strlen(name) - 4, name);
    const struct text *id = setting_text(conf, "id");
    if (file == NULL)
        return NULL;
    if (!text_is(id, wanted))
        load_fault(loader, &id->place, &policy_message[POLICY_FILE_ID], id->bytes, wanted, NULL);
    *file = (struct policy_file){.id = id->bytes, .pack = pack, .place = conf->place};
    file->title = setting_title(loader, conf, "title");
    file->source = setting_source(loader, conf, "");
    file->compared = setting_boolean(loader, conf, "compare", true);
    file->is_cited = loader->has_register;
    file->left_out =
        loader->order->without != NULL && strcmp(file->id, loader->order->without) == 0;
    return file;
}

static void keep_head(struct loader *loader, const struct policy_file *file)
{
    struct policy_file *files = arena_grow(loader->arena, loader->files, &loader->file_capacity,
                                           sizeof *files, loader->file_count + 1);
    if (files == NULL) {
        loader->status = FT_NO_MEMORY;
        return;
    }
    loader->files = files;
    files[loader->file_count++] = *file;
}

/* Where a name is that a formula could mean as well as a parameter's, or NULL: a parameter is known
 * on every row, so it must differ from all fields, entities and rules. */
static const struct place *other_meaning(const struct loader *loader, const char *id)
{
    const struct schema *schema = &loader->policy->schema;
    const struct rule *rule = map_get(&loader->rules, id);
    const struct entity *entity = map_get(&schema->entity_names, id);
    if (rule != NULL)
        return &rule->place;
    if (entity != NULL)
        return &entity->place;
    for (size_t i = 0; i < schema->entity_count; i++) {
        const struct field *field = map_get(&schema->entities[i].names, id);
        const struct definition *definition = map_get(&schema->entities[i].definitions, id);
        if (field != NULL)
            return &field->place;
        if (definition != NULL)
            return &definition->place;
    }
    return NULL;
}

static bool parameter_name_is_free(struct loader *loader, const struct conf *conf)
{
    const struct place *other = other_meaning(loader, conf->name);
    if (other != NULL)
        fault_doubled(loader, &conf->place, conf->name, other);
    return other == NULL && name_check(loader, &conf->place, conf->name);
}

static bool gives_value_from(const struct parameter *parameter, struct date from)
{
    for (size_t i = 0; i < parameter->version_count; i++)
        if (parameter->versions[i].from.days == from.days)
            return true;
    return false;
}

/* The dated values of `old` that `parameter` does not give: past years are computed by them, and
 * they are easily lost where only a new one was to be added. */
static const char *dropped_values(struct loader *loader, const struct parameter *old,
                                  const struct parameter *parameter)
{
    const char *dropped = NULL;
    for (size_t i = 0; i < old->version_count; i++) {
        char from[DATE_TEXT_SIZE];
        if (gives_value_from(parameter, old->versions[i].from))
            continue;
        dropped = load_format(loader, "%s%s%s", dropped == NULL ? "" : dropped,
                              dropped == NULL                          ? ""
                              : loader->diagnostics->language == FT_ZH ? "、"
                                                                       : ", ",
                              date_text(from, old->versions[i].from));
    }
    return dropped;
}

/* A parameter of the same id in an earlier pack: taken over where `replaces` says so. */
static void keep_parameter(struct loader *loader, const struct conf *conf,
                           const struct policy_file *file, struct parameter *parameter)
{
    struct map *names = &loader->policy->schema.parameter_names;
    const struct parameter *old = map_get(names, parameter->id);
    const struct text *replaces = setting_text(conf, "replaces");
    const bool amends = conf_child(conf, "amends") != NULL;
    if (amends)
        replaces = setting_text(conf, "amends");
    if (!parameter_name_is_free(loader, conf))
        return;
    if (replaces != NULL && !text_is(replaces, parameter->id)) {
        load_fault(loader, &replaces->place, &policy_message[POLICY_REPLACES_ID], replaces->bytes,
                   parameter->id, NULL);
        return;
    }
    if ((old == NULL) != (replaces == NULL) ||
        (old != NULL && !amends && strcmp(old->pack, parameter->pack) == 0)) {
        if (old == NULL)
            fault_replaces(loader, &conf->place, parameter->id);
        else
            load_fault(loader, &conf->place, &policy_message[POLICY_DOUBLED_RULE], parameter->id,
                       old->policy, NULL);
        return;
    }
    struct parameter **all =
        arena_grow(loader->arena, loader->parameters, &loader->parameter_capacity,
                   sizeof(struct parameter *), loader->parameter_count + 1);
    struct replacement *items =
        arena_grow(loader->arena, loader->replacements, &loader->replacement_capacity,
                   sizeof *items, loader->replacement_count + 1);
    if (all == NULL || items == NULL || !map_put(names, loader->arena, parameter->id, parameter)) {
        loader->status = FT_NO_MEMORY;
        return;
    }
    loader->parameters = all;
    loader->replacements = items;
    if (old == NULL) {
        all[loader->parameter_count++] = parameter;
        return;
    }
    items[loader->replacement_count++] =
        (struct replacement){.id = parameter->id,
                             .old_policy = old->policy,
                             .new_policy = file->id,
                             .amends = amends,
                             .dropped = amends ? NULL : dropped_values(loader, old, parameter)};
    for (size_t i = 0; i < loader->parameter_count; i++)
        if (all[i] == old)
            all[i] = parameter;
}

/* Whether any of the parameters or rules would be missed: figures alone are not. Bounded by
 * LIMIT_CONF_NESTING. */
static bool list_changes(const struct conf *list)
{
    bool changes = false;
    static const char *const words[] = {"post", "memo", "require", "replaces", "amends", "without"};
    for (size_t i = 0; list != NULL && i < list->count && !changes; i++) {
        const struct conf *conf = &list->children[i];
        if (conf->kind != CONF_GROUP)
            continue;
        for (size_t word = 0; word < sizeof words / sizeof *words; word++)
            changes |= conf_child(conf, words[word]) != NULL;
        if (conf_child(conf, "scope") != NULL)
            changes |= list_changes(conf_child(conf, "rules"));
    }
    return changes;
}

bool rule_stands(const struct policy_file *file, const struct conf *conf)
{
    return !file->left_out ||
           (conf_child(conf, "replaces") == NULL && conf_child(conf, "amends") == NULL);
}

static void load_file(struct loader *loader, const struct conf *root, const char *pack,
                      const char *name)
{
    static const struct conf_setting settings[] = {
        {"policy", true, WANT_GROUP},  {"parameters", false, WANT_GROUP},
        {"define", false, WANT_GROUP}, {"payers", false, WANT_GROUP},
        {"rules", false, WANT_LIST},   {"views", false, WANT_LIST}};
    if (!settings_check(loader, root, name, settings, sizeof settings / sizeof *settings))
        return;
    struct policy_file *file = load_head(loader, conf_child(root, "policy"), pack, name);
    const struct conf *parameters = conf_child(root, "parameters");
    const struct conf *rules = conf_child(root, "rules"), *views = conf_child(root, "views");
    if (file == NULL)
        return;
    file->changes = list_changes(parameters) || list_changes(rules);
    keep_head(loader, file);
    for (size_t i = 0; parameters != NULL && i < parameters->count && loader_goes_on(loader); i++) {
        struct parameter *parameter = load_parameter(loader, &parameters->children[i], file);
        if (parameter != NULL && rule_stands(file, &parameters->children[i]))
            keep_parameter(loader, &parameters->children[i], file, parameter);
    }
    declare_definitions(loader, conf_child(root, "define"));
    declare_payers(loader, conf_child(root, "payers"));
    declare_rules(loader, rules, file);
    for (size_t i = 0; views != NULL && i < views->count && loader_goes_on(loader); i++)
        declare_view(loader, &views->children[i], file);
}

/* ---- reading ---- */

static void note_source(struct loader *loader, struct map *seen, const struct source *source)
{
    if (!map_put(seen, loader->arena, source->path, (void *)source) ||
        !map_put(&loader->read, loader->arena, source->path, (void *)source))
        loader->status = FT_NO_MEMORY;
}

/* Takes an included file into the digest, once. */
static void digest_source(struct loader *loader, struct sha256_ctx *digest, struct map *seen,
                          const struct source *source)
{
    if (map_get(seen, source->path) != NULL)
        return;
    note_source(loader, seen, source);
    sha_add(digest, "", 1);
    sha_add(digest, source->sha, SHA_TEXT);
}

/* Every file that a setting stands in; bounded by LIMIT_CONF_NESTING. */
static void digest_includes(struct loader *loader, struct sha256_ctx *digest, struct map *seen,
                            const struct conf *conf)
{
    for (size_t i = 0; i < conf->count && loader_goes_on(loader); i++) {
        const struct conf *child = &conf->children[i];
        if (child->place.source != conf->place.source)
            digest_source(loader, digest, seen, child->place.source);
        if (child->count > 0)
            digest_includes(loader, digest, seen, child);
    }
}

/* A file read, with the English that stands beside it; its id, its own digest and those of its includes are taken into the digest. */
static const struct conf *policy_load_read_file(struct loader *loader, struct sha256_ctx *digest,
                                                const char *id, const char *path, const char *root)
{
    const struct conf *conf = NULL;
    if (!load_settled(loader, conf_read(&conf, loader->arena, loader->diagnostics, path, root)))
        return NULL;
    sha_add(digest, id, strlen(id) + 1);
    sha_add(digest, conf->place.source->sha, SHA_TEXT);
    struct map seen = {0};
    note_source(loader, &seen, conf->place.source);
    digest_includes(loader, digest, &seen, conf);
    const char *beside = english_beside(loader, path);
    const struct conf *english =
        beside == NULL
            ? NULL
            : policy_load_read_file(loader, digest, english_name(loader, id), beside, root);
    if (english != NULL && loader_goes_on(loader))
        put_english(loader, conf, english);
    return conf;
}

/* A folder that cannot be read: FT_IO, unless something else went wrong before. */
static void fault_folder(struct loader *loader, const char *folder)
{
    (void)load_settled(loader, FT_IO);
    load_fault(loader, NULL, &policy_message[POLICY_NO_FOLDER], folder, NULL, NULL);
}

static void load_pack(struct loader *loader, struct sha256_ctx *digest, const char *folder,
                      const struct text *asked)
{
    struct names names = {0}, likely = {0};
    const char *pack = asked->bytes, *path = load_format(loader, "%s/%s", folder, pack);
    if (loader_goes_on(loader) &&
        !load_settled(loader, file_check_links(loader->diagnostics, path, folder)))
        return;
    enum ft_status status =
        list_policies(&names, &likely, loader->arena, loader->diagnostics->files, path);
    if (status == FT_NO_MEMORY)
        loader->status = status;
    else if (status == FT_IO)
        fault_folder(loader, path);
    else if (names.count == 0 && likely.count == 0)
        load_fault(loader, &asked->place, &policy_message[POLICY_EMPTY_PACK], pack, NULL, NULL);
    for (size_t i = 0; i < names.count && loader_goes_on(loader); i++) {
        if (is_vocabulary(names.items[i]))
            continue; /* read before all packs */
        const char *id = load_format(loader, "%s/%s", pack, names.items[i]);
        const char *file = load_format(loader, "%s/%s", path, names.items[i]);
        uint64_t faults = loader->diagnostics->said;
        const struct conf *conf = policy_load_read_file(loader, digest, id, file, path);
        if (conf == NULL)
            keep_words_unread(loader, file);
        else
            load_file(loader, conf, pack, names.items[i]);
        if (conf != NULL && loader->diagnostics->said > faults)
            keep_declared_unread(loader, conf);
    }
    if (loader_goes_on(loader) && status == FT_OK)
        fault_lone_english(loader, path);
    if (loader_goes_on(loader) && status == FT_OK)
        fault_unread(loader, pack, path, &likely);
}

/* The first folder that has `name`, or NULL. */
static const char *find_in(struct loader *loader, const char *const *folders, size_t count,
                           const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (file_kind(loader->diagnostics->files, load_format(loader, "%s/%s", folders[i], name),
                      true) != FILE_NONE)
            return folders[i];
    return NULL;
}

static bool is_named_before(const struct text *packs, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (text_is(&packs[i], packs[index].bytes))
            return true;
    return false;
}

/* A pack, which is called as what it is for where that is a member of an enumeration: a city. */
static void offer_pack(const struct schema *schema, const char *pack, struct choices *choices)
{
    for (size_t i = 0; i < schema->enumeration_count; i++)
        for (size_t j = 0; j < schema->enumerations[i].count; j++)
            if (strcmp(schema->enumerations[i].members[j].id, pack) == 0) {
                choices_offer_named(choices, pack, &schema->enumerations[i].members[j].title);
                return;
            }
    choices_offer(choices, pack);
}

static void policy_load_fault_pack(struct loader *loader, const struct text *pack,
                                   const char *const *folders, size_t folder_count)
{
    const char **known;
    size_t count;
    struct choices choices = choices_for(loader->arena, loader->diagnostics, pack->bytes);
    loader->pack_missing = true;
    if (policy_packs(&known, &count, loader->arena, loader->diagnostics->files, folders,
                     folder_count) != FT_OK) {
        loader->status = FT_NO_MEMORY;
        return;
    }
    for (size_t i = 0; i < count; i++)
        offer_pack(&loader->policy->schema, known[i], &choices);
    load_fault(loader, &pack->place, &policy_message[POLICY_UNKNOWN_PACK], pack->bytes,
               choices_text(&choices), NULL);
}

static bool policy_load_is_plain_name(const char *name)
{
    return name[0] != '\0' && name[0] != '.' && strchr(name, '/') == NULL;
}

/* Only one folder has the vocabulary: another one would be passed over. */
static void fault_other_vocabularies(struct loader *loader, const char *const *folders,
                                     size_t count, const char *folder, const char *path)
{
    for (size_t i = 0; i < count && loader_goes_on(loader); i++) {
        struct names all = {0};
        if (strcmp(folders[i], folder) == 0)
            continue;
        if (list_folder(&all, loader->arena, loader->diagnostics->files, folders[i]) ==
            FT_NO_MEMORY)
            loader->status = FT_NO_MEMORY;
        for (size_t j = 0; j < all.count && loader_goes_on(loader); j++)
            if (is_vocabulary(all.items[j]))
                load_fault(loader, NULL, &policy_message[POLICY_SECOND_VOCABULARY],
                           load_format(loader, "%s/%s", folders[i], all.items[j]), path, NULL);
    }
}

/* The vocabulary with what the pack adds in a file of its own, if it has one. */
static const struct conf *add_pack_words(struct loader *loader, const struct conf *vocabulary,
                                         const char *pack, struct sha256_ctx *digest)
{
    const struct order_of_load *order = loader->order;
    struct names all = {0};
    const char *folder = policy_load_is_plain_name(pack)
                             ? find_in(loader, order->folders, order->folder_count, pack)
                             : NULL;
    if (folder == NULL)
        return vocabulary;
    const char *path = load_format(loader, "%s/%s", folder, pack);
    if (list_folder(&all, loader->arena, loader->diagnostics->files, path) == FT_NO_MEMORY)
        loader->status = FT_NO_MEMORY;
    for (size_t i = 0; i < all.count && loader_goes_on(loader); i++) {
        if (!is_vocabulary(all.items[i]))
            continue;
        const char *id = load_format(loader, "%s/vocabulary.cfg", pack);
        const char *file = load_format(loader, "%s/%s", path, all.items[i]);
        const struct conf *added = policy_load_read_file(loader, digest, id, file, path);
        if (added != NULL)
            vocabulary = vocabulary_with(loader, vocabulary, added);
    }
    return loader_goes_on(loader) ? vocabulary : NULL;
}

static void read_vocabulary(struct loader *loader, const char *const *folders, size_t count,
                            struct sha256_ctx *digest)
{
    for (size_t i = 0; i < count; i++)
        if (!is_folder(loader->diagnostics->files, folders[i]))
            fault_folder(loader, folders[i]);
    if (loader->status != FT_OK)
        return;
    const char *folder, *path = find_vocabulary(loader, folders, count, &folder);
    if (path == NULL && loader->status != FT_OK)
        return;
    if (path == NULL) {
        load_fault(loader, NULL, &policy_message[POLICY_NO_VOCABULARY],
                   count == 0 ? "—" : folders[0], NULL, NULL);
        return;
    }
    fault_other_vocabularies(loader, folders, count, folder, path);
    const struct conf *vocabulary =
        policy_load_read_file(loader, digest, "vocabulary.cfg", path, folder);
    if (vocabulary != NULL)
        vocabulary = with_standard_units(loader, vocabulary);
    for (size_t i = 0; i < loader->order->pack_count && vocabulary != NULL; i++)
        vocabulary = add_pack_words(loader, vocabulary, loader->order->packs[i].bytes, digest);
    if (vocabulary != NULL && loader_goes_on(loader))
        load_vocabulary(loader, vocabulary);
}

static const char *register_of(struct loader *loader, const char *folder)
{
    return load_format(loader, "%s/texts.cfg", folder);
}

static bool has_register(struct loader *loader, const char *folder)
{
    return file_kind(loader->diagnostics->files, register_of(loader, folder), true) != FILE_NONE;
}

/* The register of texts of every folder that has one. */
static void policy_load_read_texts(struct loader *loader, const char *const *folders, size_t count,
                                   struct sha256_ctx *digest)
{
    for (size_t i = 0; i < count && loader_goes_on(loader); i++) {
        if (!has_register(loader, folders[i]))
            continue;
        const struct conf *texts = policy_load_read_file(
            loader, digest, "texts.cfg", register_of(loader, folders[i]), folders[i]);
        if (texts != NULL && loader_goes_on(loader))
            load_texts(loader, texts);
    }
}

/* A pack of the same name in another folder would be passed over. */
static void fault_other_pack(struct loader *loader, const char *const *folders, size_t count,
                             const char *folder, const struct text *pack)
{
    for (size_t i = 0; i < count && loader_goes_on(loader); i++) {
        const char *path = load_format(loader, "%s/%s", folders[i], pack->bytes);
        if (strcmp(folders[i], folder) != 0 && is_folder(loader->diagnostics->files, path))
            load_fault(loader, &pack->place, &policy_message[POLICY_PACK_TWICE], pack->bytes,
                       folder, folders[i]);
    }
}

static void policy_load_read_packs(struct loader *loader, const char *const *folders,
                                   size_t folder_count, const struct text *packs, size_t pack_count,
                                   struct sha256_ctx *digest)
{
    for (size_t i = 0; i < pack_count && loader_goes_on(loader); i++) {
        const struct text *pack = &packs[i];
        loader->rank = i + 1;
        const char *folder = policy_load_is_plain_name(pack->bytes)
                                 ? find_in(loader, folders, folder_count, pack->bytes)
                                 : NULL;
        if (folder == NULL)
            policy_load_fault_pack(loader, pack, folders, folder_count);
        else if (is_named_before(packs, i)) {
            load_fault(loader, &pack->place, &policy_message[POLICY_DOUBLED_PACK], pack->bytes,
                       NULL, NULL);
        } else {
            fault_other_pack(loader, folders, folder_count, folder, pack);
            loader->has_register = has_register(loader, folder);
            load_pack(loader, digest, folder, pack);
        }
    }
}

/* ---- all of it ---- */

static void compile_all(struct loader *loader)
{
    derive_parameters(loader);
    compile_vocabulary(loader);
    compile_definitions(loader);
    for (size_t i = 0; i < loader->draft_count && loader_goes_on(loader); i++)
        compile_rule(loader, &loader->drafts[i]);
    compile_views(loader);
    if (loader->status == FT_OK)
        sort_rules(loader);
}

static void policy_load_finish(struct loader *loader, struct sha256_ctx *digest)
{
    struct policy *policy = loader->policy;
    sha_text(policy->digest, digest);
    policy->files = loader->files;
    policy->file_count = loader->file_count;
    policy->parameters = (const struct parameter *const *)loader->parameters;
    policy->parameter_count = loader->parameter_count;
    policy->replacements = loader->replacements;
    policy->replacement_count = loader->replacement_count;
}

static const struct map *absent_names(void *context)
{
    return elsewhere_names(context);
}

static enum ft_status policy_load_load(struct policy **policy, struct arena *arena,
                                       struct diagnostics *diagnostics,
                                       const struct order_of_load *order);

/* Takes over what is said of lacking packs; the rest follows from their being read out of turn. */
static void join_lacking(struct diagnostics *all, struct diagnostics *part)
{
    size_t kept = 0;
    for (size_t i = 0; i < part->kept; i++)
        if (strcmp(part->items[i].id, policy_message[POLICY_PACK_LACKING].id) == 0)
            part->items[kept++] = part->items[i];
    part->kept = kept;
    part->total = kept;
    diagnostics_join(all, part);
}

/*
 * Packs that are lacking may lack others: loads the law as it would be with them, to tell of all in
 * one go. Each load adds a pack, so that there are no more than packs.
 */
static void fault_lacking_further(struct loader *loader)
{
    struct text *packs;
    const size_t count = packs_with_lacking(loader, &packs);
    if (count <= loader->order->pack_count || !loader_goes_on(loader))
        return;
    struct order_of_load order = *loader->order;
    order.packs = packs;
    order.pack_count = count;
    struct diagnostics *part = load_array(loader, 1, sizeof *part);
    if (part == NULL)
        return;
    diagnostics_open(part, loader->diagnostics->language);
    part->files = loader->diagnostics->files;
    struct policy *ignored;
    if (policy_load_load(&ignored, loader->arena, part, &order) == FT_NO_MEMORY)
        loader->status = FT_NO_MEMORY;
    else
        join_lacking(loader->diagnostics, part);
}

static enum ft_status policy_load_load(struct policy **policy, struct arena *arena,
                                       struct diagnostics *diagnostics,
                                       const struct order_of_load *order)
{
    struct loader loader = {.order = order, .arena = arena, .diagnostics = diagnostics};
    struct sha256_ctx digest;
    loader.policy = load_array(&loader, 1, sizeof *loader.policy);
    if (loader.policy == NULL)
        return FT_NO_MEMORY;
    loader.policy->schema.absent_names = absent_names;
    loader.policy->schema.absent_context = &loader;
    arith_open(&loader.arith, arena);
    sha256_init(&digest);
    read_vocabulary(&loader, order->folders, order->folder_count, &digest);
    loader.policy->has_vocabulary = loader.vocabulary_is_sound;
    bool whole = loader.vocabulary_is_sound && !order->vocabulary_only;
    if (whole)
        policy_load_read_texts(&loader, order->folders, order->folder_count, &digest);
    /* Without it every name of the packs would be reported as unknown. */
    if (whole)
        policy_load_read_packs(&loader, order->folders, order->folder_count, order->packs,
                               order->pack_count, &digest);
    /* Formulas are compiled even after a fault of the packs, to find the others; but where a pack
     * is missing its names would all be unknown. */
    if (loader_goes_on(&loader) && whole && !loader.pack_missing)
        compile_all(&loader);
    fault_elsewhere(&loader);
    fault_lacking_further(&loader);
    policy_load_finish(&loader, &digest);
    arith_close(&loader.arith);
    loader.policy->schema.absent_names = NULL;
    assert(loader.status != FT_OK || order->vocabulary_only || policy_fault(loader.policy) == NULL);
    *policy = loader.policy;
    return loader.status;
}

enum ft_status policy_load_without(struct policy **policy, struct arena *arena,
                                   struct diagnostics *diagnostics, const char *const *folders,
                                   size_t folder_count, const struct text *packs, size_t pack_count,
                                   const char *without)
{
    const struct order_of_load order = {.folders = folders,
                                        .folder_count = folder_count,
                                        .packs = packs,
                                        .pack_count = pack_count,
                                        .without = without};
    return policy_load_load(policy, arena, diagnostics, &order);
}

enum ft_status policy_load(struct policy **policy, struct arena *arena,
                           struct diagnostics *diagnostics, const char *const *folders,
                           size_t folder_count, const struct text *packs, size_t pack_count)
{
    return policy_load_without(policy, arena, diagnostics, folders, folder_count, packs, pack_count,
                               NULL);
}

enum ft_status policy_load_vocabulary(struct policy **policy, struct arena *arena,
                                      struct diagnostics *diagnostics, const char *const *folders,
                                      size_t folder_count)
{
    const struct order_of_load order = {
        .folders = folders, .folder_count = folder_count, .vocabulary_only = true};
    return policy_load_load(policy, arena, diagnostics, &order);
}

const struct rule *policy_rule(const struct policy *policy, const char *id)
{
    for (size_t i = 0; i < policy->rule_count; i++)
        if (strcmp(policy->rules[i]->item.id, id) == 0)
            return policy->rules[i];
    return NULL;
}

const struct rule *policy_rule_of(const struct policy *policy, const struct item *item)
{
    assert(item->order < policy->rule_count && &policy->rules[item->order]->item == item);
    return policy->rules[item->order];
}

const struct view *policy_view(const struct policy *policy, const char *id)
{
    for (size_t i = 0; i < policy->view_count; i++)
        if (strcmp(policy->views[i]->id, id) == 0)
            return policy->views[i];
    return NULL;
}

const struct parameter *policy_parameter(const struct policy *policy, const char *id)
{
    return map_get(&policy->schema.parameter_names, id);
}
