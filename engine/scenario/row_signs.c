/* Rows of a spreadsheet that are none of the table: totals, and remarks below it. */
#include <string.h>
#include <strings.h>

#include "scenario.h"

/* ---- a cell without its marks ---- */

enum { MOST_BYTES = 64 };

/* A cell's text without blanks and marks, in lower case; `gap` says where some stood before a
 * byte. `colon`: what stands before the first colon, in bytes of it; 0: no colon. */
struct bare_text {
    char bytes[MOST_BYTES];
    bool gap[MOST_BYTES];
    size_t length, colon;
};

static size_t match_any(const char *at, const char *end, const char *const *marks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const size_t length = strlen(marks[i]);
        if ((size_t)(end - at) >= length && memcmp(at, marks[i], length) == 0)
            return length;
    }
    return 0;
}

#define MATCH(at, end, marks) match_any(at, end, marks, sizeof(marks) / sizeof *(marks))

static const char *const blanks_and_marks[] = {
    " ",  "\t", "\r", "\n", "\xC2\xA0", "\xE3\x80\x80",
    "_",  "-",  "*",  "=",  "~",        ".",
    ",",  ";",  "/",  "|",  "+",        "\"",
    "'",  "#",  "。", "、", "，",       "；",
    "—",  "－", "–",  "·",  "“",        "”",
    "‘",  "’",  "「", "」", "《",       "》",
    "＊", "＝", "／", "｜", "…",        "※",
    "★",  "●",  "◆",  "■",  "▲",        "＋",
};
static const char *const opening_brackets[] = {"(", "[", "<", "（", "【", "［", "〔", "〈"};
static const char *const closing_brackets[] = {")", "]", ">", "）", "】", "］", "〕", "〉"};
static const char *const colons[] = {":", "："};

/* Past what stands in brackets behind a word, such as its unit; `at` where none closes. */
static const char *skip_brackets(const char *at, const char *end)
{
    const char *close = at;
    while (close < end && MATCH(close, end, closing_brackets) == 0)
        close++;
    return close < end ? close : at;
}

/* False where the text is longer than any sign. */
static bool bare_text_read(struct bare_text *bare, const char *at, size_t length)
{
    const char *end = at + length;
    bool gap = false;
    *bare = (struct bare_text){0};
    while (at < end) {
        size_t mark = MATCH(at, end, colons);
        if (mark > 0 && bare->colon == 0)
            bare->colon = bare->length;
        if (mark == 0)
            mark = MATCH(at, end, blanks_and_marks);
        if (mark == 0)
            mark = MATCH(at, end, closing_brackets);
        size_t opening = mark > 0 ? 0 : MATCH(at, end, opening_brackets);
        gap |= mark > 0 || opening > 0;
        at += mark + opening;
        if (opening > 0 && bare->length > 0)
            at = skip_brackets(at, end);
        if (mark > 0 || opening > 0)
            continue;
        if (bare->length == MOST_BYTES)
            return false;
        const char c = *at++;
        bare->gap[bare->length] = gap;
        bare->bytes[bare->length] = c;
        if (c >= 'A' && c <= 'Z')
            bare->bytes[bare->length] |= 0x20;
        bare->length++;
        gap = false;
    }
    return true;
}

/* ---- totals ---- */

static bool row_signs_is_one_of(const char *text, size_t length, const char *const *words,
                                size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(words[i]) == length && memcmp(text, words[i], length) == 0)
            return true;
    return false;
}

#define IS_ONE_OF(text, length, words)                                                             \
    row_signs_is_one_of(text, length, words, sizeof(words) / sizeof *(words))

/* How many bytes of the text's end are one of the words. */
static size_t ending_of(const char *text, size_t length, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const size_t word = strlen(words[i]);
        if (length >= word && memcmp(text + length - word, words[i], word) == 0)
            return word;
    }
    return 0;
}

#define ENDING_OF(text, length, words)                                                             \
    ending_of(text, length, words, sizeof(words) / sizeof *(words))

/* What stands before 合计: all of this page, of that year. No name ends or begins so. */
static bool is_scope(const char *text, size_t length)
{
    static const char *const starts[] = {"本", "全", "各", "以上", "上述", "上页", "前页", "第"};
    static const char *const ends[] = {"年", "年度", "月", "月份", "季度", "页", "期", "总"};
    enum { LONGEST_SCOPE = 15 };
    return (length <= LONGEST_SCOPE && MATCH(text, text + length, starts) > 0) ||
           ENDING_OF(text, length, ends) > 0;
}

