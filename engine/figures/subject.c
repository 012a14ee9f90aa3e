/*
 * What `explain` is asked for, by the words that a user has before him: a rule or what it posts, a
 * column of a view or a fact of the scenario, by its id or by its title as a sheet prints it.
 */
#include <assert.h>
#include <string.h>

#include "derivation.h"
#include "lookup.h"

/* More than have one name in any sensible law. */
enum { MOST_FOUND = 16 };

/* All that a name may mean: what has a row as asked for, and what has none. */
struct finding_out {
    struct display *display;
    const char *name, *at;
    bool loosely; /* "市财政净额" for "市财政净额：现金" */
    struct subject found[MOST_FOUND];
    size_t count;
    struct subject total;    /* of a column, where no row was asked for */
    struct subject rowless;  /* called so, without such a row */
    struct choices suggests; /* names like it */
};

/* "市财政净额：现金" begins with what was asked for. */
static bool subject_begins_with(const char *title, const char *name)
{
    size_t length = strlen(name);
    return strncmp(title, name, length) == 0 &&
           (title[length] == ':' || strncmp(title + length, "：", strlen("：")) == 0);
}

/* "projects.prices": a column is called by its name, alone or behind that of its table. */
static bool subject_is_column(const struct finding_out *finding, const char *table,
                              const struct title *table_title, const char *id,
                              const struct title *title)
{
    const char *name = finding->name;
    const char *const heads[] = {table, table_title->zh, table_title->en};
    if (finding->loosely)
        return subject_begins_with(title->zh, name) || subject_begins_with(title->en, name);
    if (strcmp(id, name) == 0 || title_is(title, name))
        return true;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        size_t length = strlen(heads[i]);
        if (strncmp(name, heads[i], length) == 0 && name[length] == '.' &&
            (strcmp(name + length + 1, id) == 0 || title_is(title, name + length + 1)))
            return true;
    }
    return false;
}

static bool subject_is_same(const struct subject *one, const struct subject *other)
{
    return one->kind == other->kind && one->rule == other->rule && one->line == other->line &&
           one->field == other->field && one->row == other->row;
}

static void subject_keep(struct finding_out *finding, const struct subject *subject)
{
    for (size_t i = 0; i < finding->count; i++)
        if (subject_is_same(&finding->found[i], subject))
            return;
    if (finding->count < MOST_FOUND)
        finding->found[finding->count++] = *subject;
}

/* Takes something that is called so, at the row asked for; of a line that shows what has a name of
 * its own, that. */
static void subject_take(struct finding_out *finding, struct subject subject)
{
    struct display *display = finding->display;
    struct choices rows = choices_for(display->arena, display->context->diagnostics, "");
    bool sums = subject.line != NULL && subject.line->total && !subject.view->sheet;
    if (dataset_find(display->context->ledger->dataset, subject.entity, finding->at, &subject.row,
                     &rows)) {
        if (subject.kind != SUBJECT_LINE)
            subject.line = NULL;
        subject_keep(finding, &subject);
    } else if (sums && finding->at[0] == '\0' && finding->total.entity == NULL) {
        subject.kind = SUBJECT_TOTAL;
        finding->total = subject;
    } else if (finding->rowless.entity == NULL || finding->rowless.entity->parent == NULL) {
        finding->rowless = subject;
    }
}

/* Titles are offered to one who wrote beyond ASCII. */
static void offer_name(struct finding_out *finding, const char *id, const struct title *title)
{
    bool ascii = true;
    for (const char *at = finding->name; *at != '\0'; at++)
        ascii = ascii && (unsigned char)*at < 0x80;
    choices_offer(&finding->suggests,
                  ascii ? id : title_in(title, finding->display->context->language));
}

/* ---- what may be meant ---- */

static void try_rule(struct finding_out *finding, const struct rule *rule)
{
    bool called = title_is(&rule->item.title, finding->name);
    for (size_t i = 0; i < rule->post_count; i++) {
        called = called || title_is(&rule->posts[i].title, finding->name);
        offer_name(finding, rule->item.id, &rule->posts[i].title);
    }
    offer_name(finding, rule->item.id, &rule->item.title);
    if (called)
        subject_take(finding, (struct subject){
                                  .kind = SUBJECT_RULE, .rule = rule, .entity = rule->item.entity});
}

/* A line that shows a rule's figure or a field of its own row is that figure or field. */
static void try_line(struct finding_out *finding, const struct view *view,
                     const struct view_line *line)
{
    const struct node *root = line->value == NULL ? NULL : line->value->root;
    bool own = root != NULL && root->via == NULL && root->entity == view->entity;
    struct subject subject = {
        .kind = SUBJECT_LINE, .view = view, .line = line, .entity = view->entity};
    offer_name(finding, line->id, &line->title);
    if (!subject_is_column(finding, view->id, &view->title, line->id, &line->title))
        return;
    if (own && root->op == NODE_ITEM) {
        subject.kind = SUBJECT_RULE;
        subject.rule = policy_rule_of(finding->display->context->policy, root->item);
    } else if (own && root->op == NODE_FIELD) {
        subject.kind = SUBJECT_FACT;
        subject.field = root->field;
    }
    subject_take(finding, subject);
}

