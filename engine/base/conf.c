/*
 * Tokens to a tree of settings. libconfig does the grammar: it is given one token a line, every
 * scalar as the number of its token, so that a setting's line is its token and no figure passes
 * through libconfig's own conversions.
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
    struct map names;
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

static enum ft_status conf_check_name(struct conf_reading *reading, struct level *level,
                                      struct token *token)
{
    const struct token *first = map_get(&level->names, token->text.bytes);
    if (first != NULL) {
        report_at(reading, &token->text.place, &base_message[BASE_DOUBLED_NAME], token->text.bytes,
                  first);
        return FT_INVALID;
    }
    return map_put(&level->names, &reading->scratch, token->text.bytes, token) ? FT_OK
                                                                               : FT_NO_MEMORY;
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

static enum ft_status check_token(struct conf_reading *reading, size_t index, struct level *levels,
                                  size_t *depth)
{
    struct token *token = &reading->tokens.items[index];
    bool named = token->kind == TOKEN_NAME && index + 1 < reading->tokens.count &&
                 token[1].kind == TOKEN_MARK && token[1].mark == '=';
    note_comma(reading, token, &levels[*depth]);
    if (named)
        return conf_check_name(reading, &levels[*depth], token);
    if (token->kind != TOKEN_MARK)
        return FT_OK;
    if (conf_is_one_of(token->mark, "}])"))
        return check_close(reading, token, levels, depth);
    if (!conf_is_one_of(token->mark, "{[("))
        return FT_OK;
    if (*depth == limits[LIMIT_CONF_NESTING].value) {
        report_at(reading, &token->text.place, &base_message[BASE_CONF_NESTING], "", NULL);
        return FT_TOO_LARGE;
    }
    levels[++*depth] = (struct level){.opening = token};
    return FT_OK;
}

/* Doubled names are all reported; a wrong bracket ends the check, for all behind it is guesswork.
 */
