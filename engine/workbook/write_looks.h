/* write_looks.h: what looks are made of; for write.c. */
#ifndef FANGTIAN_WORKBOOK_WRITE_LOOKS_H
#define FANGTIAN_WORKBOOK_WRITE_LOOKS_H

#include "write.h"

/* Colours as 0xRRGGBB. */
struct role_row {
    bool bold, italic, wrap, border, centre, strike;
    uint8_t size; /* points; 0: as usual */
    uint32_t ink, paper;
};
enum { NO_PAPER = 0 };

extern const struct role_row write_roles[ROLE_ROLES];
/* Of these the colours and the strike count. */
extern const struct role_row write_states[STATE_STATES];
/* As spreadsheets code them; NULL: general. */
extern const char *const write_formats[SHOW_FORMATS];

#endif
