/* Parameters: when each value holds, how formulas look one up, and what they call it. */
#include <stdlib.h>
#include <string.h>

#include "livebook_internal.h"

const char livebook_no_value[] = "—";

/* ---- when each version holds ---- */

static int by_date(const void *x, const void *y)
{
    const struct date *left = x, *right = y;
    return (left->days > right->days) - (left->days < right->days);
}

/* The versions as one after the other holds, by what was known. */
static void find_segments(struct livebook *book, struct parameter_plan *plan)
{
    const struct parameter *parameter = plan->parameter;
    const struct date known_at = book->context->scenario->dataset->known_at;
    const size_t most = 2 * parameter->version_count;
    struct date *dates = arena_array(book->arena, most, sizeof *dates);
    struct segment *segments = arena_array(book->arena, most, sizeof *segments);
    if (dates == NULL || segments == NULL) {
        book->no_memory = true;
        return;
    }
    for (size_t i = 0; i < parameter->version_count; i++) {
        dates[2 * i] = parameter->versions[i].from;
        dates[2 * i + 1] = version_end(&parameter->versions[i], known_at);
    }
    qsort(dates, most, sizeof *dates, by_date);
    size_t count = 0;
    for (size_t i = 0; i < most; i++) {
        const struct version *version = parameter_version(parameter, dates[i], known_at);
        if (dates[i].days == DATE_FOREVER.days)
            break;
        if (count == 0 ? version == NULL : version == segments[count - 1].version)
            continue;
        if (count > 0)
            segments[count - 1].to = dates[i];
        segments[count++] = (struct segment){dates[i], DATE_FOREVER, version};
    }
    plan->segments = segments;
    plan->segment_count = count;
}

uint32_t livebook_version_rows(const struct parameter *parameter, const struct version *version)
{
    size_t members = 0;
    if (version == NULL)
        return 1;
    switch (parameter->shape) {
    case SHAPE_TABLE:
        return (uint32_t)version->entry_count;
    case SHAPE_BRACKETS:
    case SHAPE_THRESHOLDS:
        return (uint32_t)version->bracket_count;
    case SHAPE_SET:
        for (size_t i = 0; i < parameter->type.enumeration->count; i++)
            members += version->members[i];
        return members == 0 ? 1 : (uint32_t)members;
    case SHAPE_SCALAR:
        break;
    }
    return 1;
}

/* Whether a spreadsheet would take a name for a cell: letters up to XFD, then digits; or R1C1. */
static bool looks_like_cell(const char *name)
{
    const size_t letters = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    const size_t digits = strspn(name + letters, "0123456789");
    return letters <= 3 && name[letters + digits] == '\0' &&
           (digits > 0 || strpbrk(name, "rRcC") == name);
}

static const char *defined_name(struct livebook *book, const char *id)
{
    return looks_like_cell(id) ? livebook_format(book, "%s_", id) : id;
}

void livebook_plan_parameters(struct livebook *book)
{
    const struct policy *policy = book->context->policy;
    uint32_t line = PARAMETERS_FIRST_LINE;
    book->parameters = arena_array(book->arena, policy->parameter_count, sizeof *book->parameters);
    if (book->parameters == NULL) {
        book->no_memory = true;
        return;
    }
    for (size_t i = 0; i < policy->parameter_count && !book->no_memory; i++) {
        struct parameter_plan *plan = &book->parameters[i];
        *plan = (struct parameter_plan){.parameter = policy->parameters[i],
                                        .name = defined_name(book, policy->parameters[i]->id),
                                        .first = line};
        find_segments(book, plan);
        for (size_t j = 0; j < plan->segment_count; j++)
            plan->rows += livebook_version_rows(plan->parameter, plan->segments[j].version);
        line += plan->rows;
    }
}

/* ---- how formulas look one up ---- */

