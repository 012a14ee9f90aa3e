/* The order of keys is the order in which they were set: what seeds the hashes does not show. */
#define HAVE_STDINT_H 1
#define INITIAL_HASHTABLE_ORDER 3
