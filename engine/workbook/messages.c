/* What can be wrong with a workbook. */
#include "workbook_internal.h"

const struct message workbook_message[WORKBOOK_MESSAGE_COUNT] = {
    [WORKBOOK_NOT_ONE] =
        {
            .id = "not-a-workbook",
            .en = "the file bears a workbook's name and {1}",
            .zh = "文件名是工作簿的，内容{1}",
            .hint_en = "open it in a spreadsheet and save it as \"Excel workbook (.xlsx)\"",
            .hint_zh = "请用表格软件打开，另存为“Excel 工作簿（.xlsx）”",
        },
    [WORKBOOK_LOCK] =
        {
            .id = "lock-file",
            .en = "this is what a spreadsheet leaves beside a workbook that is open, and no "
                  "workbook",
            .zh = "这是表格软件打开工作簿时在旁边留下的临时文件，不是工作簿",
            .hint_en = "name the workbook, {1}",
            .hint_zh = "请给出工作簿本身：{1}",
        },
    [WORKBOOK_OLD] =
        {
            .id = "workbook-old",
            .en = "this is a workbook of the old format (.xls)",
            .zh = "这是旧格式的工作簿（.xls）",
            .hint_en = "open it in a spreadsheet and save it as \"Excel workbook (.xlsx)\"",
            .hint_zh = "请用表格软件打开，另存为“Excel 工作簿（.xlsx）”",
        },
    [WORKBOOK_BINARY] =
        {
            .id = "workbook-binary",
            .en = "this is a binary workbook (.xlsb)",
            .zh = "这是二进制工作簿（.xlsb）",
            .hint_en = "open it in a spreadsheet and save it as \"Excel workbook (.xlsx)\"",
            .hint_zh = "请用表格软件打开，另存为“Excel 工作簿（.xlsx）”",
        },
    [WORKBOOK_ENCRYPTED] =
        {
            .id = "workbook-encrypted",
            .en = "the workbook is encrypted",
            .zh = "工作簿设有打开密码",
            .hint_en = "open it with its password, take the password out and save it again",
            .hint_zh = "请用密码打开，取消打开密码，再保存",
        },
    [WORKBOOK_MACROS] =
        {
            .id = "workbook-macros",
            .en = "the workbook holds macros, which could give its cells any value",
            .zh = "工作簿含有宏，单元格的值可能由宏写出，无法追溯",
            .hint_en = "save it as \"Excel workbook (.xlsx)\", which has none",
            .hint_zh = "请另存为“Excel 工作簿（.xlsx）”，即不含宏",
        },
    [WORKBOOK_DAMAGED] =
        {
            .id = "workbook-damaged",
            .en = "the workbook is damaged: its part {1} cannot be read",
            .zh = "工作簿已损坏：其中的 {1} 无法读取",
            .hint_en = "open it in a spreadsheet, look whether all is there, and save it again",
            .hint_zh = "请用表格软件打开，看内容是否完整，再另存",
        },
    [WORKBOOK_DOCTYPE] =
        {
            .id = "workbook-doctype",
            .en = "the workbook's part {1} declares a document type, which no spreadsheet writes",
            .zh = "工作簿中的 {1} 声明了文档类型，表格软件不会这样写",
            .hint_en = "do not trust the file: ask for it from where it was made",
            .hint_zh = "文件不可信：请向制表人重新索取",
        },
    [WORKBOOK_TWO_PARTS] =
        {
            .id = "workbook-two-parts",
            .en = "the workbook holds the part {1} twice: two programs may see different figures",
            .zh = "工作簿中的 {1} 有两份，不同的软件会看到不同的数字",
            .hint_en = "do not trust the file: ask for it from where it was made",
            .hint_zh = "文件不可信：请向制表人重新索取",
        },
    [WORKBOOK_TOO_LARGE] =
        {
            .id = "workbook-too-large",
            .en = "the workbook is larger than the limit {1}",
            .zh = "工作簿超出上限 {1}",
            .hint_en = "split it, or save a long table as CSV; `fangtian limits` lists the limits",
            .hint_zh = "请拆分，或把长表另存为 CSV；各项上限见 `fangtian limits`",
        },
    [WORKBOOK_NO_SHEETS] =
        {
            .id = "workbook-empty",
            .en = "the workbook has no sheet of cells",
            .zh = "工作簿中没有工作表",
            .hint_en = "open it in a spreadsheet and look whether all is there",
            .hint_zh = "请用表格软件打开，看内容是否完整",
        },
    [WORKBOOK_NOT_CALCULATED] =
        {
            .id = "not-calculated",
            .en = "the cell has a formula whose value was never worked out",
            .zh = "这一格是公式，但没有存下计算结果",
            .hint_en = "open the workbook in a spreadsheet, let it calculate, and save it",
            .hint_zh = "请用表格软件打开，待其重新计算后保存",
        },
    [WORKBOOK_LINKED] =
        {
            .id = "linked-cell",
            .en = "the cell takes its value from another workbook",
            .zh = "这一格的值取自另一个工作簿",
            .hint_en = "put the value itself into the cell (copy, paste as values)",
            .hint_zh = "请把值本身填入这一格（复制后“选择性粘贴—数值”）",
        },
    [WORKBOOK_RUNS] =
        {
            .id = "digits-set-apart",
            .en = "some digits of “{1}” are raised, lowered or struck out",
            .zh = "“{1}”中有的数字是上标、下标，或者加了删除线",
            .hint_en = "type what counts into the cell again, in one form",
            .hint_zh = "请在这一格重新输入要计的内容，不要上下标和删除线",
        },
    [WORKBOOK_STRUCK] =
        {
            .id = "struck-out",
            .en = "the cell is struck out, and would count all the same",
            .zh = "这一格加了删除线，但值还在，照样会计入",
            .hint_en = "delete what does not count; of what does, take the line off",
            .hint_zh = "作废的请删去内容（或整行）；要计的请取消删除线",
        },
    [WORKBOOK_NUMBER] =
        {
            .id = "workbook-number",
            .en = "“{1}” is no number, though the cell says that it is one",
            .zh = "“{1}”不是数字，而单元格标明它是数字",
            .hint_en = "type the number into the cell again",
            .hint_zh = "请在这一格重新输入数字",
        },
    [WORKBOOK_DIGITS] =
        {
            .id = "lost-digits",
            .en = "the number {1} is longer than the 15 digits that a spreadsheet keeps",
            .zh = "数字 {1} 超过表格软件能保存的 15 位，末尾的数字已经丢失",
            .hint_en = "format the cell as text and type it again, from the original",
            .hint_zh = "请把单元格设为文本格式，按原件重新输入",
        },
    [WORKBOOK_DATE] =
        {
            .id = "workbook-date",
            .en = "the cell is shown as a date, but {1} stands for none",
            .zh = "这一格的格式是日期，但 {1} 不代表任何一天",
            .hint_en = "type the date into the cell again, as 2001-06-01 (from 1900-03-01 on)",
            .hint_zh = "请重新输入日期，如 2001-06-01（1900-03-01 以后）",
        },
    [WORKBOOK_WORDED] =
        {
            .id = "worded-format",
            .en = "the cell's format shows words or a currency beside {1} that its value has not",
            .zh = "这一格的数字格式在 {1} 旁边显示了文字或币种，而值里没有",
            .hint_en = "format the cell as a plain number and put the unit into the column's name",
            .hint_zh = "请改用普通的数值格式，单位写进列名，如 金额（…元）",
        },
    [WORKBOOK_SCALED] =
        {
            .id = "scaled-format",
            .en = "the cell's format shows {1} divided by a thousand or more",
            .zh = "这一格的数字格式把 {1} 缩小（千分之一等）后显示，与值不同",
            .hint_en = "format the cell as a plain number, so that what is seen is what counts",
            .hint_zh = "请改用普通的数值格式，使看到的就是存下的值",
        },
    [WORKBOOK_NOT_SHOWN] =
        {
            .id = "not-shown",
            .en = "the cell's format hides {1}, or its sign",
            .zh = "这一格的数字格式不显示 {1}，或不显示它的负号",
            .hint_en = "format the cell as a plain number, so that what is seen is what counts",
            .hint_zh = "请改用普通的数值格式，使看到的就是存下的值",
        },
    [WORKBOOK_COLUMNS] =
        {
            .id = "workbook-columns",
            .en = "the sheet {2} holds something as far right as {1}",
            .zh = "工作表 {2} 直到 {1} 还有内容，列数过多",
            .hint_en = "delete the columns that are not of the table",
            .hint_zh = "请删去表以外的列",
        },
    [WORKBOOK_NOT_WRITTEN] =
        {
            .id = "workbook-not-written",
            .en = "the workbook could not be written: {1}",
            .zh = "工作簿写不出来：{1}",
            .hint_en = "look whether the folder of temporary files has room",
            .hint_zh = "请检查临时文件夹是否有空间",
        },
    [WORKBOOK_TEXT_LONG] =
        {
            .id = "workbook-text-long",
            .en =
                "a text is longer than the 32,767 characters that a cell of a workbook holds: {1}",
            .zh = "有一段文字超过工作簿单元格能容纳的 32,767 个字符：{1}",
            .hint_en = "shorten it, or write text, JSON or CSV in place of a workbook",
            .hint_zh = "请缩短这段文字，或改为输出文本、JSON 或 CSV",
        },
};

const struct message_table workbook_messages = {workbook_message, WORKBOOK_MESSAGE_COUNT};
