/* What is in force: policies with their parameters' history and their rules. */
#include <string.h>

#include "formats.h"
#include "sentence.h"

const char *key_titles(struct reporting *reporting, const struct parameter *parameter,
                       const uint32_t *keys)
{
    const char *text = "";
    for (size_t k = 0; k < parameter->key_count && text != NULL; k++)
        text =
            format_text(&reporting->display, "%s%s%s", text, k == 0 ? "" : "/",
                        titled(&reporting->display, &parameter->keys[k]->members[keys[k]].title));
    return text;
}

/* A rate as law writes it: in per cent where it is a share, else with its unit. */
const char *rate_text(struct reporting *reporting, const struct parameter *parameter,
                      const struct number *rate)
{
    static const struct unit per_cent = {.factor = {.num = 1, .den = 100}, .text = "%"};
    struct arith *arith = reporting->context->arith;
    const bool share = parameter->shape == SHAPE_BRACKETS &&
                       dimension_equal(parameter->rate_unit.dimension, DIMENSION_NONE);
    return quantity_text(rate, arith, share ? &per_cent : &parameter->rate_unit);
}

/* ">36,000 元: 0.1; …", "≥" where the border is included. */
static const char *slices_text(struct reporting *reporting, const struct version *version)
{
    const struct parameter *parameter = version->parameter;
    const char *text = "";
    for (size_t i = 0; i < version->bracket_count && text != NULL; i++) {
        const struct bracket *bracket = &version->brackets[i];
        const struct scale *scale = version_scale_at(version, i);
        const char *keys =
            bracket != scale->brackets ? "" : key_titles(reporting, parameter, scale->keys);
        text = format_in(
            &reporting->display, "%s%s%s%s%s%s：%s", "%s%s%s%s%s%s: %s", text,
            i == 0 ? "" : text_in(&reporting->display, "；", "; "), keys,
            keys == NULL || keys[0] == '\0' ? "" : " ", bracket->included ? "≥" : ">",
            quantity_text(&bracket->above, reporting->context->arith, &parameter->by_unit),
            rate_text(reporting, parameter, &bracket->rate));
    }
    return text;
}

const char *version_value(struct reporting *reporting, const struct version *version)
{
    const struct parameter *parameter = version->parameter;
    struct arith *arith = reporting->context->arith;
    enum ft_language language = reporting->context->language;
    const char *text = "";
    switch (parameter->shape) {
    case SHAPE_SCALAR:
        return value_text(&version->scalar, &parameter->type, &parameter->unit, false, arith,
                          language);
    case SHAPE_TABLE:
        for (size_t i = 0; i < version->entry_count && text != NULL; i++)
            text = arena_format(reporting->arena, "%s%s%s %s", text, i == 0 ? "" : "; ",
                                key_titles(reporting, parameter, version->entries[i].keys),
                                value_text(&version->entries[i].value, &parameter->type,
                                           &parameter->unit, false, arith, language));
        return text;
    case SHAPE_BRACKETS:
    case SHAPE_THRESHOLDS:
        return slices_text(reporting, version);
    case SHAPE_SET:
        for (size_t i = 0; i < parameter->type.enumeration->count && text != NULL; i++)
            if (version->members[i])
                text = arena_format(
                    reporting->arena, "%s%s%s", text, text[0] == '\0' ? "" : " ",
                    titled(&reporting->display, &parameter->type.enumeration->members[i].title));
        return text;
    }
    return text;
}

const char *status_mark(struct reporting *reporting, const struct version *version)
{
    const char *status = status_word(&reporting->display, version->status);
    return status[0] == '\0' ? "" : format_text(&reporting->display, "  %s", status);
}