static struct parameter_plan *plan_of(const struct livebook *book,
                                      const struct parameter *parameter)
{
    const struct policy *policy = book->context->policy;
    for (size_t i = 0; i < policy->parameter_count; i++)
        if (policy->parameters[i] == parameter)
            return &book->parameters[i];
    return NULL;
}

/* What formulas call a column of a parameter's lines: "ratio", "ratio.from". */
struct column_name {
    const char *suffix;
    uint16_t column;
    bool first; /* its first cell alone */
};
static const struct column_name column_names[] = {
    [NAME_CLASS] = {".class", PARAMETER_CLASS, false},
    [NAME_INCLUDED] = {".included", PARAMETER_INCLUDED, false},
    [NAME_VALUES] = {"", PARAMETER_VALUE, false},
    [NAME_KEYS] = {".for", PARAMETER_KEY, false},
    [NAME_FROM] = {".from", PARAMETER_FROM, false},
    [NAME_RISE] = {".rise", PARAMETER_RISE, false},
    [NAME_SINCE] = {".since", PARAMETER_FROM, true}};

static const char *parameter_name(struct translator *to, struct parameter_plan *plan,
                                  enum parameter_name_use use)
{
    plan->named[use] = true;
    return use == NAME_VALUES ? plan->name : SAY(to, "%s%s", plan->name, column_names[use].suffix);
}

/* "LOOKUP(date,起始日,…)": the column's cell in the last row that holds on the date. */
static const char *parameter_sheet_dated(struct translator *to, struct parameter_plan *plan,
                                         const char *date, enum parameter_name_use use)
{
    to->risky = true;
    const char *from = parameter_name(to, plan, NAME_FROM);
    if (use == NAME_FROM)
        return SAY(to, "LOOKUP(%s,%s)", date, from);
    return SAY(to, "LOOKUP(%s,%s,%s)", date, from, parameter_name(to, plan, use));
}

static struct term translate_scalar(struct translator *to, const struct node *node,
                                    struct parameter_plan *plan, struct spot spot, const char *date,
                                    const struct fact *known)
{
    (void)node;
    (void)spot;
    (void)known;
    const struct parameter *parameter = plan->parameter;
    const char *cell = plan->segment_count == 1
                           ? parameter_name(to, plan, NAME_VALUES)
                           : parameter_sheet_dated(to, plan, date, NAME_VALUES);
    if (parameter->type.kind == TYPE_NUMBER)
        return from_cell(to, cell, &parameter->unit);
    if (parameter->type.kind == TYPE_BOOLEAN)
        return (struct term){.text = SAY(to, "%s=\"%s\"", cell, to->book->yes),
                             .binds = BINDS_COMPARISON};
    return (struct term){.text = cell, .binds = BINDS_ATOM};
}

static struct term translate_lookup(struct translator *to, const struct node *node,
                                    struct parameter_plan *plan, struct spot spot, const char *date,
                                    const struct fact *known)
{
    struct term all = {0};
    const char *key =
        plan->segment_count == 1 ? "" : parameter_sheet_dated(to, plan, date, NAME_FROM);
    for (size_t i = 0; i < node->operand_count; i++) {
        const struct term one = translate(to, node->operands[i], spot, known);
        all.demands = demands_join(to, all.demands, one.demands);
        key = SAY(to, "%s%s%s", key, key[0] == '\0' ? "" : "&\"|\"&", bound(to, &one, BINDS_SUM));
    }
    to->risky = true;
    const char *cell = SAY(to, "INDEX(%s,MATCH(%s,%s,0))", parameter_name(to, plan, NAME_VALUES),
                           key, parameter_name(to, plan, NAME_KEYS));
    struct term term = (struct term){.text = cell, .binds = BINDS_ATOM};
    if (node->type.kind == TYPE_NUMBER)
        term = from_cell(to, cell, &plan->parameter->unit);
    if (node->type.kind == TYPE_BOOLEAN)
        term = (struct term){.text = SAY(to, "%s=\"%s\"", cell, to->book->yes),
                             .binds = BINDS_COMPARISON};
    term.demands = all.demands;
    return term;
}