static void try_field(struct finding_out *finding, const struct entity *entity,
                      const struct field *field)
{
    offer_name(finding, field->id, &field->title);
    if (subject_is_column(finding, entity->table, &entity->title, field->id, &field->title))
        subject_take(finding,
                     (struct subject){.kind = SUBJECT_FACT, .field = field, .entity = entity});
}

/* In the order of likelihood: what comes first is meant where the later is called so as well. */
static void try_all(struct finding_out *finding)
{
    const struct policy *policy = finding->display->context->policy;
    const struct schema *schema = &policy->schema;
    for (size_t i = 0; i < policy->rule_count; i++)
        try_rule(finding, policy->rules[i]);
    bool done = finding->count > 0;
    for (size_t i = 0; i < policy->view_count && !done; i++)
        for (size_t j = 0; j < policy->views[i]->line_count; j++)
            try_line(finding, policy->views[i], &policy->views[i]->lines[j]);
    done = finding->count > 0;
    for (size_t i = 0; i < schema->entity_count && !done; i++)
        for (size_t j = 0; j < schema->entities[i].field_count; j++)
            try_field(finding, &schema->entities[i], &schema->entities[i].fields[j]);
    if (finding->loosely || finding->count > 0 || finding->total.entity != NULL ||
        finding->rowless.entity != NULL)
        return;
    finding->loosely = true;
    try_all(finding);
}

/* ---- which is meant ---- */

const char *subject_name(struct display *display, const struct subject *subject)
{
    switch (subject->kind) {
    case SUBJECT_RULE:
        return subject->rule->item.id;
    case SUBJECT_FACT:
        return format_text(display, "%s.%s", subject->entity->table, subject->field->id);
    case SUBJECT_LINE:
    case SUBJECT_TOTAL:
        break;
    }
    return format_text(display, "%s.%s", subject->view->id, subject->line->id);
}

static void fault_several(struct finding_out *finding)
{
    struct display *display = finding->display;
    const char *names = "";
    for (size_t i = 0; i < finding->count && names != NULL; i++)
        names = arena_format(display->arena, "%s%s%s%s%s", names,
                             i == 0 ? "" : word(display, WORD_LIST_COMMA),
                             subject_name(display, &finding->found[i]),
                             finding->at[0] == '\0' ? "" : "@", finding->at);
    diagnostics_add(display->context->diagnostics, NULL, &figure_message[FIGURE_SEVERAL_FIGURES],
                    finding->name, names == NULL ? "" : names, NULL);
}

static void fault_none(struct finding_out *finding)
{
    struct display *display = finding->display;
    const struct parameter *parameter = parameter_called(display->context, finding->name);
    if (finding->rowless.entity != NULL)
        fault_row(display, finding->rowless.entity, finding->name, finding->at, NULL, NULL);
    else if (parameter != NULL)
        diagnostics_add(display->context->diagnostics, NULL, &figure_message[FIGURE_IS_PARAMETER],
                        finding->name, parameter->id, NULL);
    else
        diagnostics_add(display->context->diagnostics, NULL, &figure_message[FIGURE_UNKNOWN_FIGURE],
                        finding->name, near_hint(&finding->suggests), NULL);
}

/* Has it what its kind has a use for? */
__attribute__((unused)) static bool subject_is_whole(const struct subject *subject)
{
    if (subject->entity == NULL)
        return false;
    switch (subject->kind) {
    case SUBJECT_RULE:
        return subject->rule != NULL && subject->rule->item.entity == subject->entity;
    case SUBJECT_FACT:
        return subject->field != NULL;
    case SUBJECT_LINE:
    case SUBJECT_TOTAL:
        return subject->view != NULL && subject->line != NULL;
    }
    return false;
}

bool find_subject(struct display *display, const char *item, struct subject *subject)
{
    const struct figure_context *context = display->context;
    size_t length = strcspn(item, "@");
    const char *name = arena_copy(display->arena, item, length);
    if (name == NULL) {
        (void)display_lack_memory(display);
        return false;
    }
    struct finding_out finding = {.display = display,
                                  .name = name,
                                  .at = item[length] == '@' ? item + length + 1 : "",
                                  .suggests =
                                      choices_for(display->arena, context->diagnostics, name)};
    const struct rule *rule = policy_rule(context->policy, name);
    if (rule != NULL)
        subject_take(
            &finding,
            (struct subject){.kind = SUBJECT_RULE, .rule = rule, .entity = rule->item.entity});
    else
        try_all(&finding);
    bool found = finding.count == 1 || (finding.count == 0 && finding.total.entity != NULL);
    if (found) {
        *subject = finding.count == 1 ? finding.found[0] : finding.total;
        assert(subject_is_whole(subject));
    } else if (finding.count > 1) {
        fault_several(&finding);
    } else {
        fault_none(&finding);
    }
    return found;
}
