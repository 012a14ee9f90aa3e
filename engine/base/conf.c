/*
 * Tokens to a tree of settings. libconfig does the grammar: it is given the tokens with names of a
 * letter or two and 0 for every scalar, so that no figure passes through its own conversions; its tree
 * has the settings in the order of the tokens.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <libconfig.h>

#include "conf_tokens.h"

/* ---- what libconfig would say badly: nesting, brackets, doubled names ---- */

/* A group or list that is open. */
struct level {
    const struct token *opening;
    size_t group; /* its number in the file; the file's own settings have 0 */
};

static char closing_of(char opening)
{
    return (char)(opening == '{' ? '}' : opening == '(' ? ')' : ']');
}

static void report_at(struct conf_reading *reading, const struct place *place,
                      const struct message *message, const char *what, const struct token *other)
{
    char line[16] = "";
    if (other != NULL)
        (void)snprintf(line, sizeof line, "%u", (unsigned)other->text.place.line);
    diagnostics_add(reading->diagnostics, place, message, what, line, NULL);
}

/* The token that had a name first in a group. */
struct name_had {
    const struct token *token;
    size_t group;
};

/* The names of all groups in one table. */
struct names_had {
    struct name_had *slots;
    size_t mask;
    uint32_t *counts; /* of the names by group */
    size_t groups;    /* begun, lists among them, beside the file's own settings */
};

static bool names_had_open(struct names_had *names, struct conf_reading *reading)
{
    size_t slots = 16;
    while (slots < reading->name_count * 2)
        slots *= 2;
    *names = (struct names_had){.mask = slots - 1};
    names->slots = arena_array(&reading->scratch, slots, sizeof *names->slots);
    names->counts =
        arena_array(&reading->scratch, reading->bracket_count + 1, sizeof *names->counts);
    reading->setting_counts = names->counts;
    return names->slots != NULL && names->counts != NULL;
}

/* The token that had the name of `token` first in its group: itself, or another. */
static const struct token *name_had_first(struct names_had *names, const struct token *token,
                                          size_t group)
{
    uint64_t hash = group;
    for (uint32_t i = 0; i < token->text.length; i++)
        hash = (hash ^ (unsigned char)token->text.bytes[i]) * UINT64_C(1099511628211);
    struct name_had *slot = &names->slots[(hash ^ hash >> 32) & names->mask];
    while (slot->token != NULL &&
           (slot->group != group || !text_is(&token->text, slot->token->text.bytes)))
        slot = slot == &names->slots[names->mask] ? names->slots : slot + 1;
    if (slot->token == NULL)
        *slot = (struct name_had){token, group};
    return slot->token;
}

static enum ft_status conf_check_name(struct conf_reading *reading, struct names_had *names,
                                      const struct token *token, size_t group)
{
    const struct token *first = name_had_first(names, token, group);
    names->counts[group]++;
    if (first == token)
        return FT_OK;
    report_at(reading, &token->text.place, &base_message[BASE_DOUBLED_NAME], token->text.bytes,
              first);
    return FT_INVALID;
}

static enum ft_status check_close(struct conf_reading *reading, const struct token *token,
                                  const struct level *levels, size_t *depth)
{
    const char mark[2] = {token->mark, '\0'};
    if (*depth == 0) {
        report_at(reading, &token->text.place, &base_message[BASE_EXTRA_CLOSING], mark, NULL);
        return FT_INVALID;
    }
    const struct token *opening = levels[*depth].opening;
    const char wanted[2] = {closing_of(opening->mark), '\0'};
    if (token->mark != wanted[0]) {
        report_at(reading, &token->text.place, &base_message[BASE_WRONG_CLOSING], wanted, opening);
        return FT_INVALID;
    }
    (*depth)--;
    return FT_OK;
}

static bool conf_is_mark(const struct token *token, const char *marks)
{
    return token != NULL && token->kind == TOKEN_MARK && conf_is_one_of(token->mark, marks);
}

