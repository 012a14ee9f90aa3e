#include <stdint.h>
#define HAVE_STDINT_H 1
