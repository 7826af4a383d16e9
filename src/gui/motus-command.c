/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-command.h"

#include <glib/gi18n.h>
#include <string.h>

static const struct {
  MotusCommandKind kind;
  const char *word, *usage, *summary;
} commands[] = {
  { MOTUS_COMMAND_MSG, "msg", N_("/msg NAME TEXT"), N_("Write to one person alone") },
  { MOTUS_COMMAND_INVITE, "invite", N_("/invite NAME"), N_("Ask somebody into this room, or into a new one") },
  { MOTUS_COMMAND_LEAVE, "leave", N_("/leave"), N_("Leave this room") },
  { MOTUS_COMMAND_HELP, "help", N_("/help"), N_("Show what can be typed here") },
};

const char *
motus_command_get_word (MotusCommandKind kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (commands[i].kind == kind)
      return commands[i].word;
  return NULL;
}

const char *
motus_command_get_usage (MotusCommandKind kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (commands[i].kind == kind)
      return _(commands[i].usage);
  return NULL;
}

const char *
motus_command_get_summary (MotusCommandKind kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (commands[i].kind == kind)
      return _(commands[i].summary);
  return NULL;
}

static MotusCommandKind
find_kind (const char *word, gsize len)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strlen (commands[i].word) == len && g_ascii_strncasecmp (commands[i].word, word, len) == 0)
      return commands[i].kind;
  return MOTUS_COMMAND_UNKNOWN;
}

/* NULL if nothing but space is left. */
static char *
take_rest (const char *rest)
{
  char *text = g_strstrip (g_strdup (rest));

  if (*text == '\0')
    g_clear_pointer (&text, g_free);
  return text;
}

/* The next word of @rest, which moves behind it; NULL if there is none. */
static char *
take_name (const char **rest)
{
  const char *start = *rest;

  while (g_ascii_isspace (*start) || *start == '@')
    start++;
  gsize len = strcspn (start, " \t\r\n");
  *rest = start + len;
  return len > 0 ? g_ascii_strdown (start, (gssize) len) : NULL;
}

static void
read_arguments (MotusCommand *command, const char *rest)
{
  gboolean named = command->kind == MOTUS_COMMAND_MSG || command->kind == MOTUS_COMMAND_INVITE;

  if (named)
    command->name = take_name (&rest);
  command->text = take_rest (rest);
  if (command->kind == MOTUS_COMMAND_MSG)
    command->complete = command->name != NULL && command->text != NULL;
  else if (command->kind == MOTUS_COMMAND_INVITE)
    command->complete = command->name != NULL;
  else
    command->complete = command->text == NULL;
}

MotusCommand *
motus_command_parse (const char *input)
{
  MotusCommand *command = g_new0 (MotusCommand, 1);
  const char *start = input + strspn (input, " \t\r\n");
  gsize len = 0;

  if (*start == '/')
    while (g_ascii_isalpha (start[1 + len]))
      len++;
  gboolean is_word = len > 0 && (start[1 + len] == '\0' || g_ascii_isspace (start[1 + len]));
  command->kind = is_word ? find_kind (start + 1, len) : MOTUS_COMMAND_TEXT;
  if (command->kind == MOTUS_COMMAND_TEXT)
    {
      command->text = take_rest (g_str_has_prefix (start, "//") ? start + 1 : start);
      command->complete = command->text != NULL;
    }
  else if (command->kind == MOTUS_COMMAND_UNKNOWN)
    command->name = g_ascii_strdown (start + 1, (gssize) len);
  else
    read_arguments (command, start + 1 + len);
  return command;
}

void
motus_command_free (MotusCommand *command)
{
  if (command == NULL)
    return;
  g_free (command->name);
  g_free (command->text);
  g_free (command);
}
