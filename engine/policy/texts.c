/*
 * texts.cfg: the texts of law that sources cite. A source is prose in which a text is called by one
 * of its names and followed by its article: "契税法 第三条：3%至5%；方案 附件 二17". Names are
 * found in it; what looks like a document number and is none of them, and a text without its
 * article, are refused, so that nobody has to take a citation on trust. A register speaks for the
 * packs of its own folder.
 */
#include <string.h>

#include "policy_internal.h"

/* ---- finding names in prose ---- */

/* By what a name begins with, most often one Chinese character. */
static size_t bucket_of(const char *name)
{
    const unsigned char *byte = (const unsigned char *)name;
    const uint32_t third = byte[1] == '\0' ? 0 : byte[2];
    return (((uint32_t)byte[0] << 16 | (uint32_t)byte[1] << 8 | third) * UINT32_C(2654435761) >>
            16) %
           TEXT_BUCKETS;
}

/* The longest name that `prose` begins with, or NULL. */
static const struct text_name *texts_name_at(const struct policy *policy, const char *prose)
{
    const struct text_name *best = NULL;
    if (((unsigned char)*prose & 0xC0) == 0x80)
        return NULL; /* within a character */
    for (const struct text_name *name = policy->text_names[bucket_of(prose)]; name != NULL;
         name = name->next)
        if ((best == NULL || name->length > best->length) &&
            strncmp(prose, name->bytes, name->length) == 0)
            best = name;
    return best;
}

static bool texts_begins_with(const char *prose, const char *word)
{
    return *prose == *word && strncmp(prose, word, strlen(word)) == 0;
}

/* How long the piece is in which the article of a text stands: to a colon or semicolon, behind
 * which its words follow, or to the next text. */
static size_t article_length(const struct policy *policy, const char *prose)
{
    size_t length = 0;
    while (prose[length] != '\0' && !texts_begins_with(prose + length, "：") &&
           !texts_begins_with(prose + length, "；") &&
           texts_name_at(policy, prose + length) == NULL)
        length++;
    return length;
}

size_t source_citations(const struct policy *policy, const char *source, struct citation *citations,
                        size_t most)
{
    size_t count = 0;
    for (const char *at = source; *at != '\0' && count < most;) {
        const struct text_name *name = texts_name_at(policy, at);
        if (name == NULL) {
            at++;
            continue;
        }
        at += name->length;
        /* "契税暂行条例（国务院令第224号）第三条" calls one text twice. */
        if (count > 0 && citations[count - 1].text == name->text &&
            citations[count - 1].length <= strlen("（"))
            count--;
        citations[count++] = (struct citation){
            .text = name->text, .article = at, .length = article_length(policy, at)};
        at += citations[count - 1].length; /* no name begins in it */
    }
    return count;
}

struct date citations_published(const struct policy *policy, const char *source, struct date from)
{
    struct citation citations[MOST_CITATIONS];
    const size_t count = source_citations(policy, source, citations, MOST_CITATIONS);
    struct date before = {INT32_MIN}, after = DATE_FOREVER;
    for (size_t i = 0; i < count; i++) {
        const struct date day = citations[i].text->published;
        if (day.days <= from.days && day.days > before.days)
            before = day;
        if (day.days > from.days && day.days < after.days)
            after = day;
    }
    return before.days > INT32_MIN ? before : after;
}

/* How many texts may go on with one another; a register that goes in a circle ends there. */
enum { MOST_TEXTS_IN_A_ROW = 16 };

static bool text_follows_within(const struct law_text *text, const struct law_text *older,
                                size_t most)
{
    for (size_t i = 0; i < text->follow_count && most > 0; i++)
        if (text->follows[i] == older || text_follows_within(text->follows[i], older, most - 1))
            return true;
    return false;
}

bool law_text_follows(const struct law_text *text, const struct law_text *older)
{
    return text_follows_within(text, older, MOST_TEXTS_IN_A_ROW);
}

/* ---- checking a source ---- */

static bool holds_word(const char *piece, size_t length, const char *word)
{
    for (size_t i = 0; i + strlen(word) <= length; i++)
        if (texts_begins_with(piece + i, word))
            return true;
    return false;
}

