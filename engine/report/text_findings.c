/* What stands behind the sheets: checks, what does not apply and why, parameters, the proof. */
#include <stdio.h>
#include <string.h>

#include "aligned.h"
#include "formats.h"

/* "规模  scale  nation/land": a title, its id, what stands behind; the id goes to the next line
 * where the page has no room for it behind `used` cells and the title. */
static void write_titled_id(struct reporting *reporting, const struct title *title, const char *id,
                            const char *behind, size_t used)
{
    struct writer *writer = &reporting->writer;
    const char *text = titled(&reporting->display, title);
    const char *gap = behind[0] == '\0' ? "" : "  ";
    bool beside =
        used + text_cells(text) + 2 + text_cells(id) + text_cells(gap) + text_cells(behind) <=
        reporting->width;
    write_styled(writer, STYLE_BOLD, text);
    write_text(writer, beside ? "  " : "\n    ");
    write_styled(writer, STYLE_DIM, id);
    write_format(writer, "%s%s\n", gap, behind);
}

/* ---- findings: the rows of one rule that share a reason are told together ---- */

enum { HANDFUL = 12 }; /* of rows, and of a rule's groups, that are told without --detail */

struct group {
    const char *reason; /* "" for a check that holds */
    const char *source;
    uint32_t *rows;
    size_t count, capacity;
    struct group *next;
};

struct groups {
    struct group *first, **end; /* in the order of their first rows */
    size_t count, limit;        /* of groups that keep their words */
    struct group others;        /* rows whose words stand in none of these */
    struct map by_words;
};

/* The group of these words; of all others past the limit. */
static struct group *findings_group_of(struct reporting *reporting, struct groups *groups,
                                       const char *reason, const char *source)
{
    const char *key = arena_format(reporting->arena, "%s\n%s", source, reason);
    struct group *group = key == NULL ? NULL : map_get(&groups->by_words, key);
    if (group != NULL || key == NULL)
        return group;
    if (groups->count == groups->limit)
        return &groups->others;
    group = arena_allocate(reporting->arena, sizeof *group);
    if (group == NULL || !map_put(&groups->by_words, reporting->arena, key, group))
        return NULL;
    *group = (struct group){.reason = reason, .source = source};
    *groups->end = group;
    groups->end = &group->next;
    groups->count++;
    return group;
}

/* Memory for the texts of a row is given back where its group stands already. */
static bool group_finding(struct reporting *reporting, struct groups *groups,
                          const struct finding *finding)
{
    const struct arena_mark mark = arena_mark(reporting->arena);
    struct group *const *const end = groups->end;
    const char *reason =
        finding->holds ? "" : reason_shown(&reporting->display, finding->rule, finding->row);
    const char *source = finding_source(&reporting->display, finding->rule, finding->row);
    struct group *group =
        reason == NULL ? NULL : findings_group_of(reporting, groups, reason, source);
    if (group != NULL && groups->end == end)
        arena_rewind(reporting->arena, mark);
    uint32_t *rows = group == NULL ? NULL
                                   : arena_grow(reporting->arena, group->rows, &group->capacity,
                                                sizeof *rows, group->count + 1);
    if (rows == NULL)
        return false;
    group->rows = rows;
    group->rows[group->count++] = finding->row;
    return true;
}

const char *text_rows(struct reporting *reporting, const struct entity *entity,
                      const uint32_t *rows, size_t count,
                      const char *(*shown)(struct display *display, const struct entity *entity,
                                           uint32_t row))
{
    /* The list grows apart from what each of many rows takes, which is given back. */
    struct arena room;
    arena_open(&room, reporting->arena->allocator);
    struct growing_text list = {.arena = &room};
    for (size_t i = 0; i < count; i++) {
        const struct arena_mark mark = arena_mark(reporting->arena);
        growing_list(&list, word(&reporting->display, WORD_LIST_COMMA),
                     shown(&reporting->display, entity, rows[i]));
        arena_rewind(reporting->arena, mark);
    }
    const char *const text =
        list.failed ? NULL : arena_copy(reporting->arena, growing_whole(&list), list.length);
    arena_close(&room);
    return display_text(&reporting->display, text);
}