/* Whether a token ends an element of a list, or begins one. */
static bool ends_element(const struct token *token)
{
    return token->kind == TOKEN_SCALAR || conf_is_mark(token, "})]");
}

static bool begins_element(const struct token *token)
{
    return token->kind == TOKEN_SCALAR || conf_is_mark(token, "{([");
}

/* Notes an element of a list that no comma parts from the one before. */
static void note_comma(struct conf_reading *reading, struct token *token, const struct level *level)
{
    token->lacks_comma = level->opening != NULL && level->opening->mark != '{' &&
                         ends_element(token - 1) && begins_element(token);
    reading->commas_lacking += token->lacks_comma;
}

static enum ft_status check_mark(struct conf_reading *reading, const struct token *token,
                                 struct names_had *names, struct level *levels, size_t *depth)
{
    if (conf_is_closing(token->mark))
        return check_close(reading, token, levels, depth);
    if (!conf_is_opening(token->mark))
        return FT_OK;
    if (*depth == limits[LIMIT_CONF_NESTING].value) {
        report_at(reading, &token->text.place, &base_message[BASE_CONF_NESTING], "", NULL);
        return FT_TOO_LARGE;
    }
    levels[++*depth] = (struct level){.opening = token, .group = ++names->groups};
    return FT_OK;
}

static enum ft_status check_token(struct conf_reading *reading, size_t index,
                                  struct names_had *names, struct level *levels, size_t *depth)
{
    struct token *token = &reading->tokens.items[index];
    note_comma(reading, token, &levels[*depth]);
    if (token->kind == TOKEN_MARK)
        return check_mark(reading, token, names, levels, depth);
    const bool named = token->kind == TOKEN_NAME && index + 1 < reading->tokens.count &&
                       token[1].kind == TOKEN_MARK && token[1].mark == '=';
    return named ? conf_check_name(reading, names, token, levels[*depth].group) : FT_OK;
}

/* Doubled names are all reported; a wrong bracket ends the check, for all behind it is guesswork.
 */
static enum ft_status check_structure(struct conf_reading *reading)
{
    size_t depth = 0;
    enum ft_status outcome = FT_OK;
    struct names_had names;
    struct level *levels =
        arena_array(&reading->scratch, limits[LIMIT_CONF_NESTING].value + 1, sizeof *levels);
    if (levels == NULL || !names_had_open(&names, reading))
        return FT_NO_MEMORY;
    for (size_t i = 0; i < reading->tokens.count; i++) {
        enum ft_status status = check_token(reading, i, &names, levels, &depth);
        if (status != FT_OK &&
            (status != FT_INVALID || reading->tokens.items[i].kind == TOKEN_MARK))
            return status;
        if (status != FT_OK)
            outcome = status;
    }
    if (depth > 0) {
        const char mark[2] = {levels[depth].opening->mark, '\0'};
        const char wanted[2] = {closing_of(mark[0]), '\0'};
        diagnostics_add(reading->diagnostics, &levels[depth].opening->text.place,
                        &base_message[BASE_UNCLOSED], mark, wanted, NULL);
        return FT_INVALID;
    }
    return outcome;
}

/* ---- commas that lists lack ---- */

static void report_token(struct conf_reading *reading, const struct token *token,
                         const struct message *message)
{
    const char mark[2] = {token->mark, '\0'};
    const char *what = token->kind == TOKEN_MARK ? mark : token->text.bytes;
    diagnostics_add(reading->diagnostics, &token->text.place, message, what, what, NULL);
}

