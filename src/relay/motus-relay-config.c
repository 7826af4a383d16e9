/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-config.h"

#include "motus-link.h"
#include "motus-relay-config-private.h"
#include "motus-relay-error.h"

#include <netdb.h>
#include <string.h>
#include <unistd.h>

/* A configuration file is small; something else was named if it is not. */
#define FILE_MAX (256 * 1024)

/* Where systemd says, else where the system or the person keeps such things. */
static char *
default_state_dir (void)
{
  const char *directories = g_getenv ("STATE_DIRECTORY");
  if (directories != NULL && *directories == '/')
    return g_strndup (directories, strcspn (directories, ":"));
  if (geteuid () == 0)
    return g_strdup ("/var/lib/motus-relay");
  return g_build_filename (g_get_user_state_dir (), "motus-relay", NULL);
}

static void
set_default_limits (MotusRelayConfig *config)
{
  for (gsize i = 0; i < motus_relay_n_settings; i++)
    {
      const MotusRelaySetting *setting = &motus_relay_settings[i];
      g_autofree char *initial = g_strdup_printf ("%u", setting->initial);
      if (setting->max > 0)
        setting->apply (config, setting->offset, initial, setting->min, setting->max, NULL);
    }
}

MotusRelayConfig *
motus_relay_config_new (void)
{
  MotusRelayConfig *config = g_new0 (MotusRelayConfig, 1);
  config->port = MOTUS_DEFAULT_PORT;
  config->state_dir = default_state_dir ();
  config->registration = MOTUS_RELAY_REGISTRATION_INVITE;
  config->user_invites = TRUE;
  set_default_limits (config);
  return config;
}

void
motus_relay_config_free (MotusRelayConfig *config)
{
  if (config == NULL)
    return;
  g_free (config->host);
  g_free (config->state_dir);
  g_free (config->name);
  g_free (config->certificate);
  g_free (config->key);
  g_strfreev (config->names);
  g_free (config);
}

/* The line of each setting in a file, and the file's name for messages. */
typedef struct {
  const char *path;
  const char *group;    /* the present one, of the table; NULL before the first */
  guint line;
  guint *lines;         /* by index into motus_relay_settings; 0: not there */
} Scan;

G_GNUC_PRINTF (4, 5)
static gboolean
refuse (const char *path, guint line, GError **error, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_CONFIG, "%s:%u: %s", path, line, what);
  return FALSE;
}

static gboolean
scan_group (Scan *scan, char *line, GError **error)
{
  gsize length = strlen (line);
  if (length < 2 || line[length - 1] != ']')
    return refuse (scan->path, scan->line, error, "“%s” has no ] at its end", line);
  line[length - 1] = '\0';
  for (gsize i = 0; i < motus_relay_n_settings; i++)
    if (strcmp (line + 1, motus_relay_settings[i].group) == 0)
      {
        scan->group = motus_relay_settings[i].group;
        return TRUE;
      }
  return refuse (scan->path, scan->line, error,
                 "there is no group [%s]; expected [relay], [tls], [accounts] or [limits]",
                 line + 1);
}

static gboolean
scan_setting (Scan *scan, char *line, GError **error)
{
  char *equals = strchr (line, '=');
  if (equals == NULL)
    return refuse (scan->path, scan->line, error,
                   "“%s” is neither [group], key=value nor a comment that begins with #", line);
  if (scan->group == NULL)
    return refuse (scan->path, scan->line, error,
                   "a setting stands before the first group; expected [relay] or another "
                   "before it");
  *equals = '\0';
  const char *key = g_strchomp (line);

  for (gsize i = 0; i < motus_relay_n_settings; i++)
    if (strcmp (scan->group, motus_relay_settings[i].group) == 0
        && strcmp (key, motus_relay_settings[i].key) == 0)
      {
        if (scan->lines[i] != 0)
          return refuse (scan->path, scan->line, error, "“%s” stands in line %u already",
                         key, scan->lines[i]);
        scan->lines[i] = scan->line;
        return TRUE;
      }
  return refuse (scan->path, scan->line, error, "[%s] has no setting “%s”", scan->group, key);
}

