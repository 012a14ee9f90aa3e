/* Rules in words: what must hold, the figure, its cases, who pays whom, what is defined. */
#include <string.h>

#include "reporting.h"
#include "sentence.h"

/* A sentence while it grows; `text` NULL once memory is out. */
struct sentence {
    struct reporting *reporting;
    const char *text;
};

static void sentence_say(struct sentence *sentence, const char *zh, const char *en,
                         const char *filling)
{
    const char *form = sentence->reporting->context->language == FT_ZH ? zh : en;
    const char *hole = strstr(form, "{}");
    if (sentence->text == NULL || filling == NULL) {
        sentence->text = NULL;
        return;
    }
    const size_t before = hole == NULL ? strlen(form) : (size_t)(hole - form);
    sentence->text =
        arena_format(sentence->reporting->arena, "%s%.*s%s%s", sentence->text, (int)before, form,
                     hole == NULL ? "" : filling, hole == NULL ? "" : hole + 2);
}

static const char *sentence_words_of(struct sentence *sentence, const struct formula *formula)
{
    return formula == NULL ? NULL : formula_words(sentence->reporting, formula);
}

static void say_conditions(struct sentence *sentence, const struct rule *rule)
{
    for (size_t i = 0; i < rule->need_count; i++)
        sentence_say(sentence, i == 0 ? "须先符合：{}" : "、{}", i == 0 ? "Where {}" : " and {}",
                     sentence_words_of(sentence, rule->needs[i]));
    if (rule->need_count > 0)
        sentence_say(sentence, "。", " holds: ", "");
    if (rule->on != NULL)
        sentence_say(sentence, "按{}有效的规定计算。", "By the law of {}. ",
                     sentence_words_of(sentence, rule->on));
    if (rule->when != NULL)
        sentence_say(sentence, "{}的，", "If {}, ", sentence_words_of(sentence, rule->when));
}

static void say_value(struct sentence *sentence, const struct rule *rule)
{
    const char *title = titled(&sentence->reporting->display, &rule->item.title);
    if (rule->value != NULL && rule->require) {
        sentence_say(sentence, "{}须符合：", "{} asks that ", title);
        sentence_say(sentence, "{}。", "{}. ", sentence_words_of(sentence, rule->value));
    } else if (rule->value != NULL && rule->item.type.kind == TYPE_BOOLEAN) {
        sentence_say(sentence, "{}，是指", "{} means that ", title);
        sentence_say(sentence, "{}。", "{}. ", sentence_words_of(sentence, rule->value));
    } else if (rule->value != NULL) {
        sentence_say(sentence, "{} ＝ ", "{} = ", title);
        sentence_say(sentence, "{}。", "{}. ", sentence_words_of(sentence, rule->value));
    } else {
        sentence_say(sentence, "{}按下列情形确定，都不符合的不适用。",
                     "{} is settled by the cases below, and does not apply where none holds. ",
                     title);
    }
}

static void say_cases(struct sentence *sentence, const struct rule *rule)
{
    for (size_t i = 0; i < rule->case_count; i++) {
        const struct rule_case *one = &rule->cases[i];
        sentence_say(sentence, "但“{}”：",
                     "But “{}”: ", titled(&sentence->reporting->display, &one->title));
        sentence_say(sentence, "{}的，", "if {}, ", sentence_words_of(sentence, one->when));
        sentence_say(sentence, "为 {}。", "it is {}. ", sentence_words_of(sentence, one->value));
    }
}

static void say_posting(struct sentence *sentence, const struct post *post)
{
    struct reporting *reporting = sentence->reporting;
    if (post->when != NULL)
        sentence_say(sentence, "{}的，", "If {}, ", sentence_words_of(sentence, post->when));
    if (post->memo) {
        sentence_say(sentence, "在{}的表上备查", "noted on the sheet of {}",
                     titled(&reporting->display, &post->to->title));
    } else {
        sentence_say(sentence, "由{}", "{} pays ", titled(&reporting->display, &post->from->title));
        sentence_say(sentence, "付给{}", "{}", titled(&reporting->display, &post->to->title));
    }
    sentence_say(sentence, "（{}）", " ({})", titled(&reporting->display, &post->kind->title));
    if (post->amount != NULL)
        sentence_say(sentence, "：{}", ": {}", sentence_words_of(sentence, post->amount));
    sentence_say(sentence, "。", ". ", "");
}

/* What a rule's formulas call by a title of its own, each once. */
struct defined {
    struct sentence *sentence;
    const struct definition **seen;
    size_t count, capacity;
};

static bool is_new(struct defined *defined, const struct definition *definition)
{
    for (size_t i = 0; i < defined->count; i++)
        if (defined->seen[i] == definition)
            return false;
    const struct definition **seen =
        arena_grow(defined->sentence->reporting->arena, defined->seen, &defined->capacity,
                   sizeof(const struct definition *), defined->count + 1);
    if (seen == NULL) {
        defined->sentence->text = NULL;
        return false;
    }
    defined->seen = seen;
    seen[defined->count++] = definition;
    return true;
}

/* Bounded by LIMIT_FORMULA_NESTING. */
static void say_defined(struct defined *defined, const struct node *node)
{
    const struct definition *definition = node->definition;
    struct reporting *reporting = defined->sentence->reporting;
    if (definition != NULL && definition->title.zh != NULL && is_new(defined, definition)) {
        sentence_say(defined->sentence, "其中，{} ＝ ",
                     "Here, {} = ", titled(&reporting->display, &definition->title));
        sentence_say(defined->sentence, "{}。", "{}. ",
                     definition_words(reporting, definition, node));
    }
    for (size_t i = 0; i < node->operand_count; i++)
        say_defined(defined, node->operands[i]);
}

static void walk_defined(void *context, const struct formula *formula)
{
    say_defined(context, formula->root);
}

static void say_definitions(struct sentence *sentence, const struct rule *rule)
{
    struct defined defined = {.sentence = sentence};
    rule_each_formula(rule, walk_defined, &defined);
    rule_each_posted(rule, walk_defined, &defined);
}

const char *rule_sentence(struct reporting *reporting, const struct rule *rule)
{
    struct sentence sentence = {reporting, ""};
    if (rule->item.entity->parent != NULL)
        sentence_say(&sentence, "每个{}：",
                     "For each {}: ", titled(&reporting->display, &rule->item.entity->title));
    say_conditions(&sentence, rule);
    say_value(&sentence, rule);
    say_cases(&sentence, rule);
    for (size_t i = 0; i < rule->post_count; i++)
        say_posting(&sentence, &rule->posts[i]);
    say_definitions(&sentence, rule);
    return sentence.text;
}
