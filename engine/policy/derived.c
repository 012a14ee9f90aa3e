/*
 * Parameters that are worked out from others: a value that says `formula` is worked out on the day on
 * which it begins, and anew on each day on which a parameter that the formula names has another
 * value. What comes of it are values as any other, dated and known as those that it rests on.
 */
#include <assert.h>
#include <string.h>

#include "policy_internal.h"

/* ---- one value ---- */

/* What a formula came to, and what it asked for on the way. */
struct working {
    const struct parameter *parameter; /* that the value is of */
    const struct node *root;
    struct date on;
    enum version_status status; /* the worst of the values that it rests on */
    bool ahead;                 /* it asked for its own value of that day or a later one */
};

/* Whether `date` says the day of an own value. Bounded by LIMIT_FORMULA_NESTING. */
static bool dates_own(const struct node *node, const struct node *date,
                      const struct parameter *parameter)
{
    if (node->op == NODE_AT && node->operands[1] == date)
        return node->operands[0]->parameter == parameter;
    for (size_t i = 0; i < node->operand_count; i++)
        if (dates_own(node->operands[i], date, parameter))
            return true;
    return false;
}

static void derived_look_at(void *context, const struct formula *formula, const struct node *node,
                            const struct entity *entity, uint32_t row, const struct cell *cell,
                            const struct version *version)
{
    struct working *working = context;
    (void)formula;
    (void)entity;
    (void)row;
    if (version != NULL && version->status > working->status)
        working->status = version->status;
    if (node->type.kind == TYPE_DATE && cell->state == CELL_VALUE &&
        cell->value.date.days >= working->on.days &&
        dates_own(working->root, node, working->parameter))
        working->ahead = true;
}

/* A dataset of the root alone, for formulas that look at no row. False: memory is out. */
static bool derived_dataset(struct dataset *dataset, const struct schema *schema,
                            struct arena *arena)
{
    struct table *tables = arena_array(arena, schema->entity_count, sizeof *tables);
    if (tables == NULL)
        return false;
    for (size_t i = 0; i < schema->entity_count; i++)
        tables[i].entity = &schema->entities[i];
    tables[0].count = 1;
    *dataset = (struct dataset){.schema = schema, .arena = arena, .tables = tables};
    return true;
}

/* The formula of a value on a day, as known on another. */
static enum ft_status work_out(const struct version *version, struct date on, struct date known_at,
                               struct dataset *dataset, struct arith *arith,
                               enum ft_language language, struct working *working,
                               struct cell *cell)
{
    static const uint32_t root = 0;
    struct diagnostics silent = {.language = language};
    const struct trace trace = {derived_look_at, working};
    struct evaluation evaluation = {.dataset = dataset,
                                    .arith = arith,
                                    .diagnostics = &silent,
                                    .trace = &trace,
                                    .silent = true,
                                    .rule = version->parameter->id};
    *working = (struct working){.parameter = version->parameter,
                                .root = version->formula->root,
                                .on = on,
                                .status = version->own_status};
    dataset->as_of = on;
    dataset->known_at = known_at;
    return formula_evaluate(version->formula, &evaluation, &root, 1, cell);
}

static const char *derived_why(const struct cell *cell)
{
    return cell->reason.lacks != NULL && cell->reason.lacks->count > 0 &&
                   cell->reason.lacks->lacks[0].kind == LACK_FAULT
               ? cell->reason.lacks->lacks[0].text
               : "";
}

/* ---- the days of a value ---- */

/* A parameter while its values are worked out. */
struct deriving {
    struct loader *loader;
    struct parameter *parameter;
    struct dataset dataset;
    struct version *versions; /* so far */
    size_t count, capacity;
};

static bool is_older(struct date x, struct date y)
{
    return x.days < y.days;
}

static bool add_day(struct loader *loader, struct date **days, size_t *count, size_t *capacity,
                    struct date day)
{
    size_t at = 0;
    while (at < *count && is_older((*days)[at], day))
        at++;
    if (at < *count && (*days)[at].days == day.days)
        return true;
    struct date *grown = arena_grow(loader->arena, *days, capacity, sizeof *grown, *count + 1);
    if (grown == NULL) {
        loader->status = FT_NO_MEMORY;
        return false;
    }
    memmove(grown + at + 1, grown + at, (*count - at) * sizeof *grown);
    grown[at] = day;
    *days = grown;
    ++*count;
    return true;
}

/* Whether the formula names the parameter otherwise than as of another day. Bounded by
 * LIMIT_FORMULA_NESTING. */
