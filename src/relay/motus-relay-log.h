/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One line an event to standard error: a priority as journald reads it (only if standard error is
 * the journal), the event's stable name, then KEY=VALUE pairs. Values are escaped
 * (motus_escape()), never a content, a key, a token or a whole address. */

typedef enum {
  MOTUS_RELAY_LOG_ERROR = 3,
  MOTUS_RELAY_LOG_WARNING = 4,
  MOTUS_RELAY_LOG_NOTICE = 5,   /* security events */
  MOTUS_RELAY_LOG_INFO = 6,
} MotusRelayLogLevel;

/* Security events: "signed-up", "signed-in", "login-failed" (with count), "locked", "unlocked",
 * "invite-refused", "protocol-violation", "replaced".
 *
 * @event is followed by pairs of const char * key and value, and NULL. */
void motus_relay_log (MotusRelayLogLevel level, const char *event, ...) G_GNUC_NULL_TERMINATED;

/* For tests: sends the lines to @sink instead of standard error; NULL restores it. */
typedef void (*MotusRelayLogSink) (const char *line, gpointer user_data);
void motus_relay_log_set_sink (MotusRelayLogSink sink, gpointer user_data);

G_END_DECLS
