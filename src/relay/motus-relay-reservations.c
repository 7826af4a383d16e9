/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-reservations.h"

struct _MotusRelayReservations {
  GHashTable *counts;           /* key to a number of 1 or more */
};

MotusRelayReservations *
motus_relay_reservations_new (void)
{
  MotusRelayReservations *reservations = g_new0 (MotusRelayReservations, 1);

  reservations->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return reservations;
}

void
motus_relay_reservations_free (MotusRelayReservations *reservations)
{
  if (reservations == NULL)
    return;
  g_hash_table_unref (reservations->counts);
  g_free (reservations);
}

void
motus_relay_reservations_take (MotusRelayReservations *reservations, const char *key)
{
  guint count = motus_relay_reservations_count (reservations, key);

  g_hash_table_insert (reservations->counts, g_strdup (key), GUINT_TO_POINTER (count + 1));
}

void
motus_relay_reservations_release (MotusRelayReservations *reservations, const char *key)
{
  guint count = motus_relay_reservations_count (reservations, key);

  if (count > 1)
    g_hash_table_insert (reservations->counts, g_strdup (key), GUINT_TO_POINTER (count - 1));
  else
    g_hash_table_remove (reservations->counts, key);
}

guint
motus_relay_reservations_count (const MotusRelayReservations *reservations, const char *key)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (reservations->counts, key));
}
