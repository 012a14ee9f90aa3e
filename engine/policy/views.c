/* Views: which figures stand side by side where a reader begins, as data. */
#include <string.h>

#include "policy_internal.h"

static const struct conf_setting view_settings[] = {
    {"id", true, WANT_SCALAR},  {"of", true, WANT_SCALAR},        {"title", true, WANT_GROUP},
    {"lines", true, WANT_LIST}, {"sheet", false, WANT_SCALAR},    {"lead", false, WANT_SCALAR},
    {"per", false, WANT_GROUP}, {"replaces", false, WANT_SCALAR}, {"note", false, WANT_GROUP},
};
static const struct conf_setting line_settings[] = {
    {"id", false, WANT_SCALAR},   {"title", false, WANT_GROUP},   {"value", false, WANT_SCALAR},
    {"net", false, WANT_SCALAR},  {"kind", false, WANT_SCALAR},   {"unit", false, WANT_SCALAR},
    {"step", false, WANT_SCALAR}, {"level", false, WANT_SCALAR},  {"total", false, WANT_SCALAR},
    {"key", false, WANT_SCALAR},  {"source", false, WANT_SCALAR}, {"chart", false, WANT_SCALAR},
};
static const struct conf_setting per_settings[] = {
    {"title", true, WANT_GROUP},
    {"value", true, WANT_SCALAR},
    {"unit", true, WANT_SCALAR},
    {"step", false, WANT_SCALAR},
};

/* ---- declaring ---- */

static struct view_draft *find_draft(const struct loader *loader, const char *id)
{
    for (size_t i = 0; i < loader->view_count; i++)
        if (strcmp(loader->views[i].view->id, id) == 0)
            return &loader->views[i];
    return NULL;
}

/* Takes the place of an earlier pack's view where `replaces` says so, else a place of its own. */
static void keep_view(struct loader *loader, const struct view_draft *draft)
{
    const struct view *view = draft->view;
    const struct text *replaces = setting_text(draft->conf, "replaces");
    struct view_draft *old = find_draft(loader, view->id);
    if (replaces != NULL && !text_is(replaces, view->id)) {
        load_fault(loader, &replaces->place, &policy_message[POLICY_REPLACES_ID], replaces->bytes,
                   view->id, NULL);
    } else if (replaces != NULL && old == NULL) {
        fault_replaces(loader, &replaces->place, view->id);
    } else if (old != NULL &&
               (replaces == NULL || strcmp(old->view->file->pack, view->file->pack) == 0)) {
        load_fault(loader, &view->place, &policy_message[POLICY_DOUBLED_RULE], view->id,
                   old->view->file->id, NULL);
    } else if (old != NULL) {
        *old = *draft;
    } else {
        struct view_draft *drafts = arena_grow(loader->arena, loader->views, &loader->view_capacity,
                                               sizeof *drafts, loader->view_count + 1);
        if (drafts == NULL) {
            loader->status = FT_NO_MEMORY;
            return;
        }
        loader->views = drafts;
        drafts[loader->view_count++] = *draft;
    }
}

void declare_view(struct loader *loader, const struct conf *conf, const struct policy_file *file)
{
    struct view *view = load_array(loader, 1, sizeof *view);
    if (view == NULL ||
        !settings_check(loader, conf, setting_string(conf, "id", "views"), view_settings,
                        sizeof view_settings / sizeof *view_settings))
        return;
    view->file = file;
    view->id = setting_string(conf, "id", "");
    view->place = setting_text(conf, "id")->place;
    view->title = setting_title(loader, conf, "title");
    view->note = setting_title(loader, conf, "note");
    view->sheet = setting_boolean(loader, conf, "sheet", false);
    view->entity = find_entity(loader, setting_text(conf, "of"));
    if (view->entity != NULL && name_check(loader, &view->place, view->id))
        keep_view(loader, &(struct view_draft){view, conf});
}

/* ---- lines ---- */

/* The kind of value whose amounts are written in this unit, or NULL. */
static const struct value_kind *kind_of_unit(const struct policy *policy, const struct unit *unit)
{
    for (size_t i = 0; i < policy->kind_count; i++)
        if (strcmp(policy->kinds[i].unit.text, unit->text) == 0)
            return &policy->kinds[i];
    return NULL;
}

/* What the figure of a line is, and how it is shown where the line does not say. */
static void take_figure(const struct loader *loader, struct view_line *line)
{
    const struct node *root = line->value->root;
    bool plain = root->op == NODE_ITEM || root->op == NODE_FIELD;
    line->type = root->type;
    line->integer = root->op == NODE_FIELD && root->field->integer;
    if (plain && line->title.zh == NULL)
        line->title = root->op == NODE_ITEM ? root->item->title : root->field->title;
    if (plain && line->id == NULL)
        line->id = root->op == NODE_ITEM ? root->item->id : root->field->id;
    if (line->unit.text == NULL)
        line->unit = root->unit;
    if (line->type.kind == TYPE_NUMBER)
        line->kind = kind_of_unit(loader->policy, &line->unit);
}