static bool is_ascii(char c)
{
    return (unsigned char)c < 0x80;
}

enum { ONE_CHARACTER = 3 };

/* "小计1", "小计甲", "合计人数", "Subtotal Foshan": the word, and hardly more. */
static bool begins_total(const struct bare_text *bare, size_t length)
{
    static const char *const chinese[] = {"合计", "小计", "总计", "合計", "小計", "總計"};
    static const char *const english[] = {"subtotal"};
    static const char *const counters[] = {"甲", "乙", "丙", "丁", "一", "二", "三", "四", "人数"};
    const size_t word = MATCH(bare->bytes, bare->bytes + length, chinese);
    const size_t plain = MATCH(bare->bytes, bare->bytes + length, english);
    if (plain > 0 && plain < length && bare->gap[plain])
        return true;
    const char *rest = bare->bytes + word;
    const size_t left = length - word;
    return word > 0 && left > 0 && (is_ascii(*rest) || MATCH(rest, rest + left, counters) == left);
}

/* "3宗地", "两户": how many, of what, and hardly more. */
static bool counts_rows(const char *at, const char *end)
{
    static const char *const digits[] = {"0",  "1",  "2",  "3",  "4",  "5",  "6",  "7",  "8",
                                         "9",  "０", "１", "２", "３", "４", "５", "６", "７",
                                         "８", "９", "一", "二", "三", "四", "五", "六", "七",
                                         "八", "九", "十", "百", "两", "兩"};
    static const char *const measures[] = {"个", "個", "宗", "户", "戶", "栋", "幢", "座",
                                           "套", "项", "項", "块", "处", "處", "家", "人",
                                           "名", "位", "条", "條", "笔", "筆", "件", "行"};
    enum { LONGEST_NOUN = 12 };
    const char *number = at;
    for (size_t digit; (digit = MATCH(at, end, digits)) > 0;)
        at += digit;
    const size_t measure = at > number ? MATCH(at, end, measures) : 0;
    return measure > 0 && (size_t)(end - at) - measure <= LONGEST_NOUN;
}

/* "共计2个", "甲村小计3户", "以上共3宗": a word for a total with a count of rows behind it. 共
 * alone is in names too, but not at their beginning with a count behind. */
static bool holds_counted_total(const struct bare_text *bare, size_t length)
{
    static const char *const words[] = {"合计", "小计", "总计", "共计", "累计",
                                        "合計", "小計", "總計", "共計", "累計"};
    static const char *const all[] = {"共"};
    const char *end = bare->bytes + length;
    for (size_t i = 0; i < length; i++) {
        const char *at = bare->bytes + i;
        size_t word = MATCH(at, end, words);
        if (word == 0 && (i == 0 || is_scope(bare->bytes, i)))
            word = MATCH(at, end, all);
        if (word > 0 && counts_rows(at + word, end))
            return true;
    }
    return false;
}

/* The first `length` bytes of it. */
static enum row_sign totals_sign(const struct bare_text *bare, size_t length)
{
    static const char *const whole[] = {"总和",   "总数",   "总额",  "合计数", "合计金额",
                                        "平均",   "平均值", "均值",  "过次页", "承前页",
                                        "转下页", "承上页", "sum",   "sums",   "average",
                                        "totals", "total",  "count", "avg",    "grandtotal"};
    static const char *const chinese[] = {"合计", "小计", "总计", "共计", "累计", "汇总",
                                          "合計", "小計", "總計", "共計", "累計", "匯總"};
    static const char *const apart[] = {"平均值", "计数",  "subtotals", "subtotal",
                                        "totals", "total", "average",   "count"};
    if (IS_ONE_OF(bare->bytes, length, whole) || IS_ONE_OF(bare->bytes, length, chinese))
        return ROW_SIGN_TOTAL;
    size_t word = ENDING_OF(bare->bytes, length, apart);
    size_t before = length - word;
    if (word > 0 && (before == 0 || bare->gap[before]))
        return ROW_SIGN_TOTAL;
    if (begins_total(bare, length) || holds_counted_total(bare, length))
        return ROW_SIGN_TOTAL;
    word = ENDING_OF(bare->bytes, length, chinese);
    before = length - word;
    if (word == 0)
        return ROW_SIGN_NONE;
    /* A person may be called 王小计, of one character and a name; 两厂小计 is nobody. */
    return bare->gap[before] || is_ascii(bare->bytes[before - 1]) ||
                   is_scope(bare->bytes, before) || before > ONE_CHARACTER
               ? ROW_SIGN_TOTAL
               : ROW_SIGN_TOTAL_ENDING;
}

