/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-client-private.h"

#include "motus-conversation-private.h"
#include "motus-received.h"

/* A gap that is shown: the line, and where. */
typedef struct {
  MotusConversation *conversation;
  MotusChatMessage *line;
} MotusGapLine;

static void
gap_line_free (gpointer data)
{
  MotusGapLine *shown = data;

  g_object_unref (shown->conversation);
  g_object_unref (shown->line);
  g_free (shown);
}

static GHashTable *
find_shown (MotusClient *self, const char *sender)
{
  GHashTable *shown = g_hash_table_lookup (self->gaps, sender);

  if (shown == NULL)
    {
      shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, gap_line_free);
      g_hash_table_insert (self->gaps, g_strdup (sender), shown);
    }
  return shown;
}

/* A gap is known by the message that revealed it. */
static char *
name_gap (const MotusMissing *gap)
{
  return g_strconcat (gap->conversation, " ", gap->id, NULL);
}

static void
remove_filled (GHashTable *shown, GHashTable *present)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, shown);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      MotusGapLine *gap = value;
      if (g_hash_table_contains (present, key))
        continue;
      motus_conversation_remove (gap->conversation, gap->line);
      g_hash_table_iter_remove (&iter);
    }
}

static void
show_gap (MotusClient *self, GHashTable *shown, const char *sender, const MotusMissing *gap)
{
  g_autofree char *name = name_gap (gap);
  guint64 count = gap->last - gap->first + 1;
  MotusGapLine *known = g_hash_table_lookup (shown, name);

  if (known != NULL)
    {
      motus_chat_message_set_missing (known->line, count);
      return;
    }
  MotusConversation *conversation
    = g_hash_table_lookup (self->conversation_by_id, gap->conversation);
  if (conversation == NULL)
    return;
  MotusChatPlace place = { gap->depth, sender, gap->id };
  MotusGapLine *fresh = g_new (MotusGapLine, 1);
  fresh->conversation = g_object_ref (conversation);
  fresh->line = motus_chat_message_new_gap (sender, count, &place);
  motus_conversation_add (conversation, fresh->line, 0, FALSE);
  g_hash_table_insert (shown, g_steal_pointer (&name), fresh);
}

void
motus_client_show_gaps (MotusClient *self, const char *sender, GPtrArray *missing)
{
  GHashTable *shown = find_shown (self, sender);
  g_autoptr (GHashTable) present = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < missing->len; i++)
    g_hash_table_add (present, name_gap (g_ptr_array_index (missing, i)));
  remove_filled (shown, present);
  for (guint i = 0; i < missing->len; i++)
    show_gap (self, shown, sender, g_ptr_array_index (missing, i));
}