/* "urban|flat": the keys of a scale, as its lines have them. */
const char *livebook_scale_class(struct livebook *book, const struct parameter *parameter,
                                 const struct scale *scale)
{
    const char *text = "";
    for (size_t i = 0; i < parameter->key_count; i++)
        text = livebook_scratch(
            book, "%s%s%s", text, i == 0 ? "" : "|",
            livebook_title(book, &parameter->keys[i]->members[scale->keys[i]].title));
    return text;
}

/* Of a scale with keys, the lines of those that are looked up: a factor of 1 or 0; and that there
 * are some. */
static const char *scale_chosen(struct translator *to, const struct node *node,
                                struct parameter_plan *plan, struct spot spot,
                                const struct fact *known, const struct demand **demands)
{
    const char *key = "";
    if (node->operand_count < 2)
        return "";
    for (size_t i = 1; i < node->operand_count; i++) {
        const struct term one = translate(to, node->operands[i], spot, known);
        *demands = demands_join(to, *demands, one.demands);
        key = SAY(to, "%s%s%s", key, i == 1 ? "" : "&\"|\"&", bound(to, &one, BINDS_SUM));
    }
    const char *classes = parameter_name(to, plan, NAME_CLASS);
    const struct demand some = {.test = SAY(to, "COUNTIF(%s,%s)>0", classes, key),
                                .fail = SAY(to, "\"%s\"", to->book->wait),
                                .lacks = MAY_WAIT};
    *demands = demand_add(to, *demands, &some);
    return SAY(to, "(%s=%s)*", classes, key);
}

/* Whether an amount lies behind a slice's border, for each: at the border itself, as the slice says. */
static const char *is_behind(struct translator *to, struct parameter_plan *plan, const char *amount,
                             const char *above)
{
    const struct parameter *parameter = plan->parameter;
    bool some = false, all = true;
    for (size_t i = 0; i < parameter->version_count; i++)
        for (size_t j = 0; j < parameter->versions[i].bracket_count; j++) {
            some |= parameter->versions[i].brackets[j].included;
            all &= parameter->versions[i].brackets[j].included;
        }
    const char *apart = SAY(to, "ROUND(%s-%s,%d)", amount, above,
                            dimension_equal(parameter->by.dimension, DIMENSION_NONE) ? 10 : 6);
    if (!some || all)
        return SAY(to, "(%s%s0)", apart, all ? ">=" : ">");
    return SAY(to, "((%s>0)+(%s=0)*%s)", apart, apart, parameter_name(to, plan, NAME_INCLUDED));
}

/* Each slice's rise of the rate over what lies above its beginning; of thresholds, the rises of all
 * slices that the amount falls behind. */
static struct term translate_scale(struct translator *to, const struct node *node,
                                   struct parameter_plan *plan, struct spot spot, const char *date,
                                   const struct fact *known)
{
    const struct parameter *parameter = plan->parameter;
    struct term term = translate(to, node->operands[0], spot, known);
    const char *amount = bound(to, &term, BINDS_SUM);
    const struct term begins =
                          from_cell(to, parameter_name(to, plan, NAME_KEYS), &parameter->by_unit),
                      rise =
                          from_cell(to, parameter_name(to, plan, NAME_RISE), &parameter->rate_unit);
    const char *above = bound(to, &begins, BINDS_PRODUCT);
    const char *chosen = scale_chosen(to, node, plan, spot, known, &term.demands);
    if (plan->segment_count > 1)
        chosen = SAY(to, "%s(%s=%s)*", chosen, parameter_name(to, plan, NAME_FROM),
                     parameter_sheet_dated(to, plan, date, NAME_FROM));
    const char *part = bound(to, &rise, BINDS_PRODUCT);
    term.text = node->op == NODE_BRACKETS ? SAY(to, "SUMPRODUCT(%s(%s>%s)*(%s-%s)*%s)", chosen,
                                                amount, above, amount, above, part)
                                          : SAY(to, "SUMPRODUCT(%s%s*%s)", chosen,
                                                is_behind(to, plan, amount, above), part);
    term.binds = BINDS_ATOM;
    return term;
}

