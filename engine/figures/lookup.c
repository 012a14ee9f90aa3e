/* Figures and policies by the words of a user: an id, or a title that only one of them has. */
#include <string.h>

#include "lookup.h"

/* What a user wrote, and what it may name. */
struct search {
    const char *name, *found; /* the id of what has this title */
    size_t matches;
    struct choices choices;
    struct choices holders; /* of titles in which the words stand */
    const struct diagnostics *diagnostics;
};

/* Titles are offered to one who wrote beyond ASCII: they are accepted as well. */
static void try_name(struct search *search, const char *id, const struct title *title)
{
    bool ascii = true;
    for (const char *at = search->name; *at != '\0'; at++)
        ascii = ascii && (unsigned char)*at < 0x80;
    if (title != NULL && title_is(title, search->name)) {
        search->found = id;
        if (search->matches++ == 0)
            search->choices = choices_for(search->choices.arena, search->diagnostics, "");
        choices_offer(&search->choices, id);
    }
    if (search->matches == 0)
        choices_offer(&search->choices,
                      ascii || title == NULL ? id : title_in(title, search->diagnostics->language));
    if (title != NULL && strstr(ascii ? title->en : title->zh, search->name) != NULL)
        choices_offer_as(&search->holders, "",
                         search->diagnostics->language == FT_ZH ? title->zh : id);
}

static struct search search_for(const struct figure_context *context, const char *name)
{
    return (struct search){.name = name,
                           .choices =
                               choices_for(context->arith->arena, context->diagnostics, name),
                           .holders = choices_for(context->arith->arena, context->diagnostics, ""),
                           .diagnostics = context->diagnostics};
}

const char *near_hint(const struct choices *choices)
{
    const char *best = choices->nearest.best != NULL ? choices->nearest.best : choices->begins;
    if (best == NULL)
        return "";
    const char *text = arena_format(
        choices->arena, choices->language == FT_ZH ? "是不是 %s？" : "did you mean %s? ", best);
    return text == NULL ? "" : text;
}

/* The ids that share a title, the titles that have the words in them, or the one that was probably
 * meant; of hundreds a list says nothing. */
static const char *hint_of(const struct search *search)
{
    const bool zh = search->diagnostics->language == FT_ZH, shared = search->matches > 1;
    if (!shared && search->holders.count == 0)
        return near_hint(&search->choices);
    const char *text = arena_format(search->choices.arena, zh ? "%s%s；" : "%s%s; ",
                                    shared ? ""
                                    : zh   ? "名称里有这些字的，"
                                           : "with these words in their title, ",
                                    choices_text(shared ? &search->choices : &search->holders));
    return text == NULL ? "" : text;
}

/* ---- figures ---- */

const struct parameter *parameter_called(const struct figure_context *context, const char *name)
{
    const struct policy *policy = context->policy;
    for (size_t i = 0; i < policy->parameter_count; i++)
        if (strcmp(policy->parameters[i]->id, name) == 0 ||
            title_is(&policy->parameters[i]->title, name))
            return policy->parameters[i];
    return NULL;
}

/* A parameter and a field are figures as well, but none that a rule works out. */
static bool fault_other(const struct figure_context *context, const struct place *place,
                        const char *name)
{
    const struct schema *schema = &context->policy->schema;
    const struct parameter *parameter = parameter_called(context, name);
    if (parameter != NULL) {
        diagnostics_add(context->diagnostics, place, &figure_message[FIGURE_IS_PARAMETER], name,
                        parameter->id, NULL);
        return true;
    }
    for (size_t i = 0; i < schema->entity_count; i++) {
        for (size_t j = 0; j < schema->entities[i].field_count; j++) {
            const struct field *field = &schema->entities[i].fields[j];
            if (strcmp(field->id, name) != 0 && !title_is(&field->title, name))
                continue;
            diagnostics_add(context->diagnostics, place, &figure_message[FIGURE_IS_FIELD], name,
                            schema->entities[i].table, NULL);
            return true;
        }
    }
    return false;
}

