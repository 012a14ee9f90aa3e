/* What of a law is sound and yet worth a second look: told by check. */
#include <string.h>

#include "report.h"
#include "writer.h"

/* The notes while they are written. `used`: by a rule's place in the order, whether anything asks
 * for its figure. */
struct noting {
    struct figure_context *context;
    struct writer writer;
    bool *used;
    const struct item *own; /* of the rule whose formulas are looked at: it does not use itself */
};

static bool in_chinese(const struct noting *noting)
{
    return noting->context->language == FT_ZH;
}

/* "x.cfg:12: please check: …" */
static void policy_notes_write_note(struct noting *noting, const struct place *place,
                                    const char *what)
{
    write_format(&noting->writer, "%s:%u: %s%s\n", place->source->path, (unsigned)place->line,
                 in_chinese(noting) ? "请核对：" : "please check: ", what == NULL ? "" : what);
    if (what == NULL)
        noting->writer.status = FT_NO_MEMORY;
}

/* ---- rates ---- */

/* A rate is written in % or ‰. */
static bool is_rate(const struct unit *unit)
{
    return dimension_equal(unit->dimension, DIMENSION_NONE) && unit->factor.den > 1;
}

/* A rate below 0 or above 100%: there are such, and more that are slips. */
static void look_at_rate(struct noting *noting, const struct parameter *parameter,
                         const struct unit *unit, const struct number *rate,
                         const struct place *place)
{
    struct arith *arith = noting->context->arith;
    const bool negative = number_sign(rate) < 0, zh = in_chinese(noting);
    const struct number one = NUMBER_ONE;
    if (!is_rate(unit) || (!negative && number_compare(arith, rate, &one) <= 0))
        return;
    const char *value = quantity_text(rate, arith, unit);
    const char *form =
        negative ? (zh ? "是负的" : "is below 0") : (zh ? "超过 100%" : "is above 100%");
    policy_notes_write_note(
        noting, place,
        value == NULL ? NULL
                      : arena_format(arith->arena, zh ? "%s 的比例 %s %s" : "the rate %s of %s %s",
                                     zh ? parameter->id : value, zh ? value : parameter->id, form));
}

static void look_at_version(struct noting *noting, const struct version *version)
{
    const struct parameter *parameter = version->parameter;
    if (parameter->shape == SHAPE_SCALAR && parameter->type.kind == TYPE_NUMBER)
        look_at_rate(noting, parameter, &parameter->unit, &version->scalar.number, &version->place);
    for (size_t i = 0; i < version->entry_count && parameter->type.kind == TYPE_NUMBER; i++)
        look_at_rate(noting, parameter, &parameter->unit, &version->entries[i].value.number,
                     &version->entries[i].place);
    for (size_t i = 0; i < version->bracket_count; i++)
        look_at_rate(noting, parameter, &parameter->rate_unit, &version->brackets[i].rate,
                     &version_scale_at(version, i)->place);
}

/* ---- texts that have lapsed ---- */

/* The first day on which no text that a source cites holds any more; DATE_FOREVER where one goes
 * on, or the source rests on no text of law. */
static struct date citations_end(const struct policy *policy, const char *source)
{
    struct citation citations[MOST_CITATIONS];
    const size_t count = source_citations(policy, source, citations, MOST_CITATIONS);
    struct date end = {INT32_MIN};
    for (size_t i = 0; i < count; i++) {
        const struct law_text *text = citations[i].text;
        if (text->kind == TEXT_PRACTICE)
            return DATE_FOREVER;
        if (text->lapsed.days > end.days)
            end = text->lapsed;
    }
    return count == 0 ? DATE_FOREVER : end;
}

/* A value that goes on when all that it rests on is gone: it ends then, or another text carries it. */
static void look_at_days(struct noting *noting, const struct version *version)
{
    const struct date end = citations_end(noting->context->policy, version->source);
    const bool late = end.days <= version->from.days;
    char from[DATE_TEXT_SIZE], day[DATE_TEXT_SIZE];
    if (version->status != STATUS_LAW || end.days >= version->to.days)
        return;
    date_text(from, version->from);
    date_text(day, end);
    policy_notes_write_note(
        noting, &version->place,
        arena_format(noting->context->arith->arena,
                     in_chinese(noting)
                         ? (late ? "%s 自 %s 起的取值，所依据的文件当时已失效（%s 起）"
                                 : "%s 自 %s 起的取值，所依据的文件自 %s 起失效")
                         : (late ? "the texts of the value of %s from %s had lapsed before, on %s"
                                 : "the texts of the value of %s from %s lapse on %s"),
                     version->parameter->id, from, day));
}

/* ---- amounts that nobody asks for ---- */

static void mark_used(void *context, const struct formula *formula)
{
    struct noting *noting = context;
    for (size_t i = 0; formula != NULL && i < formula->item_count; i++)
        if (formula->items[i] != noting->own)
            noting->used[formula->items[i]->order] = true;
}

