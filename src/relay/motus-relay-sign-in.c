/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-engine-private.h"

#include "motus-relay-log.h"

static void
replace (MotusRelayEngine *engine, MotusRelayClient *old, const char *name)
{
  motus_relay_reply_error (engine, old, NULL, MOTUS_RELAY_CODE_REPLACED);
  motus_relay_log (MOTUS_RELAY_LOG_NOTICE, "replaced", "account", name, NULL);
  motus_relay_close (engine, old);
}

static void
go_online (MotusRelayEngine *engine, MotusRelayClient *client)
{
  client->online_index = engine->online->len;
  g_ptr_array_add (engine->online, client);
}

static void
go_offline (MotusRelayEngine *engine, MotusRelayClient *client)
{
  guint index = client->online_index;

  g_ptr_array_remove_index_fast (engine->online, index);
  if (index < engine->online->len)
    ((MotusRelayClient *) engine->online->pdata[index])->online_index = index;
}

static void
send_directory (MotusRelayEngine *engine, MotusRelayClient *client)
{
  for (guint i = 0; i < motus_relay_directory_n_pages (engine->directory); i++)
    {
      GBytes *page = motus_relay_directory_get_page (engine->directory, i);

      if (page != NULL)
        motus_relay_send_frame (engine, client, page);
    }
}

static void
send_presence (MotusRelayEngine *engine, MotusRelayClient *client)
{
  guint sent = 0;

  while (sent < engine->online->len)
    {
      g_autoptr (MotusMessage) message = motus_message_new (MOTUS_MESSAGE_PRESENCE);
      guint end = MIN (sent + MOTUS_RELAY_PRESENCE_FRAME, engine->online->len);

      for (; sent < end; sent++)
        {
          const MotusRelayClient *other = engine->online->pdata[sent];
          motus_message_add_change (message, "changes", other->account->record.name, TRUE);
        }
      motus_relay_send (engine, client, message);
    }
  motus_relay_presence_joined (engine->presence, client);
}

static void
send_rooms (MotusRelayEngine *engine, MotusRelayClient *client)
{
  GHashTableIter iter;
  gpointer key;
  gint64 now = motus_relay_engine_calendar (engine);

  g_hash_table_iter_init (&iter, client->account->rooms);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    motus_relay_tell_room_members (engine, client, key);
  g_hash_table_iter_init (&iter, client->account->invitations);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (((MotusRelayRoomInvite *) key)->expires_at > now)
      motus_relay_tell_invitation (engine, key);
}

static void
stop_waiting (MotusRelayEngine *engine, MotusRelayClient *client)
{
  if (client->waiting_link == NULL)
    return;
  g_queue_delete_link (&engine->waiting, client->waiting_link);
  client->waiting_link = NULL;
}

void
motus_relay_sign_in (MotusRelayEngine *engine, MotusRelayClient *client,
                     MotusRelayAccount *account, guint protocol)
{
  MotusRelayClient *old = account->client;

  if (old != NULL && old != client)
    replace (engine, old, account->record.name);
  client->protocol = protocol;
  if (client->account == NULL)
    {
      client->account = account;
      account->client = client;
      go_online (engine, client);
      motus_relay_presence_changed (engine->presence, account);
      stop_waiting (engine, client);
      engine->output->signed_in (client->id, engine->output_data);
    }
  send_directory (engine, client);
  send_presence (engine, client);
  send_rooms (engine, client);
}

void
motus_relay_sign_out (MotusRelayEngine *engine, MotusRelayClient *client)
{
  MotusRelayAccount *account = client->account;

  stop_waiting (engine, client);
  if (account == NULL)
    return;
  client->account = NULL;
  account->client = NULL;
  go_offline (engine, client);
  motus_relay_presence_changed (engine->presence, account);
}
