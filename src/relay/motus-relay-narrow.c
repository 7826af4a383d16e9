/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-narrow.h"

#include "motus-relay-engine-private.h"

#include <string.h>

/* A frame whose key is a placeholder, and where that starts. */
typedef struct {
  GBytes *frame;
  gsize key_at;
} Template;

struct _MotusRelayNarrow {
  MotusMessage *send;
  char *id;
  char *mode;
  gint64 sent_at;
  GBytes *ciphertext;
  Template templates[2];        /* body, header */
};

static void
copy_text (MotusMessage *to, const MotusMessage *from, const char *field)
{
  if (motus_message_has (from, field))
    motus_message_set_text (to, field, motus_message_get_text (from, field));
}

static void
copy_lists (MotusMessage *to, const MotusMessage *from)
{
  for (gsize i = 0; i < motus_message_get_count (from, "targets"); i++)
    motus_message_add_name (to, "targets", motus_message_get_name_at (from, "targets", i));
  for (gsize i = 0; i < motus_message_get_count (from, "seqs"); i++)
    motus_message_add_int (to, "seqs", motus_message_get_int_at (from, "seqs", i));
}

/* What @send says to everybody alike. */
static MotusMessage *
message_from (const MotusMessage *send, const char *id, const char *mode, gint64 sent_at)
{
  MotusMessage *message = motus_message_new (MOTUS_MESSAGE_ENCRYPTED_MESSAGE);
  gint64 depth;

  motus_message_set_text (message, "id", id);
  copy_text (message, send, "from");
  motus_message_set_text (message, "mode", mode);
  copy_text (message, send, "room");
  copy_lists (message, send);
  if (motus_message_get_int (send, "depth", &depth))
    motus_message_set_int (message, "depth", depth);
  motus_message_set_int (message, "sent_at", sent_at);
  copy_text (message, send, "nonce");
  copy_text (message, send, "tag");
  copy_text (message, send, "signature");
  return message;
}

MotusRelayNarrow *
motus_relay_narrow_new (MotusMessage *send, const char *id, const char *mode, gint64 sent_at)
{
  MotusRelayNarrow *narrow = g_new0 (MotusRelayNarrow, 1);

  narrow->send = motus_message_ref (send);
  narrow->id = g_strdup (id);
  narrow->mode = g_strdup (mode);
  narrow->sent_at = sent_at;
  narrow->ciphertext = motus_message_get_ciphertext (send);
  return narrow;
}

void
motus_relay_narrow_free (MotusRelayNarrow *narrow)
{
  if (narrow == NULL)
    return;
  motus_message_unref (narrow->send);
  g_free (narrow->id);
  g_free (narrow->mode);
  g_bytes_unref (narrow->ciphertext);
  for (guint i = 0; i < G_N_ELEMENTS (narrow->templates); i++)
    g_clear_pointer (&narrow->templates[i].frame, g_bytes_unref);
  g_free (narrow);
}

static MotusMessage *
spell (const MotusRelayNarrow *narrow, gboolean in_header)
{
  MotusMessage *message
      = message_from (narrow->send, narrow->id, narrow->mode, narrow->sent_at);
  gsize len;
  const void *ciphertext = g_bytes_get_data (narrow->ciphertext, &len);

  if (in_header)
    motus_message_set_bytes (message, "ciphertext", ciphertext, len);
  else
    motus_message_set_body (message, narrow->ciphertext);
  return message;
}

/* A member's name stands in a header only as such: quotation marks within strings are escaped. */
static gboolean
template_make (Template *template, const MotusRelayNarrow *narrow, const char *key,
               gboolean in_header)
{
  static const char member[] = "\"key\":\"";
  g_autoptr (MotusMessage) message = spell (narrow, in_header);

  motus_message_set_text (message, "key", key);
  g_autoptr (GBytes) frame = motus_relay_encode (message);
  if (frame == NULL)
    return FALSE;

  gsize len;
  const char *data = g_bytes_get_data (frame, &len);
  const char *found = memmem (data, len, member, strlen (member));
  g_return_val_if_fail (found != NULL, FALSE);
  template->key_at = found - data + strlen (member);
  template->frame = g_steal_pointer (&frame);
  return TRUE;
}

GBytes *
motus_relay_narrow_encode (MotusRelayNarrow *narrow, const char *key, gboolean in_header)
{
  Template *template = &narrow->templates[in_header ? 1 : 0];

  if (template->frame == NULL)
    return template_make (template, narrow, key, in_header) ? g_bytes_ref (template->frame)
                                                            : NULL;
  gsize len;
  const char *data = g_bytes_get_data (template->frame, &len);
  char *copy = g_memdup2 (data, len);
  memcpy (copy + template->key_at, key, MOTUS_RELAY_KEY_TEXT);
  return g_bytes_new_take (copy, len);
}
