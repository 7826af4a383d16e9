/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-engine-private.h"

#define PERIOD MOTUS_CLOCK_SECOND

struct _MotusRelayPresence {
  guint64 period;
  guint64 changes;              /* ever */
  GHashTable *now;              /* accounts that changed in this period */
  GHashTable *before;           /* and in the one before, if somebody missed it */
  gint64 flushed_at;
};

MotusRelayPresence *
motus_relay_presence_new (void)
{
  MotusRelayPresence *presence = g_new0 (MotusRelayPresence, 1);

  presence->period = 1;
  presence->now = g_hash_table_new (NULL, NULL);
  presence->before = g_hash_table_new (NULL, NULL);
  presence->flushed_at = G_MININT64 / 2;
  return presence;
}

void
motus_relay_presence_free (MotusRelayPresence *presence)
{
  if (presence == NULL)
    return;
  g_hash_table_unref (presence->now);
  g_hash_table_unref (presence->before);
  g_free (presence);
}

void
motus_relay_presence_changed (MotusRelayPresence *presence, const MotusRelayAccount *account)
{
  presence->changes++;
  g_hash_table_add (presence->now, (gpointer) account);
}

void
motus_relay_presence_joined (MotusRelayPresence *presence, MotusRelayClient *client)
{
  client->presence_period = presence->period;
  client->presence_seen = presence->changes;
}

gint64
motus_relay_presence_due (const MotusRelayPresence *presence, gboolean has_news)
{
  if (!has_news && g_hash_table_size (presence->now) == 0
      && g_hash_table_size (presence->before) == 0)
    return G_MAXINT64;
  return presence->flushed_at + PERIOD;
}

/* Moves at most a batch of @from into a new set. */
static GHashTable *
take_batch (GHashTable *from)
{
  GHashTable *batch = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer account;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_size (batch) < MOTUS_RELAY_PRESENCE_BATCH
         && g_hash_table_iter_next (&iter, &account, NULL))
    {
      g_hash_table_add (batch, account);
      g_hash_table_iter_remove (&iter);
    }
  return batch;
}

static void
add_changes (MotusMessage *message, GHashTable *accounts, GHashTable *unless_in)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, accounts);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const MotusRelayAccount *account = key;

      if (unless_in == NULL || !g_hash_table_contains (unless_in, key))
        motus_message_add_change (message, "changes", account->record.name,
                                  account->client != NULL);
    }
}

/* NULL if there is nothing to tell. */
static GBytes *
encode (GHashTable *batch, GHashTable *before)
{
  if (g_hash_table_size (batch) == 0 && (before == NULL || g_hash_table_size (before) == 0))
    return NULL;

  g_autoptr (MotusMessage) message = motus_message_new (MOTUS_MESSAGE_PRESENCE);
  add_changes (message, batch, NULL);
  if (before != NULL)
    add_changes (message, before, batch);
  return motus_relay_encode (message);
}

/* TRUE if @client was told who is online during the period that ends now. */
static gboolean
is_left_out (const MotusRelayPresence *presence, const MotusRelayClient *client)
{
  return client->presence_period == presence->period;
}

void
motus_relay_presence_flush (MotusRelayPresence *presence, MotusRelayEngine *engine, gint64 now)
{
  g_autoptr (GHashTable) batch = take_batch (presence->now);
  g_autoptr (GBytes) news = encode (batch, NULL);
  g_autoptr (GBytes) both = encode (batch, presence->before);
  gboolean missed = FALSE;

  for (guint i = 0; i < engine->online->len; i++)
    {
      MotusRelayClient *client = engine->online->pdata[i];
      gboolean missed_last = client->presence_period + 1 == presence->period;
      GBytes *frame = missed_last ? both : news;

      if (!is_left_out (presence, client))
        {
          if (frame != NULL)
            motus_relay_send_frame (engine, client, frame);
        }
      else if (client->presence_seen == presence->changes)
        client->presence_period = 0;
      else
        missed = TRUE;
    }
  g_hash_table_remove_all (presence->before);
  if (missed)
    {
      g_hash_table_unref (presence->before);
      presence->before = g_steal_pointer (&batch);
    }
  presence->period++;
  presence->flushed_at = now;
}