static void write_version(struct reporting *reporting, const struct version *version,
                          struct date on, struct date known_at)
{
    char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE], published[DATE_TEXT_SIZE];
    bool now = parameter_version(version->parameter, on, known_at) == version;
    const char *value = version_value(reporting, version);
    const char *end =
        version->ends
            ? format_text(&reporting->display, " – %s",
                          dated(&reporting->display, WORD_UNTIL, date_text(to, version->to)))
            : "";
    /* A value with no day of publication counts from its first day, which is no such day. */
    const char *known =
        version->published.days == version->from.days
            ? ""
            : format_text(&reporting->display, "  %s %s", word(&reporting->display, WORD_PUBLISHED),
                          date_text(published, version->published));
    text_line(reporting, 4,
              format_text(&reporting->display, "%s %s%s%s%s", now ? "●" : "○",
                          dated(&reporting->display, WORD_FROM, date_text(from, version->from)),
                          end, known, status_mark(reporting, version)));
    text_line(reporting, 6, value);
    text_line(reporting, 6, version->source);
    if (version->is_repealed)
        text_line(
            reporting, 6,
            format_in(&reporting->display, "%s %s  %s %s：%s", "%s %s  %s %s: %s",
                      word(&reporting->display, WORD_REPEALED), date_text(to, version->repealed_on),
                      word(&reporting->display, WORD_PUBLISHED),
                      date_text(published, version->repeal_published), version->repeal_source));
    if (version->note != NULL)
        text_line(reporting, 6, version->note);
    text_line(reporting, 6, place_shown(&reporting->display, &version->place));
}

/* ---- what other packs replace ---- */

/* What an overlay puts in the place of a parameter or rule; NULL: it leaves it as it is. */
static const struct parameter *other_parameter(const struct overlay *overlay, const char *id)
{
    const struct parameter *parameter = policy_parameter(overlay->policy, id);
    return parameter != NULL && strcmp(parameter->pack, overlay->pack) == 0 ? parameter : NULL;
}

static const struct rule *other_rule(const struct overlay *overlay, const char *id)
{
    const struct rule *rule = policy_rule(overlay->policy, id);
    return rule != NULL && strcmp(rule->file->pack, overlay->pack) == 0 ? rule : NULL;
}

/* "  (qingyuan sets it otherwise)", or "" where no pack does: for the short list. */
static const char *others_mark(struct reporting *reporting, const char *id)
{
    const struct figure_context *context = reporting->context;
    const char *packs = "";
    for (size_t i = 0; i < context->overlay_count && packs != NULL; i++) {
        const struct overlay *overlay = &context->overlays[i];
        if (other_parameter(overlay, id) != NULL || other_rule(overlay, id) != NULL)
            packs = format_text(&reporting->display, "%s%s%s", packs,
                                packs[0] == '\0' ? "" : word(&reporting->display, WORD_LIST_COMMA),
                                overlay->pack);
    }
    if (packs == NULL || packs[0] == '\0')
        return "";
    return format_in(&reporting->display, "  （%s 另有规定）", "  (%s: otherwise)", packs);
}

static void write_other_head(struct reporting *reporting, const struct overlay *overlay,
                             const char *policy)
{
    const char *title = policy;
    for (size_t i = 0; i < overlay->policy->file_count; i++)
        if (strcmp(overlay->policy->files[i].id, policy) == 0)
            title = titled(&reporting->display, &overlay->policy->files[i].title);
    text_line(reporting, 4,
              format_in(&reporting->display, "政策包 %s 另有规定：%s，见 --packs …,%s",
                        "the pack %s sets it otherwise: %s, see --packs …,%s", overlay->pack, title,
                        overlay->pack));
}

static void write_other_parameters(struct reporting *reporting, const char *id)
{
    for (size_t i = 0; i < reporting->context->overlay_count; i++) {
        const struct overlay *overlay = &reporting->context->overlays[i];
        const struct parameter *other = other_parameter(overlay, id);
        if (other == NULL)
            continue;
        write_other_head(reporting, overlay, other->policy);
        for (size_t j = 0; j < other->version_count; j++) {
            const struct version *version = &other->versions[j];
            char from[DATE_TEXT_SIZE];
            text_line(
                reporting, 6,
                text_with_label(
                    &reporting->display,
                    dated(&reporting->display, WORD_FROM, date_text(from, version->from)),
                    format_text(&reporting->display, "%s%s", version_value(reporting, version),
                                status_mark(reporting, version))));
        }
    }
}