/* ---- remarks ---- */

static bool starts_remark(const struct bare_text *bare)
{
    static const char *const words[] = {
        "注",       "附注",       "备注",       "说明",       "填表说明",   "编制说明",
        "制表",     "制表人",     "制表单位",   "制表日期",   "制表时间",   "编制",
        "编制人",   "编制单位",   "编制日期",   "填表",       "填表人",     "填表日期",
        "填报人",   "填报单位",   "填报日期",   "审核",       "审核人",     "审批",
        "审定",     "复核",       "复核人",     "校对",       "校核",       "经办",
        "经办人",   "负责人",     "单位负责人", "项目负责人", "联系人",     "联系电话",
        "日期",     "打印日期",   "打印时间",   "导出时间",   "数据来源",   "资料来源",
        "来源",     "单位",       "盖章",       "签字",       "签章",       "其中",
        "note",     "notes",      "remark",     "remarks",    "source",     "sources",
        "prepared", "preparedby", "checkedby",  "reviewedby", "approvedby", "date",
        "printed",  "unit",       "units",      "ofwhich"};
    static const char *const alone[] = {"以下空白", "以下无正文", "此页空白", "注",
                                        "备注",     "说明",       "notes"};
    size_t length = bare->colon;
    while (length > 0 && bare->bytes[length - 1] >= '0' && bare->bytes[length - 1] <= '9')
        length--; /* 注1： */
    return IS_ONE_OF(bare->bytes, bare->length, alone) ||
           (length > 0 && IS_ONE_OF(bare->bytes, length, words));
}

/* ---- the cells that are worth a look ---- */

/* The characters that every Chinese sign has one of. */
static bool is_sign_character(const unsigned char *at)
{
    static const char *const characters[] = {"计", "总", "汇", "均", "页", "計", "總",
                                             "匯", "注", "说", "空", "正", "：", "共"};
    for (size_t i = 0; i < sizeof characters / sizeof *characters; i++)
        if (memcmp(at, characters[i], 3) == 0)
            return true;
    return false;
}

static bool begins_with_total(const char *text, size_t length)
{
    return (length > 8 && strncasecmp(text, "subtotal", 8) == 0);
}

/* Few cells are: most end after this. Of ASCII alone, a sign has a colon or ends with one of these
 * letters, marks behind it. */
static bool may_be_sign(const char *text, size_t length)
{
    static const char last_letters[] = "lsmetgLSMETG";
    const unsigned char *at = (const unsigned char *)text, *end = at + length;
    bool chinese = false; /* or of another script than ASCII */
    for (; at < end; at++) {
        if (*at == ':')
            return true;
        chinese |= *at >= 0x80;
        if (*at >= 0xE5 && end - at >= 3 && is_sign_character(at))
            return true;
    }
    if (length == 0)
        return false;
    const char last = text[length - 1];
    if (chinese && (unsigned char)last >= 0x80)
        return length >= 3 && memcmp(text + length - 3, "）", 3) == 0;
    return strchr(last_letters, last) != NULL || begins_with_total(text, length) ||
           !((last >= '0' && last <= '9') || (last >= 'a' && last <= 'z') ||
             (last >= 'A' && last <= 'Z'));
}

enum row_sign row_sign_of(const char *text, size_t length)
{
    struct bare_text bare;
    if (!may_be_sign(text, length))
        return ROW_SIGN_NONE;
    const bool whole = bare_text_read(&bare, text, length);
    if (starts_remark(&bare))
        return ROW_SIGN_REMARK;
    enum row_sign sign = bare.colon > 0 ? totals_sign(&bare, bare.colon) : ROW_SIGN_NONE;
    if (sign == ROW_SIGN_TOTAL)
        return sign;
    return whole && bare.length > 0 ? totals_sign(&bare, bare.length) : ROW_SIGN_NONE;
}
