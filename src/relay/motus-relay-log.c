/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-log.h"

#include "motus-escape.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Characters of one value; what is longer ends in an ellipsis. */
#define VALUE_MAX 256

static MotusRelayLogSink log_sink;
static gpointer log_sink_data;

/* systemd names the device and inode of the journal's stream, so that a redirected standard error
 * is told from it (sd-daemon(3)). */
static gboolean
stderr_is_journal (void)
{
  static gsize known;
  if (g_once_init_enter (&known))
    {
      const char *stream = g_getenv ("JOURNAL_STREAM");
      guint64 device = 0, inode = 0;
      struct stat status;
      gboolean is = stream != NULL
                    && sscanf (stream, "%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT,
                               &device, &inode) == 2
                    && fstat (STDERR_FILENO, &status) == 0
                    && status.st_dev == device && status.st_ino == inode;
      g_once_init_leave (&known, is ? 2 : 1);
    }
  return known == 2;
}

/* A value that could be read as the next pair, or as none, stands in quotation marks. */
static void
append_value (GString *line, const char *value)
{
  g_autofree char *safe = motus_escape (value, -1, VALUE_MAX);
  gboolean quoted = *safe == '\0' || strpbrk (safe, " =\"") != NULL;

  if (quoted)
    g_string_append_c (line, '"');
  for (const char *at = safe; *at != '\0'; at++)
    {
      if (*at == '"')
        g_string_append_c (line, '\\');
      g_string_append_c (line, *at);
    }
  if (quoted)
    g_string_append_c (line, '"');
}

/* One write, so that lines of several threads do not mix. A log that cannot be written stops
 * nothing. */
static void
write_line (MotusRelayLogLevel level, GString *line)
{
  if (stderr_is_journal ())
    {
      char prefix[] = { '<', (char) ('0' + level), '>', '\0' };
      g_string_prepend (line, prefix);
    }
  g_string_append_c (line, '\n');
  G_GNUC_UNUSED gssize written = write (STDERR_FILENO, line->str, line->len);
}

void
motus_relay_log (MotusRelayLogLevel level, const char *event, ...)
{
  g_autoptr (GString) line = g_string_new (event);
  va_list pairs;

  va_start (pairs, event);
  for (const char *key = va_arg (pairs, const char *); key != NULL;
       key = va_arg (pairs, const char *))
    {
      const char *value = va_arg (pairs, const char *);
      g_string_append_printf (line, " %s=", key);
      append_value (line, value != NULL ? value : "");
    }
  va_end (pairs);

  if (log_sink != NULL)
    log_sink (line->str, log_sink_data);
  else
    write_line (level, line);
}

void
motus_relay_log_set_sink (MotusRelayLogSink sink, gpointer user_data)
{
  log_sink = sink;
  log_sink_data = user_data;
}