/* GKeyFile does not tell lines, takes unknown names, and lets the last of two settings win. */
static gboolean
scan_text (Scan *scan, const char *text, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      char *line = g_strstrip (lines[i]);
      scan->line = (guint) i + 1;
      if (*line == '\0' || *line == '#')
        continue;
      if (*line == '[' ? !scan_group (scan, line, error) : !scan_setting (scan, line, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
apply_setting (MotusRelayConfig *config, GKeyFile *file, const MotusRelaySetting *setting,
               const char *path, guint line, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  g_autofree char *value = g_key_file_get_string (file, setting->group, setting->key, &wrong);

  if (value != NULL)
    setting->apply (config, setting->offset, g_strstrip (value), setting->min, setting->max,
                    &wrong);
  if (wrong != NULL)
    return refuse (path, line, error, "%s: %s", setting->key, wrong->message);
  return TRUE;
}

static guint
line_of (const guint *lines, const char *key)
{
  for (gsize i = 0; i < motus_relay_n_settings; i++)
    if (strcmp (motus_relay_settings[i].key, key) == 0)
      return lines[i];
  return 0;
}

static gboolean
apply_all (MotusRelayConfig *config, GKeyFile *file, const char *path, const guint *lines,
           GError **error)
{
  for (gsize i = 0; i < motus_relay_n_settings; i++)
    if (lines[i] != 0
        && !apply_setting (config, file, &motus_relay_settings[i], path, lines[i], error))
      return FALSE;

  if (config->certificate != NULL && config->key == NULL)
    return refuse (path, line_of (lines, "certificate"), error,
                   "a certificate needs its key; expected the setting key too");
  if (config->key != NULL && config->certificate == NULL)
    return refuse (path, line_of (lines, "key"), error,
                   "a key needs its certificate; expected the setting certificate too");
  return TRUE;
}

static gboolean
read_file (const char *path, char **text, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  g_autofree char *contents = NULL;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, &wrong))
    {
      g_set_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_CONFIG,
                   "The configuration cannot be read: %s", wrong->message);
      return FALSE;
    }
  if (length > FILE_MAX || strlen (contents) != length
      || !g_utf8_validate (contents, (gssize) length, NULL))
    {
      g_set_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_CONFIG,
                   "%s:1: this is not a configuration; expected text in UTF-8", path);
      return FALSE;
    }
  *text = g_steal_pointer (&contents);
  return TRUE;
}

MotusRelayConfig *
motus_relay_config_load (const char *path, GError **error)
{
  g_autoptr (MotusRelayConfig) config = motus_relay_config_new ();
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree guint *lines = g_new0 (guint, motus_relay_n_settings);
  g_autoptr (GError) wrong = NULL;
  g_autofree char *text = NULL;
  Scan scan = { .path = path, .lines = lines };

  if (!read_file (path, &text, error) || !scan_text (&scan, text, error))
    return NULL;
  if (!g_key_file_load_from_data (file, text, strlen (text), G_KEY_FILE_NONE, &wrong))
    {
      refuse (path, 1, error, "%s", wrong->message);
      return NULL;
    }
  if (!apply_all (config, file, path, lines, error))
    return NULL;
  return g_steal_pointer (&config);
}

static gboolean
is_numeric_host (const char *host)
{
  const struct addrinfo hints = { .ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_STREAM };
  struct addrinfo *found = NULL;
  if (getaddrinfo (host, NULL, &hints, &found) != 0)
    return FALSE;
  freeaddrinfo (found);
  return TRUE;
}

/* The part before the last colon, without the brackets an IPv6 address must have. */
static char *
host_of (const char *listen, const char *colon)
{
  g_autofree char *host = g_strndup (listen, (gsize) (colon - listen));
  gsize length = strlen (host);
  gboolean bracketed = length > 2 && host[0] == '[' && host[length - 1] == ']';

  if (bracketed != (strchr (host, ':') != NULL))
    return NULL;
  return bracketed ? g_strndup (host + 1, length - 2) : g_steal_pointer (&host);
}

gboolean
motus_relay_config_set_listen (MotusRelayConfig *config, const char *listen, GError **error)
{
  const char *colon = strrchr (listen, ':');
  g_autofree char *host = colon != NULL ? host_of (listen, colon) : NULL;
  guint64 port;

  if (host == NULL || (*host != '\0' && !is_numeric_host (host))
      || !g_ascii_string_to_unsigned (colon + 1, 10, 0, G_MAXUINT16, &port, NULL))
    {
      g_set_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_CONFIG,
                   "“%s” is not an address to listen on; expected ADDRESS:PORT, [IPV6]:PORT "
                   "or :PORT", listen);
      return FALSE;
    }
  g_free (config->host);
  config->host = *host != '\0' ? g_steal_pointer (&host) : NULL;
  config->port = (guint16) port;
  return TRUE;
}
