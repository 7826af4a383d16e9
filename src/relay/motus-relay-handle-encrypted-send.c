/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-engine-private.h"

#include "motus-random.h"
#include "motus-relay-narrow.h"

#include <string.h>

/* A message on its way from one to many. */
typedef struct {
  MotusRelayEngine *engine;
  MotusRelayClient *client;
  MotusMessage *message;
  const char *tag;              /* its id as the sender gave it, or NULL */
  const char *mode;
  const MotusRelayRoom *room;   /* with the mode "room" */
  GPtrArray *online;            /* of MotusRelayAccount: targets to be sent it */
  GPtrArray *keys;              /* of their keys in base64, owned by the message */
  GPtrArray *others;            /* of names of targets that the present check is about */
} Send;

static gboolean
refuse (const Send *send, MotusRelayCode code)
{
  g_autoptr (MotusMessage) error = motus_relay_error_message (send->tag, code);

  for (guint i = 0; i < send->others->len; i++)
    motus_message_add_name (error, "targets", send->others->pdata[i]);
  motus_relay_send (send->engine, send->client, error);
  return FALSE;
}

static gboolean
refuse_form (const Send *send, const char *sentence)
{
  motus_relay_reply_error_saying (send->engine, send->client, send->tag,
                                  MOTUS_RELAY_CODE_BAD_MESSAGE, sentence);
  return FALSE;
}

static gboolean
targets_ascend (const MotusMessage *message)
{
  for (gsize i = 1; i < motus_message_get_count (message, "targets"); i++)
    if (strcmp (motus_message_get_name_at (message, "targets", i - 1),
                motus_message_get_name_at (message, "targets", i))
        >= 0)
      return FALSE;
  return TRUE;
}

/* What a client with protocol 1 owes beyond the schema. */
static gboolean
check_form_1 (const Send *send)
{
  const MotusMessage *message = send->message;

  if (!motus_message_has (message, "id") || !motus_message_has (message, "mode")
      || !motus_message_has (message, "signature"))
    return refuse_form (send, "A message needs “id”, “mode” and “signature”.");
  if (motus_message_has (message, "ciphertext"))
    return refuse_form (send, "The ciphertext goes into the body of the frame.");
  if (!targets_ascend (message))
    return refuse_form (send, "“targets” must ascend.");
  return TRUE;
}

static gboolean
check_form_seed (const Send *send)
{
  if (!motus_message_has (send->message, "ciphertext")
      || motus_message_get_body (send->message) != NULL)
    return refuse_form (send, "A message needs “ciphertext” in its header.");
  return TRUE;
}

static gboolean
check_form (const Send *send)
{
  const char *from = motus_message_get_text (send->message, "from");

  if (!g_str_equal (from, send->client->account->record.name))
    return refuse_form (send, "“from” must be the name you signed in with.");
  return send->client->protocol == 0 ? check_form_seed (send) : check_form_1 (send);
}

/* TRUE if there is no account for @name, or it is not in the room. */
static gboolean
cannot_reach (const Send *send, const char *name, gboolean in_room)
{
  const MotusRelayAccount *account
      = motus_relay_accounts_find (send->engine->accounts, name);

  return in_room ? !motus_relay_room_has_member (send->room, account) : account == NULL;
}

/* Gathers in @others whom the message cannot be for. */
static gboolean
check_targets (Send *send, gboolean in_room, MotusRelayCode code)
{
  for (gsize i = 0; i < motus_message_get_count (send->message, "targets"); i++)
    {
      const char *name = motus_message_get_name_at (send->message, "targets", i);

      if (cannot_reach (send, name, in_room))
        g_ptr_array_add (send->others, (gpointer) name);
    }
  return send->others->len == 0 || refuse (send, code);
}

