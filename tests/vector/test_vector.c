/*
 * Every operation on vectors against plain GMP, lane by lane: it is exactly right in every lane, in
 * states, bounds and enclosures, and refuses no number. Operands lie about the borders of both
 * formats, are uniform or not, share states or lanes, and the outcome may be written over any of
 * them. FT_TEST_SEED draws others.
 *
 * A further operation is a row in `trials`.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../refusal.h"
#include "vector/vector_internal.h"

enum {
    ROUNDS = 200000,
    SCARCE_ROUNDS = 4000,
    MOST_OPERANDS = 3,
    TEXT = 512,
    USUAL_SEED = 1795528918
};

/* ---- random ---- */

struct random {
    uint64_t seed, state;
};

static struct random random_open(void)
{
    const char *wanted = getenv("FT_TEST_SEED");
    uint64_t seed = wanted != NULL ? strtoull(wanted, NULL, 10) : USUAL_SEED;
    fprintf(stderr, "FT_TEST_SEED=%llu\n", (unsigned long long)seed);
    return (struct random){.seed = seed, .state = seed};
}

/* splitmix64 */
static uint64_t draw(struct random *random)
{
    uint64_t z = random->state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static uint64_t below(struct random *random, uint64_t bound)
{
    return draw(random) % bound;
}

static bool one_in(struct random *random, uint64_t count)
{
    return below(random, count) == 0;
}

/* ---- operands, and what they are lane by lane ---- */

/* Of booleans, symbols and dates the value is their integer. */
struct model {
    uint8_t states[LANES];
    mpq_t values[LANES];
};

struct trial {
    struct random random;
    struct arena arena;
    struct arith arith;
    struct vector_pool pool;
    struct vector operands[MOST_OPERANDS];
    struct model models[MOST_OPERANDS], wanted;
    enum type_kind kinds[MOST_OPERANDS], kind; /* of each operand; of the outcome */
    enum compare_op op;
    enum operation_id operation;
    struct number step;
    bool is_long; /* numbers about the limit of their length */
    mpq_t step_value, scratch;
    enum rounding mode;
};

static int64_t draw_border(struct random *random)
{
    static const uint8_t bits[] = {1, 15, 16, 21, 30, 31, 32, 33, 42, 52, 53, 60, 61, 62, 63};
    const uint64_t power = UINT64_C(1) << bits[below(random, sizeof bits)];
    const uint64_t near = power - 2 + below(random, 5);
    return near > INT64_MAX ? INT64_MAX - (int64_t)below(random, 3) : (int64_t)near;
}

/* How large the lanes of a vector get. */
enum magnitude { SIZE_SMALL, SIZE_MONEY, SIZE_HALF, SIZE_BORDER, SIZE_ANY, SIZE_COUNT };

static int64_t draw_lane(struct random *random, enum magnitude size)
{
    const uint64_t bound[] = {[SIZE_SMALL] = 10, [SIZE_MONEY] = 100000000};
    int64_t lane = 0;
    switch (size) {
    case SIZE_SMALL:
    case SIZE_MONEY:
        lane = (int64_t)below(random, bound[size]);
        break;
    case SIZE_HALF: /* products of two are about 2^63 */
        lane = INT64_C(3037000499) - 2 + (int64_t)below(random, 5);
        break;
    case SIZE_BORDER:
        lane = draw_border(random);
        break;
    default:
        lane = (int64_t)(draw(random) >> (1 + below(random, 63)));
    }
    return one_in(random, 3) ? -lane : lane;
}

static int64_t draw_den(struct random *random)
{
    static const int64_t usual[] = {1, 1, 1, 10, 100, 100, 1000, 10000, 3, 7, 12, 1000000000};
    const int64_t border = draw_border(random);
    if (border > 0 && one_in(random, 8))
        return border;
    if (one_in(random, 8))
        return 1 + (int64_t)below(random, 100000);
    return usual[below(random, sizeof usual / sizeof *usual)];
}

/* The integers that stand for a value of a kind. */
static int64_t draw_integer(struct random *random, enum type_kind kind, enum magnitude size)
{
    switch (kind) {
    case TYPE_NUMBER:
        return draw_lane(random, size);
    case TYPE_BOOLEAN:
        return (int64_t)below(random, 2);
    case TYPE_DATE:
        return (int64_t)below(random, 40000) - 10000;
    default:
        return (int64_t)below(random, 4);
    }
}

static enum cell_state draw_state(struct random *random, uint64_t odds)
{
    if (!one_in(random, odds))
        return CELL_VALUE;
    return one_in(random, 2) ? CELL_NOT_APPLICABLE : CELL_ERROR;
}

/* A number whose numerator or denominator is about as long as one may be, or half so long. */
static struct number draw_long(struct trial *trial)
{
    struct random *random = &trial->random;
    const unsigned long bits = (unsigned long)limits[LIMIT_VALUE_BITS].value;
    const unsigned long length = one_in(random, 2) ? bits : bits / 2;
    struct number number;
    mpq_t value;
    mpq_init(value);
    mpz_ui_pow_ui(mpq_numref(value), 2, length - 3 + below(random, 3));
    mpz_add_ui(mpq_numref(value), mpq_numref(value), below(random, 3));
    mpz_set_ui(mpq_denref(value), 1 + below(random, 3));
    mpq_canonicalize(value);
    if (one_in(random, 2))
        mpq_inv(value, value);
    if (one_in(random, 3))
        mpq_neg(value, value);
    cr_assert_eq(number_from_mpq(&number, &trial->arith, value), FT_OK);
    mpq_clear(value);
    return number;
}

/* A number of any size, small ones mostly. */
static struct number draw_number(struct trial *trial)
{
    struct random *random = &trial->random;
    struct number number;
    if (trial->is_long && one_in(random, 2))
        return draw_long(trial);
    enum magnitude size = (enum magnitude)below(random, SIZE_COUNT);
    cr_assert_eq(
        number_from_ratio(&number, &trial->arith, draw_lane(random, size), draw_den(random)),
        FT_OK);
    while (one_in(random, 6))
        cr_assert_eq(number_mul(&number, &trial->arith, &number, &number), FT_OK);
    return number;
}

static struct vector draw_uniform(struct trial *trial, enum type_kind kind)
{
    struct random *random = &trial->random;
    struct cell cell = {.state = draw_state(random, 8)};
    int64_t integer = draw_integer(random, kind, SIZE_SMALL);
    if (cell.state != CELL_VALUE)
        return vector_uniform(cell);
    if (kind == TYPE_NUMBER)
        cell.value.number = draw_number(trial);
    else if (kind == TYPE_BOOLEAN)
        cell.value.boolean = integer != 0;
    else if (kind == TYPE_DATE)
        cell.value.date.days = (int32_t)integer;
    else
        cell.value.symbol = (uint32_t)integer;
    return vector_uniform(cell);
}

static uint8_t *draw_states(struct trial *trial, const struct vector *like)
{
    if (like != NULL && !like->uniform && like->states != NULL && one_in(&trial->random, 3))
        return like->states;
    if (!one_in(&trial->random, 3))
        return NULL;
    uint8_t *states = vector_bytes(&trial->pool);
    const uint64_t odds = 1 + below(&trial->random, 5);
    cr_assert_not_null(states);
    for (uint32_t i = 0; i < trial->pool.count; i++)
        states[i] = (uint8_t)draw_state(&trial->random, odds);
    return states;
}

/* Bounds need not be the closest. */
static void loosen(struct random *random, struct vector *vector)
{
    const int64_t more = draw_lane(random, SIZE_MONEY) * (one_in(random, 2) ? 1 : 1000000000);
    const int64_t room = more < 0 ? -more : more;
    if (one_in(random, 2) && vector->low > -INT64_MAX + room)
        vector->low -= room;
    if (one_in(random, 2) && vector->high < INT64_MAX - room)
        vector->high += room;
}

/* `like`: another operand, whose states, lanes or all it may share. */
static struct vector draw_vector(struct trial *trial, enum type_kind kind,
                                 const struct vector *like)
{
    struct random *random = &trial->random;
    const uint32_t count = trial->pool.count;
    if (like != NULL && one_in(random, 16))
        return *like;
    if (one_in(random, 4))
        return draw_uniform(trial, kind);
    int64_t *lanes = vector_lanes(&trial->pool);
    uint8_t *states = draw_states(trial, like);
    const enum magnitude size = (enum magnitude)below(random, SIZE_COUNT);
    const bool alike = one_in(random, 8);
    struct vector vector;
    cr_assert_not_null(lanes);
    for (uint32_t i = 0; i < count; i++) {
        lanes[i] = alike && i > 0
                       ? lanes[0]
                       : draw_integer(random, kind, one_in(random, 30) ? SIZE_SMALL : size);
        if (states != NULL && states[i] != CELL_VALUE)
            lanes[i] = 0;
    }
    if (kind == TYPE_BOOLEAN) {
        cr_assert_eq(vector_truths_over(&trial->pool, &vector, lanes, states), VECTOR_OK);
        return vector;
    }
    vector = vector_over(&trial->pool, lanes, states, kind == TYPE_NUMBER ? draw_den(random) : 1);
    if (one_in(random, 4))
        loosen(random, &vector);
    return vector;
}

/* ---- reading vectors ---- */

/* The state of a lane, and its value where it is one. */
static uint8_t read_lane(struct trial *trial, mpq_t value, const struct vector *vector,
                         enum type_kind kind, uint32_t lane)
{
    struct number number;
    const uint8_t state = (uint8_t)vector_state(vector, lane);
    const union value *cell = &vector->cell.value;
    mpq_set_ui(value, 0, 1);
    if (state != CELL_VALUE)
        return state;
    if (!vector->uniform && kind == TYPE_BOOLEAN) {
        mpq_set_ui(value, vector->truths[lane], 1);
    } else if (!vector_is_plain(vector)) {
        cr_assert_eq(vector_lane_number(&trial->pool, vector, lane, &number), FT_OK);
        number_to_mpq(value, &number);
    } else if (!vector->uniform) {
        mpq_set_si(value, vector->lanes[lane], (unsigned long)vector->den);
        mpq_canonicalize(value);
    } else if (kind == TYPE_NUMBER) {
        number_to_mpq(value, &cell->number);
    } else {
        const long integer = kind == TYPE_BOOLEAN ? (long)cell->boolean
                             : kind == TYPE_DATE  ? (long)cell->date.days
                                                  : (long)cell->symbol;
        mpq_set_si(value, integer, 1);
    }
    return state;
}

static void read_vector(struct trial *trial, struct model *model, const struct vector *vector,
                        enum type_kind kind)
{
    for (uint32_t i = 0; i < trial->pool.count; i++)
        model->states[i] = read_lane(trial, model->values[i], vector, kind, i);
}

/* ---- the operations ---- */

typedef enum vector_status operation_call(struct trial *trial, struct vector *out,
                                          const struct vector *const *x);
/* On values; false where the outcome is a fault. */
typedef bool operation_model(struct trial *trial, mpq_t out, mpq_t *x);

static enum vector_status call_spread(struct trial *trial, struct vector *out,
                                      const struct vector *const *x)
{
    return vector_spread(&trial->pool, out, x[0], trial->kind);
}

static bool model_same(struct trial *trial, mpq_t out, mpq_t *x)
{
    (void)trial;
    mpq_set(out, x[0]);
    return true;
}

/* There and back again. */
static enum vector_status call_gather(struct trial *trial, struct vector *out,
                                      const struct vector *const *x)
{
    uint32_t *from = arena_array(&trial->arena, trial->pool.count, sizeof *from);
    struct vector turned;
    if (from == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < trial->pool.count; i++)
        from[i] = trial->pool.count - 1 - i;
    enum vector_status status = vector_gather(&trial->pool, &turned, x[0], from);
    return status == VECTOR_OK ? vector_gather(&trial->pool, out, &turned, from) : status;
}

static enum vector_status call_operation(struct trial *trial, struct vector *out,
                                         const struct vector *const *x)
{
    return vector_operate(&trial->pool, out, trial->operation, x[0], x[1]);
}

static bool model_add(struct trial *trial, mpq_t out, mpq_t *x)
{
    (void)trial;
    mpq_add(out, x[0], x[1]);
    return true;
}

static bool model_subtract(struct trial *trial, mpq_t out, mpq_t *x)
{
    (void)trial;
    mpq_sub(out, x[0], x[1]);
    return true;
}

static bool model_multiply(struct trial *trial, mpq_t out, mpq_t *x)
{
    (void)trial;
    mpq_mul(out, x[0], x[1]);
    return true;
}

static bool model_divide(struct trial *trial, mpq_t out, mpq_t *x)
{
    (void)trial;
    if (mpq_sgn(x[1]) == 0)
        return false;
    mpq_div(out, x[0], x[1]);
    return true;
}

static enum vector_status call_negate(struct trial *trial, struct vector *out,
                                      const struct vector *const *x)
{
    return vector_negate(&trial->pool, out, x[0]);
}

static bool model_negate(struct trial *trial, mpq_t out, mpq_t *x)
{
    (void)trial;
    mpq_neg(out, x[0]);
    return true;
}

static bool model_least(struct trial *trial, mpq_t out, mpq_t *x)
{
    (void)trial;
    mpq_set(out, mpq_cmp(x[0], x[1]) <= 0 ? x[0] : x[1]);
    return true;
}

static bool model_greatest(struct trial *trial, mpq_t out, mpq_t *x)
{
    (void)trial;
    mpq_set(out, mpq_cmp(x[0], x[1]) >= 0 ? x[0] : x[1]);
    return true;
}

static bool model_power(struct trial *trial, mpq_t out, mpq_t *x)
{
    (void)trial;
    if (mpz_cmp_ui(mpq_denref(x[1]), 1) != 0)
        return false;
    const long exponent = mpz_get_si(mpq_numref(x[1]));
    if (mpq_sgn(x[0]) == 0 && exponent < 0)
        return false;
    mpz_pow_ui(mpq_numref(out), mpq_numref(x[0]), (unsigned long)labs(exponent));
    mpz_pow_ui(mpq_denref(out), mpq_denref(x[0]), (unsigned long)labs(exponent));
    if (exponent < 0)
        mpq_inv(out, out);
    return true;
}

static enum vector_status call_steps(struct trial *trial, struct vector *out,
                                     const struct vector *const *x)
{
    return vector_steps(&trial->pool, out, x[0], &trial->step, trial->mode);
}

/* Which of the integers about a value that is none is taken, by the words of number.h. */
static bool takes_upper(struct trial *trial, mpq_t value, mpq_t rest, mpz_t lower)
{
    const bool negative = mpq_sgn(value) < 0;
    const int half = mpq_cmp_ui(rest, 1, 2);
    switch (trial->mode) {
    case ROUND_HALF_UP:
        return half > 0 || (half == 0 && !negative);
    case ROUND_HALF_DOWN:
        return half > 0 || (half == 0 && negative);
    case ROUND_HALF_EVEN:
        return half > 0 || (half == 0 && mpz_odd_p(lower) != 0);
    case ROUND_UP:
        return !negative;
    case ROUND_DOWN:
        return negative;
    case ROUND_CEILING:
        return true;
    default:
        return false;
    }
}

static bool model_steps(struct trial *trial, mpq_t out, mpq_t *x)
{
    mpz_t lower;
    mpz_init(lower);
    mpq_div(out, x[0], trial->step_value);
    mpz_fdiv_q(lower, mpq_numref(out), mpq_denref(out));
    mpq_set_z(trial->scratch, lower);
    mpq_sub(trial->scratch, out, trial->scratch);
    if (mpq_sgn(trial->scratch) != 0 && takes_upper(trial, out, trial->scratch, lower))
        mpz_add_ui(lower, lower, 1);
    mpq_set_z(out, lower);
    mpz_clear(lower);
    return true;
}

/* The step is an operand too. */
static enum vector_status call_round(struct trial *trial, struct vector *out,
                                     const struct vector *const *x)
{
    return vector_round(&trial->pool, out, x[0], x[1], trial->mode);
}

static bool model_round(struct trial *trial, mpq_t out, mpq_t *x)
{
    if (mpq_sgn(x[1]) <= 0)
        return false;
    mpq_set(trial->step_value, x[1]);
    (void)model_steps(trial, out, x);
    mpq_mul(out, out, trial->step_value);
    return true;
}

static enum vector_status call_compare(struct trial *trial, struct vector *out,
                                       const struct vector *const *x)
{
    return vector_compare(&trial->pool, out, trial->op, x[0], x[1], trial->kinds[0]);
}

static bool model_compare(struct trial *trial, mpq_t out, mpq_t *x)
{
    const int order = mpq_cmp(x[0], x[1]);
    const bool holds[] = {order == 0, order != 0, order<0, order <= 0, order> 0, order >= 0};
    mpq_set_ui(out, holds[trial->op - COMPARE_EQUAL], 1);
    return true;
}

static enum vector_status call_not(struct trial *trial, struct vector *out,
                                   const struct vector *const *x)
{
    return vector_not(&trial->pool, out, x[0]);
}

static bool model_not(struct trial *trial, mpq_t out, mpq_t *x)
{
    (void)trial;
    mpq_set_ui(out, mpq_sgn(x[0]) == 0, 1);
    return true;
}

static enum vector_status call_choose(struct trial *trial, struct vector *out,
                                      const struct vector *const *x)
{
    return vector_choose(&trial->pool, out, x[0], x[1], x[2], trial->kind);
}

/* The first operand is the mask: a boolean that is known everywhere. */
static enum vector_status call_blend(struct trial *trial, struct vector *out,
                                     const struct vector *const *x)
{
    struct vector mask = *x[0], result = *x[2];
    enum vector_status status = vector_spread(&trial->pool, &mask, &mask, TYPE_BOOLEAN);
    if (status == VECTOR_OK)
        status = vector_blend(&trial->pool, &result, mask.truths, x[1], trial->kind);
    *out = result;
    return status;
}

/* What the operands' kinds are. */
enum kinds { KINDS_NUMBERS, KINDS_POWER, KINDS_ORDERED, KINDS_BOOLEANS, KINDS_ANY, KINDS_CHOICE };

static const struct subject {
    const char *name;
    size_t operands;
    enum kinds kinds;
    operation_call *call;
    operation_model *model; /* NULL: the first operand picks one of the two others */
    enum operation_id operation;
} subjects[] = {
    {"spread", 1, KINDS_ANY, call_spread, model_same, 0},
    {"gather", 1, KINDS_ANY, call_gather, model_same, 0},
    {"add", 2, KINDS_NUMBERS, call_operation, model_add, OPERATION_ADD},
    {"subtract", 2, KINDS_NUMBERS, call_operation, model_subtract, OPERATION_SUBTRACT},
    {"multiply", 2, KINDS_NUMBERS, call_operation, model_multiply, OPERATION_MULTIPLY},
    {"divide", 2, KINDS_NUMBERS, call_operation, model_divide, OPERATION_DIVIDE},
    {"power", 2, KINDS_POWER, call_operation, model_power, OPERATION_POWER},
    {"least", 2, KINDS_NUMBERS, call_operation, model_least, OPERATION_LEAST},
    {"greatest", 2, KINDS_NUMBERS, call_operation, model_greatest, OPERATION_GREATEST},
    {"negate", 1, KINDS_NUMBERS, call_negate, model_negate, 0},
    {"round", 2, KINDS_NUMBERS, call_round, model_round, 0},
    {"steps", 1, KINDS_NUMBERS, call_steps, model_steps, 0},
    {"compare", 2, KINDS_ORDERED, call_compare, model_compare, 0},
    {"not", 1, KINDS_BOOLEANS, call_not, model_not, 0},
    {"choose", 3, KINDS_CHOICE, call_choose, NULL, 0},
    {"blend", 3, KINDS_CHOICE, call_blend, NULL, 0},
};
enum { SUBJECT_COUNT = sizeof subjects / sizeof *subjects };

/* ---- a trial ---- */

static void draw_kinds(struct trial *trial, const struct subject *operation)
{
    static const enum type_kind all[] = {TYPE_NUMBER, TYPE_NUMBER, TYPE_BOOLEAN, TYPE_DATE,
                                         TYPE_SYMBOL};
    struct random *random = &trial->random;
    const enum type_kind any = all[below(random, sizeof all / sizeof *all)];
    const enum kinds kinds = operation->kinds;
    const bool ordered = any == TYPE_NUMBER || any == TYPE_DATE;
    for (size_t i = 0; i < operation->operands; i++)
        trial->kinds[i] = kinds == KINDS_NUMBERS || kinds == KINDS_POWER ? TYPE_NUMBER
                          : kinds == KINDS_BOOLEANS                      ? TYPE_BOOLEAN
                                                                         : any;
    trial->kind = kinds == KINDS_ORDERED ? TYPE_BOOLEAN : trial->kinds[0];
    if (kinds == KINDS_CHOICE)
        trial->kinds[0] = TYPE_BOOLEAN;
    trial->operation = operation->operation;
    trial->op = (enum compare_op)(COMPARE_EQUAL + below(random, ordered ? 6 : 2));
}

static void draw_details(struct trial *trial)
{
    struct random *random = &trial->random;
    const int64_t border = draw_border(random);
    const int64_t num = border > 0 && one_in(random, 8) ? border : 1 + (int64_t)below(random, 50);
    trial->mode = (enum rounding)below(random, ROUNDING_COUNT);
    cr_assert_eq(number_from_ratio(&trial->step, &trial->arith, num, draw_den(random)), FT_OK);
    number_to_mpq(trial->step_value, &trial->step);
}

/* Integers of a few, as exponents are; now and then a number that is none. */
static struct vector draw_exponent(struct trial *trial)
{
    struct random *random = &trial->random;
    struct number number = number_from_int((int32_t)below(random, 9) - 4);
    int64_t *lanes = vector_lanes(&trial->pool);
    uint8_t *states = draw_states(trial, NULL);
    cr_assert_not_null(lanes);
    if (one_in(random, 3))
        return vector_number(number);
    for (uint32_t i = 0; i < trial->pool.count; i++)
        lanes[i] = states != NULL && states[i] != CELL_VALUE ? 0 : (int64_t)below(random, 30) - 12;
    return vector_over(&trial->pool, lanes, states, one_in(random, 8) ? 2 : 1);
}

/* A power, which is exact by lane, times a number maybe. */
static enum vector_status draw_power(struct trial *trial, const struct vector *operand,
                                     struct vector *out)
{
    struct vector base = draw_vector(trial, TYPE_NUMBER, NULL);
    const struct vector exponent = draw_exponent(trial);
    enum vector_status status =
        vector_operate(&trial->pool, out, OPERATION_POWER, &base, &exponent);
    return status == VECTOR_OK && one_in(&trial->random, 2)
               ? vector_operate(&trial->pool, out, OPERATION_MULTIPLY, out, operand)
               : status;
}

/* Makes some numbers exact: by operations that are under test, but what the outcome is as an
 * operand does not depend on whether they are right. */
static void dress(struct trial *trial, struct vector *operand)
{
    struct random *random = &trial->random;
    struct vector other = draw_vector(trial, TYPE_NUMBER, NULL), result;
    enum vector_status status = one_in(random, 4)
                                    ? draw_power(trial, operand, &result)
                                    : vector_operate(&trial->pool, &result,
                                                     one_in(random, 2)   ? OPERATION_DIVIDE
                                                     : one_in(random, 2) ? OPERATION_MULTIPLY
                                                                         : OPERATION_ADD,
                                                     operand, &other);
    cr_assert_eq(status, VECTOR_OK);
    *operand = result;
    if (one_in(random, 3))
        dress(trial, operand);
}

static void draw_operands(struct trial *trial, const struct subject *operation)
{
    trial->pool.count =
        1 + (uint32_t)below(&trial->random, one_in(&trial->random, 400) ? LANES : 12);
    for (size_t i = 0; i < operation->operands; i++) {
        const bool alike = i > 0 && trial->kinds[i] == trial->kinds[i - 1];
        const struct vector *like = alike ? &trial->operands[i - 1] : NULL;
        struct vector *operand = &trial->operands[i];
        do {
            const bool power = operation->kinds == KINDS_POWER;
            *operand =
                power && i == 1 ? draw_exponent(trial) : draw_vector(trial, trial->kinds[i], like);
            if (trial->kinds[i] == TYPE_NUMBER && !power && !trial->is_long &&
                one_in(&trial->random, 3))
                dress(trial, operand);
        } while (
            operation->call == call_blend && i == 0 &&
            (operand->states != NULL || (operand->uniform && operand->cell.state != CELL_VALUE)));
        read_vector(trial, &trial->models[i], operand, trial->kinds[i]);
    }
}

/* A fault before "does not apply": said here again, for the one of vector.h is under test. */
static uint8_t worse(uint8_t x, uint8_t y)
{
    const bool fault = x == CELL_ERROR || y == CELL_ERROR;
    return fault ? CELL_ERROR : x != CELL_VALUE ? x : y;
}

static bool is_too_long(mpq_t value)
{
    const size_t most = limits[LIMIT_VALUE_BITS].value;
    return mpz_sizeinbase(mpq_numref(value), 2) > most ||
           mpz_sizeinbase(mpq_denref(value), 2) > most;
}

/* What each lane must come to. */
static void work_out(struct trial *trial, const struct subject *operation, uint32_t lane)
{
    struct model *wanted = &trial->wanted;
    uint8_t *state = &wanted->states[lane];
    mpq_set_ui(wanted->values[lane], 0, 1);
    *state = trial->models[0].states[lane];
    if (operation->model == NULL) {
        const struct model *taken =
            &trial->models[mpq_sgn(trial->models[0].values[lane]) != 0 ? 1 : 2];
        if (*state != CELL_VALUE)
            return;
        *state = taken->states[lane];
        mpq_set(wanted->values[lane], taken->values[lane]);
        return;
    }
    for (size_t i = 1; i < operation->operands; i++)
        *state = worse(*state, trial->models[i].states[lane]);
    mpq_t x[MOST_OPERANDS];
    for (size_t i = 0; i < operation->operands; i++)
        *x[i] = *trial->models[i].values[lane]; /* borrowed */
    if (*state == CELL_VALUE &&
        (!operation->model(trial, wanted->values[lane], x) || is_too_long(wanted->values[lane])))
        *state = CELL_ERROR;
}

static void describe(char *out, const struct vector *vector, mpq_t value, uint8_t state)
{
    (void)gmp_snprintf(out, TEXT, "%s %Qd (state %d) den %lld in %lld … %lld%s",
                       vector->uniform ? "uniform" : "lane", value, (int)state,
                       (long long)vector->den, (long long)vector->low, (long long)vector->high,
                       vector->states == NULL ? "" : ", with states");
}

static void fail(struct trial *trial, const struct subject *operation, const char *what,
                 const struct vector *out, uint32_t lane, mpq_t found, uint8_t state)
{
    char texts[MOST_OPERANDS][TEXT] = {"", "", ""}, wanted[TEXT], got[TEXT];
    for (size_t i = 0; i < operation->operands; i++)
        describe(texts[i], &trial->operands[i], trial->models[i].values[lane],
                 trial->models[i].states[lane]);
    describe(got, out, found, state);
    (void)gmp_snprintf(wanted, TEXT, "%Qd (state %d)", trial->wanted.values[lane],
                       (int)trial->wanted.states[lane]);
    cr_assert_fail("seed %llu: %s: %s at lane %u of %u\n  x %s\n  y %s\n  z %s\n  is %s\n  not %s\n"
                   "  kind %d, op %d, mode %d, step %lld/%lld",
                   (unsigned long long)trial->random.seed, operation->name, what, lane,
                   trial->pool.count, texts[0], texts[1], texts[2], got, wanted, (int)trial->kind,
                   (int)trial->op, (int)trial->mode, (long long)trial->step.num,
                   (long long)trial->step.den);
}

static void check_operands(struct trial *trial, const struct subject *operation, mpq_t value)
{
    for (size_t i = 0; i < operation->operands; i++) {
        const struct model *model = &trial->models[i];
        for (uint32_t lane = 0; lane < trial->pool.count; lane++)
            if (read_lane(trial, value, &trial->operands[i], trial->kinds[i], lane) !=
                    model->states[lane] ||
                !mpq_equal(value, model->values[lane]))
                fail(trial, operation, "an operand was changed", &trial->operands[i], lane, value,
                     model->states[lane]);
    }
}

static void check_outcome(struct trial *trial, const struct subject *operation,
                          const struct vector *out, mpq_t value)
{
    const char *what = vector_fault(&trial->pool, out, trial->kind);
    if (what != NULL)
        fail(trial, operation, what, out, 0, value, 0);
    for (uint32_t lane = 0; lane < trial->pool.count; lane++) {
        const uint8_t state = read_lane(trial, value, out, trial->kind, lane);
        if (state != trial->wanted.states[lane])
            fail(trial, operation, "another state", out, lane, value, state);
        if (state == CELL_VALUE && !mpq_equal(value, trial->wanted.values[lane]))
            fail(trial, operation, "another value", out, lane, value, state);
    }
}

/* Into a place of its own, then over each operand. */
static bool try_operation(struct trial *trial, const struct subject *operation, mpq_t value)
{
    bool done = false;
    for (uint32_t lane = 0; lane < trial->pool.count; lane++)
        work_out(trial, operation, lane);
    for (size_t over = 0; over <= operation->operands; over++) {
        struct vector copies[MOST_OPERANDS + 1] = {0};
        const struct vector *x[MOST_OPERANDS] = {NULL};
        memcpy(copies, trial->operands, sizeof trial->operands);
        struct vector *out = &copies[over == operation->operands ? MOST_OPERANDS : over];
        for (size_t i = 0; i < operation->operands; i++)
            x[i] = &copies[i];
        const enum vector_status status = operation->call(trial, out, x);
        cr_assert_neq(status, VECTOR_NO_MEMORY);
        if (status == VECTOR_OK)
            check_outcome(trial, operation, out, value);
        else if (operation->call != call_spread)
            fail(trial, operation, "it is refused", out, 0, value, 0);
        if (over > 0 && done != (status == VECTOR_OK))
            fail(trial, operation, "yes in one place and no in another", out, 0, value, 0);
        done = status == VECTOR_OK;
        check_operands(trial, operation, value);
    }
    return done;
}

static void trial_open(struct trial *trial)
{
    trial->random = random_open();
    arena_open(&trial->arena, NULL);
    arith_open(&trial->arith, &trial->arena);
    trial->pool.arith = &trial->arith;
    mpq_inits(trial->step_value, trial->scratch, NULL);
    for (size_t lane = 0; lane < LANES; lane++) {
        mpq_init(trial->wanted.values[lane]);
        for (size_t i = 0; i < MOST_OPERANDS; i++)
            mpq_init(trial->models[i].values[lane]);
    }
}

static void trial_close(struct trial *trial)
{
    for (size_t lane = 0; lane < LANES; lane++) {
        mpq_clear(trial->wanted.values[lane]);
        for (size_t i = 0; i < MOST_OPERANDS; i++)
            mpq_clear(trial->models[i].values[lane]);
    }
    mpq_clears(trial->step_value, trial->scratch, NULL);
    vector_pool_close(&trial->pool);
    arith_close(&trial->arith);
    arena_close(&trial->arena);
}

/* Each row of the table is among the subjects. */
static void check_subjects(void)
{
    for (int id = 0; id < OPERATION_COUNT; id++) {
        bool found = false;
        for (size_t i = 0; i < SUBJECT_COUNT; i++)
            found |= subjects[i].call == call_operation && (int)subjects[i].operation == id;
        cr_assert(found, "%s is not tested", operations[id].name);
    }
}

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_malloc(size_t size)
{
    return refuses(MEMORY, __builtin_return_address(0)) ? NULL : __real_malloc(size);
}

/* Gives up what of a pool stands behind the buffers that operands use: more must be asked for. */
static void trim_buffers(struct vector_buffers *buffers, size_t used)
{
    buffers->used = used;
    while (buffers->count > used)
        free(buffers->at[--buffers->count]);
}

/* An operation of which each allocation fails in turn: it says so, or its outcome is right without an
 * enclosure that had no room; its operands are as they were. Returns how often it said so. */
static size_t refuse_in_turn(struct trial *trial, const struct subject *operation, mpq_t value)
{
    const struct vector *x[MOST_OPERANDS] = {NULL};
    struct vector_pool *pool = &trial->pool;
    const size_t lanes = pool->lanes.used, bytes = pool->bytes.used, ends = pool->ends.used;
    bool refused = true;
    size_t told = 0;
    for (size_t i = 0; i < operation->operands; i++)
        x[i] = &trial->operands[i];
    for (uint32_t lane = 0; lane < trial->pool.count; lane++)
        work_out(trial, operation, lane);
    for (size_t nth = 1; refused; nth++) {
        struct vector out = {0};
        trim_buffers(&pool->lanes, lanes);
        trim_buffers(&pool->bytes, bytes);
        trim_buffers(&pool->ends, ends);
        refusal_time(MEMORY, nth);
        const enum vector_status status = operation->call(trial, &out, x);
        refused = refusal.asked >= nth;
        refusal_time(NOTHING, 0);
        told += status == VECTOR_NO_MEMORY;
        if (status == VECTOR_NO_MEMORY && !refused)
            fail(trial, operation, "memory was not out", &out, 0, value, 0);
        if (status == VECTOR_OK)
            check_outcome(trial, operation, &out, value);
        check_operands(trial, operation, value);
    }
    return told;
}

Test(vector, each_allocation_failing_is_told)
{
    static struct trial trial;
    size_t told[SUBJECT_COUNT] = {0};
    mpq_t value;
    mpq_init(value);
    trial_open(&trial);
    for (uint32_t round = 0; round < SCARCE_ROUNDS; round++) {
        struct arena_mark mark = arena_mark(&trial.arena);
        const size_t at = round % SUBJECT_COUNT;
        vector_pool_clear(&trial.pool);
        trial.is_long = false;
        draw_kinds(&trial, &subjects[at]);
        draw_details(&trial);
        draw_operands(&trial, &subjects[at]);
        told[at] += refuse_in_turn(&trial, &subjects[at], value);
        arena_rewind(&trial.arena, mark);
    }
    for (size_t i = 0; i < SUBJECT_COUNT; i++)
        cr_expect_gt(told[i], 0, "%s asks for no memory", subjects[i].name);
    trial_close(&trial);
    mpq_clear(value);
}

/* Spreading alone may refuse: a number that no integer over a denominator is. */
Test(vector, operations_are_exact)
{
    static struct trial trial;
    uint32_t rounds[SUBJECT_COUNT] = {0}, done[SUBJECT_COUNT] = {0};
    mpq_t value;
    mpq_init(value);
    check_subjects();
    trial_open(&trial);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        struct arena_mark mark = arena_mark(&trial.arena);
        const size_t at = (size_t)below(&trial.random, SUBJECT_COUNT);
        vector_pool_clear(&trial.pool);
        /* rounding refuses what is too long on the way as well */
        trial.is_long = one_in(&trial.random, 100) && subjects[at].model != model_round &&
                        subjects[at].model != model_steps;
        draw_kinds(&trial, &subjects[at]);
        draw_details(&trial);
        draw_operands(&trial, &subjects[at]);
        rounds[at]++;
        done[at] += try_operation(&trial, &subjects[at], value);
        arena_rewind(&trial.arena, mark);
    }
    for (size_t i = 0; i < SUBJECT_COUNT; i++) {
        fprintf(stderr, "%-8s %6u of %6u done\n", subjects[i].name, done[i], rounds[i]);
        cr_expect_gt(done[i], rounds[i] / 5, "%s is refused too often", subjects[i].name);
    }
    trial_close(&trial);
    mpq_clear(value);
}