/* Reports each comma that a list lacks and puts it in, so that what follows is read as well. */
static enum ft_status add_commas(struct conf_reading *reading)
{
    const struct token_list old = reading->tokens;
    struct token_list with = {.capacity = old.count + reading->commas_lacking};
    if (reading->commas_lacking == 0)
        return FT_OK;
    with.items = arena_array(&reading->scratch, with.capacity, sizeof *with.items);
    if (with.items == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < old.count; i++) {
        const struct token *token = &old.items[i];
        if (token->lacks_comma) {
            report_token(reading, token, &base_message[BASE_MISSING_COMMA]);
            with.items[with.count++] =
                (struct token){.kind = TOKEN_MARK, .mark = ',', .text.place = token->text.place};
        }
        with.items[with.count++] = *token;
    }
    reading->tokens = with;
    return FT_INVALID;
}

/* ---- the text for libconfig ---- */

/*
 * libconfig compares the name of a setting with those of all before it in its group: ten thousand
 * members take seconds. So groups of many settings are given to it in parts, groups with names that
 * no file can have; that a name is new was checked before.
 */
enum { PART_SETTINGS = 64 };
static const char part_sign = '*';

/* The brackets that are open, and how many settings each was given so far; the file's own come first. */
struct open_group {
    size_t settings;
    bool is_list;
};

/* A number as letters, the shortest text that no other number has. */
static char *put_letters(char *at, size_t number)
{
    enum { LETTERS = 26 };
    do
        *at++ = (char)('a' + number % LETTERS);
    while ((number /= LETTERS) > 0);
    return at;
}

/* Begins a setting by a name that its part has no other of, and before it a part where it is its
 * group's turn. */
static char *put_name(char *at, struct open_group *group, const struct token *token)
{
    const size_t before = group->settings++;
    if (before > 0 && before % PART_SETTINGS == 0) {
        if (before > PART_SETTINGS)
            *at++ = '}';
        *at++ = part_sign;
        at = put_letters(at, before / PART_SETTINGS);
        *at++ = '=';
        *at++ = '{';
    }
    at = put_letters(at, before % PART_SETTINGS);
    if (token->no_name)
        *at++ = '.';
    return at;
}

/* A mark, `group` the innermost that is open; closes the last part before its group. */
static char *put_mark(char *at, struct open_group **group, char mark)
{
    if (conf_is_opening(mark))
        *++*group = (struct open_group){.is_list = mark != '{'};
    else if (conf_is_closing(mark) && (*group)--->settings > PART_SETTINGS)
        *at++ = '}';
    *at++ = mark;
    return at;
}

/*
 * Past a setting "name = scalar" of a group, or with `groups` one of a group that has such settings
 * alone, and what ends it, where nothing or a complete setting is before it; `token` where it is none.
 * Such settings, most of all, are not given to libconfig: what is left is well-formed exactly where
 * the whole is, for a group may also have none.
 */
static const struct token *past_plain_setting(const struct token *token, const struct token *end,
                                              const struct token *first, bool groups)
{
    if (end - token < 3 || token->kind != TOKEN_NAME || token->no_name ||
        !conf_is_mark(token + 1, "=") || (token > first && !conf_is_mark(token - 1, "{;,")))
        return token;
    const struct token *past = token + 3;
    if (groups && conf_is_mark(token + 2, "{")) {
        const struct token *inner;
        while ((inner = past_plain_setting(past, end, first, false)) > past)
            past = inner;
        if (past == end || !conf_is_mark(past, "}"))
            return token;
        past++;
    } else if (token[2].kind != TOKEN_SCALAR) {
        return token;
    }
    return past + (past < end && conf_is_mark(past, ";,"));
}

/* The most characters of a token: "}*aaaaaa={aa." and what parts it from the next. */
enum { TOKEN_TEXT = 16 };

/*
 * The tokens as libconfig is to see them: names short, scalars 0. Where it finds fault with that, it is
 * asked again with all of them, one a line, to learn which.
 */
