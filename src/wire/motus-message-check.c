/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-message-private.h"

#include "motus-wire-error.h"

#include <string.h>

static gboolean
refuse (const MotusMessage *message, const char *field, const char *why, GError **error)
{
  g_set_error (error, MOTUS_WIRE_ERROR, MOTUS_WIRE_ERROR_BAD_MESSAGE,
               "In the message “%s” the member “%s” %s.", message->schema->name, field, why);
  return FALSE;
}

static GHashTable *
names_of (const MotusMessageValue *value)
{
  GHashTable *names = g_hash_table_new (g_str_hash, g_str_equal);
  for (gsize i = 0; i < motus_message_value_count (value); i++)
    g_hash_table_add (names, (gpointer) motus_message_value_item (value, i)->name);
  return names;
}

static gboolean
is_ascending (const MotusMessageValue *value)
{
  for (gsize i = 1; i < motus_message_value_count (value); i++)
    if (strcmp (motus_message_value_item (value, i - 1)->name,
                motus_message_value_item (value, i)->name) >= 0)
      return FALSE;
  return TRUE;
}

/* Programs of today sort their names: the table is for the others. */
static gboolean
are_different (const MotusMessageValue *value)
{
  if (is_ascending (value))
    return TRUE;
  g_autoptr (GHashTable) names = names_of (value);
  return g_hash_table_size (names) == motus_message_value_count (value);
}

static gboolean
same_in_order (const MotusMessageValue *one, const MotusMessageValue *other)
{
  for (gsize i = 0; i < motus_message_value_count (one); i++)
    if (strcmp (motus_message_value_item (one, i)->name,
                motus_message_value_item (other, i)->name) != 0)
      return FALSE;
  return TRUE;
}

/* Whether two lists without repetition hold the same names. */
static gboolean
same_names (const MotusMessageValue *one, const MotusMessageValue *other)
{
  if (motus_message_value_count (one) != motus_message_value_count (other))
    return FALSE;
  if (same_in_order (one, other))
    return TRUE;

  g_autoptr (GHashTable) names = names_of (other);
  for (gsize i = 0; i < motus_message_value_count (one); i++)
    if (!g_hash_table_contains (names, motus_message_value_item (one, i)->name))
      return FALSE;
  return TRUE;
}

static const MotusMessageValue *
value_of (const MotusMessage *message, const char *field)
{
  return &message->values[motus_message_place (message, field)];
}

/* encrypted_send and encrypted_message. */
static gboolean
check_envelope (const MotusMessage *message, GError **error)
{
  const MotusMessageValue *targets = value_of (message, "targets");
  const MotusMessageValue *seqs = value_of (message, "seqs");
  const char *mode = motus_message_get_text (message, "mode");

  if (motus_message_has (message, "room") != (g_strcmp0 (mode, "room") == 0))
    return refuse (message, "room", "must be there exactly when “mode” is “room”", error);
  if (seqs->present && motus_message_value_count (seqs) != motus_message_value_count (targets))
    return refuse (message, "seqs", "must have as many elements as “targets”", error);
  if (g_strcmp0 (mode, "private") == 0 && targets->present
      && motus_message_value_count (targets) != 1)
    return refuse (message, "targets", "must be one name when “mode” is “private”", error);
  if (message->body != NULL && motus_message_has (message, "ciphertext"))
    return refuse (message, "ciphertext", "must not be there beside a body", error);
  if (message->body != NULL && g_bytes_get_size (message->body) > MOTUS_CIPHERTEXT_MAX)
    return refuse (message, "ciphertext", "is too long", error);
  if (message->type == MOTUS_MESSAGE_ENCRYPTED_SEND
      && !same_names (targets, value_of (message, "keys")))
    return refuse (message, "keys", "must be of exactly the “targets”", error);
  return TRUE;
}

static gboolean
has_names (const MotusMessageField *field)
{
  return field->kind == MOTUS_FIELD_NAMES || field->kind == MOTUS_FIELD_KEYS
         || field->kind == MOTUS_FIELD_LIMITS;
}

gboolean
motus_message_check (const MotusMessage *message, GError **error)
{
  for (gsize i = 0; i < message->schema->n_fields; i++)
    {
      const MotusMessageField *field = &message->schema->fields[i];
      if (field->required && !message->values[i].present)
        return refuse (message, field->name, "is missing", error);
      if (has_names (field) && !are_different (&message->values[i]))
        return refuse (message, field->name, "has a name twice", error);
    }
  return !message->schema->has_body || check_envelope (message, error);
}
