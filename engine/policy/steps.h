/*
 * steps.h: how a rule is settled, over rows in whatever form their cells have: its needs, its
 * condition, its date, its ways, its cases, its default, each for all lanes that the one before left open.
 *
 * A lane is a row. The steps look at states and truths alone, a byte a lane; what stands in a cell
 * is its form's: cells with reasons where tables are held (apply.c), vectors (batch_rules.c). Marks
 * of lanes are 1 or 0, a byte each.
 */
#ifndef FANGTIAN_POLICY_STEPS_H
#define FANGTIAN_POLICY_STEPS_H

#include "../vector/vector.h"

#include "policy.h"

/* What a formula came to in the lanes that were asked for. */
struct step_cells {
    const uint8_t *states; /* by lane; NULL: values in all of them */
    const uint8_t *truths; /* by lane, of a condition: 1 where it is true; else NULL */
    void *cells;           /* its form's */
};

/* Of a case: what its condition and its value came to, and the lanes where the condition is true,
 * where it is undetermined (NULL: nowhere), and where it is true and no other such case overrides
 * this one. */
struct step_case {
    struct step_cells when, value;
    uint8_t *holds, *undetermined, *stands;
};

struct steps;

/* VECTOR_NO ends the steps: its form cannot say. */
struct step_form {
    /* A formula at some open lanes. Of those that wait nothing is told. */
    enum vector_status (*evaluate)(struct steps *steps, const struct formula *formula,
                                   const uint8_t *lanes, struct step_cells *out);
    /* Finds the date that open lanes are read on, and settles those that have none; NULL: it is
     * known. */
    enum vector_status (*date)(struct steps *steps);
    /* Settles lanes as their cells are, of a case or, where `index` is -1, of none. */
    enum vector_status (*take)(struct steps *steps, const uint8_t *lanes,
                               const struct step_cells *from, int index);
    /* Settles lanes as a condition's cells, or a way's, which are no values there: they do not
     * apply, or are at fault. NULL: as `exclude`. */
    enum vector_status (*pass_on)(struct steps *steps, const uint8_t *lanes,
                                  const struct step_cells *from);
    /* Settles lanes as not applicable. `need`: of REASON_NEEDS. NULL: they are so until another
     * step takes them. */
    void (*exclude)(struct steps *steps, const uint8_t *lanes, enum reason_kind kind,
                    const struct formula *need);
    /* Notes what undetermined cells lack, beside what their lanes lack already; or NULL. */
    enum vector_status (*gather)(struct steps *steps, const uint8_t *lanes,
                                 const struct step_cells *from);
    /* Settles lanes as undetermined for what was gathered; where nothing was, no way applies. */
    enum vector_status (*settle)(struct steps *steps, const uint8_t *lanes);
    /* Several cases stand in these lanes: unmarks them in all but one's `stands`, in all where they
     * contradict each other; those are settled then. */
    enum vector_status (*choose)(struct steps *steps, const uint8_t *lanes,
                                 struct step_case *cases);
    /* Told of the cases before one is chosen; or NULL. */
    void (*note)(struct steps *steps, const struct step_case *cases);
};

/* A rule at some lanes; part of what its form works with. */
struct steps {
    const struct rule *rule;
    const struct step_form *form;
    struct arena *arena; /* for the steps alone */
    uint32_t count;      /* lanes */
    uint8_t *open;       /* lanes that no step has settled */
    uint8_t *waiting;    /* open, and undetermined unless a later condition settles them */
};

/* Room for the marks; all lanes are open. False when memory is out. */
bool steps_open(struct steps *steps);
/* All steps: no lane is open behind them. */
enum vector_status steps_apply(struct steps *steps);

#endif