static bool names_undated(const struct node *node, const struct parameter *parameter)
{
    if (node->op == NODE_AT) {
        for (size_t i = 0; i < node->operands[0]->operand_count; i++)
            if (names_undated(node->operands[0]->operands[i], parameter))
                return true;
        return names_undated(node->operands[1], parameter);
    }
    bool names = node->parameter == parameter;
    for (size_t i = 0; i < node->operand_count && !names; i++)
        names = names_undated(node->operands[i], parameter);
    return names;
}

/* The days from the value's first to its end on which a parameter of its formula changes, and those
 * on which something of them became known, from the value's own on. */
struct derived_days {
    struct date *cuts, *known;
    size_t cut_count, known_count, cut_capacity, known_capacity;
};

static bool find_days(struct loader *loader, const struct version *version,
                      struct derived_days *days)
{
    const struct formula *formula = version->formula;
    bool good =
        add_day(loader, &days->cuts, &days->cut_count, &days->cut_capacity, version->from) &&
        add_day(loader, &days->known, &days->known_count, &days->known_capacity,
                version->published);
    for (size_t i = 0; i < formula->parameter_count; i++) {
        const struct parameter *used = formula->parameters[i];
        const bool cuts = names_undated(formula->root, used);
        for (size_t j = 0; j < used->version_count && good && used != version->parameter; j++) {
            const struct version *other = &used->versions[j];
            const struct date ends[] = {other->from, version_end(other, DATE_FOREVER)};
            for (size_t k = 0; k < 2 && cuts && good; k++)
                if (is_older(version->from, ends[k]) && is_older(ends[k], version->to))
                    good = add_day(loader, &days->cuts, &days->cut_count, &days->cut_capacity,
                                   ends[k]);
            if (good && is_older(version->published, other->published))
                good = add_day(loader, &days->known, &days->known_count, &days->known_capacity,
                               other->published);
        }
    }
    return good;
}

/* What of the law there is on a day, as known on another: whether all that the formula names has a
 * value, and whether one of them begins on it. */
static void find_law(const struct version *version, struct date on, struct date known_at, bool *all,
                     bool *begins)
{
    const struct formula *formula = version->formula;
    *all = true;
    *begins = on.days == version->from.days;
    for (size_t i = 0; i < formula->parameter_count; i++) {
        const struct parameter *used = formula->parameters[i];
        if (used == version->parameter || !names_undated(formula->root, used))
            continue;
        const struct version *law = parameter_version(used, on, known_at);
        *all &= law != NULL;
        *begins |= law != NULL && law->from.days == on.days;
    }
}

/* ---- a parameter ---- */

static void derived_keep(struct deriving *deriving, const struct version *version)
{
    struct version *versions =
        arena_grow(deriving->loader->arena, deriving->versions, &deriving->capacity,
                   sizeof *versions, deriving->count + 1);
    if (versions == NULL) {
        deriving->loader->status = FT_NO_MEMORY;
        return;
    }
    deriving->versions = versions;
    versions[deriving->count++] = *version;
    deriving->parameter->versions = versions; /* later ones may ask for it */
    deriving->parameter->version_count = deriving->count;
}

/* "worked out: base at (as_of - 1 年) * (1 + cpi)", behind a note of its own. */
static const char *derived_note(struct loader *loader, const struct version *version)
{
    const bool zh = loader->diagnostics->language == FT_ZH;
    const char *note =
        load_format(loader, zh ? "由公式算出：%s" : "worked out: %s", version->formula->text.bytes);
    return version->note == NULL
               ? note
               : load_format(loader, zh ? "%s；%s" : "%s; %s", version->note, note);
}

static void derived_fault(struct deriving *deriving, const struct version *version, struct date on,
                          const struct working *working, const char *why)
{
    char day[DATE_TEXT_SIZE];
    load_fault(
        deriving->loader, &version->worked_out.place,
        &parameters_message[working->ahead ? PARAMETERS_DERIVED_AHEAD : PARAMETERS_DERIVED_NOTHING],
        deriving->parameter->id, date_text(day, on), why);
}

/* Whether the formula asks for earlier values of its parameter. */
static bool names_own(const struct version *version)
{
    for (size_t i = 0; i < version->formula->parameter_count; i++)
        if (version->formula->parameters[i] == version->parameter)
            return true;
    return false;
}

static const char *own_first(const struct loader *loader)
{
    return loader->diagnostics->language == FT_ZH ? "此前它自己还没有取值"
                                                  : "it has no value of its own before that";
}

