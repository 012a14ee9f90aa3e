/* One thread: none is started, and nothing waits. */
#ifndef FANGTIAN_WASM_PTHREAD_H
#define FANGTIAN_WASM_PTHREAD_H
#include <errno.h>
#include <stddef.h>

#include <sys/types.h> /* the types */

#define PTHREAD_MUTEX_INITIALIZER                                                                  \
    {                                                                                              \
        0                                                                                          \
    }
#define PTHREAD_COND_INITIALIZER                                                                   \
    {                                                                                              \
        0                                                                                          \
    }

static inline int pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                                 void *(*start)(void *), void *context)
{
    (void)thread, (void)attributes, (void)start, (void)context;
    return EAGAIN;
}
static inline int pthread_join(pthread_t thread, void **result)
{
    (void)thread, (void)result;
    return 0;
}
static inline int pthread_mutex_init(pthread_mutex_t *mutex, const void *attributes)
{
    (void)attributes;
    (void)mutex;
    return 0;
}
static inline int pthread_cond_init(pthread_cond_t *condition, const void *attributes)
{
    (void)attributes;
    (void)condition;
    return 0;
}
#define FANGTIAN_ALONE(name, type)                                                                 \
    static inline int name(type *x)                                                                \
    {                                                                                              \
        (void)x;                                                                                   \
        return 0;                                                                                  \
    }
FANGTIAN_ALONE(pthread_mutex_lock, pthread_mutex_t)
FANGTIAN_ALONE(pthread_mutex_unlock, pthread_mutex_t)
FANGTIAN_ALONE(pthread_mutex_destroy, pthread_mutex_t)
FANGTIAN_ALONE(pthread_cond_signal, pthread_cond_t)
FANGTIAN_ALONE(pthread_cond_broadcast, pthread_cond_t)
FANGTIAN_ALONE(pthread_cond_destroy, pthread_cond_t)
static inline int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex)
{
    (void)condition, (void)mutex;
    return 0;
}
#endif
