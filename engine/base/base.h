/*
 * base.h: the ground that every module stands on.
 *
 *   arena.h        memory that goes at once
 *   place.h        a piece of input that knows where it stands; UTF-8
 *   unicode.h      characters that cannot be seen
 *   csv_cell.h     texts on their way to a spreadsheet
 *   csv_scan.h     where the cells and rows of CSV end
 *   names.h        maps of names, and "did you mean"
 *   diagnostics.h  faults of an input, bilingual, collected without allocating
 *   limits.h       one table of every bound
 *   file.h         bounded reading, whole-or-nothing writing, no output in an input's place
 *   conf.h         libconfig files, every scalar a text with its place
 *
 * A complete small program:
 *
 *     struct arena arena;
 *     struct diagnostics diagnostics = {.language = FT_EN};
 *     const struct conf *root;
 *     arena_open(&arena, NULL);
 *     if (conf_read(&root, &arena, &diagnostics, "policies/vocabulary.cfg", "policies") == FT_OK)
 *         printf("%zu settings\n", root->count);
 *     arena_close(&arena);
 *
 * Functions that can run out of memory return FT_NO_MEMORY or NULL; the arena stays closable.
 */
#ifndef FANGTIAN_BASE_H
#define FANGTIAN_BASE_H

#include "arena.h"
#include "conf.h"
#include "csv_cell.h"
#include "csv_scan.h"
#include "diagnostics.h"
#include "file.h"
#include "limits.h"
#include "names.h"
#include "place.h"
#include "unicode.h"

#endif