/* The group's rows in a list; past a handful only their number, unless details are asked for. */
static const char *rows_text(struct reporting *reporting, const struct entity *entity,
                             const struct group *group)
{
    bool all = reporting->report->detail || group->count <= HANDFUL;
    const char *const text =
        text_rows(reporting, entity, group->rows, all ? group->count : HANDFUL, row_title);
    return all ? text : format_text(&reporting->display, "%s … (%zu)", text, group->count);
}

/* Whose rows: the mark of a check, the rule, its rows. */
static void write_group_head(struct reporting *reporting, const struct rule *rule, bool check,
                             bool holds, const struct group *group)
{
    struct writer *writer = &reporting->writer;
    const char *mark =
        !check ? "–"
               : format_text(&reporting->display, "%s %s", holds ? "✓" : "✗",
                             word(&reporting->display, holds ? WORD_HOLDS : WORD_FAILS));
    if (check)
        write_styled(writer, holds ? STYLE_GOOD : STYLE_BAD, mark);
    else
        write_text(writer, mark);
    write_text(writer, " ");
    write_titled_id(reporting, &rule->item.title, rule->item.id, "", text_cells(mark) + 1);
    if (rule->item.entity->parent != NULL) /* the root's only row has no name */
        text_line(reporting, 4, rows_text(reporting, rule->item.entity, group));
}

static void write_group(struct reporting *reporting, const struct rule *rule, bool check,
                        const struct group *group)
{
    const bool holds = group->reason[0] == '\0';
    write_group_head(reporting, rule, check, holds, group);
    if (!holds)
        text_labelled(reporting, 4, WORD_REASON, group->reason);
    text_labelled(reporting, 4, WORD_SOURCE, group->source);
}

/* Rows past the groups whose words are told. */
static void write_other_groups(struct reporting *reporting, const struct rule *rule, bool check,
                               const struct group *others)
{
    if (others->count == 0)
        return;
    write_group_head(reporting, rule, check, false, others);
    text_line(reporting, 4,
              format_in(&reporting->display, "这 %zu 行的原因另有不同，用 --detail 逐行列出",
                        "the reasons of these %zu are others; --detail lists them", others->count));
}

/* Findings of a kind; of checks with `failing` those alone that do. They stand by rule, so each
 * rule's are grouped by themselves; of many rows that each have a reason of their own (amounts stand
 * in it) a handful is told, so that what is held does not grow with the text of all rows. */
static void write_findings(struct reporting *reporting, enum word_id title, enum finding_kind kind,
                           bool failing)
{
    struct finding_walk walk = {.ledger = reporting->context->ledger, .kind = kind};
    struct finding finding;
    bool any = false, more = finding_next(&walk, &finding);
    while (more) {
        const struct rule *rule = finding.rule;
        const struct arena_mark mark = arena_mark(reporting->arena);
        struct groups groups = {.end = &groups.first,
                                .limit = reporting->report->detail ? SIZE_MAX : HANDFUL};
        for (; more && finding.rule == rule; more = finding_next(&walk, &finding))
            if (!(failing && finding.holds) && !group_finding(reporting, &groups, &finding)) {
                reporting->writer.status = FT_NO_MEMORY;
                return;
            }
        if (!any && groups.first != NULL)
            text_heading(reporting, word(&reporting->display, title));
        any = any || groups.first != NULL;
        for (const struct group *group = groups.first; group != NULL; group = group->next)
            write_group(reporting, rule, kind == FINDING_CHECK, group);
        write_other_groups(reporting, rule, kind == FINDING_CHECK, &groups.others);
        arena_rewind(reporting->arena, mark);
    }
}

/* ---- parameters and replacements ---- */

