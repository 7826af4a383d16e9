/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-client.h"

#include "motus-secret.h"

#include <string.h>

MotusRelayClient *
motus_relay_client_new (guint64 id, const char *source, const guint8 *binding)
{
  MotusRelayClient *client = g_new0 (MotusRelayClient, 1);

  client->id = id;
  client->source = g_strdup (source);
  client->has_binding = binding != NULL;
  if (binding != NULL)
    memcpy (client->binding, binding, MOTUS_RELAY_BINDING_SIZE);
  return client;
}

void
motus_relay_client_free (MotusRelayClient *client)
{
  if (client == NULL)
    return;
  motus_relay_challenge_free (client->challenge);
  g_free (client->source);
  motus_wipe (client, sizeof *client);
  g_free (client);
}
