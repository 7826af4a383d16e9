/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-link.h"
#include "motus-relay-config-private.h"
#include "motus-relay-error.h"

#include <stddef.h>
#include <string.h>

/* Every setting there is: its name, how it is read, its bounds and its default. */

#define MEMBER(config, offset, type) ((type *) (gpointer) ((guint8 *) (config) + (offset)))

static gboolean
refuse (GError **error, const char *value, const char *expected)
{
  g_set_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_CONFIG,
               "“%s” is not %s", value, expected);
  return FALSE;
}

static gboolean
apply_number (MotusRelayConfig *config, gsize offset, const char *value, guint min, guint max,
              GError **error)
{
  guint64 number;
  if (!g_ascii_string_to_unsigned (value, 10, min, max, &number, NULL))
    {
      g_autofree char *expected = g_strdup_printf ("a whole number from %u to %u", min, max);
      return refuse (error, value, expected);
    }
  *MEMBER (config, offset, guint) = (guint) number;
  return TRUE;
}

static gboolean
apply_boolean (MotusRelayConfig *config, gsize offset, const char *value, guint min, guint max,
               GError **error)
{
  if (strcmp (value, "true") != 0 && strcmp (value, "false") != 0)
    return refuse (error, value, "true or false");
  *MEMBER (config, offset, gboolean) = strcmp (value, "true") == 0;
  return TRUE;
}

static gboolean
apply_path (MotusRelayConfig *config, gsize offset, const char *value, guint min, guint max,
            GError **error)
{
  if (!g_path_is_absolute (value))
    return refuse (error, value, "a path that begins with /");
  char **member = MEMBER (config, offset, char *);
  g_free (*member);
  *member = g_strdup (value);
  return TRUE;
}

static gboolean
apply_listen (MotusRelayConfig *config, gsize offset, const char *value, guint min, guint max,
              GError **error)
{
  return motus_relay_config_set_listen (config, value, error);
}

static gboolean
apply_name (MotusRelayConfig *config, gsize offset, const char *value, guint min, guint max,
            GError **error)
{
  g_autofree char *host = NULL;
  guint16 port;
  if (!motus_address_parse (value, &host, &port, NULL))
    return refuse (error, value, "HOST or HOST:PORT as people reach this relay");
  g_free (config->name);
  config->name = g_strdup (value);
  return TRUE;
}

static gboolean
apply_names (MotusRelayConfig *config, gsize offset, const char *value, guint min, guint max,
             GError **error)
{
  g_auto (GStrv) names = g_strsplit (value, ";", -1);
  gsize kept = 0;
  for (gsize i = 0; names[i] != NULL; i++)
    {
      char *name = g_strstrip (names[i]);
      g_autofree char *host = NULL;
      guint16 port;
      if (*name != '\0' && (strchr (name, '/') != NULL
                            || !motus_address_parse (name, &host, &port, NULL)))
        return refuse (error, name, "a host name or an address; several are parted by ;");
      kept += *name != '\0';
    }

  GStrvBuilder *builder = g_strv_builder_new ();
  for (gsize i = 0; names[i] != NULL; i++)
    if (*names[i] != '\0')
      g_strv_builder_add (builder, names[i]);
  g_strfreev (config->names);
  config->names = kept > 0 ? g_strv_builder_end (builder) : NULL;
  g_strv_builder_unref (builder);
  return TRUE;
}

static gboolean
apply_key_type (MotusRelayConfig *config, gsize offset, const char *value, guint min, guint max,
                GError **error)
{
  if (strcmp (value, "ecdsa") != 0 && strcmp (value, "rsa") != 0)
    return refuse (error, value, "ecdsa or rsa");
  config->rsa_key = strcmp (value, "rsa") == 0;
  return TRUE;
}

static gboolean
apply_registration (MotusRelayConfig *config, gsize offset, const char *value, guint min,
                    guint max, GError **error)
{
  static const char *const words[] = {
    [MOTUS_RELAY_REGISTRATION_OPEN] = "open",
    [MOTUS_RELAY_REGISTRATION_INVITE] = "invite",
    [MOTUS_RELAY_REGISTRATION_CLOSED] = "closed",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (value, words[i]) == 0)
      {
        config->registration = (MotusRelayRegistration) i;
        return TRUE;
      }
  return refuse (error, value, "open, invite or closed");
}

#define OFFSET(member) offsetof (MotusRelayConfig, member)
#define LIMIT(key, member, min, max, initial) \
  { "limits", key, apply_number, OFFSET (limits.member), min, max, initial }

const MotusRelaySetting motus_relay_settings[] = {
  { "relay", "listen", apply_listen },
  { "relay", "state-dir", apply_path, OFFSET (state_dir) },
  { "relay", "name", apply_name },
  { "tls", "certificate", apply_path, OFFSET (certificate) },
  { "tls", "key", apply_path, OFFSET (key) },
  { "tls", "names", apply_names },
  { "tls", "key-type", apply_key_type },
  { "accounts", "registration", apply_registration },
  { "accounts", "seed-login", apply_boolean, OFFSET (seed_login) },
  { "accounts", "user-invites", apply_boolean, OFFSET (user_invites) },
  LIMIT ("connections", connections, 8, 1000000, 20000),
  LIMIT ("connections-per-source", connections_per_source, 1, 1000000, 64),
  LIMIT ("login-seconds", login_seconds, 1, 86400, 20),
  LIMIT ("output-bytes", output_bytes, 2 * 1024 * 1024, 1024 * 1024 * 1024, 8 * 1024 * 1024),
  LIMIT ("login-failures", login_failures, 1, 64, 5),
  LIMIT ("login-window-seconds", login_window_seconds, 1, 86400, 300),
  LIMIT ("login-lock-seconds", login_lock_seconds, 1, 86400, 900),
  LIMIT ("challenge-seconds", challenge_seconds, 1, 3600, 300),
  LIMIT ("rooms-per-account", rooms_per_account, 1, 10000, 100),
  LIMIT ("room-members", room_members, 2, 256, 256),
  LIMIT ("room-invites-per-account", room_invites_per_account, 1, 10000, 100),
  LIMIT ("room-invite-seconds", room_invite_seconds, 60, 2592000, 86400),
  LIMIT ("account-invites-per-account", account_invites_per_account, 1, 10000, 20),
  LIMIT ("account-invite-seconds", account_invite_seconds, 60, 31536000, 604800),
  LIMIT ("requests-per-second", requests_per_second, 1, 1000000, 100),
  LIMIT ("sign-ups-per-hour", sign_ups_per_hour, 1, 1000000, 60),
  LIMIT ("accounts", accounts, 1, 1000000, 10000),
};

const gsize motus_relay_n_settings = G_N_ELEMENTS (motus_relay_settings);