/* "土地增值税补助 lat_rebate": what was replaced, by title and id. */
static const char *replaced_name(struct reporting *reporting, const char *id)
{
    const struct policy *policy = reporting->context->policy;
    const struct rule *rule = policy_rule(policy, id);
    const struct view *view = policy_view(policy, id);
    const struct parameter *parameter = policy_parameter(policy, id);
    const struct title *title = rule != NULL        ? &rule->item.title
                                : view != NULL      ? &view->title
                                : parameter != NULL ? &parameter->title
                                                    : NULL;
    return title == NULL ? id
                         : format_text(&reporting->display, "%s %s",
                                       title_in(title, reporting->context->language), id);
}

/* "土地增值税分享 (illustrative/lat-rebate-sharing)" */
static const char *policy_name(struct reporting *reporting, const char *id)
{
    const struct policy *policy = reporting->context->policy;
    for (size_t i = 0; i < policy->file_count; i++)
        if (strcmp(policy->files[i].id, id) == 0)
            return format_in(&reporting->display, "%s（%s）", "%s (%s)",
                             title_in(&policy->files[i].title, reporting->context->language), id);
    return id;
}

static void write_replacements(struct reporting *reporting)
{
    const struct policy *policy = reporting->context->policy;
    if (policy->replacement_count == 0)
        return;
    text_heading(reporting, word(&reporting->display, WORD_REPLACED));
    for (size_t i = 0; i < policy->replacement_count; i++) {
        const struct replacement *replacement = &policy->replacements[i];
        const char *line =
            text_with_label(&reporting->display, replaced_name(reporting, replacement->id),
                            format_text(&reporting->display, "%s %s %s",
                                        policy_name(reporting, replacement->old_policy),
                                        replacement->amends ? "+" : "→",
                                        policy_name(reporting, replacement->new_policy)));
        if (replacement->dropped != NULL)
            line = format_text(&reporting->display, "%s%s%s", line,
                               word(&reporting->display, WORD_DROPPED), replacement->dropped);
        text_line(reporting, 0, line);
    }
}

/* The values used that are known in one way, below a heading of their own. */
static void write_values_used(struct reporting *reporting, enum value_telling telling,
                              enum word_id heading)
{
    const struct figure_context *context = reporting->context;
    bool any = false;
    for (size_t i = 0; i < context->policy->parameter_count; i++) {
        const struct parameter *parameter = context->policy->parameters[i];
        for (size_t j = 0; j < parameter->version_count; j++) {
            const struct version *version = &parameter->versions[j];
            if (!is_value_told(&reporting->display, version, telling))
                continue;
            if (!any)
                text_heading(reporting, word(&reporting->display, heading));
            any = true;
            write_titled_id(reporting, &parameter->title, parameter->id, parameter->policy, 0);
            if (reporting->report->detail)
                text_line(reporting, 4, version->source);
        }
    }
}

/* Their titles in a paragraph; a line each with --detail. */
static void write_limits(struct reporting *reporting)
{
    const struct policy *policy = reporting->context->policy;
    struct growing_text list = {.arena = reporting->arena};
    if (reporting->report->detail) {
        write_values_used(reporting, TELL_LIMIT, WORD_LIMITS);
        return;
    }
    for (size_t i = 0; i < policy->parameter_count; i++) {
        const struct parameter *parameter = policy->parameters[i];
        bool told = false;
        for (size_t j = 0; j < parameter->version_count; j++)
            told |= is_value_told(&reporting->display, &parameter->versions[j], TELL_LIMIT);
        if (told)
            growing_list(&list, word(&reporting->display, WORD_LIST_COMMA),
                         titled(&reporting->display, &parameter->title));
    }
    const char *text = display_text(&reporting->display, growing_whole(&list));
    if (text[0] == '\0')
        return;
    text_heading(reporting, word(&reporting->display, WORD_LIMITS));
    text_line(reporting, 0, text);
}

/* ---- every figure, and the proof ---- */

