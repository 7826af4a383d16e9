/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-relay-poller.h"

G_BEGIN_DECLS

/**
 * MotusRelayTimer:
 *
 * Says when a moment of boot time has come, time asleep included; behind the poller like
 * everything else.
 */
typedef struct _MotusRelayTimer MotusRelayTimer;

typedef void (*MotusRelayDue) (gpointer user_data);

/* Errors: LISTEN, if the system gives no descriptor for it. */
MotusRelayTimer *motus_relay_timer_new (MotusRelayPoller *poller, MotusRelayDue due,
                                        gpointer user_data, GError **error);
void motus_relay_timer_free (MotusRelayTimer *timer);

/* Calls back once when the boot time is @when microseconds; at once if it has passed, never with
 * G_MAXINT64. Replaces what was set before. */
void motus_relay_timer_set (MotusRelayTimer *timer, gint64 when);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusRelayTimer, motus_relay_timer_free)

G_END_DECLS
