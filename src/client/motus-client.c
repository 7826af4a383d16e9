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
  N_PROPS
};

enum {
  SIGNAL_MESSAGE_RECEIVED,
  SIGNAL_MESSAGE_REFUSED,
  SIGNAL_ROOM_INVITE_ANSWERED,
  SIGNAL_RELAY_KEY,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static char *
make_relay_words (MotusClient *self)
{
  if (self->has_seen_pin)
    return motus_fingerprint_words (self->seen_pin);
  return self->record.has_pin ? motus_fingerprint_words (self->record.pin) : NULL;
}

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
      if (self->host != NULL)
        g_value_take_string (value, motus_address_format (self->host, self->port));
      break;
    case PROP_UNLOCKED:
      g_value_set_boolean (value, self->unlocked);
      break;
    case PROP_RELAY_WORDS:
      g_value_take_string (value, make_relay_words (self));
      break;
    case PROP_RELAY_PINNED:
      g_value_set_boolean (value, self->record.has_pin || self->link != NULL);
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
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
free_connection_state (MotusClient *self)
{
  if (self->connection != NULL)
    motus_connection_close (self->connection);
  g_clear_object (&self->connection);
  if (self->tick != NULL)
    g_source_destroy (self->tick);
  g_clear_pointer (&self->tick, g_source_unref);
  g_clear_pointer (&self->login, motus_login_free);
  g_clear_pointer (&self->sign_up_salt, g_bytes_unref);
  g_hash_table_unref (self->requests);
  g_hash_table_unref (self->rooms_listed);
  motus_backoff_free (self->backoff);
  motus_clock_unref (self->clock);
}

static void
motus_client_finalize (GObject *object)
{
  MotusClient *self = MOTUS_CLIENT (object);

  free_connection_state (self);
  motus_worker_free (self->worker);
  motus_vault_free (self->vault);
  g_clear_pointer (&self->own.spki, g_bytes_unref);
  motus_credentials_unref (self->credentials);
  motus_link_free (self->link);
  g_free (self->home);
  g_free (self->account);
  g_free (self->host);
  g_clear_error (&self->status_error);
  g_hash_table_unref (self->conversation_by_id);
  g_hash_table_unref (self->contact_by_name);
  g_hash_table_unref (self->peers);
  g_hash_table_unref (self->gaps);
  g_hash_table_unref (self->unkept);
  g_object_unref (self->conversations);
  g_object_unref (self->contacts);
  g_object_unref (self->room_invites);
  G_OBJECT_CLASS (motus_client_parent_class)->finalize (object);
}

static guint
install_signal (const char *name, guint count, GType a, GType b, GType c)
{
  GType types[] = { a, b, c };

  return g_signal_newv (name, MOTUS_TYPE_CLIENT, G_SIGNAL_RUN_LAST, NULL, NULL, NULL, NULL,
                        G_TYPE_NONE, count, types);
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
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_MESSAGE_RECEIVED] = install_signal ("message-received", 2,
                                                     MOTUS_TYPE_CONVERSATION,
                                                     MOTUS_TYPE_CHAT_MESSAGE, G_TYPE_NONE);
  signals[SIGNAL_MESSAGE_REFUSED] = install_signal ("message-refused", 2, G_TYPE_STRING,
                                                    G_TYPE_ERROR, G_TYPE_NONE);
  signals[SIGNAL_ROOM_INVITE_ANSWERED] = install_signal ("room-invite-answered", 3, G_TYPE_STRING,
                                                         MOTUS_TYPE_CONVERSATION, G_TYPE_BOOLEAN);
  signals[SIGNAL_RELAY_KEY] = install_signal ("relay-key", 2, G_TYPE_STRING, G_TYPE_BOOLEAN,
                                              G_TYPE_NONE);
}

static void
motus_client_init (MotusClient *self)
{
  self->conversations = g_list_store_new (MOTUS_TYPE_CONVERSATION);
  self->contacts = g_list_store_new (MOTUS_TYPE_CONTACT);
  self->room_invites = g_list_store_new (MOTUS_TYPE_ROOM_INVITE);
  self->conversation_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->contact_by_name = g_hash_table_new (g_str_hash, g_str_equal);
  self->peers = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                       (GDestroyNotify) motus_peer_free);
  self->gaps = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                      (GDestroyNotify) g_hash_table_unref);
  self->unkept = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->requests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->rooms_listed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->clock = motus_clock_new ();
  self->backoff = motus_backoff_new (self->clock);

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
motus_client_notify_relay (MotusClient *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RELAY]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RELAY_WORDS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RELAY_PINNED]);
}

gint64
motus_client_now (MotusClient *self)
{
  return motus_clock_calendar (self->clock);
}

void
motus_client_emit_received (MotusClient *self, MotusConversation *conversation,
                            MotusChatMessage *line)
{
  g_signal_emit (self, signals[SIGNAL_MESSAGE_RECEIVED], 0, conversation, line);
}

void
motus_client_emit_refused (MotusClient *self, const char *from, const GError *error)
{
  g_signal_emit (self, signals[SIGNAL_MESSAGE_REFUSED], 0, from, error);
}

void
motus_client_emit_invite_answered (MotusClient *self, const char *by, MotusConversation *room,
                                   gboolean accepted)
{
  g_signal_emit (self, signals[SIGNAL_ROOM_INVITE_ANSWERED], 0, by, room, accepted);
}

void
motus_client_emit_relay_key (MotusClient *self, const char *pin, gboolean first)
{
  g_signal_emit (self, signals[SIGNAL_RELAY_KEY], 0, pin, first);
}

static void
keep_changed_cb (MotusConversation *conversation, GParamSpec *pspec, MotusClient *self)
{
  if (self->unlocked)
    motus_client_keep_conversation (self, conversation);
}

void
motus_client_add_conversation (MotusClient *self, MotusConversation *conversation)
{
  g_hash_table_insert (self->conversation_by_id,
                       (char *) motus_conversation_get_id (conversation), conversation);
  g_list_store_append (self->conversations, conversation);
  g_signal_connect_object (conversation, "notify::unread", G_CALLBACK (keep_changed_cb), self, 0);
  g_signal_connect_object (conversation, "notify::draft", G_CALLBACK (keep_changed_cb), self, 0);
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
