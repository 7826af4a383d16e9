/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-invitation.h"

#include "motus-invitation.h"
#include "motus-link.h"
#include "motus-random.h"

#include <string.h>

/* Host and port of the name that the configuration gives; the port is 0 if the name has none. */
static gboolean
parse_name (const MotusRelayConfig *config, char **host, guint16 *port)
{
  if (config->name == NULL || !motus_address_parse (config->name, host, port, NULL))
    return FALSE;
  g_autofree char *whole = motus_address_format (*host, *port);
  if (g_ascii_strcasecmp (config->name, whole) != 0)
    *port = 0;
  return TRUE;
}

gboolean
motus_relay_invitation_knows_port (const MotusRelayConfig *config)
{
  g_autofree char *host = NULL;
  guint16 port = 0;
  parse_name (config, &host, &port);
  return config->port != 0 || port != 0;
}

static void
set_address (MotusLink *link, const MotusRelayConfig *config, guint16 port)
{
  if (!parse_name (config, &link->host, &link->port))
    link->host = g_strdup (config->host != NULL ? config->host : g_get_host_name ());
  if (link->port == 0)
    link->port = port;
}

char *
motus_relay_invitation_new (const MotusRelayConfig *config, guint16 port,
                            const guint8 pin[MOTUS_PIN_SIZE],
                            guint8 token_hash[MOTUS_SHA256_SIZE])
{
  g_autoptr (MotusLink) link = g_new0 (MotusLink, 1);
  guint8 token[MOTUS_INVITATION_TOKEN_SIZE];

  set_address (link, config, port);
  memcpy (link->pin, pin, MOTUS_PIN_SIZE);
  motus_random_bytes (link->secret, sizeof link->secret);
  motus_invitation_token (link->secret, token);
  motus_sha256 (token, sizeof token, token_hash);
  motus_wipe (token, sizeof token);
  return motus_link_format (link);
}
