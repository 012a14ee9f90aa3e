/* What the names of a formula stand for: fields, rules, parameters, tables, built-ins. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "checker.h"

/* ---- what a formula uses ---- */

static bool note_item(struct checker *checker, const struct item *item)
{
    for (size_t i = 0; i < checker->item_count; i++)
        if (checker->items[i] == item)
            return true;
    const struct item **items =
        arena_grow(checker->compilation->arena, checker->items, &checker->item_capacity,
                   sizeof(const struct item *), checker->item_count + 1);
    if (items == NULL)
        return false;
    checker->items = items;
    items[checker->item_count++] = item;
    return true;
}

static bool note_parameter(struct checker *checker, const struct parameter *parameter)
{
    for (size_t i = 0; i < checker->parameter_count; i++)
        if (checker->parameters[i] == parameter)
            return true;
    const struct parameter **parameters =
        arena_grow(checker->compilation->arena, checker->parameters, &checker->parameter_capacity,
                   sizeof(const struct parameter *), checker->parameter_count + 1);
    if (parameters == NULL)
        return false;
    checker->parameters = parameters;
    parameters[checker->parameter_count++] = parameter;
    return true;
}

bool names_note_field(struct checker *checker, const struct field *field)
{
    for (size_t i = 0; i < checker->field_count; i++)
        if (checker->fields[i] == field)
            return true;
    const struct field **fields =
        arena_grow(checker->compilation->arena, checker->fields, &checker->field_capacity,
                   sizeof(const struct field *), checker->field_count + 1);
    if (fields == NULL)
        return false;
    checker->fields = fields;
    fields[checker->field_count++] = field;
    return true;
}

static struct node *noted(struct checker *checker, bool done, struct node *node)
{
    if (!done)
        checker->compilation->status = FT_NO_MEMORY;
    return done ? node : NULL;
}

/* ---- faults ---- */

/* Notes that a name is used which a pack declares that is not loaded; false where it is none. */
static bool note_absent(struct checker *checker, const struct syntax *syntax)
{
    const struct compilation *compilation = checker->compilation;
    const struct schema *schema = compilation->schema;
    const struct map *names =
        schema->absent_names == NULL ? NULL : schema->absent_names(schema->absent_context);
    struct absent_name *absent = names == NULL ? NULL : map_get(names, syntax->name);
    if (absent == NULL || absent->rank > 0)
        return false;
    if (!absent->is_used)
        absent->used = compilation->text->place;
    absent->is_used = true;
    return true;
}

void fault_name(struct checker *checker, const struct syntax *syntax, const struct message *message,
                const char *first, const char *second)
{
    assert(syntax->name != NULL);
    struct compilation *compilation = checker->compilation;
    if (own_spelling(checker, syntax->name) == NULL &&
        (map_get(&compilation->schema->unread_names, syntax->name) != NULL ||
         note_absent(checker, syntax))) {
        if (compilation->status == FT_OK)
            compilation->status = FT_INVALID;
        return;
    }
    compilation_fault(compilation, syntax->name_offset, (uint32_t)strlen(syntax->name), message,
                      first, second, NULL);
}

/* How a parameter is written, by its shape: what stands before and behind its name. */
static const struct {
    const char *before, *behind;
} parameter_forms[] = {[SHAPE_SCALAR] = {"", ""},
                       [SHAPE_TABLE] = {"", "[…]"},
                       [SHAPE_BRACKETS] = {"", "(…)"},
                       [SHAPE_THRESHOLDS] = {"", "(…)"},
                       [SHAPE_SET] = {"… in ", ""}};

const char *own_spelling(struct checker *checker, const char *name)
{
    const struct entity *entity = checker->entity;
    const struct builtin *builtin = builtin_find(name);
    if (map_get(&entity->names, name) != NULL || map_get(&entity->items, name) != NULL ||
        map_get(&entity->definitions, name) != NULL)
        return name;
    if (builtin != NULL)
        return builtin->signature;
    const struct parameter *parameter =
        map_get(&checker->compilation->schema->parameter_names, name);
    if (parameter == NULL)
        return NULL;
    const bool keyed = parameter_is_scale(parameter) && parameter->key_count > 0;
    return arena_format(checker->compilation->arena, "%s%s%s%s",
                        parameter_forms[parameter->shape].before, name, keyed ? "[…]" : "",
                        parameter_forms[parameter->shape].behind);
}

