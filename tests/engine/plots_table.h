/* plots_table.h: a small long table under the law of tests/stream/, in files. */
#ifndef FANGTIAN_TEST_PLOTS_TABLE_H
#define FANGTIAN_TEST_PLOTS_TABLE_H

/* Writes plots.cfg and plots.csv into a folder; fails the test where that cannot be. */
void plots_write(const char *folder);
void plots_remove(const char *folder);

#endif