static char *conf_text(struct conf_reading *reading, bool all)
{
    const struct token *first = reading->tokens.items, *end = first + reading->tokens.count;
    char *text = arena_reserve(&reading->scratch, reading->tokens.count + 1, TOKEN_TEXT),
         *at = text;
    struct open_group *group =
        arena_array(&reading->scratch, limits[LIMIT_CONF_NESTING].value + 1, sizeof *group);
    if (text == NULL || group == NULL)
        return NULL;
    for (const struct token *token = first; token < end; token++) {
        if (!all && !group->is_list) {
            const struct token *next = past_plain_setting(token, end, first, true);
            if (next > token) {
                token = next - 1;
                continue;
            }
        }
        if (token->kind == TOKEN_MARK)
            at = put_mark(at, &group, token->mark);
        else if (token->kind == TOKEN_NAME)
            at = put_name(at, group, token);
        else
            *at++ = '0';
        if (all || token->kind != TOKEN_MARK)
            *at++ = all ? '\n' : ' ';
    }
    *at = '\0';
    return text;
}

/* ---- what a syntax error means ---- */

/* The message that tells a person what libconfig's "syntax error" at `token` is about. */
static const struct message *conf_explain(const struct token *before, const struct token *token)
{
    if (conf_is_mark(before, "=") && token->kind == TOKEN_NAME)
        return &base_message[BASE_UNQUOTED_TEXT];
    if (conf_is_mark(before, "="))
        return &base_message[BASE_MISSING_VALUE];
    if (before != NULL && before->kind == TOKEN_NAME)
        return &base_message[BASE_MISSING_EQUALS];
    if (before != NULL && (before->kind == TOKEN_SCALAR || conf_is_mark(before, "})]")) &&
        (token->kind == TOKEN_SCALAR || conf_is_mark(token, "{([")))
        return &base_message[BASE_MISSING_COMMA];
    if (conf_is_mark(token, "="))
        return &base_message[BASE_MISSING_NAME];
    return &base_message[BASE_UNEXPECTED];
}

static void report_syntax(struct conf_reading *reading, const struct source *source, int line)
{
    const struct token_list *tokens = &reading->tokens;
    size_t index = line > 0 ? (size_t)line - 1 : 0;
    if (index >= tokens->count) {
        struct place whole = {.source = source};
        const struct place *end =
            tokens->count > 0 ? &tokens->items[tokens->count - 1].text.place : &whole;
        diagnostics_add(reading->diagnostics, end, &base_message[BASE_UNEXPECTED_END], NULL);
        return;
    }
    const struct token *token = &tokens->items[index];
    report_token(reading, token, conf_explain(index > 0 ? token - 1 : NULL, token));
}

/* ---- libconfig's tree to ours ---- */

/* The tokens that were read and not yet met in the tree, which has all of them in their order. */
struct conf_walk {
    struct conf_reading *reading;
    const struct token *first, *next, *end;
    size_t groups; /* brackets passed, the file's own settings among them */
};

/* Steps over a mark that the tree says is there. */
static const struct token *walk_mark(struct conf_walk *walk)
{
    assert(walk->next < walk->end && walk->next->kind == TOKEN_MARK);
    return walk->next++;
}

/* What ends a setting, where it is there. */
static void walk_separator(struct conf_walk *walk)
{
    walk->next += walk->next < walk->end && conf_is_mark(walk->next, ",;");
}

/* Whether a group is part of the one around it. */
static bool is_part(const config_setting_t *setting)
{
    const char *name = config_setting_name(setting);
    return name != NULL && *name == part_sign;
}

/* Takes the settings that libconfig was not given and that come next in a group. */
static enum ft_status convert_plain_settings(struct conf **conf, struct conf_walk *walk)
{
    const struct token *token = walk->next, *next;
    for (; (next = past_plain_setting(token, walk->end, walk->first, true)) > token; token = next) {
        struct conf *made = (*conf)++;
        *made = (struct conf){.name = token->text.bytes, .place = token->text.place};
        if (token[2].kind == TOKEN_SCALAR) {
            made->kind = CONF_SCALAR;
            made->text = token[2].text;
            made->quoted = token[2].quoted;
            continue;
        }
        made->kind = CONF_GROUP;
        made->count = walk->reading->setting_counts[walk->groups++];
        struct conf *children = arena_reserve(walk->reading->arena, made->count, sizeof *children);
        if (children == NULL)
            return FT_NO_MEMORY;
        made->children = children;
        walk->next = token + 3;
        (void)convert_plain_settings(&children, walk);
    }
    walk->next = token;
    return FT_OK;
}

