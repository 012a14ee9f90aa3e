/*
 * outstanding.h: the figures that their rules call outstanding, for pending.h alone.
 */
#ifndef FANGTIAN_FIGURES_OUTSTANDING_H
#define FANGTIAN_FIGURES_OUTSTANDING_H

#include "pending.h"

/* Adds each that is other than zero, or undetermined. False: memory is out, which the status may not
 * yet tell. */
bool outstanding_gather(struct display *display, struct pending *pending);

#endif
