/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-cli.h"

#include <glib/gi18n.h>

/* A command takes the call over and ends it. */
typedef void (*Command) (MotusCliCall *call);

static void
fail (MotusCliCall *call, GQuark domain, int code, const char *sentence)
{
  g_autoptr (GError) error = g_error_new_literal (domain, code, sentence);

  motus_cli_call_fail (call, error);
}

static void
end (MotusCliCall *call, gboolean ok, GError *error)
{
  if (ok)
    motus_cli_call_done (call, NULL);
  else
    motus_cli_call_fail (call, error);
  g_clear_error (&error);
}

/* The text argument, or NULL after the call was failed for want of it. */
static const char *
need (MotusCliCall *call, const char *name)
{
  const char *text = motus_cli_call_text (call, name);
  g_autofree char *sentence = NULL;

  if (text != NULL)
    return text;
  sentence = g_strdup_printf (_("The command needs “%s”."), name);
  fail (call, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, sentence);
  return NULL;
}

static MotusContact *
find_contact (MotusCliCall *call, const char *name)
{
  MotusConversation *conversation = motus_client_get_conversation (call->cli->client, name);

  if (conversation != NULL)
    return motus_conversation_get_contact (conversation);
  fail (call, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_USER_UNKNOWN,
        _("Nobody at this relay has that name. Check it."));
  return NULL;
}

static MotusConversation *
find_room (MotusCliCall *call, const char *id)
{
  MotusConversation *room = motus_client_get_room (call->cli->client, id);

  if (room == NULL)
    fail (call, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_NOT_IN_ROOM,
          _("You are not in this room. Ask a member to invite you."));
  return room;
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gboolean ok = motus_client_send_finish (MOTUS_CLIENT (source), result, &error);

  end (user_data, ok, error);
}

static void
send_text (MotusCliCall *call, MotusConversation *conversation)
{
  const char *text = need (call, "text");

  if (text != NULL)
    motus_client_send_async (call->cli->client, conversation, text, NULL, sent_cb, call);
}

static void
send_private (MotusCliCall *call)
{
  const char *name = need (call, "to");

  if (name != NULL && find_contact (call, name) != NULL)
    send_text (call, motus_client_get_conversation (call->cli->client, name));
}

static void
send_broadcast (MotusCliCall *call)
{
  send_text (call, motus_client_get_conversation (call->cli->client, NULL));
}

static void
send_room (MotusCliCall *call)
{
  const char *id = need (call, "room");
  MotusConversation *room = id != NULL ? find_room (call, id) : NULL;

  if (room != NULL)
    send_text (call, room);
}

static void
list_people (MotusCliCall *call)
{
  g_autoptr (GListModel) contacts = NULL;

  g_object_get (call->cli->client, "contacts", &contacts, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (contacts); i++)
    {
      g_autoptr (MotusContact) contact = g_list_model_get_item (contacts, i);
      MotusCliEvent *event = motus_cli_event_new ("person");
      motus_cli_event_text (event, "name", motus_contact_get_name (contact));
      motus_cli_event_bool (event, "online", motus_contact_is_online (contact));
      motus_cli_event_text (event, "trust",
                            motus_cli_trust_word (motus_contact_get_trust (contact)));
      motus_cli_event_bool (event, "signs", motus_contact_signs (contact));
      motus_cli_event_print (event);
    }
  motus_cli_call_done (call, NULL);
}

static void
print_room (MotusConversation *room)
{
  g_autofree char *members = g_strjoinv (" ", (char **) motus_conversation_get_members (room));
  MotusCliEvent *event = motus_cli_event_new ("room");

  motus_cli_event_text (event, "room", motus_conversation_get_id (room));
  motus_cli_event_text (event, "name", motus_conversation_get_title (room));
  motus_cli_event_text (event, "members", members);
  motus_cli_event_bool (event, "closed", motus_conversation_is_closed (room));
  motus_cli_event_print (event);
}

