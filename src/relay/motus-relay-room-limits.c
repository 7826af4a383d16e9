/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-engine-private.h"

char *
motus_relay_room_key (const MotusRelayRoom *room)
{
  return g_strconcat ("room ", room->record.id, NULL);
}

char *
motus_relay_room_leavers_key (const MotusRelayRoom *room)
{
  return g_strconcat ("leavers ", room->record.id, NULL);
}

char *
motus_relay_rooms_key (const MotusRelayAccount *account)
{
  return g_strconcat ("rooms ", account->record.name, NULL);
}

char *
motus_relay_room_invites_key (const MotusRelayAccount *account)
{
  return g_strconcat ("room-invites ", account->record.name, NULL);
}

char *
motus_relay_answer_key (const char *invite_id)
{
  return g_strconcat ("answer ", invite_id, NULL);
}

gboolean
motus_relay_room_is_full (const MotusRelayEngine *engine, const MotusRelayRoom *room)
{
  g_autofree char *key = motus_relay_room_key (room);

  return room->members->len + motus_relay_reservations_count (engine->reservations, key)
         >= engine->config->limits.room_members;
}

gboolean
motus_relay_room_is_ending (const MotusRelayEngine *engine, const MotusRelayRoom *room)
{
  g_autofree char *leavers = motus_relay_room_leavers_key (room);
  g_autofree char *comers = motus_relay_room_key (room);

  return room->members->len
             <= motus_relay_reservations_count (engine->reservations, leavers)
         && motus_relay_reservations_count (engine->reservations, comers) == 0;
}

gboolean
motus_relay_may_join_room (const MotusRelayEngine *engine, const MotusRelayAccount *account)
{
  g_autofree char *key = motus_relay_rooms_key (account);

  return g_hash_table_size (account->rooms)
             + motus_relay_reservations_count (engine->reservations, key)
         < engine->config->limits.rooms_per_account;
}
