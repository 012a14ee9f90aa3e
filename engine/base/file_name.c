/* What the name of a file in a folder says. */
#include <string.h>
#include <strings.h>

#include "base_internal.h"

static bool ends_with(const char *name, const char *ending)
{
    const size_t length = strlen(name), end = strlen(ending);
    return length > end && strcasecmp(name + length - end, ending) == 0;
}

/* What editors, office programs and file managers leave beside a file. */
static bool is_backup(const char *name)
{
    static const char *const endings[] = {"~",    ".bak", ".orig", ".old", ".swp",
                                          ".swo", ".tmp", ".rej",  "#"};
    if (name[0] == '.' || name[0] == '#' || strncmp(name, "~$", 2) == 0)
        return true;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (ends_with(name, endings[i]))
            return true;
    return false;
}

/* The character in ASCII's small letters where it is a form of one, full-width or a full stop; else
 * 0. */
static char plain_letter(uint32_t code)
{
    if (code == 0x3002)
        return '.';
    if (code >= 0xFF01 && code <= 0xFF5E)
        code -= 0xFF00 - 0x20;
    if (code >= 'A' && code <= 'Z')
        code += 'a' - 'A';
    if (code >= 0x80)
        return '\0';
    return (char)code;
}

/* Whether `words` stands in a name, in any case and width. */
static bool contains(const char *name, const char *words)
{
    const size_t length = strlen(name), most = strlen(words);
    for (size_t start = 0; start < length; start++) {
        size_t at = start, same = 0, used = 1;
        uint32_t code;
        while (same < most && used > 0) {
            used = utf8_next(name + at, length - at, &code);
            if (used == 0 || plain_letter(code) != words[same])
                break;
            at += used;
            same++;
        }
        if (same == most)
            return true;
    }
    return false;
}

enum ft_name ft_name_of(const char *name)
{
    if (name == NULL || is_backup(name))
        return FT_NAME_OTHER;
    if (ends_with(name, ".cfg") && utf8_check(name, strlen(name)) == strlen(name))
        return FT_NAME_CFG;
    return contains(name, ".cfg") || ends_with(name, ".conf") || ends_with(name, ".config") ||
                   ends_with(name, ".cnf")
               ? FT_NAME_LIKE_CFG
               : FT_NAME_OTHER;
}