static void
list_rooms (MotusCliCall *call)
{
  g_autoptr (GListModel) conversations = NULL;

  g_object_get (call->cli->client, "conversations", &conversations, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr (MotusConversation) conversation = g_list_model_get_item (conversations, i);
      if (motus_conversation_get_kind (conversation) == MOTUS_CONVERSATION_ROOM)
        print_room (conversation);
    }
  if (!call->cli->running)
    motus_cli_print_invites (call->cli);
  motus_cli_call_done (call, NULL);
}

static void
invited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  MotusConversation *room = motus_client_invite_finish (MOTUS_CLIENT (source), result, &error);

  if (room == NULL)
    {
      motus_cli_call_fail (user_data, error);
      return;
    }
  MotusCliEvent *event = motus_cli_event_new ("invited");
  motus_cli_event_text (event, "room", motus_conversation_get_id (room));
  motus_cli_call_done (user_data, event);
}

static void
invite (MotusCliCall *call)
{
  const char *name = need (call, "name");
  MotusConversation *room = NULL;

  if (name == NULL)
    return;
  const char *id = motus_cli_call_text (call, "room");
  const char *title = motus_cli_call_text (call, "title");
  if (id != NULL && (room = find_room (call, id)) == NULL)
    return;
  motus_client_invite_async (call->cli->client, name, room, title, NULL, invited_cb, call);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gboolean ok = motus_client_answer_invite_finish (MOTUS_CLIENT (source), result, &error);

  end (user_data, ok, error);
}

static void
answer (MotusCliCall *call, gboolean accept)
{
  const char *id = motus_cli_call_text (call, "invite");

  if (id == NULL)
    id = need (call, "id");
  if (id != NULL)
    motus_client_answer_invite_async (call->cli->client, id, accept, NULL, answered_cb, call);
}

static void
accept_invite (MotusCliCall *call)
{
  answer (call, TRUE);
}

static void
decline_invite (MotusCliCall *call)
{
  answer (call, FALSE);
}

static void
left_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gboolean ok = motus_client_leave_finish (MOTUS_CLIENT (source), result, &error);

  end (user_data, ok, error);
}

static void
leave (MotusCliCall *call)
{
  const char *id = need (call, "room");
  MotusConversation *room = id != NULL ? find_room (call, id) : NULL;

  if (room != NULL)
    motus_client_leave_async (call->cli->client, room, NULL, left_cb, call);
}

static void
linked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *link = motus_client_make_link_finish (MOTUS_CLIENT (source), result, &error);

  if (link == NULL)
    {
      motus_cli_call_fail (user_data, error);
      return;
    }
  MotusCliEvent *event = motus_cli_event_new ("link");
  motus_cli_event_text (event, "link", link);
  motus_cli_call_done (user_data, event);
}

static void
make_link (MotusCliCall *call)
{
  motus_client_make_link_async (call->cli->client, NULL, linked_cb, call);
}

static void
print_fingerprint (MotusCliCall *call)
{
  MotusClient *client = call->cli->client;
  const char *name = motus_cli_call_text (call, "name");
  MotusContact *contact = name != NULL ? find_contact (call, name) : NULL;
  if (name != NULL && contact == NULL)
    return;

  g_autofree char *words = motus_client_get_fingerprint_words (client, contact);
  g_autofree char *hex = motus_client_get_fingerprint (client, contact);
  g_autofree char *number = contact != NULL ? motus_client_get_safety_number (client, contact)
                                            : NULL;
  g_autofree char *own = NULL;
  g_object_get (client, "account", &own, NULL);
  MotusCliEvent *event = motus_cli_event_new ("fingerprint");
  motus_cli_event_text (event, "name", name != NULL ? name : own);
  motus_cli_event_text (event, "fingerprint", hex);
  motus_cli_event_text (event, "words", words);
  if (contact != NULL)
    {
      motus_cli_event_text (event, "safety_number", number);
      motus_cli_event_text (event, "trust",
                            motus_cli_trust_word (motus_contact_get_trust (contact)));
    }
  motus_cli_call_done (call, event);
}

