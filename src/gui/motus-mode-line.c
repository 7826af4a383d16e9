/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-mode-line.h"

#include "motus-display-text.h"

#include <glib/gi18n.h>

#define NAMES_SHOWN 3

MotusContact *
motus_mode_line_find_contact (MotusClient *client, const char *name)
{
  g_autoptr (GListModel) contacts = NULL;

  g_object_get (client, "contacts", &contacts, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (contacts); i++)
    {
      g_autoptr (MotusContact) contact = g_list_model_get_item (contacts, i);
      if (g_str_equal (motus_contact_get_name (contact), name))
        return g_steal_pointer (&contact);
    }
  return NULL;
}

char *
motus_mode_line_join (const char *const *names)
{
  guint count = g_strv_length ((char **) names);
  guint shown = count <= NAMES_SHOWN ? MAX (count, 1) - 1 : NAMES_SHOWN - 1;
  g_autoptr (GString) list = g_string_new (NULL);

  if (count == 0)
    return g_strdup ("");
  for (guint i = 0; i < shown; i++)
    {
      g_autofree char *name = motus_display_name (names[i]);
      g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", name);
    }
  g_autofree char *last = motus_display_name (names[shown]);
  if (count == 1)
    return g_steal_pointer (&last);
  if (count <= NAMES_SHOWN)
    /* Translators: the end of a list of names: "alice, bob and chloe". */
    return g_strdup_printf (_("%s and %s"), list->str, last);
  /* Translators: the end of a long list of names: "alice, bob and 7 others". */
  return g_strdup_printf (ngettext ("%s and %u other", "%s and %u others", count - shown), list->str, count - shown);
}

static char *
describe_person (MotusContact *contact, gboolean *proven)
{
  g_autofree char *name = motus_display_name (motus_contact_get_name (contact));

  *proven = FALSE;
  switch (motus_contact_get_trust (contact))
    {
    case MOTUS_TRUST_NONE:
      return g_strdup_printf (_("Private · %s has no key yet, so nothing can be sent"), name);
    case MOTUS_TRUST_CHANGED:
      return g_strdup_printf (_("Private · %s’s key has changed: sending waits until you decide"), name);
    case MOTUS_TRUST_PINNED:
      return g_strdup_printf (_("Private · only you and %1$s can read this · %1$s’s key is not verified"), name);
    case MOTUS_TRUST_VERIFIED:
    default:
      break;
    }
  if (!motus_contact_signs (contact))
    return g_strdup_printf (_("Private · only you and %1$s can read this · what %1$s writes is not signed"), name);
  *proven = TRUE;
  return g_strdup_printf (_("Private · only you and %s can read this"), name);
}

/* Those of @names whose key nobody compared. */
static GStrv
list_unproven (MotusClient *client, const char *const *names)
{
  g_autoptr (GListModel) contacts = NULL;
  g_autoptr (GStrvBuilder) unproven = g_strv_builder_new ();

  g_object_get (client, "contacts", &contacts, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (contacts); i++)
    {
      g_autoptr (MotusContact) contact = g_list_model_get_item (contacts, i);
      const char *name = motus_contact_get_name (contact);
      if (motus_contact_get_trust (contact) != MOTUS_TRUST_VERIFIED && g_strv_contains (names, name))
        g_strv_builder_add (unproven, name);
    }
  return g_strv_builder_end (unproven);
}

static char *
append_unproven (MotusClient *client, const char *const *readers, char *sentence, gboolean *proven)
{
  g_auto (GStrv) unproven = list_unproven (client, readers);
  g_autofree char *start = sentence;
  g_autofree char *list = motus_mode_line_join ((const char *const *) unproven);

  *proven = unproven[0] == NULL;
  if (*proven)
    return g_steal_pointer (&start);
  return g_strdup_printf (_("%s · not verified: %s"), start, list);
}

/* "you, bob and chloe". */
static char *
join_with_you (const char *const *readers)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  /* Translators: the first in a list of names: "you, alice and bob". */
  g_strv_builder_add (builder, _("you"));
  g_strv_builder_addv (builder, (const char **) readers);
  names = g_strv_builder_end (builder);
  return motus_mode_line_join ((const char *const *) names);
}

static char *
describe_room (MotusClient *client, MotusConversation *room, const char *const *readers, gboolean *proven)
{
  g_autofree char *list = join_with_you (readers);

  *proven = TRUE;
  if (motus_conversation_is_closed (room))
    return g_strdup (_("You left this room · nothing more comes or goes here"));
  if (g_strv_length ((char **) motus_conversation_get_members (room)) <= 1)
    return g_strdup (_("Room · nobody else is here yet"));
  if (readers[0] == NULL)
    return g_strdup (_("Room · nobody else is online here now"));
  return append_unproven (client, readers, g_strdup_printf (_("Room · only %s can read this"), list), proven);
}

static char *
describe_everyone (MotusClient *client, const char *const *readers, gboolean *proven)
{
  guint count = g_strv_length ((char **) readers);
  g_autofree char *list = motus_mode_line_join (readers);

  *proven = TRUE;
  if (count == 0)
    return g_strdup (_("To everyone online · nobody else is here now"));
  return append_unproven (client, readers, g_strdup_printf (_("To everyone online · %s can read this"), list), proven);
}

char *
motus_mode_line_describe_readers (MotusClient *client, MotusConversation *conversation, const char *const *readers,
                                  gboolean *proven)
{
  if (motus_conversation_get_kind (conversation) == MOTUS_CONVERSATION_ROOM)
    return describe_room (client, conversation, readers, proven);
  return describe_everyone (client, readers, proven);
}

char *
motus_mode_line_describe (MotusClient *client, MotusConversation *conversation, gboolean *proven)
{
  g_auto (GStrv) readers = NULL;

  if (motus_conversation_get_kind (conversation) == MOTUS_CONVERSATION_PERSON)
    return describe_person (motus_conversation_get_contact (conversation), proven);
  readers = motus_client_list_readers (client, conversation);
  return motus_mode_line_describe_readers (client, conversation, (const char *const *) readers, proven);
}
