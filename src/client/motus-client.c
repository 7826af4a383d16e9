/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-client-private.h"

#include "motus-client-enums.h"
#include "motus-conversation-private.h"

G_DEFINE_FINAL_TYPE (MotusClient, motus_client, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_STATE,
  PROP_STATUS_ERROR,
  PROP_RETRY_IN,
  PROP_ACCOUNT,
  PROP_RELAY,
  PROP_UNLOCKED,
  PROP_RELAY_WORDS,
  PROP_RELAY_PINNED,
  PROP_CONVERSATIONS,
  PROP_CONTACTS,
  PROP_ROOM_INVITES,
  PROP_KEY_FILE_UPGRADABLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
motus_client_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MotusClient *self = MOTUS_CLIENT (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_STATUS_ERROR:
      g_value_set_boxed (value, self->status_error);
      break;
    case PROP_RETRY_IN:
      g_value_set_uint (value, self->retry_in);
      break;
    case PROP_ACCOUNT:
      g_value_set_string (value, self->account);
      break;
    case PROP_RELAY:
      g_value_set_string (value, self->host);
      break;
    case PROP_UNLOCKED:
      g_value_set_boolean (value, self->unlocked);
      break;
    case PROP_RELAY_WORDS:
      g_value_set_string (value, NULL);
      break;
    case PROP_RELAY_PINNED:
      g_value_set_boolean (value, self->relay_pinned);
      break;
    case PROP_CONVERSATIONS:
      g_value_set_object (value, self->conversations);
      break;
    case PROP_CONTACTS:
      g_value_set_object (value, self->contacts);
      break;
    case PROP_ROOM_INVITES:
      g_value_set_object (value, self->room_invites);
      break;
    case PROP_KEY_FILE_UPGRADABLE:
      g_value_set_boolean (value, self->key_file_upgradable);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
motus_client_finalize (GObject *object)
{
  MotusClient *self = MOTUS_CLIENT (object);

  g_free (self->home);
  g_free (self->account);
  g_free (self->host);
  g_clear_error (&self->status_error);
  g_hash_table_unref (self->conversation_by_id);
  g_object_unref (self->conversations);
  g_object_unref (self->contacts);
  g_object_unref (self->room_invites);
  G_OBJECT_CLASS (motus_client_parent_class)->finalize (object);
}

static void
install_signals (GType type)
{
  g_signal_new ("message-received", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                MOTUS_TYPE_CONVERSATION, MOTUS_TYPE_CHAT_MESSAGE);
  g_signal_new ("message-refused", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                G_TYPE_STRING, G_TYPE_ERROR);
  g_signal_new ("room-invite-answered", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                3, G_TYPE_STRING, MOTUS_TYPE_CONVERSATION, G_TYPE_BOOLEAN);
  g_signal_new ("relay-key", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                G_TYPE_STRING, G_TYPE_BOOLEAN);
}

static void
motus_client_class_init (MotusClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = motus_client_get_property;
  object_class->finalize = motus_client_finalize;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, MOTUS_TYPE_CONNECTION_STATE,
                                              MOTUS_CONNECTION_OFFLINE, flags);
  properties[PROP_STATUS_ERROR] = g_param_spec_boxed ("status-error", NULL, NULL, G_TYPE_ERROR,
                                                      flags);
  properties[PROP_RETRY_IN] = g_param_spec_uint ("retry-in", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_ACCOUNT] = g_param_spec_string ("account", NULL, NULL, NULL, flags);
  properties[PROP_RELAY] = g_param_spec_string ("relay", NULL, NULL, NULL, flags);
  properties[PROP_UNLOCKED] = g_param_spec_boolean ("unlocked", NULL, NULL, FALSE, flags);
  properties[PROP_RELAY_WORDS] = g_param_spec_string ("relay-words", NULL, NULL, NULL, flags);
  properties[PROP_RELAY_PINNED] = g_param_spec_boolean ("relay-pinned", NULL, NULL, FALSE, flags);
  properties[PROP_CONVERSATIONS] = g_param_spec_object ("conversations", NULL, NULL,
                                                        G_TYPE_LIST_MODEL, flags);
  properties[PROP_CONTACTS] = g_param_spec_object ("contacts", NULL, NULL, G_TYPE_LIST_MODEL,
                                                   flags);
  properties[PROP_ROOM_INVITES] = g_param_spec_object ("room-invites", NULL, NULL,
                                                       G_TYPE_LIST_MODEL, flags);
  properties[PROP_KEY_FILE_UPGRADABLE] = g_param_spec_boolean ("key-file-upgradable", NULL, NULL,
                                                               FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  install_signals (MOTUS_TYPE_CLIENT);
}

static void
motus_client_init (MotusClient *self)
{
  self->conversations = g_list_store_new (MOTUS_TYPE_CONVERSATION);
  self->contacts = g_list_store_new (MOTUS_TYPE_CONTACT);
  self->room_invites = g_list_store_new (MOTUS_TYPE_ROOM_INVITE);
  self->conversation_by_id = g_hash_table_new (g_str_hash, g_str_equal);

  g_autoptr (MotusConversation) everyone = motus_conversation_new_everyone ();
  motus_client_add_conversation (self, everyone);
}

MotusClient *
motus_client_new (const char *home, const char *account)
{
  MotusClient *self = g_object_new (MOTUS_TYPE_CLIENT, NULL);

  self->home = g_strdup (home);
  self->account = g_strdup (account);
  return self;
}

void
motus_client_set_state (MotusClient *self, MotusConnectionState state, GError *error)
{
  g_clear_error (&self->status_error);
  self->status_error = error;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS_ERROR]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

void
motus_client_set_retry_in (MotusClient *self, guint seconds)
{
  if (self->retry_in == seconds)
    return;
  self->retry_in = seconds;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RETRY_IN]);
}

void
motus_client_set_unlocked (MotusClient *self, gboolean unlocked)
{
  if (self->unlocked == unlocked)
    return;
  self->unlocked = unlocked;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNLOCKED]);
}

void
motus_client_add_conversation (MotusClient *self, MotusConversation *conversation)
{
  g_hash_table_insert (self->conversation_by_id,
                       (char *) motus_conversation_get_id (conversation), conversation);
  g_list_store_append (self->conversations, conversation);
}

void
motus_client_set_trust_on_first_use (MotusClient *self, gboolean trust)
{
  self->trust_on_first_use = trust;
}

MotusConversation *
motus_client_get_conversation (MotusClient *self, const char *name)
{
  g_autofree char *id = name != NULL ? g_strconcat ("@", name, NULL)
                                     : g_strdup (MOTUS_CONVERSATION_EVERYONE_ID);

  return g_hash_table_lookup (self->conversation_by_id, id);
}

MotusConversation *
motus_client_get_room (MotusClient *self, const char *room_id)
{
  MotusConversation *room = g_hash_table_lookup (self->conversation_by_id, room_id);

  if (room == NULL || motus_conversation_get_kind (room) != MOTUS_CONVERSATION_ROOM)
    return NULL;
  return room;
}