/* The nearest name that can be written on the own row, or NULL: "area", "project.area". */
static const char *near_spelling(struct checker *checker, const char *name)
{
    struct suggestion nearest = {.word = name};
    suggest_keys(&nearest, &checker->entity->names);
    suggest_keys(&nearest, &checker->entity->items);
    suggest_keys(&nearest, &checker->entity->definitions);
    suggest_keys(&nearest, &checker->compilation->schema->parameter_names);
    for (size_t i = 0; i < builtin_count; i++)
        suggest(&nearest, builtins[i].name);
    const struct entity *owner = NULL;
    for (const struct entity *above = checker->entity->parent; above != NULL;
         above = above->parent) {
        struct suggestion member = {.word = name};
        suggest_keys(&member, &above->names);
        suggest_keys(&member, &above->items);
        if (member.best == NULL || (nearest.best != NULL && nearest.slips <= member.slips))
            continue;
        nearest = member;
        owner = above;
    }
    return owner == NULL
               ? nearest.best
               : arena_format(checker->compilation->arena, "%s.%s", owner->id, nearest.best);
}

/* The name in small letters, so that capitals are no difference; NULL without memory. */
static const char *small_letters(struct checker *checker, const char *name)
{
    char *copy = arena_copy(checker->compilation->arena, name, strlen(name));
    for (char *at = copy; at != NULL && *at != '\0'; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    if (copy == NULL)
        checker->compilation->status = FT_NO_MEMORY;
    return copy;
}

static void fault_near(struct checker *checker, const struct syntax *syntax, const char *near,
                       const struct entity *entity)
{
    if (near != NULL) {
        fault_name(checker, syntax, &formula_message[FORMULA_UNKNOWN_NAME_NEAR], syntax->name,
                   near);
    } else {
        fault_name(checker, syntax, &formula_message[FORMULA_UNKNOWN_NAME], syntax->name,
                   entity->table);
    }
}

/* A bare name that is not known as it is written here. */
static void names_fault_unknown(struct checker *checker, const struct syntax *syntax)
{
    assert(syntax->name != NULL);
    const char *spelling = own_spelling(checker, syntax->name);
    if (spelling != NULL)
        fault_name(checker, syntax, &formula_message[FORMULA_SPELLING], syntax->name, spelling);
    const char *small = spelling != NULL ? NULL : small_letters(checker, syntax->name);
    if (small != NULL)
        fault_near(checker, syntax, near_spelling(checker, small), checker->entity);
}

/* A name behind a dot that `entity` does not know. */
static void fault_unknown_member(struct checker *checker, const struct syntax *syntax,
                                 const struct entity *entity)
{
    struct suggestion nearest = {.word = small_letters(checker, syntax->name)};
    if (nearest.word == NULL)
        return;
    suggest_keys(&nearest, &entity->names);
    suggest_keys(&nearest, &entity->items);
    fault_near(checker, syntax, nearest.best, entity);
}

/* What a name can mean, as a fault names it. */
enum meaning {
    MEANING_BUILTIN,
    MEANING_FIELD,
    MEANING_RULE,
    MEANING_PARAMETER,
    MEANING_DEFINITION,
    MEANING_ROW_ABOVE,
    MEANING_REFERENCE,
    MEANING_COUNT
};
static const struct title meanings[MEANING_COUNT] = {
    [MEANING_BUILTIN] = {"内置名称", "a built-in"},
    [MEANING_FIELD] = {"字段", "a field"},
    [MEANING_RULE] = {"规则", "a rule"},
    [MEANING_PARAMETER] = {"参数", "a parameter"},
    [MEANING_DEFINITION] = {"定义", "a definition"},
    [MEANING_ROW_ABOVE] = {"上级行", "a row above"},
    [MEANING_REFERENCE] = {"引用字段", "a reference of this row"},
};

/* Reports a name with two meanings, the first two of them; false then. */
static bool names_is_plain(struct checker *checker, uint32_t offset, const char *name,
                           const bool means[MEANING_COUNT])
{
    enum ft_language language = checker->compilation->diagnostics->language;
    const char *found[MEANING_COUNT];
    size_t count = 0;
    for (size_t i = 0; i < MEANING_COUNT; i++)
        if (means[i])
            found[count++] = title_in(&meanings[i], language);
    if (count < 2)
        return true;
    compilation_fault(checker->compilation, offset, (uint32_t)strlen(name),
                      &formula_message[FORMULA_AMBIGUOUS], name, found[0], found[1]);
    return false;
}

/* ---- fields and rules ---- */

/* What an entity calls a name. */
struct found {
    const struct field *field;
    const struct item *item;
};

static struct found find(const struct entity *entity, const char *name, size_t hash)
{
    return (struct found){map_get_hashed(&entity->names, name, hash),
                          map_get_hashed(&entity->items, name, hash)};
}

/* A figure whose type could not be read: that was said where it is declared, and whatever is made
 * of it here would be a guess. */
static bool is_mistyped(struct checker *checker, const struct type *type)
{
    if (type->kind == TYPE_TEXT && checker->compilation->status == FT_OK)
        checker->compilation->status = FT_INVALID;
    return type->kind == TYPE_TEXT;
}

/* A node for one of both in `found`. */
static struct node *member_node(struct checker *checker, const struct syntax *syntax,
                                const struct entity *entity, const struct field *via,
                                struct found found)
{
    const struct field *field = found.field;
    const struct item *item = found.item;
    if (field == NULL && is_mistyped(checker, &item->type))
        return NULL;
    struct node *node = node_make(checker, syntax, field != NULL ? NODE_FIELD : NODE_ITEM,
                                  field != NULL ? field->type : item->type, NULL, 0);
    if (node == NULL)
        return NULL;
    node->entity = entity;
    node->via = via;
    node->field = field;
    node->item = item;
    node->unit = field != NULL ? field->unit : item->unit;
    return noted(checker,
                 item == NULL ? names_note_field(checker, field) : note_item(checker, item), node);
}

const struct entity *names_ancestor(const struct entity *entity, const char *id)
{
    while (entity != NULL && strcmp(entity->id, id) != 0)
        entity = entity->parent;
    return entity;
}

/* Whether `id` names the own row of the aggregate around, or one above it, and not a row that the
 * rows share that it goes over. */
static const struct entity *find_own(const struct checker *checker, const char *id)
{
    const struct own_row *own = checker->own;
    const struct entity *entity = own == NULL ? NULL : names_ancestor(own->entity, id);
    return entity == NULL || entity_is_below(own->above, entity) ? NULL : entity;
}

/* owner.name of the own row of the aggregate around. */
static struct node *check_own(struct checker *checker, const struct syntax *syntax,
                              const struct entity *entity)
{
    struct own_row *own = checker->own;
    const bool two = entity != own->rows && entity_is_below(own->rows, entity);
    const struct found found = find(entity, syntax->name, map_hash(syntax->name));
    if (own->is_hidden || two) {
        compilation_fault(checker->compilation, syntax->token.offset,
                          (uint32_t)strlen(syntax->owner),
                          &formula_message[two ? FORMULA_OWN_OR_OTHER : FORMULA_OWN_DEEP],
                          syntax->owner, own->rows->table, NULL);
        return NULL;
    }
    if (found.field == NULL && found.item == NULL) {
        fault_unknown_member(checker, syntax, entity);
        return NULL;
    }
    struct node *node = member_node(checker, syntax, entity, NULL, found);
    if (node != NULL)
        node->outer = own->is_named = true;
    return node;
}

/* owner.name: of a row above (or the own), or of the row that a reference leads to. */
static struct node *check_member(struct checker *checker, const struct syntax *syntax)
{
    const struct entity *own = find_own(checker, syntax->owner);
    if (own != NULL)
        return check_own(checker, syntax, own);
    const struct entity *entity = names_ancestor(checker->entity, syntax->owner);
    const struct field *via = map_get(&checker->entity->names, syntax->owner);
    if (via != NULL && via->type.kind != TYPE_REFERENCE)
        via = NULL;
    const bool means[MEANING_COUNT] = {
        [MEANING_ROW_ABOVE] = entity != NULL, [MEANING_REFERENCE] = via != NULL};
    if (!names_is_plain(checker, syntax->token.offset, syntax->owner, means))
        return NULL;
    if (entity == NULL && via == NULL) {
        struct suggestion suggestion = {.word = syntax->owner};
        for (const struct entity *above = checker->entity; above->parent != NULL;
             above = above->parent)
            suggest(&suggestion, above->id);
        suggest(&suggestion, checker->compilation->schema->entities[0].id);
        compilation_fault(checker->compilation, syntax->token.offset,
                          (uint32_t)strlen(syntax->owner), &formula_message[FORMULA_UNKNOWN_OWNER],
                          syntax->owner,
                          suggestion.best != NULL ? suggestion.best : checker->entity->id, NULL);
        return NULL;
    }
    if (via != NULL)
        entity = via->type.entity;
    const struct found found = find(entity, syntax->name, map_hash(syntax->name));
    const bool members[MEANING_COUNT] = {
        [MEANING_FIELD] = found.field != NULL, [MEANING_RULE] = found.item != NULL};
    if (found.field == NULL && found.item == NULL) {
        fault_unknown_member(checker, syntax, entity);
        return NULL;
    }
    return names_is_plain(checker, syntax->name_offset, syntax->name, members)
               ? member_node(checker, syntax, entity, via, found)
               : NULL;
}

/* first, last, index, as_of: built-ins without operands. */
static struct node *check_position(struct checker *checker, const struct syntax *syntax,
                                   const struct builtin *builtin)
{
    static const enum node_op ops[] = {[BUILTIN_FIRST] = NODE_FIRST,
                                       [BUILTIN_LAST] = NODE_LAST,
                                       [BUILTIN_INDEX] = NODE_INDEX,
                                       [BUILTIN_AS_OF] = NODE_AS_OF};
    struct type type = builtin->id == BUILTIN_INDEX   ? type_plain
                       : builtin->id == BUILTIN_AS_OF ? type_date
                                                      : type_boolean;
    return node_make(checker, syntax, ops[builtin->id], type, NULL, 0);
}

static bool is_position(const struct builtin *builtin)
{
    return builtin->id == BUILTIN_FIRST || builtin->id == BUILTIN_LAST ||
           builtin->id == BUILTIN_INDEX || builtin->id == BUILTIN_AS_OF;
}

static struct node *parameter_node(struct checker *checker, const struct syntax *syntax,
                                   enum node_op op, const struct parameter *parameter,
                                   struct type type, struct node *const *operands, size_t count)
{
    struct node *node = is_mistyped(checker, &parameter->type)
                            ? NULL
                            : node_make(checker, syntax, op, type, operands, count);
    if (node == NULL)
        return NULL;
    node->parameter = parameter;
    if (type.kind == TYPE_NUMBER)
        node->unit = parameter->unit;
    return noted(checker, note_parameter(checker, parameter), node);
}

struct node *check_name(struct checker *checker, const struct syntax *syntax)
{
    if (syntax->owner != NULL)
        return check_member(checker, syntax);
    const struct local *local = find_local(checker, syntax->name);
    if (local != NULL)
        return check_local(checker, syntax, local);
    const struct builtin *builtin = builtin_find(syntax->name);
    const size_t hash = map_hash(syntax->name);
    const struct found found = find(checker->entity, syntax->name, hash);
    const struct parameter *parameter =
        map_get_hashed(&checker->compilation->schema->parameter_names, syntax->name, hash);
    const struct definition *definition =
        map_get_hashed(&checker->entity->definitions, syntax->name, hash);
    bool position = builtin != NULL && is_position(builtin);
    bool scalar = parameter != NULL && parameter->shape == SHAPE_SCALAR;
    const bool means[MEANING_COUNT] = {[MEANING_BUILTIN] = position,
                                       [MEANING_FIELD] = found.field != NULL,
                                       [MEANING_RULE] = found.item != NULL,
                                       [MEANING_PARAMETER] = scalar,
                                       [MEANING_DEFINITION] = definition != NULL};
    if (!names_is_plain(checker, syntax->name_offset, syntax->name, means))
        return NULL;
    if (position)
        return check_position(checker, syntax, builtin);
    if (found.field != NULL || found.item != NULL)
        return member_node(checker, syntax, checker->entity, NULL, found);
    if (definition != NULL)
        return check_definition(checker, syntax, definition);
    if (scalar)
        return parameter_node(checker, syntax, NODE_PARAMETER, parameter, parameter->type, NULL, 0);
    names_fault_unknown(checker, syntax);
    return NULL;
}

/* ---- parameters with operands ---- */

/* The table or the scale of this name, or NULL after a fault. */
static const struct parameter *find_parameter(struct checker *checker, const struct syntax *syntax,
                                              bool scale)
{
    const struct parameter *parameter =
        map_get(&checker->compilation->schema->parameter_names, syntax->name);
    if (parameter != NULL &&
        (scale ? parameter_is_scale(parameter) : parameter->shape == SHAPE_TABLE))
        return parameter;
    names_fault_unknown(checker, syntax);
    return NULL;
}

static void fault_count(struct checker *checker, const struct syntax *syntax, const char *form)
{
    char count[24];
    (void)snprintf(count, sizeof count, "%zu", syntax->operand_count);
    check_fault(checker, syntax, &formula_message[FORMULA_ARITY], form, count, NULL);
}

/* "standard[zone, structure]", "scale[zone](…)", "scale(…)" */
static const char *table_form(struct checker *checker, const struct parameter *parameter)
{
    struct arena *arena = checker->compilation->arena;
    const char *form = parameter->id, *end = parameter_is_scale(parameter) ? "(…)" : "";
    for (size_t i = 0; i < parameter->key_count && form != NULL; i++)
        form = arena_format(arena, "%s%s%s", form, i == 0 ? "[" : ", ", parameter->keys[i]->id);
    return form == NULL
               ? NULL
               : arena_format(arena, "%s%s%s", form, parameter->key_count > 0 ? "]" : "", end);
}

/* Operands `from` on, one a key of the parameter, into `operands`. */
static bool check_keys(struct checker *checker, const struct syntax *syntax,
                       const struct parameter *parameter, struct node **operands)
{
    bool good = true;
    for (size_t i = 0; i < parameter->key_count; i++) {
        struct type key = {.kind = TYPE_SYMBOL, .enumeration = parameter->keys[i]};
        operands[i] = check_as(checker, syntax->operands[i], &key);
        good = good && operands[i] != NULL;
    }
    return good;
}

/* Room for a node's operands; NULL: memory is out. */
static struct node **operand_array(struct checker *checker, size_t count)
{
    struct node **operands = arena_array(checker->compilation->arena, count, sizeof(struct node *));
    if (operands == NULL)
        checker->compilation->status = FT_NO_MEMORY;
    return operands;
}

struct node *check_lookup(struct checker *checker, const struct syntax *syntax)
{
    const struct parameter *parameter = find_parameter(checker, syntax, false);
    if (parameter == NULL)
        return NULL;
    if (parameter->key_count != syntax->operand_count) {
        fault_count(checker, syntax, table_form(checker, parameter));
        return NULL;
    }
    struct node **operands = operand_array(checker, syntax->operand_count);
    return operands != NULL && check_keys(checker, syntax, parameter, operands)
               ? parameter_node(checker, syntax, NODE_LOOKUP, parameter, parameter->type, operands,
                                syntax->operand_count)
               : NULL;
}

struct node *check_set(struct checker *checker, const struct syntax *syntax)
{
    const struct parameter *parameter =
        map_get(&checker->compilation->schema->parameter_names, syntax->name);
    if (parameter == NULL || parameter->shape != SHAPE_SET) {
        if (own_spelling(checker, syntax->name) == NULL)
            names_fault_unknown(checker, syntax);
        else
            fault_name(checker, syntax, &formula_message[FORMULA_NOT_A_SET], syntax->name, NULL);
        return NULL;
    }
    struct node *operand = is_mistyped(checker, &parameter->type)
                               ? NULL
                               : check_as(checker, syntax->operands[0], &parameter->type);
    return operand == NULL
               ? NULL
               : parameter_node(checker, syntax, NODE_IN_SET, parameter, type_boolean, &operand, 1);
}

/* scale(amount), scale[keys](amount): the amount comes first among the operands. */
static struct node *check_scale(struct checker *checker, const struct syntax *syntax)
{
    const struct parameter *parameter = find_parameter(checker, syntax, true);
    if (parameter == NULL)
        return NULL;
    const size_t keys = parameter->key_count;
    if (syntax->key_count != keys || syntax->operand_count != keys + 1) {
        fault_count(checker, syntax, table_form(checker, parameter));
        return NULL;
    }
    struct node **operands = operand_array(checker, keys + 1);
    if (operands == NULL || is_mistyped(checker, &parameter->type))
        return NULL;
    const bool good = check_keys(checker, syntax, parameter, operands + 1);
    operands[0] = check_as(checker, syntax->operands[keys], &parameter->by);
    const enum node_op op = parameter->shape == SHAPE_BRACKETS ? NODE_BRACKETS : NODE_THRESHOLDS;
    return good && operands[0] != NULL
               ? parameter_node(checker, syntax, op, parameter, parameter->type, operands, keys + 1)
               : NULL;
}

/* ---- built-ins that look beyond their operands ---- */

/* given(field), applicable(rule): a name, not a value. */
static struct node *check_state(struct checker *checker, const struct syntax *syntax,
                                const struct builtin *builtin)
{
    const struct syntax *name = syntax->operands[0];
    bool given = builtin->id != BUILTIN_APPLICABLE;
    struct node *node = name->kind == SYNTAX_NAME ? check_name(checker, name) : NULL;
    if (name->kind == SYNTAX_NAME && node == NULL)
        return NULL;
    if (node == NULL || (given ? node->field : (const void *)node->item) == NULL) {
        check_fault(checker, name, &formula_message[given ? FORMULA_GIVEN : FORMULA_APPLICABLE],
                    NULL, NULL, NULL);
        return NULL;
    }
    node->op = !given ? NODE_APPLICABLE : builtin->id == BUILTIN_FILLED ? NODE_FILLED : NODE_GIVEN;
    node->type = type_boolean;
    node->offset = syntax->offset;
    node->length = syntax->length;
    return node_set_unit(checker, node) ? node : NULL;
}

static struct node *check_in_force(struct checker *checker, const struct syntax *syntax)
{
    const struct syntax *name = syntax->operands[0];
    const struct parameter *parameter =
        name->kind == SYNTAX_NAME && name->owner == NULL
            ? map_get(&checker->compilation->schema->parameter_names, name->name)
            : NULL;
    if (parameter == NULL) {
        bool known = name->kind != SYNTAX_NAME || name->owner != NULL ||
                     own_spelling(checker, name->name) != NULL;
        if (known)
            check_fault(checker, name, &formula_message[FORMULA_IN_FORCE], NULL, NULL, NULL);
        else
            names_fault_unknown(checker, name);
        return NULL;
    }
    return parameter_node(checker, syntax, NODE_IN_FORCE, parameter, type_boolean, NULL, 0);
}

static struct node *check_previous(struct checker *checker, const struct syntax *syntax)
{
    struct node *operand = check_beside(checker, syntax->operands[0]);
    if (operand == NULL)
        return NULL;
    struct node *node = node_make(checker, syntax, NODE_PREVIOUS, operand->type, &operand, 1);
    if (node != NULL)
        node->unit = operand->unit;
    return node;
}

/* cumulative(x), share(pool, weight, step), fill(pool, need, priority) */
static struct node *check_pool(struct checker *checker, const struct syntax *syntax,
                               const struct builtin *builtin)
{
    struct node *operands[4] = {NULL};
    bool good = true;
    for (size_t i = 0; i < syntax->operand_count; i++) {
        if (i == 3) {
            operands[i] = check_written(checker, syntax->operands[i], &fill_ties);
            good = good && operands[i] != NULL;
            continue;
        }
        operands[i] = check_beside(checker, syntax->operands[i]);
        if (operands[i] != NULL && operands[i]->type.kind != TYPE_NUMBER)
            operands[i] = coerce(checker, operands[i], &type_plain) ? operands[i] : NULL;
        good = good && operands[i] != NULL;
    }
    if (!good)
        return NULL;
    assert(operands[0] != NULL); /* the table of built-ins demands it */
    size_t like = builtin->id == BUILTIN_SHARE ? 2 : builtin->id == BUILTIN_FILL ? 1 : 0;
    if (!coerce(checker, operands[like], &operands[0]->type))
        return NULL;
    enum node_op op = builtin->id == BUILTIN_SHARE  ? NODE_SHARE
                      : builtin->id == BUILTIN_FILL ? NODE_FILL
                                                    : NODE_CUMULATIVE;
    return node_make(checker, syntax, op, operands[0]->type, operands, syntax->operand_count);
}

struct node *check_call(struct checker *checker, const struct syntax *syntax)
{
    const struct builtin *builtin = builtin_find(syntax->name);
    if (builtin == NULL || syntax->key_count > 0)
        return check_scale(checker, syntax);
    if (syntax->operand_count < builtin->least ||
        (builtin->most != 0 && syntax->operand_count > builtin->most) || builtin->least == 0) {
        fault_count(checker, syntax, builtin->signature);
        return NULL;
    }
    switch (builtin->id) {
    case BUILTIN_GIVEN:
    case BUILTIN_FILLED:
    case BUILTIN_APPLICABLE:
        return check_state(checker, syntax, builtin);
    case BUILTIN_IN_FORCE:
        return check_in_force(checker, syntax);
    case BUILTIN_PREVIOUS:
        return check_previous(checker, syntax);
    case BUILTIN_CUMULATIVE:
    case BUILTIN_SHARE:
    case BUILTIN_FILL:
        return check_pool(checker, syntax, builtin);
    case BUILTIN_SUM:
    case BUILTIN_COUNT:
    case BUILTIN_ANY:
    case BUILTIN_ALL:
        check_fault(checker, syntax, &formula_message[FORMULA_OVER], builtin->signature, NULL,
                    NULL);
        return NULL;
    /* Operands of their own kinds, which the table says. */
    case BUILTIN_MIN:
    case BUILTIN_MAX:
    case BUILTIN_ABS:
    case BUILTIN_ROUND:
    case BUILTIN_FLOOR:
    case BUILTIN_CEIL:
    case BUILTIN_CLAMP:
    case BUILTIN_YEAR:
    case BUILTIN_MONTH:
    case BUILTIN_DAY:
    case BUILTIN_WEEKDAY:
    case BUILTIN_YEARS_BETWEEN:
    case BUILTIN_DAYS_BETWEEN:
    case BUILTIN_DATE_OF:
    case BUILTIN_LAST_DAY_OF_MONTH:
    case BUILTIN_ADD_MONTHS:
    case BUILTIN_AT:
    case BUILTIN_FIRST:
    case BUILTIN_LAST:
    case BUILTIN_INDEX:
    case BUILTIN_AS_OF:
    case BUILTIN_OVER:
    case BUILTIN_VIA:
        break;
    case BUILTIN_ID_COUNT:
        return NULL;
    }
    return check_builtin(checker, syntax, builtin);
}