/* ---- marks ---- */

enum { MARKED = 5 };

static void expect_marks(const uint8_t *marks, const char *wanted, const char *what)
{
    for (uint32_t i = 0; i < MARKED; i++)
        cr_expect_eq(marks[i], wanted[i] == '1', "%s: lane %u", what, (unsigned)i);
}

Test(marks, stay_where_a_condition_is_true_and_known)
{
    static struct trial trial;
    trial_open(&trial);
    trial.pool.count = MARKED;
    static const struct {
        const char *what, *left;
        enum cell_state state;
        bool holds;
    } rows[] = {
        {"true", "11011", CELL_VALUE, true},
        {"false", "00000", CELL_VALUE, false},
        {"does not apply", "00000", CELL_NOT_APPLICABLE, false},
        {"does not apply, over a truth", "00000", CELL_NOT_APPLICABLE, true},
        {"undetermined", "00000", CELL_UNDETERMINED, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint8_t marks[MARKED] = {1, 1, 0, 1, 1};
        const struct cell cell = {.state = rows[i].state, .value = {.boolean = rows[i].holds}};
        const struct vector condition = vector_uniform(cell);
        marks_keep_true(&trial.pool, &condition, marks);
        expect_marks(marks, rows[i].left, rows[i].what);
    }
    uint8_t *truths = vector_bytes(&trial.pool), *states = vector_bytes(&trial.pool);
    memcpy(truths, (const uint8_t[]){1, 0, 1, 0, 1}, MARKED);
    memcpy(states, (const uint8_t[]){CELL_VALUE, CELL_VALUE, CELL_VALUE, CELL_ERROR, CELL_VALUE},
           MARKED);
    const struct vector truth = vector_of_truths(&trial.pool, truths, states);
    uint8_t kept[MARKED] = {1, 1, 0, 1, 1}, known[MARKED] = {1, 1, 0, 1, 1};
    marks_keep_true(&trial.pool, &truth, kept);
    expect_marks(kept, "10001", "lanes");
    marks_keep_values(&trial.pool, &truth, known);
    expect_marks(known, "11001", "values");
    cr_expect(marks_fault(&trial.pool, &truth, (const uint8_t[]){0, 0, 0, 1, 0}));
    cr_expect_not(marks_fault(&trial.pool, &truth, (const uint8_t[]){1, 1, 1, 0, 1}));
    const struct vector fault = vector_uniform((struct cell){.state = CELL_ERROR});
    cr_expect(marks_fault(&trial.pool, &fault, (const uint8_t[]){0, 0, 0, 0, 1}));
    cr_expect_not(marks_fault(&trial.pool, &fault, (const uint8_t[]){0, 0, 0, 0, 0}));
    const struct vector none = vector_boolean(true);
    cr_expect_not(marks_fault(&trial.pool, &none, (const uint8_t[]){1, 1, 1, 1, 1}));
    uint8_t all[MARKED] = {1, 1, 0, 1, 1};
    marks_keep_values(&trial.pool, &fault, all);
    expect_marks(all, "00000", "no values");
    trial_close(&trial);
}
