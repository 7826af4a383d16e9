/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MotusClock:
 *
 * The time, as handed to code that decides by it. Deadlines and locks are reckoned in boot time,
 * which no administrator sets and which goes on while the machine sleeps; the calendar is only
 * for what people see and for certificates. A test's clock moves when the test says so.
 */
typedef struct _MotusClock MotusClock;

#define MOTUS_CLOCK_SECOND G_GINT64_CONSTANT (1000000)

/* The clock of this machine. */
MotusClock *motus_clock_new (void);

/* A clock that stands at @boottime microseconds and @calendar milliseconds until it is moved. */
MotusClock *motus_clock_new_manual (gint64 boottime, gint64 calendar);

MotusClock *motus_clock_ref (MotusClock *clock);
void motus_clock_unref (MotusClock *clock);

/* Microseconds since this machine booted, time asleep included (CLOCK_BOOTTIME). */
gint64 motus_clock_boottime (const MotusClock *clock);

/* Milliseconds since 1970-01-01 00:00 UTC (CLOCK_REALTIME). */
gint64 motus_clock_calendar (const MotusClock *clock);

/* Moves a manual clock on by @microseconds, both of its times alike. */
void motus_clock_advance (MotusClock *clock, gint64 microseconds);

/* Sets the calendar of a manual clock, as an administrator or a time server would. */
void motus_clock_set_calendar (MotusClock *clock, gint64 milliseconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusClock, motus_clock_unref)

G_END_DECLS