static void write_figure_row(struct reporting *reporting, const struct rule *rule, uint32_t row)
{
    const struct column *column =
        &dataset_item(reporting->context->ledger->dataset, &rule->item)->column;
    const struct cell cell = column_cell(column, row);
    enum { WIDEST_NAME = 40 };
    const size_t page = reporting->width, name = page >= 100 ? WIDEST_NAME : page * 2 / 5;
    const struct cell_column columns[] = {{4, name, true}, {2, page - name - 6, true}};
    const char *const cells[] = {
        row_title(&reporting->display, rule->item.entity, row),
        cell_text(&reporting->display, &cell, &rule->item.type, &rule->item.unit, false)};
    write_cells(reporting, columns, 2, cells, NULL);
}

static void write_figures(struct reporting *reporting)
{
    const struct figure_context *context = reporting->context;
    if (!reporting->report->detail)
        return;
    text_heading(reporting, word(&reporting->display, WORD_FIGURES));
    for (size_t i = 0; i < context->policy->rule_count; i++) {
        const struct rule *rule = context->policy->rules[i];
        uint32_t count = context->ledger->dataset->tables[rule->item.entity->index].count;
        if (count == 0)
            continue;
        write_titled_id(reporting, &rule->item.title, rule->item.id, "", 0);
        for (uint32_t row = 0; row < count; row++)
            write_figure_row(reporting, rule, row);
    }
}

/* What the rounding of all items came to. */
static const char *rounding_text(struct reporting *reporting, const struct value_kind *kind)
{
    const struct number *sum = &reporting->context->ledger->rounding[kind->index];
    const struct unit *unit = &kind->unit; /* fractions of a fen are told in yuan */
    struct arith *arith = reporting->context->arith;
    const char *text = reporting->report->detail ? quantity_text(sum, arith, unit)
                                                 : quantity_said(sum, arith, unit);
    const bool open = reporting->context->ledger->rounding_open[kind->index];
    return format_text(&reporting->display, "%s %s", word(&reporting->display, WORD_ROUNDING),
                       open ? open_text(&reporting->display, text) : text);
}

static void write_proof(struct reporting *reporting)
{
    const struct ledger *ledger = reporting->context->ledger;
    const struct policy *policy = reporting->context->policy;
    struct cell_column columns[] = {{0, 18, true}, {2, 12, false}, {4, 0, true}};
    text_heading(reporting, word(&reporting->display, WORD_CONSERVATION));
    for (size_t i = 0; i < policy->kind_count; i++) {
        size_t cells = text_cells(kind_title(&reporting->display, &policy->kinds[i]));
        columns[0].width = cells > columns[0].width ? cells : columns[0].width;
    }
    (void)narrow_cells(columns, 2, 12, reporting->width);
    for (size_t i = 0; i < policy->kind_count; i++) {
        const struct value_kind *kind = &policy->kinds[i];
        const char *const cells[] = {kind_title(&reporting->display, kind),
                                     amount_text(&reporting->display, kind, &ledger->totals[i]),
                                     rounding_text(reporting, kind)};
        columns[2].width = text_cells(cells[2]) + 1;
        bool beside = cells_width(columns, 3) <= reporting->width + 1;
        write_cells(reporting, columns, beside ? 3 : 2, cells, NULL);
        if (!beside)
            text_line(reporting, 4, cells[2]);
    }
}

/* What is left of shared pools, "A3  反哺支出  总额 … 不是 0.01 元 的整数倍，余 0.0033 元 归它（权重最大）". */
static void write_rests(struct reporting *reporting)
{
    struct display *display = &reporting->display;
    struct arith *arith = reporting->context->arith;
    struct share_rest *rests;
    size_t count;
    if (share_rests(display, &rests, &count) != FT_OK || count == 0)
        return;
    text_heading(reporting, text_in(display, "分摊的余数", "What is left of shares"));
    for (size_t i = 0; i < count; i++) {
        const struct share_rest *rest = &rests[i];
        const char *row = row_title(display, rest->rule->item.entity, rest->row);
        text_line(reporting, 0,
                  format_in(display, "%s：总额 %s 不是 %s 的整数倍，余下的 %s 归权重最大的 %s",
                            "%s: the pool of %s is no multiple of %s; the %s left go to %s, whose "
                            "weight is the largest",
                            titled(display, &rest->rule->item.title),
                            quantity_said(&rest->pool, arith, rest->unit),
                            quantity_said(&rest->step, arith, rest->unit),
                            quantity_said(&rest->rest, arith, rest->unit), row));
    }
}