/* The value on a day as known on another, where it differs from what was known before. */
static void derive_on(struct deriving *deriving, const struct version *version, struct date on,
                      struct date known_at)
{
    struct loader *loader = deriving->loader;
    struct working working;
    struct cell cell;
    if (work_out(version, on, known_at, &deriving->dataset, &loader->arith,
                 loader->diagnostics->language, &working, &cell) != FT_OK) {
        loader->status = FT_NO_MEMORY;
        return;
    }
    if (working.ahead || cell.state != CELL_VALUE) {
        derived_fault(deriving, version, on, &working,
                      deriving->count == 0 && names_own(version) ? own_first(loader)
                                                                 : derived_why(&cell));
        return;
    }
    const struct version *before =
        deriving->count == 0 ? NULL : &deriving->versions[deriving->count - 1];
    if (before != NULL && before->from.days == on.days &&
        values_equal(&deriving->parameter->type, &before->scalar, &cell.value))
        return;
    struct version made = *version;
    made.from = on;
    made.published = known_at;
    made.is_published = version->is_published || known_at.days != version->published.days;
    made.status = working.status;
    made.scalar = cell.value;
    made.note = derived_note(loader, version);
    if (on.days != version->from.days || known_at.days != version->published.days)
        made.index = loader->policy->schema.version_count++;
    derived_keep(deriving, &made);
}

/* Values without an end end where the next begins. */
static void derived_set_ends(struct deriving *deriving)
{
    const struct version *next = NULL;
    for (size_t i = deriving->count; i-- > 0;) {
        struct version *version = &deriving->versions[i];
        if (i + 1 < deriving->count && is_older(version->from, version[1].from))
            next = version + 1;
        if (next != NULL && is_older(next->from, version->to))
            version->to = next->from;
    }
}

/* All values that a value with a formula comes to. */
static void derive_version(struct deriving *deriving, const struct version *version)
{
    struct loader *loader = deriving->loader;
    struct derived_days days = {0};
    bool ended = false;
    if (!find_days(loader, version, &days))
        return;
    for (size_t i = 0; i < days.cut_count && loader_goes_on(loader) && !ended; i++) {
        const struct date on = days.cuts[i];
        bool all = true, begins;
        for (size_t j = 0; j < days.known_count && loader_goes_on(loader); j++) {
            find_law(version, on, days.known[j], &all, &begins);
            /* On its first day the value must come about, or it is told why it does not. */
            if (begins && (all || (i == 0 && j + 1 == days.known_count)))
                derive_on(deriving, version, on, days.known[j]);
        }
        ended = !all; /* what it rests on has no value from here on */
        derived_set_ends(deriving);
        for (size_t j = deriving->count; ended && j-- > 0;)
            if (!deriving->versions[j].ends && is_older(on, deriving->versions[j].to)) {
                deriving->versions[j].ends = true;
                deriving->versions[j].to = on;
            }
    }
}

static void derive_parameter(struct deriving *deriving)
{
    struct parameter *parameter = deriving->parameter;
    const struct version *written = parameter->versions;
    const size_t count = parameter->version_count;
    parameter->version_count = 0;
    for (size_t i = 0; i < count && loader_goes_on(deriving->loader); i++) {
        if (written[i].formula == NULL)
            derived_keep(deriving, &written[i]);
        else
            derive_version(deriving, &written[i]);
        derived_set_ends(deriving);
    }
    if (deriving->count == 0) { /* told */
        parameter->versions = written;
        parameter->version_count = count;
    }
}

/* ---- all of them ---- */

/* Whether a value of it is worked out. */
static bool parameter_is_derived(const struct parameter *parameter)
{
    for (size_t i = 0; i < parameter->version_count; i++)
        if (parameter->versions[i].formula != NULL)
            return true;
    return false;
}

/* A node that is of rows, the parameter on its own day, or the day but for that of another value; NULL:
 * there is none. */
static const struct node *derived_stranger(const struct node *node, const struct parameter *own)
{
    const enum node_class class = node_class(node->op);
    if ((class == CLASS_LEAF && node->op != NODE_CONSTANT) || class == CLASS_SIBLINGS ||
        class == CLASS_AGGREGATE || class == CLASS_DATE || node->parameter == own)
        return node;
    const bool own_before = node->op == NODE_AT && node->operands[0]->parameter == own;
    for (size_t i = own_before ? 1 : 0; i < node->operand_count; i++) {
        const struct node *found = derived_stranger(node->operands[i], own);
        const bool day = node->op == NODE_AT && i == 1 && found != NULL && found->op == NODE_AS_OF;
        if (found != NULL && !day)
            return found;
    }
    return NULL;
}

static void compile_derived(struct loader *loader, const struct parameter *parameter)
{
    for (size_t i = 0; i < parameter->version_count && loader_goes_on(loader); i++) {
        struct version *version = (struct version *)&parameter->versions[i];
        if (version->worked_out.bytes == NULL)
            continue;
        version->formula = compile_text(loader, &version->worked_out,
                                        &loader->policy->schema.entities[0], &parameter->type);
        const struct node *stranger =
            version->formula == NULL ? NULL : derived_stranger(version->formula->root, parameter);
        if (stranger == NULL)
            continue;
        const char *words =
            load_text(loader, arena_copy(loader->arena, stranger->text->bytes + stranger->offset,
                                         stranger->length));
        load_fault(loader, &version->worked_out.place,
                   &parameters_message[stranger->parameter != NULL  ? PARAMETERS_DERIVED_OWN
                                       : stranger->op == NODE_AS_OF ? PARAMETERS_DERIVED_DAY
                                                                    : PARAMETERS_DERIVED_ROWS],
                   parameter->id, words, NULL);
        version->formula = NULL;
    }
}