static char *
digits_of (const char *text)
{
  GString *digits = g_string_new (NULL);

  for (; text != NULL && *text != '\0'; text++)
    if (g_ascii_isdigit (*text))
      g_string_append_c (digits, *text);
  return g_string_free (digits, FALSE);
}

/* Whether the key now is that of the number that was compared; the relay may have given another one
 * in between. */
static gboolean
is_compared (MotusCliCall *call, MotusContact *contact, const char *number)
{
  g_autofree char *now = motus_client_get_safety_number (call->cli->client, contact);
  g_autofree char *digits = digits_of (now);
  g_autofree char *compared = digits_of (number);

  if (number == NULL || g_str_equal (digits, compared))
    return TRUE;
  fail (call, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_KEY_CHANGED,
        _("The safety number is another one now. Compare again before you trust the key."));
  return FALSE;
}

static void
trust (MotusCliCall *call)
{
  const char *name = need (call, "name");
  if (name == NULL)
    return;

  if (g_str_equal (name, "relay"))
    {
      motus_client_answer_relay (call->cli->client, TRUE);
      motus_cli_call_done (call, NULL);
      return;
    }
  MotusContact *contact = find_contact (call, name);
  if (contact == NULL || !is_compared (call, contact, motus_cli_call_text (call, "number")))
    return;
  motus_client_mark_verified (call->cli->client, contact, TRUE);
  motus_cli_call_done (call, NULL);
}

static void
print_history (MotusCliCall *call)
{
  const char *id = motus_cli_call_text (call, "conversation");
  MotusConversation *conversation;

  if (id == NULL || g_str_equal (id, "everyone"))
    conversation = motus_client_get_conversation (call->cli->client, NULL);
  else if (*id == '@')
    conversation = motus_client_get_conversation (call->cli->client, id + 1);
  else
    conversation = motus_client_get_room (call->cli->client, id);
  if (conversation == NULL)
    {
      fail (call, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_USER_UNKNOWN,
            _("There is no such conversation."));
      return;
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (conversation)); i++)
    {
      g_autoptr (MotusChatMessage) line = g_list_model_get_item (G_LIST_MODEL (conversation), i);
      motus_cli_print_line ("line", conversation, line);
    }
  motus_cli_call_done (call, NULL);
}

static void
connect_again (MotusCliCall *call)
{
  motus_client_connect (call->cli->client);
  motus_cli_call_done (call, NULL);
}

static void
disconnect (MotusCliCall *call)
{
  motus_client_disconnect (call->cli->client);
  motus_cli_call_done (call, NULL);
}

static const struct {
  const char *name;
  Command run;
  gboolean offline;
} commands[] = {
  { "send", send_private, FALSE },
  { "broadcast", send_broadcast, FALSE },
  { "room-send", send_room, FALSE },
  { "people", list_people, FALSE },
  { "room-list", list_rooms, FALSE },
  { "room-invite", invite, FALSE },
  { "room-accept", accept_invite, FALSE },
  { "room-decline", decline_invite, FALSE },
  { "room-leave", leave, FALSE },
  { "link", make_link, FALSE },
  { "fingerprint", print_fingerprint, FALSE },
  { "trust", trust, FALSE },
  { "history", print_history, TRUE },
  { "connect", connect_again, TRUE },
  { "disconnect", disconnect, TRUE },
};

gboolean
motus_cli_command (MotusCliCall *call)
{
  const char *name = motus_cli_call_text (call, "command");

  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      {
        commands[i].run (call);
        return TRUE;
      }
  return FALSE;
}

gboolean
motus_cli_command_is_offline (JsonObject *arguments)
{
  const char *name = json_object_get_string_member (arguments, "command");

  if (g_str_equal (name, "fingerprint") && !json_object_has_member (arguments, "name"))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      return commands[i].offline;
  return FALSE;
}