/* What does not apply for one reason: the rule that gives it, its words at first, how often. */
struct miss {
    const struct rule *cause;
    const char *words;
    size_t count;
    bool varies; /* its words name figures of the row */
};

static bool count_miss(struct reporting *reporting, struct miss *misses, size_t *count,
                       const struct finding *finding)
{
    const struct figure_context *context = reporting->context;
    const struct arena_mark mark = arena_mark(reporting->arena);
    const struct rule *cause;
    const char *text = reason_root(context->policy, context->ledger->dataset, context->arith,
                                   finding->rule, finding->row, context->language, &cause);
    if (text == NULL)
        return false;
    struct miss *miss = misses;
    while (miss < misses + *count && miss->cause != cause)
        miss++;
    if (miss == misses + *count) {
        *miss = (struct miss){.cause = cause, .words = text};
        ++*count;
    }
    miss->count++;
    miss->varies |= strcmp(miss->words, text) != 0;
    if (miss->words != text)
        arena_rewind(reporting->arena, mark);
    return true;
}

/* How often each reason stands for what does not apply, in a paragraph; in full on request. */
static void write_misses(struct reporting *reporting)
{
    struct display *display = &reporting->display;
    if (reporting->report->detail) {
        write_findings(reporting, WORD_NOT_APPLICABLE, FINDING_NOT_APPLICABLE, false);
        return;
    }
    struct miss *misses =
        arena_array(reporting->arena, reporting->context->policy->rule_count, sizeof *misses);
    size_t count = 0, compared = 0;
    bool good = misses != NULL;
    struct finding_walk walk = {.ledger = reporting->context->ledger,
                                .kind = FINDING_NOT_APPLICABLE};
    for (struct finding finding; good && finding_next(&walk, &finding);) {
        compared += finding.rule->of_facts;
        good = finding.rule->of_facts || count_miss(reporting, misses, &count, &finding);
    }
    if (!good)
        reporting->writer.status = FT_NO_MEMORY;
    if (!good || count + compared == 0)
        return;
    text_heading(reporting, word(&reporting->display, WORD_NOT_APPLICABLE));
    struct growing_text text = {.arena = display->arena};
    const char *between = word(display, WORD_LIST_SEMICOLON);
    for (size_t i = 0; i < count; i++)
        growing_list(&text, between,
                     format_in(display, "%zu 项 %s%s", "%zu: %s%s", misses[i].count,
                               visible(display, misses[i].words),
                               !misses[i].varies ? "" : text_in(display, " 等", " …")));
    if (compared > 0) /* of facts that are not there nothing can be compared */
        growing_list(&text, between,
                     format_in(display, "%zu 项 填报核对没有可比的数（--detail 列出）",
                               "%zu: facts to compare are not there (--detail)", compared));
    const char *whole = growing_whole(&text);
    if (whole == NULL)
        reporting->writer.status = FT_NO_MEMORY;
    else
        text_line(reporting, 0, whole);
}

/* The rules whose figures lack what a cause says. */
struct cause_rules {
    const char *titles;
    const struct rule *last; /* whose title stands last */
};

static void add_lacking(struct reporting *reporting, struct cause_rules *rules,
                        const struct finding *finding)
{
    const struct item *item = &finding->rule->item;
    const struct table *table = &reporting->context->ledger->dataset->tables[item->entity->index];
    const struct lacks *lacks = item_reason(&table->items[item->index], finding->row).lacks;
    for (uint32_t i = 0; i < lacks->count; i++) {
        const size_t number = causes_number(&reporting->causes, &lacks->lacks[i]);
        struct cause_rules *own = number == 0 ? NULL : &rules[number - 1];
        if (own == NULL || own->last == finding->rule)
            continue;
        own->titles =
            format_text(&reporting->display, "%s%s%s", own->titles == NULL ? "" : own->titles,
                        own->last == NULL ? "" : word(&reporting->display, WORD_LIST_COMMA),
                        titled(&reporting->display, &item->title));
        own->last = finding->rule;
    }
}