static struct term translate_set(struct translator *to, const struct node *node,
                                 struct parameter_plan *plan, struct spot spot, const char *date,
                                 const struct fact *known)
{
    const struct term member = translate(to, node->operands[0], spot, known);
    const char *keys = parameter_name(to, plan, NAME_KEYS);
    const char *text = SAY(to, "COUNTIF(%s,%s)>0", keys, member.text);
    if (plan->segment_count > 1)
        text = SAY(to, "COUNTIFS(%s,%s,%s,%s)>0", parameter_name(to, plan, NAME_FROM),
                   parameter_sheet_dated(to, plan, date, NAME_FROM), keys, member.text);
    return (struct term){.text = text, .binds = BINDS_COMPARISON, .demands = member.demands};
}

static bool has_gaps(const struct parameter_plan *plan)
{
    for (size_t i = 0; i < plan->segment_count; i++)
        if (plan->segments[i].version == NULL)
            return true;
    return false;
}

/* That there is law on a date behind the first. */
static const char *is_no_gap(struct translator *to, struct parameter_plan *plan, const char *date)
{
    const bool risky = to->risky;
    const char *value = parameter_sheet_dated(to, plan, date, NAME_VALUES);
    to->risky = risky; /* it is not looked up before the first day */
    return SAY(to, "%s<>\"%s\"", value, livebook_no_value);
}

static struct term translate_in_force(struct translator *to, const struct node *node,
                                      struct parameter_plan *plan, struct spot spot,
                                      const char *date, const struct fact *known)
{
    (void)node;
    (void)spot;
    (void)known;
    const char *first = parameter_name(to, plan, NAME_SINCE);
    if (!has_gaps(plan))
        return (struct term){.text = SAY(to, "%s>=%s", date, first), .binds = BINDS_COMPARISON};
    return (struct term){.text =
                             SAY(to, "IF(%s<%s,FALSE,%s)", date, first, is_no_gap(to, plan, date)),
                         .binds = BINDS_ATOM};
}

/* What a workbook has no formula for stands as a value (trust.c doubts it everywhere). */
struct term term_stands_as_value(struct translator *to)
{
    struct term term = {.text = "0", .binds = BINDS_ATOM};
    to->unfollowed = true;
    const struct demand never = {
        .test = "FALSE", .fail = SAY(to, "\"%s\"", to->book->wait), .lacks = MAY_WAIT};
    term.demands = demand_add(to, NULL, &never);
    return term;
}

/* How a parameter's value on a date is found, by the operator that asks for it. */
typedef struct term parameter_translation(struct translator *, const struct node *,
                                          struct parameter_plan *, struct spot, const char *date,
                                          const struct fact *known);
static parameter_translation *const parameter_translations[NODE_OP_COUNT] = {
    [NODE_PARAMETER] = translate_scalar, [NODE_LOOKUP] = translate_lookup,
    [NODE_BRACKETS] = translate_scale,   [NODE_THRESHOLDS] = translate_scale,
    [NODE_IN_SET] = translate_set,       [NODE_IN_FORCE] = translate_in_force,
};

/* Whether a parameter's only value may begin behind a row's date. */
static bool may_come_later(const struct translator *to, const struct parameter_plan *plan)
{
    const struct date as_of = to->book->context->scenario->dataset->as_of;
    return plan->segments[0].from.days > as_of.days || (to->rule != NULL && to->rule->on != NULL);
}

/* That there is law on the date: what is looked up by the day fails before the first by itself, and
 * a figure in a gap is none. */
