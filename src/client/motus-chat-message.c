/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-chat-message-private.h"

#include <glib/gi18n-lib.h>

#include "motus-client-enums.h"

/* Sorts after every character that an account's name may have. */
#define AFTER_ALL_NAMES "~"

struct _MotusChatMessage {
  GObject parent_instance;

  char *id;
  MotusChatKind kind;
  char *sender;
  gboolean mine;
  gboolean is_private;
  gboolean mentions_me;
  char *text;
  gint64 sent_at;
  MotusProof proof;
  MotusDelivery delivery;
  char *failure;

  guint64 depth;
  char *place_from;
  char *place_id;
};

G_DEFINE_FINAL_TYPE (MotusChatMessage, motus_chat_message, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_ID,
  PROP_KIND,
  PROP_SENDER,
  PROP_MINE,
  PROP_TEXT,
  PROP_SENT_AT,
  PROP_PROOF,
  PROP_DELIVERY,
  PROP_FAILURE,
  PROP_PRIVATE,
  PROP_MENTIONS_ME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
motus_chat_message_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MotusChatMessage *self = MOTUS_CHAT_MESSAGE (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_KIND:
      g_value_set_enum (value, self->kind);
      break;
    case PROP_SENDER:
      g_value_set_string (value, self->sender);
      break;
    case PROP_MINE:
      g_value_set_boolean (value, self->mine);
      break;
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    case PROP_SENT_AT:
      g_value_set_int64 (value, self->sent_at);
      break;
    case PROP_PROOF:
      g_value_set_enum (value, self->proof);
      break;
    case PROP_DELIVERY:
      g_value_set_enum (value, self->delivery);
      break;
    case PROP_FAILURE:
      g_value_set_string (value, self->failure);
      break;
    case PROP_PRIVATE:
      g_value_set_boolean (value, self->is_private);
      break;
    case PROP_MENTIONS_ME:
      g_value_set_boolean (value, self->mentions_me);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
motus_chat_message_finalize (GObject *object)
{
  MotusChatMessage *self = MOTUS_CHAT_MESSAGE (object);

  g_free (self->id);
  g_free (self->sender);
  g_free (self->text);
  g_free (self->failure);
  g_free (self->place_from);
  g_free (self->place_id);
  G_OBJECT_CLASS (motus_chat_message_parent_class)->finalize (object);
}

static void
motus_chat_message_class_init (MotusChatMessageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = motus_chat_message_get_property;
  object_class->finalize = motus_chat_message_finalize;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, "", flags);
  properties[PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL, MOTUS_TYPE_CHAT_KIND,
                                             MOTUS_CHAT_TEXT, flags);
  properties[PROP_SENDER] = g_param_spec_string ("sender", NULL, NULL, "", flags);
  properties[PROP_MINE] = g_param_spec_boolean ("mine", NULL, NULL, FALSE, flags);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", flags);
  properties[PROP_SENT_AT] = g_param_spec_int64 ("sent-at", NULL, NULL, G_MININT64, G_MAXINT64, 0,
                                                 flags);
  properties[PROP_PROOF] = g_param_spec_enum ("proof", NULL, NULL, MOTUS_TYPE_PROOF,
                                              MOTUS_PROOF_UNSIGNED, flags);
  properties[PROP_DELIVERY] = g_param_spec_enum ("delivery", NULL, NULL, MOTUS_TYPE_DELIVERY,
                                                 MOTUS_DELIVERY_NONE, flags);
  properties[PROP_FAILURE] = g_param_spec_string ("failure", NULL, NULL, NULL, flags);
  properties[PROP_PRIVATE] = g_param_spec_boolean ("private", NULL, NULL, FALSE, flags);
  properties[PROP_MENTIONS_ME] = g_param_spec_boolean ("mentions-me", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
motus_chat_message_init (MotusChatMessage *self)
{
}

MotusChatMessage *
motus_chat_message_new_text (const MotusChatText *text)
{
  MotusChatMessage *self = g_object_new (MOTUS_TYPE_CHAT_MESSAGE, NULL);

  self->kind = MOTUS_CHAT_TEXT;
  self->id = g_strdup (text->id);
  self->sender = g_strdup (text->sender);
  self->mine = text->mine;
  self->is_private = text->is_private;
  self->mentions_me = text->mentions_me;
  self->text = g_strdup (text->text);
  self->sent_at = text->sent_at;
  self->proof = text->proof;
  self->delivery = text->delivery;
  self->depth = text->depth;
  self->place_from = g_strdup (text->sender);
  self->place_id = g_strdup (text->id);
  return self;
}

MotusChatMessage *
motus_chat_message_new_notice (const char *text, gint64 sent_at, guint64 depth, guint order)
{
  MotusChatMessage *self = g_object_new (MOTUS_TYPE_CHAT_MESSAGE, NULL);

  self->kind = MOTUS_CHAT_NOTICE;
  self->id = g_strdup ("");
  self->sender = g_strdup ("");
  self->text = g_strdup (text);
  self->sent_at = sent_at;
  self->depth = depth;
  self->place_from = g_strdup (AFTER_ALL_NAMES);
  self->place_id = g_strdup_printf ("%010u", order);
  return self;
}

static char *
say_missing (const char *sender, guint64 missing)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "%" G_GUINT64_FORMAT " message from %s is missing",
                                       "%" G_GUINT64_FORMAT " messages from %s are missing",
                                       (gulong) missing),
                          missing, sender);
}