/* What is undetermined, by the causes of the first page; in full on request. */
static void findings_write_open(struct reporting *reporting)
{
    const struct ledger *ledger = reporting->context->ledger;
    if (reporting->report->detail || ledger->undetermined_count == 0) {
        write_findings(reporting, WORD_UNDETERMINED, FINDING_UNDETERMINED, false);
        return;
    }
    struct cause_rules *rules =
        display_array(&reporting->display, reporting->causes.count, sizeof *rules);
    if (rules == NULL)
        return;
    struct finding_walk walk = {.ledger = ledger, .kind = FINDING_UNDETERMINED};
    for (struct finding finding; finding_next(&walk, &finding);)
        add_lacking(reporting, rules, &finding);
    text_heading(reporting, word(&reporting->display, WORD_UNDETERMINED));
    for (size_t i = 0; i < reporting->causes.count; i++) {
        const struct cause *cause = &reporting->causes.list[i];
        if (rules[i].titles == NULL)
            continue;
        text_line(reporting, 0,
                  format_in(&reporting->display, "%zu. %s：%s", "%zu. %s: %s", i + 1, cause->rows,
                            cause->said));
        text_line(reporting, 4, rules[i].titles);
    }
}

/* Checks that hold, by rule with their number of rows, in a paragraph. */
static void write_holding(struct reporting *reporting)
{
    struct growing_text list = {.arena = reporting->arena};
    struct finding_walk walk = {.ledger = reporting->context->ledger, .kind = FINDING_CHECK};
    struct finding finding;
    for (bool more = finding_next(&walk, &finding); more;) {
        const struct rule *rule = finding.rule;
        size_t holding = 0;
        for (; more && finding.rule == rule; more = finding_next(&walk, &finding))
            holding += finding.holds;
        if (holding > 0)
            growing_list(&list, word(&reporting->display, WORD_LIST_COMMA),
                         format_in(&reporting->display, "%s %zu 行", "%s %zu",
                                   titled(&reporting->display, &rule->item.title), holding));
    }
    const char *text = display_text(&reporting->display, growing_whole(&list));
    if (text[0] == '\0')
        return;
    write_styled(&reporting->writer, STYLE_GOOD,
                 format_text(&reporting->display, "✓ %s", word(&reporting->display, WORD_HOLDS)));
    write_text(&reporting->writer, "\n");
    text_line(reporting, 4, text);
}

/* Those that fail in full; those that hold too on request, else counted. */
static void write_checks(struct reporting *reporting)
{
    const struct ledger *ledger = reporting->context->ledger;
    if (reporting->report->detail || ledger->check_count == 0) {
        write_findings(reporting, WORD_CHECKS, FINDING_CHECK, false);
        return;
    }
    if (ledger->failed_checks == 0)
        text_heading(reporting, word(&reporting->display, WORD_CHECKS));
    write_findings(reporting, WORD_CHECKS, FINDING_CHECK, true);
    write_holding(reporting);
}

void text_values(struct reporting *reporting)
{
    write_values_used(reporting, TELL_UNPROVEN, WORD_UNPROVEN);
    write_values_used(reporting, TELL_UNVERIFIED, WORD_UNVERIFIED);
    write_values_used(reporting, TELL_ILLUSTRATIVE, WORD_ILLUSTRATIVE);
    write_limits(reporting);
}

void text_findings(struct reporting *reporting)
{
    write_checks(reporting);
    findings_write_open(reporting);
    text_taken(reporting, NULL);
    text_not_compared(reporting);
    write_misses(reporting);
    write_replacements(reporting);
    text_authority(reporting);
    text_legend(reporting);
    text_values(reporting);
    write_figures(reporting);
    write_proof(reporting);
    write_rests(reporting);
}
