/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-client.h"

G_BEGIN_DECLS

/* What can be done about a connection. */
typedef enum {
  MOTUS_CONNECTION_DO_NOTHING,
  MOTUS_CONNECTION_DO_CONNECT,          /* motus_client_connect() */
  MOTUS_CONNECTION_DO_DISCONNECT,       /* motus_client_disconnect() */
  MOTUS_CONNECTION_DO_TRUST,            /* motus_client_answer_relay(), yes or no, after the words were compared */
} MotusConnectionDo;

/**
 * MotusConnectionWords:
 *
 * The state of the connection for a person: three words, what they mean, and what can be done.
 */
typedef struct {
  char *brief;                  /* "Connected" */
  char *meaning;                /* a sentence or two */
  const char *action;           /* the button, or NULL; translated */
  MotusConnectionDo what;
  gboolean busy;                /* something is going on: a spinner */
  const char *style;            /* a style class for the dot: "success", "warning", "error" or "dim-label" */
} MotusConnectionWords;

/* @error may be NULL: why it is not online. @words may be NULL: the words of the relay's key. Clear with
 * motus_connection_words_clear(). */
void motus_connection_words_init (MotusConnectionWords *self, MotusConnectionState state, const char *relay, guint retry_in,
                                  const GError *error, const char *words);
void motus_connection_words_clear (MotusConnectionWords *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MotusConnectionWords, motus_connection_words_clear)

G_END_DECLS