/* Whether any formula of a rule uses a parameter. */
struct use {
    const struct parameter *parameter;
    bool found;
};

static void look_for_use(void *context, const struct formula *formula)
{
    struct use *use = context;
    for (size_t i = 0; i < formula->parameter_count; i++)
        use->found |= formula->parameters[i] == use->parameter;
}

/* Where a parameter is applied. */
static void write_users(struct reporting *reporting, const struct parameter *parameter)
{
    const struct policy *policy = reporting->context->policy;
    const char *users = "";
    for (size_t i = 0; i < policy->rule_count && users != NULL; i++) {
        const struct rule *rule = policy->rules[i];
        struct use use = {.parameter = parameter};
        rule_each_formula(rule, look_for_use, &use);
        rule_each_posted(rule, look_for_use, &use);
        if (use.found)
            users = arena_format(reporting->arena, "%s%s%s", users, users[0] == '\0' ? "" : " ",
                                 rule->item.id);
    }
    if (users == NULL || users[0] != '\0')
        text_line(
            reporting, 4,
            text_with_label(&reporting->display, word(&reporting->display, WORD_RULES), users));
}

static void policy_report_write_parameter(struct reporting *reporting,
                                          const struct parameter *parameter, struct date on)
{
    write_text(&reporting->writer, "  ");
    write_styled(&reporting->writer, STYLE_BOLD, titled(&reporting->display, &parameter->title));
    write_format(&reporting->writer, "  %s", parameter->id);
    if (parameter->unit.text != NULL && parameter->unit.text[0] != '\0')
        write_text(&reporting->writer,
                   format_in(&reporting->display, "（%s）", "  [%s]", parameter->unit.text));
    write_text(&reporting->writer, "\n");
    for (size_t i = 0; i < parameter->version_count; i++)
        write_version(reporting, &parameter->versions[i], on, DATE_FOREVER);
    write_other_parameters(reporting, parameter->id);
    write_users(reporting, parameter);
}

static void policy_report_write_formula(struct reporting *reporting, enum word_id label,
                                        const struct formula *formula)
{
    if (formula != NULL)
        text_labelled(reporting, 6, label, formula->text.bytes);
}

/* "记账: 开发企业 → 市政府  现金", then when and how much where it says so. */
static void policy_report_write_post(struct reporting *reporting, const struct post *post)
{
    const char *from = post->memo ? word(&reporting->display, WORD_MEMO)
                                  : titled(&reporting->display, &post->from->title);
    text_line(reporting, 4,
              text_with_label(&reporting->display, word(&reporting->display, WORD_POSTING),
                              format_text(&reporting->display, "%s → %s  %s", from,
                                          titled(&reporting->display, &post->to->title),
                                          titled(&reporting->display, &post->kind->title))));
    policy_report_write_formula(reporting, WORD_POSTING_WHEN, post->when);
    policy_report_write_formula(reporting, WORD_POSTING_AMOUNT, post->amount);
}

static void write_other_rules(struct reporting *reporting, const char *id)
{
    for (size_t i = 0; i < reporting->context->overlay_count; i++) {
        const struct overlay *overlay = &reporting->context->overlays[i];
        const struct rule *other = other_rule(overlay, id);
        if (other == NULL)
            continue;
        write_other_head(reporting, overlay, other->file->id);
        policy_report_write_formula(reporting, WORD_FORMULA, other->value);
    }
}

/* The numbers that a rule rests on, each once. */
struct numbers {
    struct reporting *reporting;
    struct date on;
    const struct parameter *told[16];
    size_t count;
};

