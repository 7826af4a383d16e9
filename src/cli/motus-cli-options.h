/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * MotusCliOptions:
 *
 * The command line. What is to be done is spelled as `run` would read it, so that there is one way
 * only to do it.
 */
typedef struct {
  char *relay;                  /* NULL: as before */
  char *account;
  char *home;
  char *password_file;          /* NULL: ask */
  JsonObject *command;          /* {"command":…} */
} MotusCliOptions;

/* Reads @argv; prints help and ends the program for --help. Errors: G_OPTION_ERROR, a sentence. */
MotusCliOptions *motus_cli_options_parse (int argc, char **argv, GError **error);
void motus_cli_options_free (MotusCliOptions *options);

/* The number of seconds or messages in @text; FALSE unless it is from 0 to 1,000,000,000. */
gboolean motus_cli_options_read_number (const char *text, gint64 *number);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusCliOptions, motus_cli_options_free)

G_END_DECLS
