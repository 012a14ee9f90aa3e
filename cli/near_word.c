/* The word that was probably meant by one that is none. */
#include <stdio.h>
#include <string.h>

#include "cli.h"

enum { LONGEST_WORD = 24 };

/* How many letters must be put in, left out or changed to make `y` of `x`. */
static size_t letters_apart(const char *x, size_t x_length, const char *y, size_t y_length)
{
    size_t row[LONGEST_WORD + 1];
    for (size_t j = 0; j <= y_length; j++)
        row[j] = j;
    for (size_t i = 1; i <= x_length; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= y_length; j++) {
            size_t changed = diagonal + (x[i - 1] != y[j - 1]);
            size_t fewer = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            diagonal = row[j];
            row[j] = changed < fewer ? changed : fewer;
        }
    }
    return row[y_length];
}

void consider_word(struct near_word *near, const char *candidate)
{
    size_t length = strcspn(near->word, "=");
    size_t candidate_length = strlen(candidate);
    if (length > LONGEST_WORD || candidate_length > LONGEST_WORD)
        return;
    size_t distance = letters_apart(near->word, length, candidate, candidate_length);
    size_t most = length / 3 > 1 ? length / 3 : 1;
    if (distance > most || (near->best != NULL && distance >= near->distance))
        return;
    near->best = candidate;
    near->distance = distance;
}

void complain_of_word(enum ft_language language, const struct text_pair *fault, const char *word,
                      const char *dashes, const struct near_word *near, const char *help)
{
    const char *best = near->best;
    if (best == NULL)
        (void)fprintf(stderr,
                      language == FT_ZH ? "fangtian：%s：%s（%s 列出全部）\n"
                                        : "fangtian: %s: %s (%s lists them)\n",
                      say(language, fault), shown(word), help);
    else
        (void)fprintf(stderr,
                      language == FT_ZH ? "fangtian：%s：%s，是否为 %s%s？（%s 列出全部）\n"
                                        : "fangtian: %s: %s; did you mean %s%s? (%s lists them)\n",
                      say(language, fault), shown(word), dashes, best, help);
}
