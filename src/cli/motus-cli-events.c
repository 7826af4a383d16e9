/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-cli.h"

#include <stdio.h>

#include "motus-escape.h"

#define HUMAN_MAX 1000

static const char *const modes[] = {
  [MOTUS_CONVERSATION_EVERYONE] = "broadcast",
  [MOTUS_CONVERSATION_ROOM] = "room",
  [MOTUS_CONVERSATION_PERSON] = "private",
};

static const char *const kinds[] = {
  [MOTUS_CHAT_TEXT] = "text",
  [MOTUS_CHAT_NOTICE] = "notice",
  [MOTUS_CHAT_GAP] = "gap",
};

static const char *const deliveries[] = {
  [MOTUS_DELIVERY_NONE] = NULL,
  [MOTUS_DELIVERY_WAITING] = "waiting",
  [MOTUS_DELIVERY_SENT] = "sent",
  [MOTUS_DELIVERY_DELIVERED] = "delivered",
  [MOTUS_DELIVERY_FAILED] = "failed",
};

static const char *const states[] = {
  [MOTUS_CONNECTION_OFFLINE] = "offline",
  [MOTUS_CONNECTION_CONNECTING] = "connecting",
  [MOTUS_CONNECTION_ASKING] = "asking",
  [MOTUS_CONNECTION_SIGNING_IN] = "signing-in",
  [MOTUS_CONNECTION_ONLINE] = "online",
  [MOTUS_CONNECTION_WAITING] = "waiting",
  [MOTUS_CONNECTION_STOPPED] = "stopped",
};

static const char *const trusts[] = {
  [MOTUS_TRUST_NONE] = "none",
  [MOTUS_TRUST_PINNED] = "pinned",
  [MOTUS_TRUST_VERIFIED] = "verified",
  [MOTUS_TRUST_CHANGED] = "changed",
};

const char *
motus_cli_trust_word (MotusTrust trust)
{
  return trusts[trust];
}

void
motus_cli_print_line (const char *name, MotusConversation *conversation, MotusChatMessage *line)
{
  MotusConversationKind kind = motus_conversation_get_kind (conversation);
  MotusProof proof = motus_chat_message_get_proof (line);
  gboolean text = motus_chat_message_get_kind (line) == MOTUS_CHAT_TEXT;
  MotusCliEvent *event = motus_cli_event_new (name);

  motus_cli_event_text (event, "from",
                        *motus_chat_message_get_sender (line) != '\0'
                          ? motus_chat_message_get_sender (line)
                          : NULL);
  motus_cli_event_text (event, "mode", modes[kind]);
  motus_cli_event_text (event, "room", kind == MOTUS_CONVERSATION_ROOM
                                         ? motus_conversation_get_id (conversation)
                                         : NULL);
  motus_cli_event_text (event, "text", motus_chat_message_get_text (line));
  motus_cli_event_bool (event, "verified", text && proof != MOTUS_PROOF_UNSIGNED);
  motus_cli_event_int (event, "sent_at", motus_chat_message_get_sent_at (line));
  motus_cli_event_text (event, "kind", kinds[motus_chat_message_get_kind (line)]);
  motus_cli_event_text (event, "conversation", motus_conversation_get_id (conversation));
  motus_cli_event_text (event, "id", motus_chat_message_get_id (line));
  motus_cli_event_bool (event, "compared", text && proof == MOTUS_PROOF_VERIFIED);
  motus_cli_event_bool (event, "mentions_me", motus_chat_message_mentions_me (line));
  if (motus_chat_message_is_mine (line))
    motus_cli_event_text (event, "delivery", deliveries[motus_chat_message_get_delivery (line)]);
  motus_cli_event_print (event);
}

static const char *
name_error (const GError *error)
{
  return error->domain == G_OPTION_ERROR ? "E_USAGE" : motus_client_error_get_name (error);
}

void
motus_cli_print_error (const GError *error, const char *id)
{
  MotusCliEvent *event = motus_cli_event_new ("error");
  g_autofree char *human = motus_escape (error->message, -1, HUMAN_MAX);

  if (id != NULL)
    motus_cli_event_text (event, "re", id);
  motus_cli_event_text (event, "code", name_error (error));
  motus_cli_event_text (event, "message", error->message);
  motus_cli_event_print (event);
  fprintf (stderr, "motus-cli: %s: %s\n", name_error (error), human);
}

static void
received_cb (MotusClient *client, MotusConversation *conversation, MotusChatMessage *line,
             MotusCli *cli)
{
  if (!cli->listening || cli->left == 0)
    return;
  motus_cli_print_line ("message", conversation, line);
  if (cli->left > 0 && --cli->left == 0)
    motus_cli_end (cli, MOTUS_CLI_EXIT_OK);
}

static void
refused_cb (MotusClient *client, const char *from, const GError *error, MotusCli *cli)
{
  MotusCliEvent *event = motus_cli_event_new ("refused");

  motus_cli_event_text (event, "from", from);
  motus_cli_event_text (event, "code", motus_client_error_get_name (error));
  motus_cli_event_text (event, "message", error->message);
  motus_cli_event_print (event);
}

static void
answered_cb (MotusClient *client, const char *by, MotusConversation *room, gboolean accepted,
             MotusCli *cli)
{
  MotusCliEvent *event = motus_cli_event_new ("invite-answered");

  motus_cli_event_text (event, "by", by);
  motus_cli_event_text (event, "room", motus_conversation_get_id (room));
  motus_cli_event_bool (event, "accepted", accepted);
  motus_cli_event_print (event);
}

