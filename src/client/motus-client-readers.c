/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-client-private.h"

#include <glib/gi18n-lib.h>

static void
free_recipient (gpointer data)
{
  motus_recipient_free (data);
}

static gboolean
check_person (MotusContact *contact, const MotusPeer *peer, GError **error)
{
  const char *name = motus_contact_get_name (contact);
  MotusTrust trust = peer != NULL ? motus_peer_get_trust (peer) : MOTUS_TRUST_NONE;

  if (trust == MOTUS_TRUST_CHANGED)
    g_set_error (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_KEY_CHANGED,
                 _("The key of %s has changed. Compare the numbers with %s and decide before you "
                   "send anything."),
                 name, name);
  else if (trust == MOTUS_TRUST_NONE)
    g_set_error (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_NO_KEY,
                 _("The relay gave no key for %s, so nothing can be sealed for them. Try later."),
                 name);
  else if (!motus_contact_is_online (contact))
    g_set_error (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_USER_OFFLINE,
                 _("%s is not online now. Try again when they are."), name);
  else
    return TRUE;
  return FALSE;
}

static void
consider (MotusClient *self, MotusContact *contact, GPtrArray *recipients, GPtrArray *left_out)
{
  MotusPeer *peer = motus_client_get_peer (self, motus_contact_get_name (contact));

  if (!motus_contact_is_online (contact) || peer == NULL)
    return;
  if (motus_peer_get_trust (peer) == MOTUS_TRUST_CHANGED)
    {
      if (left_out != NULL)
        g_ptr_array_add (left_out, g_strdup (peer->name));
      return;
    }
  if (peer->key != NULL)
    g_ptr_array_add (recipients, motus_recipient_new (peer->name, peer->key));
}

static void
consider_everyone (MotusClient *self, GPtrArray *recipients, GPtrArray *left_out)
{
  guint count = g_list_model_get_n_items (G_LIST_MODEL (self->contacts));

  for (guint i = 0; i < count; i++)
    {
      g_autoptr (MotusContact) contact
        = g_list_model_get_item (G_LIST_MODEL (self->contacts), i);
      consider (self, contact, recipients, left_out);
    }
}

static void
consider_members (MotusClient *self, MotusConversation *room, GPtrArray *recipients,
                  GPtrArray *left_out)
{
  const char *const *members = motus_conversation_get_members (room);

  for (guint i = 0; members[i] != NULL; i++)
    {
      MotusContact *contact = g_hash_table_lookup (self->contact_by_name, members[i]);
      if (contact != NULL)
        consider (self, contact, recipients, left_out);
    }
}

static void
fail_nobody (GPtrArray *left_out, GError **error)
{
  if (left_out != NULL && left_out->len > 0)
    g_set_error_literal (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_KEY_CHANGED,
                         _("The keys of all who would get this have changed. Compare the numbers "
                           "with them and decide first."));
  else
    g_set_error_literal (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_USER_OFFLINE,
                         _("Nobody else is online here now. Try again when somebody is."));
}

GPtrArray *
motus_client_find_recipients (MotusClient *self, MotusConversation *conversation,
                              GPtrArray *left_out, GError **error)
{
  g_autoptr (GPtrArray) recipients = g_ptr_array_new_with_free_func (free_recipient);
  MotusContact *contact = motus_conversation_get_contact (conversation);

  if (motus_conversation_get_kind (conversation) == MOTUS_CONVERSATION_PERSON)
    {
      MotusPeer *peer = motus_client_get_peer (self, motus_contact_get_name (contact));
      if (!check_person (contact, peer, error))
        return NULL;
      g_ptr_array_add (recipients, motus_recipient_new (peer->name, peer->key));
    }
  else if (motus_conversation_get_kind (conversation) == MOTUS_CONVERSATION_EVERYONE)
    consider_everyone (self, recipients, left_out);
  else if (motus_conversation_is_closed (conversation))
    {
      g_set_error_literal (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_NOT_IN_ROOM,
                           _("You are not in this room any more. Ask a member to invite you."));
      return NULL;
    }
  else
    consider_members (self, conversation, recipients, left_out);

  if (recipients->len == 0)
    {
      fail_nobody (left_out, error);
      return NULL;
    }
  return g_steal_pointer (&recipients);
}

char **
motus_client_list_readers (MotusClient *self, MotusConversation *conversation)
{
  g_autoptr (GPtrArray) recipients = motus_client_find_recipients (self, conversation, NULL, NULL);
  guint count = recipients != NULL ? recipients->len : 0;
  char **names = g_new0 (char *, count + 1);

  for (guint i = 0; i < count; i++)
    names[i] = g_strdup (((MotusRecipient *) g_ptr_array_index (recipients, i))->name);
  return names;
}