static enum ft_status check_structure(struct conf_reading *reading)
{
    size_t depth = 0;
    enum ft_status outcome = FT_OK;
    struct level *levels =
        arena_array(&reading->scratch, limits[LIMIT_CONF_NESTING].value + 1, sizeof *levels);
    if (levels == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < reading->tokens.count; i++) {
        enum ft_status status = check_token(reading, i, levels, &depth);
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

static char *put_number(char *at, size_t number)
{
    char digits[24];
    size_t count = 0;
    do
        digits[count++] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    while (count > 0)
        *at++ = digits[--count];
    return at;
}

/*
 * libconfig compares the name of a setting with those of all before it in its group: ten thousand
 * members take seconds. So groups of many settings are given to it in parts, groups with names that
 * no file can have; that a name is new was checked before.
 */
enum { PART_SETTINGS = 64, PART_TEXT = 32 };
static const char part_sign = '*';

/* The brackets that are open, and how many settings each has so far. */
struct open_groups {
    size_t *settings;
    size_t depth;
};

/* Begins a part before a setting's name where it is its group's turn. */
static char *put_part(char *at, struct open_groups *open)
{
    const size_t before = open->depth == 0 ? 0 : open->settings[open->depth - 1]++;
    if (before == 0 || before % PART_SETTINGS != 0)
        return at;
    if (before > PART_SETTINGS)
        *at++ = '}';
    *at++ = part_sign;
    at = put_number(at, before);
    *at++ = '=';
    *at++ = '{';
    return at;
}

/* Closes the last part before its group. */
static char *put_bracket(char *at, struct open_groups *open, char mark)
{
    if (mark == '{' || mark == '(' || mark == '[')
        open->settings[open->depth++] = 0;
    else if ((mark == '}' || mark == ')' || mark == ']') && open->depth > 0 &&
             open->settings[--open->depth] > PART_SETTINGS)
        *at++ = '}';
    return at;
}

static char *one_token_a_line(struct conf_reading *reading)
{
    struct open_groups open = {.depth = 0};
    size_t size = 1;
    for (size_t i = 0; i < reading->tokens.count; i++) {
        const struct token *token = &reading->tokens.items[i];
        size += token->kind == TOKEN_NAME ? token->text.length + 1 + PART_TEXT : 24;
    }
    char *text = arena_allocate(&reading->scratch, size), *at = text;
    open.settings = arena_array(&reading->scratch, reading->tokens.count, sizeof *open.settings);
    if (open.settings == NULL)
        return NULL;
    for (size_t i = 0; text != NULL && i < reading->tokens.count; i++) {
        const struct token *token = &reading->tokens.items[i];
        if (token->kind == TOKEN_NAME) {
            at = put_part(at, &open);
            memcpy(at, token->text.bytes, token->text.length);
            at += token->text.length;
        } else if (token->kind == TOKEN_SCALAR) {
            at = put_number(at, i);
        } else {
            at = put_bracket(at, &open, token->mark);
            *at++ = token->mark;
        }
        *at++ = '\n';
    }
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

/* The token at which libconfig saw a setting begin: its name, or its opening bracket in a list. */
static const struct token *token_of(const struct conf_reading *reading,
                                    const config_setting_t *setting)
{
    size_t line = config_setting_source_line(setting);
    assert(line >= 1 && line <= reading->tokens.count);
    return &reading->tokens.items[line - 1];
}

static void convert_scalar(struct conf *conf, const struct conf_reading *reading,
                           const config_setting_t *setting)
{
    const struct token *token = &reading->tokens.items[config_setting_get_int(setting)];
    conf->kind = CONF_SCALAR;
    conf->text = token->text;
    conf->quoted = token->quoted;
    conf->place = token->text.place;
}

/* Whether a group is part of the one around it. */
static bool is_part(const config_setting_t *setting)
{
    const char *name = config_setting_name(setting);
    return name != NULL && *name == part_sign;
}

/* The settings of a group, its parts' among them. */
static size_t count_settings(const config_setting_t *setting)
{
    const size_t count = (size_t)config_setting_length(setting);
    size_t settings = 0;
    for (size_t i = 0; i < count; i++) {
        const config_setting_t *child = config_setting_get_elem(setting, (unsigned)i);
        settings += is_part(child) ? (size_t)config_setting_length(child) : 1;
    }
    return settings;
}

static enum ft_status conf_convert(struct conf *conf, struct conf_reading *reading,
                                   const config_setting_t *setting);

static enum ft_status convert_children(struct conf **next, struct conf_reading *reading,
                                       const config_setting_t *setting)
{
    const size_t count = (size_t)config_setting_length(setting);
    enum ft_status status = FT_OK;
    for (size_t i = 0; i < count && status == FT_OK; i++) {
        const config_setting_t *child = config_setting_get_elem(setting, (unsigned)i);
        status = is_part(child) ? convert_children(next, reading, child)
                                : conf_convert((*next)++, reading, child);
    }
    return status;
}

/* Recursion is bounded by LIMIT_CONF_NESTING, which check_structure has enforced. */
static enum ft_status conf_convert(struct conf *conf, struct conf_reading *reading,
                                   const config_setting_t *setting)
{
    const char *name = config_setting_name(setting);
    conf->name = name == NULL ? "" : token_of(reading, setting)->text.bytes;
    int type = config_setting_type(setting);
    if (type == CONFIG_TYPE_INT)
        convert_scalar(conf, reading, setting);
    else
        conf->kind = type == CONFIG_TYPE_GROUP ? CONF_GROUP : CONF_LIST;
    if (name != NULL || type != CONFIG_TYPE_INT)
        conf->place =
            config_setting_is_root(setting) ? conf->place : token_of(reading, setting)->text.place;
    if (conf->kind == CONF_SCALAR)
        return FT_OK;
    conf->count = count_settings(setting);
    struct conf *children = arena_array(reading->arena, conf->count, sizeof *children);
    if (children == NULL)
        return FT_NO_MEMORY;
    conf->children = children;
    return convert_children(&children, reading, setting);
}

static enum ft_status conf_parse(const struct conf **out, struct conf_reading *reading,
                                 const struct source *source)
{
    char *text = one_token_a_line(reading);
    struct conf *root = arena_allocate(reading->arena, sizeof *root);
    if (text == NULL || root == NULL)
        return FT_NO_MEMORY;
    config_t config;
    enum ft_status status = FT_INVALID;
    config_init(&config);
    root->place = (struct place){.source = source, .line = 1, .column = 1};
    if (config_read_string(&config, text) == CONFIG_TRUE)
        status = conf_convert(root, reading, config_root_setting(&config));
    else
        report_syntax(reading, source, config_error_line(&config));
    config_destroy(&config);
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
        if (group->children[i].name[0] == name[0] && strcmp(group->children[i].name, name) == 0)
            return &group->children[i];
    return NULL;
}