/* A number's formula must fit the unit that its line writes. */
static void views_read_value(struct loader *loader, const struct conf *conf,
                             const struct entity *entity, struct view_line *line)
{
    struct type wanted = {.kind = TYPE_NUMBER};
    bool united = setting_text(conf, "unit") != NULL;
    if (united) {
        line->unit = setting_unit(loader, conf, "unit");
        wanted.dimension = line->unit.dimension;
    }
    line->value = setting_formula(loader, conf, "value", entity, united ? &wanted : NULL);
    if (line->value != NULL)
        take_figure(loader, line);
}

static void read_net(struct loader *loader, const struct conf *conf, struct view_line *line)
{
    const struct text *kind = setting_text(conf, "kind");
    line->party = find_party(loader, setting_text(conf, "net"));
    if (kind == NULL) {
        load_fault(loader, &conf->place, &policy_message[POLICY_MISSING_SETTING], "kind", "lines",
                   NULL);
        return;
    }
    line->kind = find_kind(loader, kind);
    if (line->kind == NULL)
        return;
    line->unit = line->kind->unit;
    line->type = (struct type){.kind = TYPE_NUMBER, .dimension = line->unit.dimension};
}

static void read_step(struct loader *loader, const struct conf *conf, struct view_line *line)
{
    const struct text *step = setting_text(conf, "step");
    if (step == NULL || line->unit.text == NULL ||
        !load_settled(loader, quantity_parse_as(&line->step, &loader->arith, loader->diagnostics,
                                                step, &line->unit)))
        return;
    line->decimals = step_decimals(loader, &line->step, &line->unit);
    line->kind = NULL;
    if (number_sign(&line->step) <= 0 || line->decimals == UINT32_MAX)
        load_fault(loader, &step->place, &policy_message[POLICY_BAD_STEP], step->bytes, NULL, NULL);
}

static void read_level(struct loader *loader, const struct conf *conf, struct view_line *line)
{
    const struct text *level = setting_text(conf, "level");
    if (level == NULL)
        return;
    if (level->length == 1 && level->bytes[0] >= '0' && level->bytes[0] <= '9')
        line->level = (uint32_t)(level->bytes[0] - '0');
    else
        load_fault(loader, &level->place, &policy_message[POLICY_VIEW_LEVEL], level->bytes, NULL,
                   NULL);
}

const char *const view_chart_names[VIEW_CHART_COUNT] = {
    [VIEW_CHART_SERIES] = "series", [VIEW_CHART_FROM] = "from", [VIEW_CHART_MORE] = "more",
    [VIEW_CHART_LESS] = "less",     [VIEW_CHART_TO] = "to",     [VIEW_CHART_FLOWS] = "flows"};

/* What a line is in the view's chart: of a table a run of bars, of a sheet a step of a waterfall;
 * of a net the postings that make it. */
static void read_chart(struct loader *loader, const struct conf *conf, const struct view *view,
                       struct view_line *line)
{
    const struct text *chart = setting_text(conf, "chart");
    if (chart == NULL)
        return;
    for (int i = VIEW_CHART_SERIES; i < VIEW_CHART_COUNT; i++)
        if (text_is(chart, view_chart_names[i]))
            line->chart = (enum view_chart)i;
    const bool fits = line->chart == VIEW_CHART_FLOWS    ? line->party != NULL
                      : line->chart == VIEW_CHART_SERIES ? !view->sheet
                                                         : view->sheet;
    if (line->chart == VIEW_CHART_NONE || !fits)
        load_fault(loader, &chart->place, &policy_message[POLICY_VIEW_CHART], chart->bytes, NULL,
                   NULL);
}

/* What only numbers have; and the names that a line must have of itself or of its figure. */
static void check_line(struct loader *loader, const struct conf *conf, const struct view *view,
                       const struct view_line *line)
{
    static const char *const of_numbers[] = {"step", "total", "key", "chart"};
    for (size_t i = 0; i < sizeof of_numbers / sizeof *of_numbers; i++) {
        const struct text *text = setting_text(conf, of_numbers[i]);
        if (text != NULL && line->type.kind != TYPE_NUMBER)
            load_fault(loader, &text->place, &policy_message[POLICY_VIEW_NUMBER],
                       line->id == NULL ? "value" : line->id, of_numbers[i], NULL);
    }
    if (line->id == NULL)
        load_fault(loader, &conf->place, &policy_message[POLICY_MISSING_SETTING], "id", view->id,
                   NULL);
    if (line->title.zh == NULL)
        load_fault(loader, &conf->place, &policy_message[POLICY_MISSING_SETTING], "title", view->id,
                   NULL);
}

