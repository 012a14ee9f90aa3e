/*
 * fangtian.h: the public header of libfangtian, an exact land-value and subsidy calculator.
 *
 * The shortest useful program: apply policies to a scenario and print the balance sheets.
 *
 *     #include <fangtian.h>
 *     #include <stdio.h>
 *
 *     static bool to_stdout(void *context, const char *bytes, size_t length)
 *     {
 *         (void)context;
 *         return fwrite(bytes, 1, length, stdout) == length;
 *     }
 *
 *     int main(void)
 *     {
 *         struct ft_options options = {.policies = (const char *const[]){"policies"},
 *                                      .policy_count = 1};
 *         struct ft_engine *engine = NULL;
 *         struct ft_sink sink = {.write = to_stdout};
 *         if (ft_open(&engine, &options) != FT_OK)
 *             return 2;
 *         enum ft_status status = ft_load(engine, "scenarios/qingyuan/cluster.cfg");
 *         if (status == FT_OK)
 *             status = ft_run(engine);
 *         if (status == FT_OK)
 *             status = ft_report(engine, &(struct ft_report){.format = FT_TEXT}, &sink);
 *         ft_diagnostics(engine, &sink, false);
 *         ft_close(engine);
 *         return status == FT_OK ? 0 : 2;
 *     }
 *
 * Ownership: the caller owns the engine and closes it; what a function hands out is borrowed from
 * the engine, and lives until ft_close or, where it says so, until the next call with the engine.
 * What options point to is borrowed until ft_close; arguments of other calls, for the call. Strings
 * end with a NUL, and are UTF-8 but for paths. The library never prints, exits or aborts on input;
 * what is wrong with an input is a list of diagnostics in the engine.
 *
 * NULL and order: a call without an engine, without an argument that it needs, or before the call
 * that it needs gives FT_INVALID and says so in the diagnostics; no call crashes.
 * examples/README.md has the order of calls, and a table of what each wrong call gets.
 *
 * Threads: an engine is used by one thread at a time; engines share nothing.
 *
 * A header a matter, below; each can be included by itself:
 *
 *     <fangtian/types.h>   what every part speaks of: status, diagnostics, allocator, sink
 *     <fangtian/engine.h>  open, load, set, run, report, explain, close
 *     <fangtian/values.h>  figures, derivations and listings as values
 *     <fangtian/law.h>     the law as reports; templates
 *     <fangtian/rows.h>    a long table in constant memory, shards, merge
 *     <fangtian/call.h>    the library by one call with JSON; the page
 *     <fangtian/files.h>   files that are written whole or not at all; texts that are safe to show
 */
#ifndef FANGTIAN_H
#define FANGTIAN_H

#include "fangtian/call.h"
#include "fangtian/engine.h"
#include "fangtian/files.h"
#include "fangtian/law.h"
#include "fangtian/rows.h"
#include "fangtian/types.h"
#include "fangtian/values.h"

#endif