/* "补助比例 30%（2019-01-01 起，粤府〔2019〕71号）": what a parameter is on a day. */
static void policy_report_write_number(struct numbers *numbers, const struct parameter *parameter)
{
    struct reporting *reporting = numbers->reporting;
    const struct version *version = parameter_version(parameter, numbers->on, DATE_FOREVER);
    char from[DATE_TEXT_SIZE];
    for (size_t i = 0; i < numbers->count; i++)
        if (numbers->told[i] == parameter)
            return;
    if (numbers->count < sizeof numbers->told / sizeof *numbers->told)
        numbers->told[numbers->count++] = parameter;
    if (version == NULL)
        return;
    text_line(reporting, 6,
              format_in(&reporting->display, "· %s %s（%s%s，%s）", "· %s %s (%s%s, %s)",
                        titled(&reporting->display, &parameter->title),
                        version_value(reporting, version),
                        dated(&reporting->display, WORD_FROM, date_text(from, version->from)),
                        status_mark(reporting, version), version->source));
}

static void note_numbers(void *context, const struct formula *formula)
{
    for (size_t i = 0; i < formula->parameter_count; i++)
        policy_report_write_number(context, formula->parameters[i]);
}

static void write_numbers(struct reporting *reporting, const struct rule *rule, struct date on)
{
    struct numbers numbers = {.reporting = reporting, .on = on};
    rule_each_formula(rule, note_numbers, &numbers);
    rule_each_posted(rule, note_numbers, &numbers);
}

static void policy_report_write_rule(struct reporting *reporting, const struct rule *rule,
                                     struct date on)
{
    write_text(&reporting->writer, "  ");
    write_styled(&reporting->writer, STYLE_BOLD, titled(&reporting->display, &rule->item.title));
    write_text(&reporting->writer, format_in(&reporting->display, "  %s（%s）\n", "  %s  (%s)\n",
                                             rule->item.id, rule->item.entity->table));
    text_line(reporting, 4, rule->source);
    text_line(reporting, 4, place_shown(&reporting->display, &rule->place));
    text_line(reporting, 4, rule_sentence(reporting, rule));
    write_numbers(reporting, rule, on);
    for (size_t i = 0; i < rule->need_count; i++)
        policy_report_write_formula(reporting, WORD_NEEDS, rule->needs[i]);
    policy_report_write_formula(reporting, WORD_WHEN, rule->when);
    policy_report_write_formula(reporting, WORD_FORMULA, rule->value);
    for (size_t i = 0; i < rule->case_count; i++) {
        text_line(reporting, 4,
                  format_in(&reporting->display, "%s（%s）", "%s (%s)",
                            titled(&reporting->display, &rule->cases[i].title),
                            rule->cases[i].label));
        policy_report_write_formula(reporting, WORD_WHEN, rule->cases[i].when);
        policy_report_write_formula(reporting, WORD_FORMULA, rule->cases[i].value);
        text_line(reporting, 6, rule->cases[i].source);
    }
    if (rule->note.zh != NULL)
        text_labelled(reporting, 4, WORD_NOTE, titled(&reporting->display, &rule->note));
    for (size_t i = 0; i < rule->post_count; i++)
        policy_report_write_post(reporting, &rule->posts[i]);
    write_other_rules(reporting, rule->item.id);
}

