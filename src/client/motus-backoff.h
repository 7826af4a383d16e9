/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-clock.h"

G_BEGIN_DECLS

#define MOTUS_BACKOFF_FIRST_SECONDS 1
#define MOTUS_BACKOFF_MAX_SECONDS 60

/**
 * MotusBackoff:
 *
 * When to try again: 1, 2, 4… up to 60 seconds after a failure, each shortened at random by up to a
 * half, so that a thousand clients of one relay do not return in the same moment.
 */
typedef struct _MotusBackoff MotusBackoff;

MotusBackoff *motus_backoff_new (MotusClock *clock);
void motus_backoff_free (MotusBackoff *backoff);

/* An attempt failed now. @random is uniform in [0, 1). Says when the next one is due. */
void motus_backoff_fail (MotusBackoff *backoff, double random);
/* It worked: the next failure begins with the shortest time again. */
void motus_backoff_reset (MotusBackoff *backoff);
/* Seconds from now until the next attempt is due, rounded up; 0: now. */
guint motus_backoff_seconds_left (const MotusBackoff *backoff);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusBackoff, motus_backoff_free)

G_END_DECLS
