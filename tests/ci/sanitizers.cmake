# CTest reads this before it runs a test. A finding has a status of its own, which no command gives: one that expects a
# refusal must not take it for that. Freed memory is kept from use for 16 MiB, not 256: most of what a sanitized run took were
# pages that it touched once. And libxlsxwriter loses a little, by name.
set(ENV{ASAN_OPTIONS} "exitcode=99:malloc_context_size=3:quarantine_size_mb=16:$ENV{ASAN_OPTIONS}")
set(ENV{UBSAN_OPTIONS} "exitcode=99:$ENV{UBSAN_OPTIONS}")
set(ENV{LSAN_OPTIONS} "suppressions=${CMAKE_CURRENT_LIST_DIR}/../workbook/libxlsxwriter.supp:print_suppressions=0")