/* In the short list: a parameter's dates, and which of its values no law gives. */
static void list_parameter(struct reporting *reporting, const struct parameter *parameter)
{
    const char *line = format_text(&reporting->display, "· %s  %s ", parameter->id,
                                   titled(&reporting->display, &parameter->title));
    for (size_t i = 0; i < parameter->version_count && line != NULL; i++) {
        const struct version *version = &parameter->versions[i];
        char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE];
        const char *end =
            version->ends
                ? format_text(&reporting->display, " – %s",
                              dated(&reporting->display, WORD_UNTIL, date_text(to, version->to)))
                : "";
        const char *repeal = version->is_repealed
                                 ? format_text(&reporting->display, " – %s %s",
                                               word(&reporting->display, WORD_REPEALED),
                                               date_text(to, version->repealed_on))
                                 : "";
        line = format_text(&reporting->display, "%s%s %s%s%s%s", line, i == 0 ? "" : ";",
                           dated(&reporting->display, WORD_FROM, date_text(from, version->from)),
                           end, repeal, status_mark(reporting, version));
    }
    text_line(
        reporting, 2,
        format_text(&reporting->display, "%s%s", line, others_mark(reporting, parameter->id)));
}

/* A policy file with all it holds, or only its head. */
static void write_file(struct reporting *reporting, const struct policy_file *file, struct date on,
                       bool whole)
{
    const struct policy *policy = reporting->context->policy;
    write_styled(&reporting->writer, STYLE_BOLD, file->id);
    write_format(&reporting->writer, "  %s\n", titled(&reporting->display, &file->title));
    text_line(reporting, 2, file->source);
    for (size_t i = 0; i < policy->parameter_count; i++) {
        const struct parameter *parameter = policy->parameters[i];
        if (strcmp(parameter->policy, file->id) != 0)
            continue;
        if (whole)
            policy_report_write_parameter(reporting, parameter, on);
        else
            list_parameter(reporting, parameter);
    }
    for (size_t i = 0; i < policy->rule_count; i++) {
        const struct rule *rule = policy->rules[i];
        if (strcmp(rule->file->id, file->id) != 0)
            continue;
        if (whole)
            policy_report_write_rule(reporting, rule, on);
        else
            write_format(&reporting->writer, "  ▸ %s  %s%s\n", rule->item.id,
                         titled(&reporting->display, &rule->item.title),
                         others_mark(reporting, rule->item.id));
    }
    write_text(&reporting->writer, "\n");
}

/* ---- JSON ---- */

static json_t *json_repeal(const struct version *version)
{
    return !version->is_repealed
               ? json_null()
               : json_pack("{s:o, s:o, s:s}", "on", json_day(version->repealed_on), "published",
                           json_day(version->repeal_published), "source", version->repeal_source);
}

static json_t *json_versions(struct reporting *reporting, const struct parameter *parameter)
{
    json_t *array = json_array();
    for (size_t i = 0; i < parameter->version_count; i++) {
        const struct version *version = &parameter->versions[i];
        json_append(reporting, array,
                    json_pack("{s:o, s:o, s:o, s:o, s:s, s:s, s:b, s:b, s:s}", "from",
                              json_day(version->from), "to",
                              version->ends ? json_day(version->to) : json_null(), "repealed",
                              json_repeal(version), "published",
                              version->is_published ? json_day(version->published) : json_null(),
                              "value", version_value(reporting, version), "source", version->source,
                              "illustrative", version->status == STATUS_ILLUSTRATIVE, "unverified",
                              version->status == STATUS_UNVERIFIED, "place",
                              place_shown(&reporting->display, &version->place)));
    }
    return array;
}

/* What other packs put in the place of a parameter, with its values; or of a rule. */
static json_t *json_other_parameters(struct reporting *reporting, const char *id)
{
    json_t *array = json_array();
    for (size_t i = 0; i < reporting->context->overlay_count; i++) {
        const struct overlay *overlay = &reporting->context->overlays[i];
        const struct parameter *other = other_parameter(overlay, id);
        if (other != NULL)
            json_append(reporting, array,
                        json_pack("{s:s, s:s, s:o}", "pack", overlay->pack, "policy", other->policy,
                                  "values", json_versions(reporting, other)));
    }
    return array;
}