/* Whether a value of it rests on another that is not worked out yet. */
static bool derived_waits(const struct parameter *parameter, struct parameter *const *open,
                          size_t count)
{
    for (size_t i = 0; i < parameter->version_count; i++) {
        const struct formula *formula = parameter->versions[i].formula;
        for (size_t j = 0; formula != NULL && j < formula->parameter_count; j++)
            for (size_t k = 0; k < count; k++)
                if (open[k] != NULL && open[k] != parameter && open[k] == formula->parameters[j])
                    return true;
    }
    return false;
}

static void fault_derived_circle(struct loader *loader, struct parameter *const *open, size_t count)
{
    const struct parameter *first = NULL;
    const char *names = "";
    for (size_t i = 0; i < count; i++) {
        if (open[i] == NULL)
            continue;
        names = load_format(loader, "%s%s%s", names, first == NULL ? "" : ", ", open[i]->id);
        first = first == NULL ? open[i] : first;
    }
    if (first != NULL)
        load_fault(loader, &first->place, &parameters_message[PARAMETERS_DERIVED_CIRCLE], names,
                   NULL, NULL);
}

void derive_parameters(struct loader *loader)
{
    struct policy *policy = loader->policy;
    const uint64_t faults = loader->diagnostics->said;
    struct parameter **open = load_array(loader, loader->parameter_count, sizeof *open);
    struct parameter **derived = load_array(loader, loader->parameter_count, sizeof *derived);
    struct deriving deriving = {.loader = loader};
    size_t count = 0;
    for (size_t i = 0; i < loader->parameter_count && open != NULL; i++) {
        compile_derived(loader, loader->parameters[i]);
        if (parameter_is_derived(loader->parameters[i]))
            open[count++] = loader->parameters[i];
    }
    if (derived == NULL || open == NULL || count == 0 || loader->diagnostics->said > faults)
        return;
    if (!derived_dataset(&deriving.dataset, &policy->schema, loader->arena)) {
        loader->status = FT_NO_MEMORY;
        return;
    }
    policy->derived = derived;
    for (bool goes_on = true; goes_on && loader_goes_on(loader);) {
        goes_on = false;
        for (size_t i = 0; i < count && loader_goes_on(loader); i++) {
            if (open[i] == NULL || derived_waits(open[i], open, count))
                continue;
            deriving = (struct deriving){
                .loader = loader, .parameter = open[i], .dataset = deriving.dataset};
            derive_parameter(&deriving);
            derived[policy->derived_count++] = open[i];
            open[i] = NULL;
            goes_on = true;
        }
    }
    fault_derived_circle(loader, open, count);
    if (loader->diagnostics->said > faults)
        policy->derived_count = 0; /* nothing is worked out anew from what is at fault */
}

/* ---- anew ---- */

static enum ft_status derive_again(struct version *version, struct dataset *dataset,
                                   struct arith *arith, struct diagnostics *diagnostics)
{
    struct working working;
    struct cell cell;
    char day[DATE_TEXT_SIZE];
    if (work_out(version, version->from, version->published, dataset, arith, diagnostics->language,
                 &working, &cell) != FT_OK)
        return FT_NO_MEMORY;
    if (cell.state == CELL_VALUE) {
        version->scalar = cell.value;
        version->status = working.status;
        return FT_OK;
    }
    diagnostics_add(diagnostics, &version->place, &parameters_message[PARAMETERS_DERIVED_NOTHING],
                    version->parameter->id, date_text(day, version->from), derived_why(&cell),
                    NULL);
    return FT_INVALID;
}

enum ft_status policy_derive(const struct policy *policy, struct arith *arith,
                             struct diagnostics *diagnostics)
{
    struct dataset dataset;
    enum ft_status status = FT_OK;
    if (policy->derived_count == 0)
        return FT_OK;
    if (!derived_dataset(&dataset, &policy->schema, arith->arena))
        return FT_NO_MEMORY;
    for (size_t i = 0; i < policy->derived_count; i++) {
        const struct parameter *parameter = policy->derived[i];
        for (size_t j = 0; j < parameter->version_count && status == FT_OK; j++)
            if (parameter->versions[j].formula != NULL)
                status = derive_again((struct version *)&parameter->versions[j], &dataset, arith,
                                      diagnostics);
    }
    return status;
}