bool is_rule_called(const struct policy *policy, const char *name)
{
    bool called = policy_rule(policy, name) != NULL;
    for (size_t i = 0; i < policy->rule_count; i++)
        called = called || title_is(&policy->rules[i]->item.title, name);
    return called;
}

const struct rule *rule_called(const struct figure_context *context, const char *name,
                               const struct place *place)
{
    const struct policy *policy = context->policy;
    const struct rule *rule = policy_rule(policy, name);
    struct search search = search_for(context, name);
    if (rule != NULL)
        return rule;
    search.choices.idle =
        !diagnostics_has_room(context->diagnostics, place, &figure_message[FIGURE_UNKNOWN_ITEM]);
    for (size_t i = 0; i < policy->rule_count; i++)
        try_name(&search, policy->rules[i]->item.id, &policy->rules[i]->item.title);
    if (search.matches == 1)
        return policy_rule(policy, search.found);
    if (search.matches > 1 || !fault_other(context, place, name))
        diagnostics_add(context->diagnostics, place, &figure_message[FIGURE_UNKNOWN_ITEM], name,
                        hint_of(&search), NULL);
    return NULL;
}

/* ---- rows ---- */

/* A few rows of a table, to show what may stand behind "@". */
static const char *example_row(struct display *display, const struct entity *entity)
{
    const struct dataset *dataset = display->context->scenario->dataset;
    return dataset->tables[entity->index].count > 0 ? row_path(dataset, entity, 0, display->arena)
                                                    : "…";
}

void fault_row(struct display *display, const struct entity *entity, const char *item,
               const char *at, const struct place *item_place, const struct place *at_place)
{
    const struct figure_context *context = display->context;
    struct choices choices = choices_for(display->arena, context->diagnostics, at);
    choices.idle =
        !diagnostics_has_room(context->diagnostics, at_place, &figure_message[FIGURE_UNKNOWN_ROW]);
    const char *example = example_row(display, entity);
    uint32_t row;
    if (at[0] == '\0') {
        diagnostics_add(context->diagnostics, item_place, &figure_message[FIGURE_WHICH_ROW], item,
                        entity->table, example == NULL ? "" : example, NULL);
        return;
    }
    (void)dataset_find(context->scenario->dataset, entity, at, &row, &choices);
    /* The root has one row, without a name to choose. */
    diagnostics_add(
        context->diagnostics, at_place, &figure_message[FIGURE_UNKNOWN_ROW], at, entity->table,
        entity->parent != NULL ? choices_text(&choices) : word(display, WORD_NO_ROW), NULL);
}

/* ---- policies ---- */

static bool lookup_is_known(const struct policy *policy, const char *id)
{
    for (size_t i = 0; i < policy->file_count; i++)
        if (strcmp(policy->files[i].id, id) == 0)
            return true;
    return policy_parameter(policy, id) != NULL || policy_rule(policy, id) != NULL;
}

const char *policy_called(const struct figure_context *context, const char *name)
{
    const struct policy *policy = context->policy;
    struct search search = search_for(context, name);
    if (lookup_is_known(policy, name))
        return name;
    for (size_t i = 0; i < policy->file_count; i++)
        try_name(&search, policy->files[i].id, &policy->files[i].title);
    for (size_t i = 0; i < policy->parameter_count; i++)
        try_name(&search, policy->parameters[i]->id, &policy->parameters[i]->title);
    for (size_t i = 0; i < policy->rule_count; i++)
        try_name(&search, policy->rules[i]->item.id, &policy->rules[i]->item.title);
    if (search.matches == 1)
        return search.found;
    diagnostics_add(context->diagnostics, NULL, &figure_message[FIGURE_UNKNOWN_POLICY], name,
                    hint_of(&search), NULL);
    return NULL;
}