static enum ft_status convert_setting(struct conf *conf, struct conf_walk *walk,
                                      const config_setting_t *setting);

static enum ft_status convert_children(struct conf **next, struct conf_walk *walk,
                                       const config_setting_t *setting)
{
    const size_t count = (size_t)config_setting_length(setting);
    const bool is_group = config_setting_type(setting) == CONFIG_TYPE_GROUP;
    enum ft_status status = FT_OK;
    for (size_t i = 0; i < count && status == FT_OK; i++) {
        const config_setting_t *child = config_setting_get_elem(setting, (unsigned)i);
        if (is_group)
            status = convert_plain_settings(next, walk);
        if (status != FT_OK)
            return status;
        if (is_part(child)) {
            status = convert_children(next, walk, child);
        } else {
            status = convert_setting((*next)++, walk, child);
            walk_separator(walk);
        }
    }
    return is_group && status == FT_OK ? convert_plain_settings(next, walk) : status;
}

/* The settings of a group or list, its opening bracket passed. */
static enum ft_status convert_group(struct conf *conf, struct conf_walk *walk,
                                    const config_setting_t *setting)
{
    const uint32_t settings = walk->reading->setting_counts[walk->groups++];
    const bool is_group = config_setting_type(setting) == CONFIG_TYPE_GROUP;
    conf->kind = is_group ? CONF_GROUP : CONF_LIST;
    conf->count = is_group ? settings : (size_t)config_setting_length(setting);
    struct conf *children = arena_reserve(walk->reading->arena, conf->count, sizeof *children),
                *next = children;
    if (children == NULL)
        return FT_NO_MEMORY;
    conf->children = children;
    const enum ft_status status = convert_children(&next, walk, setting);
    assert(status != FT_OK || next == children + conf->count);
    return status;
}

/* Recursion is bounded by LIMIT_CONF_NESTING, which check_structure has enforced. */
static enum ft_status convert_setting(struct conf *conf, struct conf_walk *walk,
                                      const config_setting_t *setting)
{
    const bool named = config_setting_name(setting) != NULL;
    assert(walk->next < walk->end);
    *conf = (struct conf){.name = "", .place = walk->next->text.place};
    if (named) {
        assert(walk->next->kind == TOKEN_NAME);
        conf->name = walk->next++->text.bytes;
        walk_mark(walk);
    }
    if (config_setting_type(setting) == CONFIG_TYPE_INT) {
        const struct token *token = walk->next++;
        assert(token->kind == TOKEN_SCALAR);
        conf->kind = CONF_SCALAR;
        conf->text = token->text;
        conf->quoted = token->quoted;
        return FT_OK;
    }
    walk_mark(walk);
    const enum ft_status status = convert_group(conf, walk, setting);
    if (status == FT_OK)
        walk_mark(walk);
    return status;
}

/* The tree of a text that libconfig has read. */
static enum ft_status conf_convert(struct conf *root, struct conf_reading *reading,
                                   const config_t *config)
{
    const struct token *tokens = reading->tokens.items;
    struct conf_walk walk = {reading, tokens, tokens, tokens + reading->tokens.count, 0};
    const enum ft_status status = convert_group(root, &walk, config_root_setting(config));
    assert(status != FT_OK || walk.next == walk.end);
    return status;
}

/* Reads again what libconfig found fault with, one token a line, and reports the token. */
static enum ft_status conf_find_fault(struct conf_reading *reading, const struct source *source)
{
    const char *text = conf_text(reading, true);
    if (text == NULL)
        return FT_NO_MEMORY;
    config_t config;
    config_init(&config);
    (void)config_read_string(&config, text);
    report_syntax(reading, source, config_error_line(&config));
    config_destroy(&config);
    return FT_INVALID;
}