bool citation_names_article(const struct citation *citation)
{
    static const char *const marks[] = {"第", "附", "一", "二", "三", "四",
                                        "五", "六", "七", "八", "九", "十"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (holds_word(citation->article, citation->length, marks[i]))
            return true;
    return false;
}

/* The bracket that every document number has before its year. */
#define YEAR_OPENS "〔"

/* How many bytes a document number has that begins here: "粤府办〔2011〕10号"; 0 where none does.
 * It has a year in its brackets, and no separator and no registered name in it. */
static size_t number_length(const struct policy *policy, const char *prose)
{
    static const char *const ends[] = {"；", "，", "。", "：", "、", "（", "）", " ", "“", "”"};
    size_t length = 0;
    for (bool bracket = false; prose[length] != '\0'; length++) {
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
            if (texts_begins_with(prose + length, ends[i]))
                return 0;
        if (texts_name_at(policy, prose + length) != NULL)
            return 0;
        bracket |= texts_begins_with(prose + length, YEAR_OPENS);
        if (bracket && texts_begins_with(prose + length, "号"))
            return length + strlen("号");
    }
    return 0;
}

/* Tells of the document numbers that are no text's name. */
static void fault_unregistered(struct loader *loader, const struct text *source)
{
    const struct policy *policy = loader->policy;
    const char *at = source->bytes;
    while (strstr(at, YEAR_OPENS) != NULL && loader_goes_on(loader)) {
        const struct text_name *name = texts_name_at(policy, at);
        const bool begins = ((unsigned char)*at & 0xC0) != 0x80; /* a character of UTF-8 */
        const size_t number = name == NULL && begins ? number_length(policy, at) : 0;
        if (number > 0)
            load_fault(loader, &source->place, &policy_message[POLICY_TEXT_UNREGISTERED],
                       load_format(loader, "%.*s", (int)number, at), NULL, NULL);
        at += name != NULL ? name->length : number > 0 ? number : 1;
    }
}

void check_citations(struct loader *loader, const struct text *source)
{
    struct citation citations[MOST_CITATIONS];
    if (!loader->has_register)
        return;
    const size_t count = source_citations(loader->policy, source->bytes, citations, MOST_CITATIONS);
    const uint64_t faults = loader->diagnostics->said;
    fault_unregistered(loader, source);
    if (count == 0 && loader->diagnostics->said == faults)
        load_fault(loader, &source->place, &policy_message[POLICY_TEXT_NONE], NULL, NULL, NULL);
    for (size_t i = 0; i < count; i++)
        if (citations[i].text->articles && !citation_names_article(&citations[i]))
            load_fault(loader, &source->place, &policy_message[POLICY_TEXT_ARTICLE],
                       citations[i].text->title.zh, citations[i].text->title.en, NULL);
}

/* ---- reading the register ---- */

static void add_text_name(struct loader *loader, const struct law_text *text, const char *bytes)
{
    struct text_name *name = load_array(loader, 1, sizeof *name);
    const struct text_name *first = texts_name_at(loader->policy, bytes);
    if (name == NULL || bytes[0] == '\0')
        return;
    if (first != NULL && strcmp(first->bytes, bytes) == 0 && first->text != text) {
        fault_doubled(loader, &text->place, bytes, &first->text->place);
        return;
    }
    const size_t bucket = bucket_of(bytes);
    *name = (struct text_name){.bytes = bytes,
                               .length = strlen(bytes),
                               .text = text,
                               .next = loader->policy->text_names[bucket]};
    loader->policy->text_names[bucket] = name;
}

static void add_text_names(struct loader *loader, const struct conf *conf, struct law_text *text)
{
    const struct conf *list = conf_child(conf, "names");
    add_text_name(loader, text, text->title.zh);
    if (text->number != NULL)
        add_text_name(loader, text, text->number);
    for (size_t i = 0; list != NULL && i < list->count; i++) {
        const struct text *word = element_text(loader, &list->children[i], "names");
        if (word != NULL && text->short_name == NULL && text->number == NULL)
            text->short_name = word->bytes;
        if (word != NULL)
            add_text_name(loader, text, word->bytes);
    }
}

/* Which of the words a setting is, from 0; another one is a fault and counts as the first, as does
 * none. */
static int setting_word(struct loader *loader, const struct conf *group, const char *name,
                        const char *const *words, size_t count)
{
    const struct text *text = setting_text(group, name);
    const char *known = "";
    for (size_t i = 0; text != NULL && i < count; i++) {
        if (text_is(text, words[i]))
            return (int)i;
        known = load_format(loader, "%s%s%s", known, i == 0 ? "" : ", ", words[i]);
    }
    if (text != NULL)
        load_fault(loader, &text->place, &policy_message[POLICY_TEXT_WORD], text->bytes, name,
                   known);
    return 0;
}

static void load_law_text(struct loader *loader, const struct conf *conf, struct law_text *text)
{
    static const char *const kinds[] = {"binding", "plan", "practice"};
    static const char *const known[] = {"seen", "quoted", "named"};
    static const struct conf_setting settings[] = {
        {"title", true, WANT_GROUP},       {"number", false, WANT_SCALAR},
        {"names", false, WANT_LIST},       {"kind", false, WANT_SCALAR},
        {"known", false, WANT_SCALAR},     {"articles", false, WANT_SCALAR},
        {"published", false, WANT_SCALAR}, {"in_force", false, WANT_SCALAR},
        {"lapsed", false, WANT_SCALAR},    {"note", false, WANT_SCALAR},
        {"follows", false, WANT_LIST}};
    *text = (struct law_text){.id = conf->name, .title = {"", ""}, .place = conf->place};
    if (!settings_check(loader, conf, conf->name, settings, sizeof settings / sizeof *settings))
        return;
    text->title = setting_title(loader, conf, "title");
    text->number = setting_string(conf, "number", NULL);
    text->kind = (enum law_text_kind)setting_word(loader, conf, "kind", kinds, 3);
    text->known = (enum law_text_known)setting_word(loader, conf, "known", known, 3);
    text->articles = setting_boolean(loader, conf, "articles", text->kind != TEXT_PRACTICE);
    text->published = setting_date(loader, conf, "published", DATE_FOREVER);
    text->in_force = setting_date(loader, conf, "in_force", DATE_FOREVER);
    text->lapsed = setting_date(loader, conf, "lapsed", DATE_FOREVER);
    text->note = setting_string(conf, "note", NULL);
    if (text->number == NULL && text->kind == TEXT_BINDING)
        load_fault(loader, &conf->place, &policy_message[POLICY_MISSING_SETTING], "number",
                   conf->name, NULL);
    add_text_names(loader, conf, text);
}

/* The texts that one goes on with, by their ids in its own register. */
static void load_follows(struct loader *loader, const struct conf *conf, struct law_text *text,
                         const struct law_text *texts, size_t count)
{
    const struct conf *list = conf_child(conf, "follows");
    if (list == NULL)
        return;
    const struct law_text **follows = load_array(loader, list->count, sizeof *follows);
    if (follows == NULL)
        return;
    for (size_t i = 0; i < list->count; i++) {
        const struct text *id = element_text(loader, &list->children[i], "follows");
        size_t at = 0;
        while (id != NULL && at < count && !text_is(id, texts[at].id))
            at++;
        if (id != NULL && at == count)
            load_fault(loader, &id->place, &policy_message[POLICY_TEXT_FOLLOWS], id->bytes, NULL,
                       NULL);
        else if (id != NULL)
            follows[text->follow_count++] = &texts[at];
    }
    text->follows = follows;
}

void load_texts(struct loader *loader, const struct conf *root)
{
    static const struct conf_setting settings[] = {{"texts", true, WANT_GROUP}};
    if (!settings_check(loader, root, "texts.cfg", settings, 1))
        return;
    const struct conf *group = conf_child(root, "texts");
    struct policy *policy = loader->policy;
    const size_t before = policy->text_count;
    const struct law_text **all = load_array(loader, before + group->count, sizeof *all);
    struct law_text *texts = load_array(loader, group->count, sizeof *texts);
    if (all == NULL || texts == NULL)
        return;
    for (size_t i = 0; i < before; i++)
        all[i] = policy->texts[i];
    for (size_t i = 0; i < group->count && loader_goes_on(loader); i++) {
        load_law_text(loader, &group->children[i], &texts[i]);
        texts[i].index = before + i;
        all[before + i] = &texts[i];
        policy->text_count++;
    }
    for (size_t i = 0; i < group->count && loader_goes_on(loader); i++)
        load_follows(loader, &group->children[i], &texts[i], texts, group->count);
    policy->texts = all;
}
