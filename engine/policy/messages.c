/* Every message of policy/ but those of vocabularies and of parameters, in both languages. */
#include "policy_internal.h"

const struct message policy_message[POLICY_MESSAGE_COUNT] = {
    [POLICY_MISSING_SETTING] =
        {
            .id = "needed-setting",
            .en = "the setting {1} of {2} is missing",
            .zh = "{2} 缺少设置 {1}",
            .hint_en = "add {1} = …; policies/README.md shows an example",
            .hint_zh = "请补上 {1} = …；示例见 policies/README.md",
        },
    [POLICY_LIST_ELEMENT] =
        {
            .id = "list-element",
            .en = "an element of {1} is no plain word",
            .zh = "{1} 的某一项不是单个词",
            .hint_en = "write {1} = [ \"…\", \"…\" ]",
            .hint_zh = "请写 {1} = [ \"…\", \"…\" ]",
        },
    [POLICY_BOOLEAN] =
        {
            .id = "bad-boolean",
            .en = "{1} is neither true nor false",
            .zh = "{1} 既不是 true 也不是 false",
            .hint_en = "write \"true\" or \"false\"",
            .hint_zh = "请写 \"true\" 或 \"false\"",
        },
    [POLICY_BAD_NAME] =
        {
            .id = "bad-name",
            .en = "{1} cannot be a name",
            .zh = "{1} 不能用作名称",
            .hint_en = "a name has ASCII letters, digits and _, begins with a letter, and is no "
                       "word of the formula language",
            .hint_zh = "名称由英文字母、数字和 _ 组成，以字母开头，且不能是公式语言的保留词",
        },
    [POLICY_UNKNOWN_ENUMERATION] =
        {
            .id = "unknown-enumeration",
            .en = "there is no enumeration {1}",
            .zh = "没有名为 {1} 的选项组",
            .hint_en = "{2} (enumerations stand in vocabulary.cfg)",
            .hint_zh = "{2}（选项组写在 vocabulary.cfg 中）",
        },
    [POLICY_UNKNOWN_TYPE] =
        {
            .id = "unknown-type",
            .en = "there is no type {1}",
            .zh = "没有名为 {1} 的类型",
            .hint_en = "{2}",
            .hint_zh = "{2}",
        },
    [POLICY_TYPE_HERE] =
        {
            .id = "type-not-here",
            .en = "{1} cannot be of the type {2}",
            .zh = "{1} 不能是 {2} 类型",
            .hint_en = "parameters and rules are quantities, booleans, dates or symbols; leave "
                       "type out for a quantity, a set and brackets",
            .hint_zh =
                "参数和规则可以是 quantity、boolean、date 或 symbol；数量、集合和级距不必写 type",
        },
    [POLICY_UNIT_HERE] =
        {
            .id = "unit-not-here",
            .en = "{1} is no number, so it has no unit",
            .zh = "{1} 不是数，不能有单位",
            .hint_en = "leave `unit` out",
            .hint_zh = "请去掉 unit",
        },
    [POLICY_DOUBLED_ID] =
        {
            .id = "doubled-id",
            .en = "the name {1} is taken already, at {2}",
            .zh = "名称 {1} 已在 {2} 使用",
            .hint_en =
                "choose another: what a formula or a scenario may mean by a name must be one",
            .hint_zh = "请换一个名称：公式和场景中的一个名称只能有一种含义",
        },
    [POLICY_BAD_STEP] =
        {
            .id = "bad-kind-step",
            .en = "{1} is no step that amounts can be rounded to",
            .zh = "{1} 不能作为取整的步长",
            .hint_en = "write a step above zero with few decimals, as \"0.01 元\"",
            .hint_zh = "请写大于零的有限小数，例如 \"0.01 元\"",
        },
    [POLICY_ADDITION] =
        {
            .id = "addition-only",
            .en = "{1} stands in the vocabulary: a pack can only add {2} to it",
            .zh = "词汇表中已有 {1}：政策包只能给它增加 {2}",
            .hint_en = "keep `{2}` alone here, with what is new; others rest on the rest",
            .hint_zh = "这里只写 {2}，写新增的各项；其余是别的政策所依据的，不能改",
        },
    [POLICY_SECOND_VOCABULARY] =
        {
            .id = "second-vocabulary",
            .en = "{1} is a second vocabulary: {2} is read",
            .zh = "{1} 是第二份词汇表：读入的是 {2}",
            .hint_en =
                "put what a pack adds into a vocabulary.cfg in the pack's folder, or take it "
                "away",
            .hint_zh = "政策包要增加的内容，请写在该政策包文件夹里的 vocabulary.cfg；否则请移走",
        },
    [POLICY_PACK_TWICE] =
        {
            .id = "pack-twice",
            .en = "there are two packs {1}: in {2} and in {3}",
            .zh = "政策包 {1} 有两个：在 {2} 和 {3}",
            .hint_en = "rename one of them, or leave its folder out of --policies",
            .hint_zh = "请给其中一个改名，或不要在 --policies 中写它所在的文件夹",
        },
    [POLICY_NO_SOURCE] =
        {
            .id = "empty-source",
            .en = "this source is empty",
            .zh = "这里的 source 是空的",
            .hint_en =
                "name the article; below the head of the policy it may be left out where the "
                "head's holds",
            .hint_zh = "请写明条文；政策头部以下，与头部的 source 相同的可以不写",
        },
    [POLICY_TEXT_UNREGISTERED] =
        {
            .id = "text-not-registered",
            .en = "the document {1} is not registered in texts.cfg",
            .zh = "文件“{1}”没有登记在 texts.cfg 中",
            .hint_en = "register it there with its number, title and days, as the texts beside it; "
                       "a value whose text was not seen says status = \"unverified\"",
            .hint_zh = "请照其他文件登记它的文号、标题和日期；没有见到原文的数，另写 status = "
                       "\"unverified\"",
        },
    [POLICY_TEXT_NONE] =
        {
            .id = "cites-no-text",
            .en = "this source cites none of the texts that texts.cfg registers",
            .zh = "这里的依据没有提到 texts.cfg 登记的任何文件",
            .hint_en = "name the text as texts.cfg has it and its article; a value without a text "
                       "says status = \"illustrative\", one whose text was not seen \"unverified\"",
            .hint_zh =
                "请按 texts.cfg 中的名称写明文件和条文；没有文件的数写 status = "
                "\"illustrative\"（示例数），没有见到原文的写 status = \"unverified\"（待核实）",
        },
    [POLICY_TEXT_ARTICLE] =
        {
            .id = "cites-no-article",
            .en = "{2} ({1}) is cited without its article",
            .zh = "引用了“{1}”，没有写明条文",
            .hint_en = "write the article behind it, before the colon: {1} 第三条：…; {1} 一（二）",
            .hint_zh = "请在其后、冒号以前写条文，例如：{1} 第三条：……；{1} 一（二）",
        },
    [POLICY_TEXT_FOLLOWS] =
        {
            .id = "unknown-text",
            .en = "no text of this register has the id {1}",
            .zh = "本登记表中没有编号为 {1} 的文件",
            .hint_en = "`follows` names texts of the same texts.cfg by their ids",
            .hint_zh = "follows 按编号写同一个 texts.cfg 中的文件",
        },
    [POLICY_TEXT_WORD] =
        {
            .id = "unknown-word-of-text",
            .en = "`{2}` of a text cannot be {1}",
            .zh = "文件的 {2} 不能是 {1}",
            .hint_en = "it is one of: {3}",
            .hint_zh = "可以写：{3}",
        },
    [POLICY_REPLACES_ID] =
        {
            .id = "replaces-id",
            .en = "{1} is not the id {2} of what stands here",
            .zh = "{1} 与此处的 id {2} 不一致",
            .hint_en = "replaces and amends name the id of what stood before, which is kept",
            .hint_zh = "replaces 和 amends 写原来的 id，新的沿用同一 id",
        },
    [POLICY_REPLACES_NOTHING] =
        {
            .id = "replaces-nothing",
            .en = "no earlier pack has {1}",
            .zh = "此前的政策包中没有 {1}",
            .hint_en = "check the spelling and the order of packs, or leave `replaces` or `amends` "
                       "out",
            .hint_zh = "请核对拼写和政策包的次序，或去掉 replaces 或 amends",
        },
    [POLICY_DOUBLED_RULE] =
        {
            .id = "doubled-rule",
            .en = "{1} stands already in {2}",
            .zh = "{1} 已在 {2} 中定义",
            .hint_en =
                "choose another id; a later pack adds dated values to a parameter by amends = "
                "\"{1}\", or takes its place by replaces = \"{1}\"",
            .hint_zh = "请换一个 id；后面的政策包可用 amends = \"{1}\" 给参数增加取值，或用 "
                       "replaces = \"{1}\" 整个替换",
        },
    [POLICY_REPLACES_TABLE] =
        {
            .id = "replaces-table",
            .en = "{1} replaces a rule of the table {2}",
            .zh = "{1} 替换的是表 {2} 的规则",
            .hint_en = "a replacement belongs to the same table",
            .hint_zh = "替换的规则须属于同一张表",
        },
    [POLICY_OPEN_BRACE] =
        {
            .id = "open-brace",
            .en = "a brace { opens here and does not close",
            .zh = "此处的花括号 { 没有结束",
            .hint_en = "write {formula}, or {{ for a brace that is to be shown",
            .hint_zh = "请写成 {公式}；要显示花括号请写 {{",
        },
    [POLICY_CLOSE_BRACE] =
        {
            .id = "close-brace",
            .en = "a brace } closes here and none is open",
            .zh = "此处的花括号 } 没有对应的 {",
            .hint_en = "write }} for a brace that is to be shown",
            .hint_zh = "要显示花括号请写 }}",
        },
    [POLICY_UNKNOWN_CASE] =
        {
            .id = "unknown-case",
            .en = "no other case is labelled {1}",
            .zh = "没有标为 {1} 的其他情形",
            .hint_en = "overrides names labels of this rule's other cases",
            .hint_zh = "overrides 写本规则其他情形的 label",
        },
    [POLICY_DOUBLED_CASE] =
        {
            .id = "doubled-case",
            .en = "two cases are labelled {1}",
            .zh = "两个情形同标为 {1}",
            .hint_en = "give each case a label of its own",
            .hint_zh = "请给每个情形不同的 label",
        },
    [POLICY_CASE_CIRCLE] =
        {
            .id = "case-circle",
            .en = "the case {1} overrides, in the end, itself",
            .zh = "情形 {1} 辗转优先于其自身",
            .hint_en = "take one `overrides` out, so that one case comes first",
            .hint_zh = "请去掉其中一个 overrides，使其中一种情形居先",
        },
    [POLICY_PARTY_UNREACHABLE] =
        {
            .id = "party-unreachable",
            .en = "the party {1} is one a row of {3}, which a row of {2} does not lead to",
            .zh = "{1} 按 {3} 逐行设立，而 {2} 的行无法对应到其中一行",
            .hint_en = "let the rule be of a table below {3}, or give {2} a reference to it",
            .hint_zh = "请把规则放到 {3} 之下的表，或给 {2} 加一个指向它的引用字段",
        },
    [POLICY_PARTY_AMBIGUOUS] =
        {
            .id = "party-ambiguous",
            .en = "a row of {2} leads to {3} in more than one way, so the party {1} is not clear",
            .zh = "{2} 的行有不止一种途径对应到 {3}，无法确定当事方 {1}",
            .hint_en = "keep one reference to it",
            .hint_zh = "请只保留一个引用字段",
        },
    [POLICY_UNKNOWN_PARTY] =
        {
            .id = "unknown-party",
            .en = "there is no party {1}",
            .zh = "没有名为 {1} 的当事方",
            .hint_en = "{2} (parties stand in vocabulary.cfg)",
            .hint_zh = "{2}（当事方写在 vocabulary.cfg 中）",
        },
    [POLICY_PAYER_CHOICES] =
        {
            .id = "payer-choices",
            .en = "{1} does not say who it is on every row",
            .zh = "{1} 没有写明每一行各是谁",
            .hint_en = "list two parties or more, each but the last with its `when`: "
                       "( { party = \"city\"; when = \"reserved\"; }, { party = \"developer\"; } )",
            .hint_zh = "请列出两个以上的当事方，除最后一个外都写 when："
                       "( { party = \"city\"; when = \"reserved\"; }, { party = \"developer\"; } )",
        },
    [POLICY_UNKNOWN_KIND] =
        {
            .id = "unknown-value-kind",
            .en = "there is no kind of value {1}",
            .zh = "没有名为 {1} 的价值类型",
            .hint_en = "{2} (kinds stand in vocabulary.cfg)",
            .hint_zh = "{2}（价值类型写在 vocabulary.cfg 中）",
        },
    [POLICY_POST_TYPE] =
        {
            .id = "post-type",
            .en = "{1} is not in {3}, which {2} is posted in",
            .zh = "{1} 的单位不是记账类型 {2} 的单位 {3}",
            .hint_en = "give the posting an amount of its own: amount = \"…\"",
            .hint_zh = "请给记账写明金额：amount = \"…\"",
        },
    [POLICY_NEEDS] =
        {
            .id = "bad-need",
            .en = "{1} is not the name of a rule",
            .zh = "{1} 不是规则的名称",
            .hint_en = "name a check or another rule that is true or false, as in_catalogue or "
                       "project.in_catalogue; a condition of another kind goes into `when`",
            .hint_zh = "请写检查规则或其他是非规则的名称，例如 in_catalogue 或 "
                       "project.in_catalogue；其他条件写入 when",
        },
    [POLICY_ONE_OF] =
        {
            .id = "bad-way",
            .en = "{1} is not the name of a rule",
            .zh = "{1} 不是规则的名称",
            .hint_en = "`one_of` names rules, one of which must apply to the row, as price_due",
            .hint_zh = "one_of 只能写规则的名称，其中须有一项适用，如 price_due",
        },
    [POLICY_NO_FORMULA] =
        {
            .id = "no-formula",
            .en = "the rule {1} has neither value nor cases",
            .zh = "规则 {1} 既没有 value 也没有 cases",
            .hint_en = "write value = \"formula\"",
            .hint_zh = "请写 value = \"公式\"",
        },
    [POLICY_VIEW_LINE] =
        {
            .id = "view-line",
            .en = "this line of the view {1} says neither or both of value and net",
            .zh = "视图 {1} 的这一行须写 value 或 net 其中之一",
            .hint_en = "write value = \"a formula\", or net = \"a party\" with kind = \"a kind of "
                       "value\"",
            .hint_zh = "请写 value = \"公式\"，或 net = \"当事方\" 和 kind = \"价值类别\"",
        },
    [POLICY_VIEW_NUMBER] =
        {
            .id = "view-number",
            .en = "{1} is no number, so it has no {2}",
            .zh = "{1} 不是数，不能有 {2}",
            .hint_en = "leave {2} out, or choose a line whose figure is a number",
            .hint_zh = "请去掉 {2}，或换成数值的行",
        },
    [POLICY_VIEW_LEVEL] =
        {
            .id = "view-level",
            .en = "{1} is no level of a line",
            .zh = "{1} 不是缩进级别",
            .hint_en = "write a digit from 0 to 9",
            .hint_zh = "请写 0 至 9 的一位数字",
        },
    [POLICY_VIEW_CHART] =
        {
            .id = "view-chart",
            .en = "{1} is no part of such a view's chart",
            .zh = "{1} 不是这种视图的图表的组成部分",
            .hint_en = "write series in a table; from, more, less or to in a sheet; flows on a net",
            .hint_zh = "表格写 series；表单写 from、more、less 或 to；净额写 flows",
        },
    [POLICY_CIRCLE] =
        {
            .id = "circle",
            .en = "rules use each other in a circle: {1}",
            .zh = "规则循环引用：{1}",
            .hint_en = "let one of them stand on fields alone",
            .hint_zh = "请让其中一条只依据字段计算",
        },
    [POLICY_RECURS_UNORDERED] =
        {
            .id = "recurs-unordered",
            .en = "{1} asks for itself at the row before, but rows of {2} stand in no order",
            .zh = "{1} 用到自己上一行的数，而 {2} 的行没有规定次序",
            .hint_en = "give the table `ordered = true` in vocabulary.cfg, and a key that is a "
                       "whole number",
            .hint_zh = "请在 vocabulary.cfg 中给该表写 ordered = true，并以整数为键",
        },
    [POLICY_RECURS_UNGUARDED] =
        {
            .id = "recurs-unguarded",
            .en = "{1} asks for itself at the row before and does not say what holds on the first",
            .zh = "{1} 用到自己上一行的数，却没有写明第一行怎样计算",
            .hint_en = "write `if first then … else …`, or `when = \"not first\"`",
            .hint_zh = "请写 if first then … else …，或者写 when = \"not first\"",
        },
    [POLICY_FILE_ID] =
        {
            .id = "policy-file-id",
            .en = "the policy calls itself {1} in the file of {2}",
            .zh = "政策自称 {1}，而文件对应 {2}",
            .hint_en = "write id = \"{2}\", or rename the file",
            .hint_zh = "请写 id = \"{2}\"，或给文件改名",
        },
    [POLICY_UNKNOWN_PACK] =
        {
            .id = "unknown-pack",
            .en = "there is no pack {1}",
            .zh = "没有名为 {1} 的政策包",
            .hint_en = "{2}",
            .hint_zh = "{2}",
        },
    [POLICY_DOUBLED_PACK] =
        {
            .id = "doubled-pack",
            .en = "the pack {1} is named twice",
            .zh = "政策包 {1} 写了两次",
            .hint_en = "leave one out; packs stand once, in the order of precedence",
            .hint_zh = "请去掉一个；每个政策包只写一次，按先后次序排列",
        },
    [POLICY_EMPTY_PACK] =
        {
            .id = "empty-pack",
            .en = "the pack {1} holds no policy",
            .zh = "政策包 {1} 中没有政策",
            .hint_en = "put a policy file into its folder, as {1}/topic.cfg",
            .hint_zh = "请在其文件夹中放入政策文件，例如 {1}/topic.cfg",
        },
    [POLICY_PACK_LACKING] =
        {
            .id = "pack-lacking",
            .en = "the pack {1} is lacking: it declares names that {2} uses ({3})",
            .zh = "缺少政策包 {1}：{2} 用到的名称由它规定（{3}）",
            .hint_en = "name it too: \"{1}\" among packs, or {1} behind --packs; a pack that "
                       "replaces something of another one stands behind it",
            .hint_zh = "请在 packs 中加上 \"{1}\"（命令行为 --packs …,{1}）；替换别的包的政策包写在"
                       "被替换者之后",
        },
    [POLICY_PACK_ORDER] =
        {
            .id = "pack-order",
            .en = "the pack {2} stands before {1}, of which it replaces something ({3})",
            .zh = "政策包 {2} 替换 {1} 的规定（{3}），却写在它之前",
            .hint_en = "name {1} before {2}: packs go from the nation down",
            .hint_zh = "请把 {1} 写在 {2} 之前：政策包按层级从国家到地方排列",
        },
    [POLICY_NO_VOCABULARY] =
        {
            .id = "no-vocabulary",
            .en = "no vocabulary.cfg in {1}",
            .zh = "{1} 中没有 vocabulary.cfg",
            .hint_en = "name the folder of policies with --policies DIR",
            .hint_zh = "请用 --policies DIR 指明政策文件夹",
        },
    [POLICY_TWO_VOCABULARIES] =
        {
            .id = "two-vocabularies",
            .en = "there are two vocabularies in {1}: {2} and {3}",
            .zh = "{1} 中有两个词汇文件：{2} 和 {3}",
            .hint_en = "leave one, named vocabulary.cfg",
            .hint_zh = "请只保留一个，命名为 vocabulary.cfg",
        },
    [POLICY_LIKELY] =
        {
            .id = "policy-not-read",
            .en = "{1} is not read: a policy file's name ends in .cfg and is UTF-8",
            .zh = "{1} 没有读入：政策文件名须以 .cfg 结尾，编码为 UTF-8",
            .hint_en =
                "rename it to NAME.cfg; if it is not to apply, move it out of the pack {2} or "
                "end its name in .bak",
            .hint_zh = "请改名为 名称.cfg；如不适用，请移出政策包 {2}，或让文件名以 .bak 结尾",
        },
    [POLICY_NESTED] =
        {
            .id = "policy-nested",
            .en = "{1} is not read: it lies in a folder inside the pack {2}",
            .zh = "{1} 没有读入：它在政策包 {2} 的下级文件夹中",
            .hint_en =
                "move it into the pack's own folder, @include it in a policy of the pack, or "
                "end its name in .bak",
            .hint_zh = "请移到政策包文件夹下，或由包内政策用 @include 包含；如不适用，请让文件名以 "
                       ".bak 结尾",
        },
    [POLICY_ENGLISH_UNUSED] =
        {
            .id = "english-unused",
            .en = "“{1}” is no Chinese text of {2} that is without English",
            .zh = "{2} 中没有缺英文的“{1}”",
            .hint_en = "write the Chinese as it stands there, or leave this row out",
            .hint_zh = "请照那里的中文写，或删去这一行",
        },
    [POLICY_ENGLISH_ALONE] =
        {
            .id = "english-alone",
            .en = "{1} is the English of {2}, which is not there",
            .zh = "{1} 是 {2} 的英文，而没有这个文件",
            .hint_en = "name it as the policy beside it: x.en.cfg for x.cfg",
            .hint_zh = "文件名应与旁边的政策相同：x.cfg 的英文为 x.en.cfg",
        },
    [POLICY_NO_FOLDER] =
        {
            .id = "no-folder",
            .en = "there is no folder {1}, or it cannot be read",
            .zh = "没有文件夹 {1}，或无法读取",
            .hint_en = "name the folder of policies with --policies DIR",
            .hint_zh = "请用 --policies DIR 指明政策文件夹",
        },
    [POLICY_CONFLICT] =
        {
            .id = "case-conflict",
            .en =
                "{1} at {2}: the cases {3} ({4}) and {5} ({6}) both hold, with different outcomes",
            .zh = "{1}（{2}）：情形 {3}（{4}）与 {5}（{6}）同时成立而结果不同",
            .hint_en = "the policy must say which goes first: overrides = [ \"label\" ]",
            .hint_zh = "政策须写明何者优先：overrides = [ \"label\" ]",
        },
    [POLICY_MADE_ROWS] =
        {
            .id = "made-rows",
            .en = "the number of rows of {1} is not a whole number within the limit",
            .zh = "表 {1} 的行数不是限额以内的整数",
            .hint_en = "check the figures of this row; `fangtian limits` lists the limits",
            .hint_zh = "请核对本行的数；各项上限见 `fangtian limits`",
        },
};

const struct message_table policy_messages[POLICY_MESSAGE_TABLES] = {
    {vocabulary_message, VOCABULARY_MESSAGE_COUNT},
    {parameters_message, PARAMETERS_MESSAGE_COUNT},
    {policy_message, POLICY_MESSAGE_COUNT},
};
