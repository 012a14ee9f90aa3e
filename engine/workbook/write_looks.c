/* How cells look, by what they are to their reader. */
#include "write_looks.h"

enum { INK = 0x000000, INK_INPUT = 0x1F3FBF, INK_FAINT = 0x595959, INK_LINK = 0x0563C1 };

const struct role_row write_roles[ROLE_ROLES] = {
    [ROLE_PLAIN] = {.ink = INK},
    [ROLE_INPUT] = {.border = true, .ink = INK_INPUT, .paper = 0xFFFBE6},
    [ROLE_ASSUMED] = {.border = true, .italic = true, .ink = INK_FAINT, .paper = 0xFFFBE6},
    [ROLE_FIGURE] = {.border = true, .ink = INK},
    [ROLE_TOTAL] = {.bold = true, .border = true, .ink = INK, .paper = 0xEEF3F9},
    [ROLE_HELPER] = {.border = true, .ink = INK_FAINT},
    [ROLE_FIXED] = {.bold = true, .border = true, .ink = 0x9C0006, .paper = 0xFFE0E0},
    [ROLE_TITLE] = {.bold = true, .size = 16, .ink = INK},
    [ROLE_HEADING] = {.bold = true, .size = 12, .ink = 0x1F3864},
    [ROLE_INPUT_HEAD] =
        {.bold = true, .wrap = true, .border = true, .centre = true, .ink = INK, .paper = 0xFFE699},
    [ROLE_FIGURE_HEAD] =
        {.bold = true, .wrap = true, .border = true, .centre = true, .ink = INK, .paper = 0xDDE6F1},
    [ROLE_HELPER_HEAD] =
        {.wrap = true, .border = true, .centre = true, .ink = INK_FAINT, .paper = 0xEDEDED},
    [ROLE_REMARK] = {.wrap = true, .size = 9, .ink = INK_FAINT},
    [ROLE_WORDS] = {.wrap = true, .border = true, .ink = INK},
    [ROLE_WORDS_HEAD] = {.bold = true, .wrap = true, .border = true, .ink = INK, .paper = 0xEEF3F9},
    [ROLE_LINK] = {.ink = INK_LINK},
};

const struct role_row write_states[STATE_STATES] = {
    [STATE_VOID] = {.strike = true, .ink = 0x808080},
    [STATE_ALERT] = {.ink = 0x9C0006, .paper = 0xFFC7CE},
};

const char *const write_formats[SHOW_FORMATS] = {
    [SHOW_TEXT] = "@",           [SHOW_MONEY] = "#,##0.00",  [SHOW_QUANTITY] = "#,##0.00##",
    [SHOW_QUOTA] = "#,##0.0000", [SHOW_FACTOR] = "0.0000##", [SHOW_WHOLE] = "0",
    [SHOW_COUNT] = "#,##0",      [SHOW_SHARE] = "0.00%",     [SHOW_DATE] = "yyyy-mm-dd",
};
