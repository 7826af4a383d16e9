/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  MOTUS_COMMAND_TEXT,           /* no command: "text" goes to the conversation */
  MOTUS_COMMAND_MSG,            /* /msg NAME TEXT: "text" goes to "name" alone */
  MOTUS_COMMAND_INVITE,         /* /invite NAME [ROOM]: into this room, or into a new one called "text" */
  MOTUS_COMMAND_LEAVE,          /* /leave: out of this room */
  MOTUS_COMMAND_HELP,           /* /help */
  MOTUS_COMMAND_UNKNOWN,        /* "name" is the word that is no command */
} MotusCommandKind;

/**
 * MotusCommand:
 *
 * What a person meant by a text in the composer.
 */
typedef struct {
  MotusCommandKind kind;
  gboolean complete;            /* FALSE: something is missing or too much; motus_command_get_usage() says what belongs there */
  char *name;                   /* lower case, without "@"; or NULL */
  char *text;                   /* without space around it; or NULL */
} MotusCommand;

/* Reads @input. A command is a slash, letters, and then space or the end, so "/usr/bin is full" is a text. Two slashes
 * begin a text that begins with one. Never NULL; free with motus_command_free(). */
MotusCommand *motus_command_parse (const char *input);
void motus_command_free (MotusCommand *command);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusCommand, motus_command_free)

/* How the command is written, and what it does, in the person's language. NULL for TEXT and UNKNOWN. */
const char *motus_command_get_usage (MotusCommandKind kind);
const char *motus_command_get_summary (MotusCommandKind kind);

/* The word of a command without the slash; NULL for TEXT and UNKNOWN. */
const char *motus_command_get_word (MotusCommandKind kind);

G_END_DECLS
