/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "motus-cli-event.h"
#include "motus-cli-options.h"
#include "motus-client.h"
#include "motus-secret.h"

G_BEGIN_DECLS

/* What the program ends with; docs/motus-cli.md. */
typedef enum {
  MOTUS_CLI_EXIT_OK = 0,
  MOTUS_CLI_EXIT_FAILED = 1,
  MOTUS_CLI_EXIT_USAGE = 2,
  MOTUS_CLI_EXIT_UNREACHABLE = 3,
  MOTUS_CLI_EXIT_LOGIN = 4,
  MOTUS_CLI_EXIT_TRUST = 5,
  MOTUS_CLI_EXIT_REFUSED = 6,
  MOTUS_CLI_EXIT_TIMEOUT = 7,
} MotusCliExit;

MotusCliExit motus_cli_exit_for (const GError *error);

/**
 * MotusCli:
 *
 * One run of the program: a client, and what is asked of it.
 */
typedef struct {
  MotusClient *client;
  GMainLoop *loop;
  const MotusCliOptions *options;
  MotusSecret *password;
  MotusCliExit exit;
  gboolean running;             /* `run`: commands come from standard input */
  gboolean listening;           /* connections are made again, and events printed */
  gint64 left;                  /* messages `listen` waits for; -1: no end */
  gboolean was_online;
  GQueue waiting;               /* of JsonObject: commands are done one after the other */
  gboolean busy;                /* with one of them */
  gboolean input_ended;
  gboolean ended;
} MotusCli;

/* Does what @options say and gives what the program is to end with. */
MotusCliExit motus_cli_run (const MotusCliOptions *options, MotusSecret *password);

/* Ends the program with @code. */
void motus_cli_end (MotusCli *cli, MotusCliExit code);

/* motus-cli-events.c: prints what happens from now on. */
void motus_cli_watch (MotusCli *cli);
/* A line of a conversation, as event @name. */
void motus_cli_print_line (const char *name, MotusConversation *conversation,
                           MotusChatMessage *line);
/* {"event":"error"} to standard output, and a line to standard error. @id may be NULL. */
void motus_cli_print_error (const GError *error, const char *id);
void motus_cli_print_invites (MotusCli *cli);
const char *motus_cli_trust_word (MotusTrust trust);

/**
 * MotusCliCall:
 *
 * One command under way. Ended by exactly one of the two functions below, which free it.
 */
typedef struct {
  MotusCli *cli;
  JsonObject *arguments;
  char *id;                     /* to be repeated in the answer; NULL if none was given */
} MotusCliCall;

/* Takes @arguments over; begins when the commands before it have ended. */
void motus_cli_call (MotusCli *cli, JsonObject *arguments);
/* TRUE as long as a command has not ended. */
gboolean motus_cli_is_busy (MotusCli *cli);
/* A text argument, or NULL. */
const char *motus_cli_call_text (MotusCliCall *call, const char *name);
/* Prints @event (NULL: {"event":"done"}) with the call's id. */
void motus_cli_call_done (MotusCliCall *call, MotusCliEvent *event);
void motus_cli_call_fail (MotusCliCall *call, const GError *error);

/* motus-cli-commands.c. FALSE if there is no such command. */
gboolean motus_cli_command (MotusCliCall *call);
/* TRUE for a command that is done without a connection. */
gboolean motus_cli_command_is_offline (JsonObject *arguments);

/* motus-cli-input.c: reads commands from standard input to its end. */
void motus_cli_read_input (MotusCli *cli);

G_END_DECLS