static gboolean
check_room (Send *send)
{
  const char *id = motus_message_get_text (send->message, "room");

  if (id == NULL)
    return TRUE;
  send->room = motus_relay_rooms_find (send->engine->rooms, id);
  if (send->room == NULL
      || !motus_relay_room_has_member (send->room, send->client->account))
    return refuse (send, MOTUS_RELAY_CODE_NOT_IN_ROOM);
  return check_targets (send, TRUE, MOTUS_RELAY_CODE_NOT_A_MEMBER);
}

/* Sorts a target to those who are online or to the others. */
static void
sort_target_cb (const char *name, const char *key, gpointer user_data)
{
  Send *send = user_data;
  MotusRelayAccount *account = motus_relay_accounts_find (send->engine->accounts, name);

  if (account->client == NULL)
    g_ptr_array_add (send->others, (gpointer) name);
  else
    {
      g_ptr_array_add (send->online, account);
      g_ptr_array_add (send->keys, (gpointer) key);
    }
}

static gboolean
sort_targets (Send *send)
{
  motus_message_each_key (send->message, "keys", sort_target_cb, send);
  return send->online->len > 0 || refuse (send, MOTUS_RELAY_CODE_USER_OFFLINE);
}

static gboolean
deliver (const Send *send, const guint8 id[MOTUS_ID_SIZE])
{
  g_autofree char *id_text = motus_id_format (id);
  gint64 sent_at = motus_relay_engine_calendar (send->engine);

  motus_message_get_int (send->message, "sent_at", &sent_at);
  g_autoptr (MotusRelayNarrow) narrow
      = motus_relay_narrow_new (send->message, id_text, send->mode, sent_at);
  motus_relay_tell_directory (send->engine);
  for (guint i = 0; i < send->online->len; i++)
    {
      MotusRelayClient *to = ((MotusRelayAccount *) send->online->pdata[i])->client;
      g_autoptr (GBytes) frame
          = motus_relay_narrow_encode (narrow, send->keys->pdata[i], to->protocol == 0);

      if (frame == NULL)
        return refuse_form (send, "The message is too large for those it is sent to.");
      motus_relay_send_frame (send->engine, to, frame);
    }
  return TRUE;
}

static void
acknowledge (const Send *send)
{
  if (send->tag == NULL)
    return;

  g_autoptr (MotusMessage) ack = motus_message_new (MOTUS_MESSAGE_ACK);
  motus_message_set_text (ack, "re", send->tag);
  for (guint i = 0; i < send->others->len; i++)
    motus_message_add_name (ack, "undelivered", send->others->pdata[i]);
  motus_relay_send (send->engine, send->client, ack);
}

static void
route (Send *send)
{
  MotusRelayRecentIds *recent = &send->client->account->recent_ids;
  guint8 id[MOTUS_ID_SIZE];

  if (send->tag == NULL)
    motus_random_nonce (id, sizeof id);
  else if (!motus_id_parse (send->tag, id))
    g_return_if_reached ();

  if (send->tag != NULL && motus_relay_recent_ids_contains (recent, id))
    acknowledge (send);
  else if (check_targets (send, FALSE, MOTUS_RELAY_CODE_USER_UNKNOWN) && check_room (send)
           && sort_targets (send) && deliver (send, id))
    {
      motus_relay_recent_ids_add (recent, id);
      acknowledge (send);
    }
}

/* What a client of the seed's kind does not say. */
static const char *
mode_of (const MotusMessage *message)
{
  const char *mode = motus_message_get_text (message, "mode");

  if (mode != NULL)
    return mode;
  return motus_message_get_count (message, "targets") == 1 ? "private" : "broadcast";
}

void
motus_relay_handle_encrypted_send (MotusRelayEngine *engine, MotusRelayClient *client,
                                   MotusMessage *message)
{
  g_autoptr (GPtrArray) online = g_ptr_array_new ();
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  Send send = { engine, client, message, motus_message_get_text (message, "id"),
                mode_of (message), NULL, online, keys, others };

  if (check_form (&send))
    route (&send);
}
