/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MotusRelayReservations:
 *
 * What is promised to changes that are on their way to the disk: a name, a use of an
 * invitation, a place in a room. Decisions count what is there and what is reserved.
 */
typedef struct _MotusRelayReservations MotusRelayReservations;

MotusRelayReservations *motus_relay_reservations_new (void);
void motus_relay_reservations_free (MotusRelayReservations *reservations);

void motus_relay_reservations_take (MotusRelayReservations *reservations, const char *key);
void motus_relay_reservations_release (MotusRelayReservations *reservations, const char *key);
/* How often @key is reserved now. */
guint motus_relay_reservations_count (const MotusRelayReservations *reservations, const char *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusRelayReservations, motus_relay_reservations_free)

G_END_DECLS
