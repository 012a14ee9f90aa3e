/* What a source cites, as prose: the shipped register read against sentences of each form. */
#include <string.h>

#include "fixture.h"

static const char *const folders[] = {FT_SOURCE_DIR "/policies"};

static void open_register(struct fixture *fixture)
{
    struct text pack = text_from("national");
    fixture_open(fixture, FT_EN);
    cr_assert_eq(
        policy_load(&fixture->policy, &fixture->arena, &fixture->diagnostics, folders, 1, &pack, 1),
        FT_OK, "%s", fixture_rendering(fixture));
    cr_assert_gt(fixture->policy->text_count, 50);
}

/* A source, the ids of the texts that it cites in order, and whether the first has its article. */
static const struct {
    const char *source, *ids[3];
    bool article;
} sentences[] = {
    {"契税法 第三条：3%至5%；方案 附件 二17", {"deed_tax_law", "plan"}, true},
    {"契税法：没有写条文", {"deed_tax_law"}, false},
    {"契税暂行条例（国务院令第224号）第三条",
     {"deed_tax_regulation"},
     true},                                                  /* called twice, cited once */
    {"土地增值税暂行条例 第七条", {"lat_regulation"}, true}, /* not the 增值税 within it */
    {"增值税法 第六条（三）；增值税法实施条例", {"vat_law", "vat_regulation"}, true},
    {"财税〔2019〕31号 一、财税〔2023〕34号 一", {"bay_2019", "bay_2023"}, true},
    {"财政部 税务总局公告2021年第23号 二（五）：第一条在冒号后面", {"deed_tax_2021"}, true},
    {"财税〔2016〕36号附件2 一（三）10", {"vat_pilot"}, true},
    {"听说的", {NULL}, false},
    {"", {NULL}, false},
};

Test(texts, a_source_cites_the_texts_that_it_names_in_order)
{
    struct fixture fixture;
    open_register(&fixture);
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        struct citation citations[MOST_CITATIONS];
        const char *source = sentences[i].source;
        const size_t count = source_citations(fixture.policy, source, citations, MOST_CITATIONS);
        size_t wanted = 0;
        for (; wanted < 3 && sentences[i].ids[wanted] != NULL; wanted++)
            cr_assert(wanted < count &&
                          strcmp(citations[wanted].text->id, sentences[i].ids[wanted]) == 0,
                      "%s: not %s", source, sentences[i].ids[wanted]);
        cr_assert_eq(count, wanted, "%s: %zu texts", source, count);
        cr_assert(count == 0 || citation_names_article(&citations[0]) == sentences[i].article, "%s",
                  source);
    }
    fixture_close(&fixture);
}

Test(texts, no_more_are_given_than_asked_for)
{
    struct fixture fixture;
    struct citation citations[1];
    open_register(&fixture);
    cr_assert_eq(source_citations(fixture.policy, "契税法 第一条；印花税法 第五条", citations, 1),
                 1);
    cr_assert_str_eq(citations[0].text->id, "deed_tax_law");
    fixture_close(&fixture);
}

static const struct law_text *text_of(const struct policy *policy, const char *id)
{
    size_t i = 0;
    while (i < policy->text_count && strcmp(policy->texts[i]->id, id) != 0)
        i++;
    cr_assert_lt(i, policy->text_count, "no text %s", id);
    return policy->texts[i];
}

Test(texts, one_goes_on_with_those_before_it_and_theirs)
{
    struct fixture fixture;
    open_register(&fixture);
    const struct policy *policy = fixture.policy;
    cr_expect(
        law_text_follows(text_of(policy, "deed_tax_law"), text_of(policy, "deed_tax_regulation")));
    cr_expect(law_text_follows(text_of(policy, "bay_guangdong_2023"),
                               text_of(policy, "bay_guangdong_2019")));
    cr_expect_not(law_text_follows(text_of(policy, "bay_guangdong_2019"),
                                   text_of(policy, "bay_guangdong_2023")));
    cr_expect_not(law_text_follows(text_of(policy, "lat_2026"), text_of(policy, "lat_rules")));
    cr_expect_not(law_text_follows(text_of(policy, "plan"), text_of(policy, "plan")));
    fixture_close(&fixture);
}

Test(texts, a_register_that_goes_in_a_circle_comes_to_an_end)
{
    struct law_text one = {.follow_count = 1}, other = {.follow_count = 1},
                    third = {.follow_count = 0};
    const struct law_text *of_one[] = {&other}, *of_other[] = {&one};
    one.follows = of_one;
    other.follows = of_other;
    cr_expect(law_text_follows(&one, &other));
    cr_expect_not(law_text_follows(&one, &third));
}