static const struct demand *law_demand(struct translator *to, const struct node *node,
                                       struct parameter_plan *plan, const char *date, bool moved)
{
    const bool scale = parameter_is_scale(node->parameter) || node->op == NODE_IN_SET;
    struct demand begun = {.fail = SAY(to, "\"%s\"", to->book->wait), .lacks = MAY_WAIT};
    if (node->op == NODE_IN_FORCE)
        return NULL;
    if (plan->segment_count == 1 && (moved || may_come_later(to, plan)))
        begun.test = SAY(to, "%s>=%s", date, parameter_name(to, plan, NAME_SINCE));
    else if (scale && has_gaps(plan))
        begun.test = is_no_gap(to, plan, date);
    return begun.test == NULL ? NULL : demand_add(to, NULL, &begun);
}

/* `moved`: on another date than the rule's. */
static struct term translate_on(struct translator *to, const struct node *node, struct spot spot,
                                const char *date, bool moved, const struct fact *known)
{
    struct parameter_plan *plan = plan_of(to->book, node->parameter);
    if (plan->segment_count == 0) /* nothing of it was known */
        return node->op == NODE_IN_FORCE ? (struct term){.text = "FALSE", .binds = BINDS_ATOM}
                                         : term_stands_as_value(to);
    struct term term = parameter_translations[node->op](to, node, plan, spot, date, known);
    term.demands = demands_join(to, term.demands, law_demand(to, node, plan, date, moved));
    return term;
}

struct term translate_parameter(struct translator *to, const struct node *node, struct spot spot,
                                const struct fact *known)
{
    return translate_on(to, node, spot, date_term(to, spot), false, known);
}

struct term translate_dated(struct translator *to, const struct node *node, struct spot spot,
                            const struct fact *known, struct term *all)
{
    const struct term day = translate_operand(to, node, 1, spot, known, all);
    return translate_on(to, node->operands[0], spot, bound(to, &day, BINDS_JOIN), true, known);
}

const char *translate_next_value(struct translator *to, const struct parameter *parameter,
                                 const char *day, const char *last)
{
    struct parameter_plan *plan = plan_of(to->book, parameter);
    if (plan->segment_count == 0)
        return NULL;
    const char *from = parameter_name(to, plan, NAME_FROM),
               *first = parameter_name(to, plan, NAME_SINCE);
    return SAY(to, "IF(%s<%s,%s,IFERROR(INDEX(%s,MATCH(%s,%s,1)+1),%s))", day, first, first, from,
               day, from, last);
}

/* ---- names ---- */

/* The values' own name stands for every parameter: a reader looks it up. */
void livebook_name_parameters(struct livebook *book)
{
    const size_t names = sizeof column_names / sizeof column_names[0];
    struct translator to = {.book = book, .arena = &book->scratch};
    for (size_t i = 0; i < book->context->policy->parameter_count; i++) {
        const struct parameter_plan *plan = &book->parameters[i];
        const bool set = plan->parameter->shape == SHAPE_SET;
        for (size_t use = 0; plan->rows > 0 && use < names; use++) {
            const struct column_name *name = &column_names[use];
            const uint16_t column = use == NAME_VALUES && set ? PARAMETER_KEY : name->column;
            const struct arena_mark mark = arena_mark(&book->scratch);
            const uint32_t last = plan->first + plan->rows - 1;
            /* What is looked along is a range, of one line too. */
            const char *place =
                name->first || (use == NAME_VALUES && plan->parameter->shape == SHAPE_SCALAR)
                    ? fixed_cell(&to, SHEET_PARAMETERS, plan->first, column, name->first ? 0 : last)
                    : fixed_range(&to, SHEET_PARAMETERS, plan->first, column, last);
            if (use == NAME_VALUES || plan->named[use])
                book_writer_define(book->writer, SAY(&to, "%s%s", plan->name, name->suffix),
                                   SAY(&to, "=%s", place));
            arena_rewind(&book->scratch, mark);
        }
    }
}
