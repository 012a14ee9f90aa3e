/* Which of libzip's errors come from the system or from zlib. Their words are not shown. */
#include "zipint.h"

enum { ERRORS = 32 }; /* as zip.h numbers them */
const char *const _zip_err_str[ERRORS] = {0};
const int _zip_nerr_str = ERRORS;
const int _zip_err_type[ERRORS] = {
    [ZIP_ER_RENAME] = ZIP_ET_SYS,  [ZIP_ER_CLOSE] = ZIP_ET_SYS, [ZIP_ER_SEEK] = ZIP_ET_SYS,
    [ZIP_ER_READ] = ZIP_ET_SYS,    [ZIP_ER_WRITE] = ZIP_ET_SYS, [ZIP_ER_OPEN] = ZIP_ET_SYS,
    [ZIP_ER_TMPOPEN] = ZIP_ET_SYS, [ZIP_ER_ZLIB] = ZIP_ET_ZLIB, [ZIP_ER_REMOVE] = ZIP_ET_SYS,
};