MotusChatMessage *
motus_chat_message_new_gap (const char *sender, guint64 missing, const MotusChatPlace *place)
{
  MotusChatMessage *self = g_object_new (MOTUS_TYPE_CHAT_MESSAGE, NULL);

  self->kind = MOTUS_CHAT_GAP;
  self->id = g_strdup ("");
  self->sender = g_strdup (sender);
  self->text = say_missing (sender, missing);
  self->depth = place->depth;
  self->place_from = g_strdup (place->from);
  self->place_id = g_strdup (place->id);
  return self;
}

void
motus_chat_message_set_missing (MotusChatMessage *self, guint64 missing)
{
  g_autofree char *text = say_missing (self->sender, missing);

  if (g_str_equal (text, self->text))
    return;
  g_free (self->text);
  self->text = g_steal_pointer (&text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

void
motus_chat_message_set_delivery (MotusChatMessage *self, MotusDelivery delivery,
                                 const char *failure)
{
  if (g_strcmp0 (self->failure, failure) != 0)
    {
      g_free (self->failure);
      self->failure = g_strdup (failure);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAILURE]);
    }
  if (self->delivery != delivery)
    {
      self->delivery = delivery;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DELIVERY]);
    }
}

static int
compare_rank (MotusChatMessage *a, MotusChatMessage *b)
{
  return (a->kind != MOTUS_CHAT_GAP) - (b->kind != MOTUS_CHAT_GAP);
}

int
motus_chat_message_compare (MotusChatMessage *a, MotusChatMessage *b)
{
  int order = (a->depth > b->depth) - (a->depth < b->depth);

  if (order == 0)
    order = strcmp (a->place_from, b->place_from);
  if (order == 0)
    order = strcmp (a->place_id, b->place_id);
  return order != 0 ? order : compare_rank (a, b);
}

guint64
motus_chat_message_get_depth (MotusChatMessage *self)
{
  return self->depth;
}

gboolean
motus_chat_message_is_private (MotusChatMessage *self)
{
  return self->is_private;
}

const char *
motus_chat_message_get_id (MotusChatMessage *self)
{
  return self->id;
}

MotusChatKind
motus_chat_message_get_kind (MotusChatMessage *self)
{
  return self->kind;
}

const char *
motus_chat_message_get_sender (MotusChatMessage *self)
{
  return self->sender;
}

gboolean
motus_chat_message_is_mine (MotusChatMessage *self)
{
  return self->mine;
}

const char *
motus_chat_message_get_text (MotusChatMessage *self)
{
  return self->text;
}

gint64
motus_chat_message_get_sent_at (MotusChatMessage *self)
{
  return self->sent_at;
}

MotusProof
motus_chat_message_get_proof (MotusChatMessage *self)
{
  return self->proof;
}

MotusDelivery
motus_chat_message_get_delivery (MotusChatMessage *self)
{
  return self->delivery;
}

const char *
motus_chat_message_get_failure (MotusChatMessage *self)
{
  return self->failure;
}

gboolean
motus_chat_message_mentions_me (MotusChatMessage *self)
{
  return self->mentions_me;
}

GDateTime *
motus_chat_message_get_local_time (MotusChatMessage *self)
{
  if (self->sent_at <= 0)
    return NULL;
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (self->sent_at / 1000);
  if (utc == NULL)
    return NULL;
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  if (local == NULL || g_date_time_get_year (local) < 1970 || g_date_time_get_year (local) > 9999)
    return NULL;
  return g_steal_pointer (&local);
}
