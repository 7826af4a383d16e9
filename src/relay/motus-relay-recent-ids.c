/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-recent-ids.h"

#include <string.h>

#define FIRST_ROOM 16

gboolean
motus_relay_recent_ids_contains (const MotusRelayRecentIds *recent, const guint8 id[MOTUS_ID_SIZE])
{
  guint64 first;

  /* Ids are random: nearly always half of one is enough to tell it from another. */
  memcpy (&first, id, sizeof first);
  for (guint i = 0; i < recent->len; i++)
    {
      guint64 other;

      memcpy (&other, recent->ids[i], sizeof other);
      if (other == first && memcmp (recent->ids[i], id, MOTUS_ID_SIZE) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
recent_ids_grow (MotusRelayRecentIds *recent)
{
  guint room = recent->room == 0 ? FIRST_ROOM : MIN (recent->room * 2, MOTUS_RELAY_RECENT_IDS);

  recent->ids = g_realloc_n (recent->ids, room, MOTUS_ID_SIZE);
  recent->room = room;
}

void
motus_relay_recent_ids_add (MotusRelayRecentIds *recent, const guint8 id[MOTUS_ID_SIZE])
{
  if (recent->len == recent->room && recent->room < MOTUS_RELAY_RECENT_IDS)
    recent_ids_grow (recent);
  if (recent->len < recent->room)
    memcpy (recent->ids[recent->len++], id, MOTUS_ID_SIZE);
  else
    {
      memcpy (recent->ids[recent->next], id, MOTUS_ID_SIZE);
      recent->next = (recent->next + 1) % MOTUS_RELAY_RECENT_IDS;
    }
}

void
motus_relay_recent_ids_clear (MotusRelayRecentIds *recent)
{
  g_clear_pointer (&recent->ids, g_free);
  *recent = (MotusRelayRecentIds) { 0 };
}