static enum ft_status conf_parse(const struct conf **out, struct conf_reading *reading,
                                 const struct source *source)
{
    const char *text = conf_text(reading, false);
    struct conf *root = arena_allocate(reading->arena, sizeof *root);
    if (text == NULL || root == NULL)
        return FT_NO_MEMORY;
    config_t config;
    config_init(&config);
    root->name = "";
    root->place = (struct place){.source = source, .line = 1, .column = 1};
    const bool good = config_read_string(&config, text) == CONFIG_TRUE;
    enum ft_status status = good ? conf_convert(root, reading, &config) : FT_INVALID;
    config_destroy(&config);
    if (!good)
        status = conf_find_fault(reading, source);
    *out = status == FT_OK ? root : NULL;
    return status;
}

static enum ft_status read_tokens(const struct conf **conf, struct conf_reading *reading,
                                  const struct source *source)
{
    const struct conf_file file = {.source = source, .depth = 1};
    enum ft_status status = conf_tokenize(reading, &file);
    /* A line without its quote lacks brackets as well: they would all be blamed. */
    if (status != FT_OK && (status != FT_INVALID || reading->quote_missing))
        return status;
    enum ft_status structure = check_structure(reading);
    if (structure != FT_OK)
        return structure;
    if (reading->unclear)
        return status;
    enum ft_status commas = add_commas(reading);
    if (commas == FT_NO_MEMORY)
        return commas;
    enum ft_status parsed = conf_parse(conf, reading, source);
    if (parsed != FT_OK)
        return parsed;
    return status == FT_OK ? commas : status;
}

static enum ft_status conf_read_source(const struct conf **conf, struct conf_reading *reading,
                                       const struct source *source)
{
    arena_open(&reading->scratch, reading->arena->allocator);
    const enum ft_status status = read_tokens(conf, reading, source);
    arena_close(&reading->scratch);
    return status;
}

/* The folder that a file stands in, "" for the current one. */
static const char *folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    return arena_copy(arena, path, slash == NULL ? 0 : (size_t)(slash - path));
}

enum ft_status conf_read(const struct conf **conf, struct arena *arena,
                         struct diagnostics *diagnostics, const char *path, const char *root)
{
    struct conf_reading reading = {.arena = arena, .diagnostics = diagnostics};
    const struct source *source;
    *conf = NULL;
    enum ft_status status = root == NULL ? FT_OK : file_check_links(diagnostics, path, root);
    if (status == FT_OK)
        status = file_read(&source, arena, diagnostics, path, LIMIT_CONF_FILE_BYTES, NULL);
    if (status != FT_OK)
        return status;
    reading.total_bytes = source->length;
    reading.root = root == NULL ? folder_of(arena, path) : root;
    return reading.root == NULL ? FT_NO_MEMORY : conf_read_source(conf, &reading, source);
}

enum ft_status conf_read_bytes(const struct conf **conf, struct arena *arena,
                               struct diagnostics *diagnostics, const char *path, const char *bytes,
                               size_t length)
{
    struct conf_reading reading = {.arena = arena, .diagnostics = diagnostics};
    struct source *source = arena_allocate(arena, sizeof *source);
    char *copy = arena_copy(arena, bytes, length);
    *conf = NULL;
    if (source == NULL || copy == NULL)
        return FT_NO_MEMORY;
    *source = (struct source){.path = path, .bytes = copy, .length = length};
    enum ft_status status = source_check(source, diagnostics);
    return status == FT_OK ? conf_read_source(conf, &reading, source) : status;
}

const struct conf *conf_child(const struct conf *group, const char *name)
{
    for (size_t i = 0; i < group->count; i++)
        if (name_is(group->children[i].name, name))
            return &group->children[i];
    return NULL;
}