static void
relay_key_cb (MotusClient *client, const char *pin, gboolean first, MotusCli *cli)
{
  MotusCliEvent *event = motus_cli_event_new ("relay-key");

  motus_cli_event_text (event, "pin", pin);
  motus_cli_event_bool (event, "first", first);
  motus_cli_event_print (event);
}

static void
invites_changed_cb (GListModel *invites, guint position, guint removed, guint added, MotusCli *cli)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (MotusRoomInvite) invite = g_list_model_get_item (invites, i);
      MotusCliEvent *event = motus_cli_event_new ("invite");
      motus_cli_event_text (event, "id", motus_room_invite_get_id (invite));
      motus_cli_event_text (event, "from", motus_room_invite_get_from (invite));
      motus_cli_event_text (event, "room", motus_room_invite_get_room (invite));
      motus_cli_event_text (event, "name", motus_room_invite_get_room_name (invite));
      motus_cli_event_print (event);
    }
}

void
motus_cli_print_invites (MotusCli *cli)
{
  g_autoptr (GListModel) invites = NULL;

  g_object_get (cli->client, "room-invites", &invites, NULL);
  invites_changed_cb (invites, 0, 0, g_list_model_get_n_items (invites), cli);
}

static void
lines_changed_cb (GListModel *lines, guint position, guint removed, guint added, MotusCli *cli)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (MotusChatMessage) line = g_list_model_get_item (lines, i);
      if (motus_chat_message_get_kind (line) != MOTUS_CHAT_TEXT)
        motus_cli_print_line (kinds[motus_chat_message_get_kind (line)],
                              MOTUS_CONVERSATION (lines), line);
    }
}

static void
members_cb (MotusConversation *room, GParamSpec *pspec, MotusCli *cli)
{
  g_autofree char *members
    = g_strjoinv (" ", (char **) motus_conversation_get_members (room));
  MotusCliEvent *event = motus_cli_event_new ("members");

  motus_cli_event_text (event, "room", motus_conversation_get_id (room));
  motus_cli_event_text (event, "members", members);
  motus_cli_event_print (event);
}

static void
watch_conversations_cb (GListModel *conversations, guint position, guint removed, guint added,
                        MotusCli *cli)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (MotusConversation) conversation = g_list_model_get_item (conversations, i);
      g_signal_connect (conversation, "items-changed", G_CALLBACK (lines_changed_cb), cli);
      if (motus_conversation_get_kind (conversation) == MOTUS_CONVERSATION_ROOM)
        g_signal_connect (conversation, "notify::members", G_CALLBACK (members_cb), cli);
    }
}

static void
online_cb (MotusContact *contact, GParamSpec *pspec, MotusCli *cli)
{
  MotusCliEvent *event;

  if (!cli->running)
    return;
  event = motus_cli_event_new ("presence");
  motus_cli_event_text (event, "name", motus_contact_get_name (contact));
  motus_cli_event_bool (event, "online", motus_contact_is_online (contact));
  motus_cli_event_print (event);
}

static void
trust_cb (MotusContact *contact, GParamSpec *pspec, MotusCli *cli)
{
  MotusCliEvent *event = motus_cli_event_new ("trust");

  motus_cli_event_text (event, "name", motus_contact_get_name (contact));
  motus_cli_event_text (event, "trust", trusts[motus_contact_get_trust (contact)]);
  motus_cli_event_print (event);
}

static void
watch_contacts_cb (GListModel *contacts, guint position, guint removed, guint added, MotusCli *cli)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (MotusContact) contact = g_list_model_get_item (contacts, i);
      g_signal_connect (contact, "notify::online", G_CALLBACK (online_cb), cli);
      g_signal_connect (contact, "notify::trust", G_CALLBACK (trust_cb), cli);
    }
}

static void
state_cb (MotusClient *client, GParamSpec *pspec, MotusCli *cli)
{
  MotusConnectionState state;
  g_autoptr (GError) error = NULL;
  MotusCliEvent *event;

  g_object_get (client, "state", &state, "status-error", &error, NULL);
  if (state == MOTUS_CONNECTION_ONLINE)
    return;
  event = motus_cli_event_new ("state");
  motus_cli_event_text (event, "state", states[state]);
  if (error != NULL)
    {
      motus_cli_event_text (event, "code", motus_client_error_get_name (error));
      motus_cli_event_text (event, "message", error->message);
    }
  motus_cli_event_print (event);
}

typedef void (*WatchFunc) (GListModel *list, guint position, guint removed, guint added,
                           MotusCli *cli);

static void
watch_list (MotusCli *cli, const char *property, WatchFunc func)
{
  g_autoptr (GListModel) list = NULL;

  g_object_get (cli->client, property, &list, NULL);
  g_signal_connect (list, "items-changed", G_CALLBACK (func), cli);
  func (list, 0, 0, g_list_model_get_n_items (list), cli);
}

void
motus_cli_watch (MotusCli *cli)
{
  g_signal_connect (cli->client, "message-received", G_CALLBACK (received_cb), cli);
  g_signal_connect (cli->client, "message-refused", G_CALLBACK (refused_cb), cli);
  g_signal_connect (cli->client, "room-invite-answered", G_CALLBACK (answered_cb), cli);
  g_signal_connect (cli->client, "relay-key", G_CALLBACK (relay_key_cb), cli);
  g_signal_connect (cli->client, "notify::state", G_CALLBACK (state_cb), cli);
  watch_list (cli, "room-invites", invites_changed_cb);
  watch_list (cli, "conversations", watch_conversations_cb);
  watch_list (cli, "contacts", watch_contacts_cb);
}