static json_t *json_other_rules(struct reporting *reporting, const char *id)
{
    json_t *array = json_array();
    for (size_t i = 0; i < reporting->context->overlay_count; i++) {
        const struct overlay *overlay = &reporting->context->overlays[i];
        const struct rule *other = other_rule(overlay, id);
        if (other != NULL)
            json_append(
                reporting, array,
                json_pack("{s:s, s:s, s:s, s:o, s:s}", "pack", overlay->pack, "policy",
                          other->file->id, "source", other->source, "value",
                          json_or_null(other->value == NULL ? NULL : other->value->text.bytes),
                          "place", place_shown(&reporting->display, &other->place)));
    }
    return array;
}

/* Is a parameter or rule asked for: all, by its own name, or by its policy's? */
static bool is_asked(const char *asked, const char *id, const char *policy)
{
    return asked == NULL || strcmp(asked, id) == 0 || strcmp(asked, policy) == 0;
}

static json_t *json_policies(struct reporting *reporting, const char *id)
{
    const struct policy *policy = reporting->context->policy;
    json_t *parameters = json_array(), *rules = json_array();
    for (size_t i = 0; i < policy->parameter_count; i++) {
        const struct parameter *parameter = policy->parameters[i];
        if (!is_asked(id, parameter->id, parameter->policy))
            continue;
        json_append(reporting, parameters,
                    json_pack("{s:s, s:s, s:o, s:s, s:o, s:o}", "id", parameter->id, "policy",
                              parameter->policy, "title", json_titles(&parameter->title), "unit",
                              parameter->unit.text == NULL ? "" : parameter->unit.text, "values",
                              json_versions(reporting, parameter), "elsewhere",
                              json_other_parameters(reporting, parameter->id)));
    }
    for (size_t i = 0; i < policy->rule_count; i++) {
        const struct rule *rule = policy->rules[i];
        if (!is_asked(id, rule->item.id, rule->file->id))
            continue;
        json_append(reporting, rules,
                    json_pack("{s:s, s:s, s:s, s:o, s:s, s:s, s:o, s:s, s:o}", "id", rule->item.id,
                              "policy", rule->file->id, "table", rule->item.entity->table, "title",
                              json_titles(&rule->item.title), "source", rule->source, "sentence",
                              rule_sentence(reporting, rule), "value",
                              json_or_null(rule->value == NULL ? NULL : rule->value->text.bytes),
                              "place", place_shown(&reporting->display, &rule->place), "elsewhere",
                              json_other_rules(reporting, rule->item.id)));
    }
    return json_pack("{s:s, s:s, s:o, s:o}", "fangtian", FT_VERSION, "digest", policy->digest,
                     "parameters", parameters, "rules", rules);
}

enum ft_status report_policies(struct figure_context *context, const char *id, struct date on,
                               const struct ft_report *report, const struct ft_sink *sink)
{
    struct reporting reporting;
    const struct policy *policy = context->policy;
    bool asked = id != NULL;
    reporting_open(&reporting, context, report, sink);
    if (report->format == FT_CSV) {
        diagnostics_add(context->diagnostics, NULL, &report_message[REPORT_NO_FORMAT], NULL);
        return FT_INVALID;
    }
    if (id != NULL)
        id = policy_called(context, id);
    if (asked && id == NULL)
        return FT_INVALID;
    if (report->format == FT_JSON) {
        write_json(&reporting, json_policies(&reporting, id));
        return reporting_status(&reporting);
    }
    for (size_t i = 0; i < policy->file_count; i++)
        if (id == NULL || strcmp(policy->files[i].id, id) == 0)
            write_file(&reporting, &policy->files[i], on, id != NULL || report->detail);
    if (id != NULL && policy_parameter(policy, id) != NULL)
        policy_report_write_parameter(&reporting, policy_parameter(policy, id), on);
    if (id != NULL && policy_rule(policy, id) != NULL)
        policy_report_write_rule(&reporting, policy_rule(policy, id), on);
    return reporting_status(&reporting);
}
