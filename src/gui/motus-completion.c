/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-completion.h"

#include "motus-command.h"

#include <string.h>

static void
item_free (gpointer data)
{
  MotusCompletionItem *item = data;

  g_free (item->word);
  g_free (item->hint);
  g_free (item->insert);
  g_free (item);
}

static void
add_item (MotusCompletion *completion, const char *word, const char *hint)
{
  MotusCompletionItem *item;

  if (completion->items->len >= MOTUS_COMPLETION_MAX)
    return;
  item = g_new0 (MotusCompletionItem, 1);
  item->word = g_strdup (word);
  item->hint = g_strdup (hint);
  item->insert = g_strconcat (word, " ", NULL);
  g_ptr_array_add (completion->items, item);
}

/* TRUE if @word goes on after @typed. */
static gboolean
goes_on (const char *word, const char *typed)
{
  gsize len = strlen (typed);

  return strlen (word) > len && g_ascii_strncasecmp (word, typed, len) == 0;
}

static void
add_commands (MotusCompletion *completion, const char *typed)
{
  for (guint kind = MOTUS_COMMAND_MSG; kind < MOTUS_COMMAND_UNKNOWN; kind++)
    {
      g_autofree char *word = g_strconcat ("/", motus_command_get_word (kind), NULL);
      if (goes_on (word, typed))
        add_item (completion, word, motus_command_get_summary (kind));
    }
}

static void
add_names (MotusCompletion *completion, const char *typed, const char *prefix, const char *const *names)
{
  for (gsize i = 0; names[i]; i++)
    {
      g_autofree char *word = g_strconcat (prefix, names[i], NULL);
      if (goes_on (names[i], typed))
        add_item (completion, word, NULL);
    }
}

/* TRUE if the word that begins at @start is the NAME of a command. */
static gboolean
is_command_name (const char *before, gsize start)
{
  static const char *const words[] = { "/msg", "/invite" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize len = strlen (words[i]);
      if (start > len && g_ascii_strncasecmp (before, words[i], len) == 0 && strspn (before + len, " ") == start - len)
        return TRUE;
    }
  return FALSE;
}

MotusCompletion *
motus_completion_find (const char *text, gsize cursor, const char *const *names)
{
  MotusCompletion *completion = g_new0 (MotusCompletion, 1);
  g_autofree char *before = g_strndup (text, cursor);
  gsize start = strlen (before);

  completion->items = g_ptr_array_new_with_free_func (item_free);
  while (start > 0 && strchr (" \t\n(", before[start - 1]) == NULL)
    start--;
  completion->start = start;
  const char *typed = before + start;
  if (start == 0 && *typed == '/')
    add_commands (completion, typed);
  else if (is_command_name (before, start))
    add_names (completion, typed + (*typed == '@'), "", names);
  else if (*typed == '@')
    add_names (completion, typed + 1, "@", names);
  return completion;
}

void
motus_completion_free (MotusCompletion *completion)
{
  if (completion == NULL)
    return;
  g_ptr_array_unref (completion->items);
  g_free (completion);
}