static void compile_line(struct loader *loader, const struct conf *conf, const struct view *view,
                         struct view_line *line)
{
    const struct text *value = setting_text(conf, "value"), *net = setting_text(conf, "net");
    const struct text *id = setting_text(conf, "id");
    line->place = id != NULL ? id->place : conf->place;
    line->step = NUMBER_ZERO;
    if (!settings_check(loader, conf, "lines", line_settings,
                        sizeof line_settings / sizeof *line_settings))
        return;
    if ((value == NULL) == (net == NULL)) {
        load_fault(loader, &conf->place, &policy_message[POLICY_VIEW_LINE], view->id, NULL, NULL);
        return;
    }
    line->id = id == NULL ? NULL : id->bytes;
    line->title = setting_title(loader, conf, "title");
    line->total = setting_boolean(loader, conf, "total", false);
    line->key = setting_boolean(loader, conf, "key", false);
    line->source = setting_source(loader, conf, NULL);
    read_level(loader, conf, line);
    uint64_t faults = loader->diagnostics->said;
    if (value != NULL)
        views_read_value(loader, conf, view->entity, line);
    else
        read_net(loader, conf, line);
    if (loader->diagnostics->said != faults || !loader_goes_on(loader) ||
        (value != NULL && line->value == NULL))
        return; /* what is wrong with the figure was said, or of what it uses */
    check_line(loader, conf, view, line);
    read_chart(loader, conf, view, line);
    if (line->type.kind == TYPE_NUMBER)
        read_step(loader, conf, line);
}

static void check_ids(struct loader *loader, const struct view_line *lines, size_t count)
{
    struct map seen = {0};
    for (size_t i = 0; i < count && loader_goes_on(loader); i++) {
        if (lines[i].id == NULL)
            continue;
        const struct view_line *first = map_get(&seen, lines[i].id);
        if (first != NULL)
            fault_doubled(loader, &lines[i].place, lines[i].id, &first->place);
        else if (!map_put(&seen, loader->arena, lines[i].id, (void *)&lines[i]))
            loader->status = FT_NO_MEMORY;
    }
}

/* ---- compiling ---- */

/* The divisor's formula may have any dimension; `unit` is the quotient's. */
static void compile_per(struct loader *loader, const struct conf *conf, struct view *view)
{
    struct view_line *per = load_array(loader, 1, sizeof *per);
    if (per == NULL || !settings_check(loader, conf, "per", per_settings,
                                       sizeof per_settings / sizeof *per_settings))
        return;
    per->id = "per";
    per->step = NUMBER_ZERO;
    per->place = conf->place;
    per->title = setting_title(loader, conf, "title");
    per->value = setting_formula(loader, conf, "value", view->entity, NULL);
    per->unit = setting_unit(loader, conf, "unit");
    if (per->value == NULL)
        return;
    per->type = per->value->root->type;
    if (per->type.kind != TYPE_NUMBER)
        load_fault(loader, &setting_text(conf, "value")->place, &policy_message[POLICY_VIEW_NUMBER],
                   "value", "per", NULL);
    read_step(loader, conf, per);
    view->per = per;
}

static void compile_view(struct loader *loader, const struct view_draft *draft)
{
    static const struct type boolean = {.kind = TYPE_BOOLEAN};
    struct view *view = draft->view;
    const struct conf *lines = conf_child(draft->conf, "lines");
    const struct conf *per = conf_child(draft->conf, "per");
    struct view_line *all = load_array(loader, lines->count, sizeof *all);
    if (all == NULL)
        return;
    view->lead =
        setting_formula(loader, draft->conf, "lead", &loader->policy->schema.entities[0], &boolean);
    if (per != NULL && loader_goes_on(loader))
        compile_per(loader, per, view);
    for (size_t i = 0; i < lines->count && loader_goes_on(loader); i++)
        compile_line(loader, &lines->children[i], view, &all[i]);
    check_ids(loader, all, lines->count);
    view->lines = all;
    view->line_count = lines->count;
}

void compile_views(struct loader *loader)
{
    const struct view **views = load_array(loader, loader->view_count, sizeof(const struct view *));
    for (size_t i = 0; views != NULL && i < loader->view_count && loader_goes_on(loader); i++) {
        compile_view(loader, &loader->views[i]);
        views[i] = loader->views[i].view;
    }
    loader->policy->views = views;
    loader->policy->view_count = views == NULL ? 0 : loader->view_count;
}
