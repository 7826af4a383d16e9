/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MotusRelayAdmission:
 *
 * Counts connections: so many in all, and so many of one source that are not signed in yet.
 * People behind one address who have signed in do not count against each other.
 */
typedef struct _MotusRelayAdmission MotusRelayAdmission;

MotusRelayAdmission *motus_relay_admission_new (guint total, guint per_source);
void motus_relay_admission_free (MotusRelayAdmission *admission);

/* A connection from @source comes; FALSE if it has no place. */
gboolean motus_relay_admission_enter (MotusRelayAdmission *admission, const char *source);
/* It is signed in now. */
void motus_relay_admission_signed_in (MotusRelayAdmission *admission, const char *source);
/* It is gone. */
void motus_relay_admission_leave (MotusRelayAdmission *admission, const char *source,
                                  gboolean was_signed_in);

/* How many the process can hold: at most @wanted, and so few that descriptors are left for the
 * store and the rest. Raises the process's soft limit as far as needed. */
guint motus_relay_admission_fit (guint wanted);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusRelayAdmission, motus_relay_admission_free)

G_END_DECLS