static void mark_rule(struct noting *noting, const struct rule *rule)
{
    noting->own = &rule->item;
    rule_each_formula(rule, mark_used, noting);
    mark_used(noting, rule->without);
    template_each_formula(&rule->otherwise.zh, mark_used, noting);
    template_each_formula(&rule->otherwise.en, mark_used, noting);
    template_each_formula(&rule->outstanding.zh, mark_used, noting);
    template_each_formula(&rule->outstanding.en, mark_used, noting);
    rule_each_posted(rule, mark_used, noting);
    noting->own = NULL;
}

static void mark_view(struct noting *noting, const struct view *view)
{
    mark_used(noting, view->lead);
    if (view->per != NULL)
        mark_used(noting, view->per->value);
    for (size_t i = 0; i < view->line_count; i++)
        mark_used(noting, view->lines[i].value);
}

static bool is_amount(const struct rule *rule)
{
    const struct dimension money = {.power = {[DIM_MONEY] = 1}};
    return rule->item.type.kind == TYPE_NUMBER && dimension_equal(rule->item.type.dimension, money);
}

static void look_at_amounts(struct noting *noting)
{
    const struct policy *policy = noting->context->policy;
    for (size_t i = 0; i < policy->rule_count; i++)
        mark_rule(noting, policy->rules[i]);
    for (size_t i = 0; i < policy->view_count; i++)
        mark_view(noting, policy->views[i]);
    for (size_t i = 0; i < policy->schema.entity_count; i++)
        mark_used(noting, policy->schema.entities[i].rows);
    for (size_t i = 0; i < policy->rule_count; i++) {
        const struct rule *rule = policy->rules[i];
        if (!noting->used[rule->item.order] && rule->post_count == 0 &&
            rule->outstanding.zh.count == 0 && is_amount(rule)) {
            policy_notes_write_note(
                noting, &rule->place,
                arena_format(noting->context->arith->arena,
                             in_chinese(noting)
                                 ? "%s 的数额既不记账，也没有规则或视图用到"
                                 : "the amount %s is neither posted nor used by a rule or "
                                   "a view",
                             rule->item.id));
        }
    }
}

/* ---- values that are gone ---- */

/* A parameter that was replaced whole, so that dated values of it are gone. */
static void look_at_replacements(struct noting *noting)
{
    const struct policy *policy = noting->context->policy;
    for (size_t i = 0; i < policy->replacement_count; i++) {
        const struct replacement *replacement = &policy->replacements[i];
        const struct parameter *parameter = policy_parameter(policy, replacement->id);
        if (replacement->dropped == NULL || parameter == NULL)
            continue;
        policy_notes_write_note(
            noting, &parameter->place,
            arena_format(
                noting->context->arith->arena,
                in_chinese(noting)
                    ? "%s 整个被替换，%s 中以下日期起的取值不再有：%s；只改一部分的用 amends"
                    : "%s is replaced whole: the values that %s gave from these days on are "
                      "gone: %s; amends keeps them",
                replacement->id, replacement->old_policy, replacement->dropped));
    }
}

/* ---- sources that nothing checks ---- */

/* A pack whose folder registers no text, beside one that does: its sources are taken as they are. */
static void look_at_register(struct noting *noting)
{
    const struct policy *policy = noting->context->policy;
    for (size_t i = 0; i < policy->file_count && policy->text_count > 0; i++) {
        const struct policy_file *file = &policy->files[i];
        if (file->is_cited || (i > 0 && strcmp(policy->files[i - 1].pack, file->pack) == 0))
            continue;
        policy_notes_write_note(
            noting, &file->place,
            arena_format(noting->context->arith->arena,
                         in_chinese(noting)
                             ? "政策包 %s 的依据没有核对：它所在的文件夹没有 texts.cfg；"
                               "把依据的文件登记在那里，即逐条核对"
                             : "the sources of the pack %s are not checked: its folder has no "
                               "texts.cfg; register its texts there, and each is",
                         file->pack));
    }
}

enum ft_status report_policy_notes(struct figure_context *context, const struct ft_sink *sink)
{
    const struct policy *policy = context->policy;
    struct arena *arena = context->arith->arena;
    struct noting noting = {.context = context,
                            .writer = {.sink = sink, .arena = arena},
                            .used = arena_array(arena, policy->rule_count, sizeof(bool))};
    if (noting.used == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < policy->parameter_count; i++)
        for (size_t j = 0; j < policy->parameters[i]->version_count; j++) {
            look_at_version(&noting, &policy->parameters[i]->versions[j]);
            look_at_days(&noting, &policy->parameters[i]->versions[j]);
        }
    look_at_amounts(&noting);
    look_at_replacements(&noting);
    look_at_register(&noting);
    return noting.writer.status;
}
