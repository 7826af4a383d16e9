/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-invite.h"

#include "motus-relay-error.h"
#include "motus-relay-file.h"
#include "motus-relay-invitation.h"
#include "motus-relay-log.h"
#include "motus-relay-store-sqlite.h"

#include <string.h>

#define DAY_SECONDS (24 * 60 * 60)

/* While a running relay makes an invitation durable. */
typedef struct {
  MotusRelayControlRequest *request;
  char *link;
} Pending;

static void
handled_cb (const GError *error, gpointer user_data)
{
  Pending *pending = user_data;
  if (error != NULL)
    motus_relay_control_fail (pending->request, error->message);
  else
    {
      g_autoptr (GVariantDict) results = g_variant_dict_new (NULL);
      g_variant_dict_insert (results, "link", "s", pending->link);
      motus_relay_control_reply (pending->request, g_variant_dict_end (results));
      motus_relay_log (MOTUS_RELAY_LOG_NOTICE, "invitation-made", "by", "operator", NULL);
    }
  motus_wipe (pending->link, strlen (pending->link));
  g_free (pending->link);
  g_free (pending);
}

static gboolean
take_number (GVariant *arguments, const char *name, guint initial, guint max, guint *value)
{
  guint32 found = initial;
  g_variant_lookup (arguments, name, "u", &found);
  *value = found;
  return found >= 1 && found <= max;
}

void
motus_relay_invite_handle (MotusRelayServer *server, MotusRelayControlRequest *request,
                           GVariant *arguments)
{
  guint8 token_hash[MOTUS_SHA256_SIZE];
  guint uses, days;

  if (!take_number (arguments, "uses", MOTUS_RELAY_INVITATION_USES,
                    MOTUS_RELAY_INVITATION_USES_MAX, &uses)
      || !take_number (arguments, "days", MOTUS_RELAY_INVITATION_DAYS,
                       MOTUS_RELAY_INVITATION_DAYS_MAX, &days))
    {
      motus_relay_control_fail (request, "Too few or too many uses or days.");
      return;
    }
  Pending *pending = g_new0 (Pending, 1);
  pending->request = request;
  pending->link = motus_relay_invitation_new (motus_relay_server_get_config (server),
                                              motus_relay_server_get_port (server),
                                              motus_relay_server_get_identity (server)->pin,
                                              token_hash);
  motus_relay_engine_add_account_invite (motus_relay_server_get_engine (server), token_hash, uses,
                                         days * DAY_SECONDS, handled_cb, pending);
}

static char *
ask_running (int fd, guint uses, guint days, GError **error)
{
  g_autoptr (GVariantDict) arguments = g_variant_dict_new (NULL);
  g_autofree char *link = NULL;

  g_variant_dict_insert (arguments, "uses", "u", uses);
  g_variant_dict_insert (arguments, "days", "u", days);
  g_autoptr (GVariant) results = motus_relay_control_ask (fd, MOTUS_RELAY_INVITE_COMMAND,
                                                          g_variant_dict_end (arguments), error);
  if (results == NULL)
    return NULL;
  if (!g_variant_lookup (results, "link", "s", &link))
    g_set_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_CONTROL,
                 "The running relay gave no link. It may be of another version: restart it.");
  return g_steal_pointer (&link);
}

/* An engine that nobody is connected to. */

typedef struct {
  gboolean done;
  GError *error;
} Waiting;

static void
ignore_frame_cb (guint64 connection, GBytes *frame, gpointer user_data)
{
}

static void
ignore_cb (guint64 connection, gpointer user_data)
{
}

static const MotusRelayOutput no_output = {
  .send = ignore_frame_cb,
  .close = ignore_cb,
  .signed_in = ignore_cb,
};

static void
stored_cb (const GError *error, gpointer user_data)
{
  Waiting *waiting = user_data;
  waiting->done = TRUE;
  waiting->error = error != NULL ? g_error_copy (error) : NULL;
}

static gboolean
add_to_store (const MotusRelayConfig *config, MotusRelayStore *store, MotusClock *clock,
              const guint8 *token_hash, guint uses, guint days, GError **error)
{
  Waiting waiting = { 0 };
  MotusRelayEngine *engine = motus_relay_engine_new (config, clock, store, &no_output, NULL,
                                                     error);
  if (engine == NULL)
    return FALSE;
  motus_relay_engine_add_account_invite (engine, token_hash, uses, days * DAY_SECONDS, stored_cb,
                                         &waiting);
  while (!waiting.done)
    g_main_context_iteration (NULL, TRUE);
  motus_relay_engine_free (engine);
  if (waiting.error == NULL)
    return TRUE;
  g_propagate_error (error, waiting.error);
  return FALSE;
}

static gboolean
knows_port (const MotusRelayConfig *config, GError **error)
{
  if (motus_relay_invitation_knows_port (config))
    return TRUE;
  g_set_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_CONFIG,
               "No relay runs here, and with port 0 it is not known which port the next one will "
               "have. Start the relay first, or set listen or name to a port.");
  return FALSE;
}

static char *
make_in_store (const MotusRelayConfig *config, MotusRelayStore *store, guint uses, guint days,
               GError **error)
{
  g_autoptr (MotusClock) clock = motus_clock_new ();
  g_autoptr (MotusRelayIdentity) identity
    = motus_relay_identity_load (config, motus_clock_calendar (clock), error);
  guint8 token_hash[MOTUS_SHA256_SIZE];
  if (identity == NULL)
    return NULL;

  g_autofree char *link = motus_relay_invitation_new (config, config->port, identity->pin,
                                                      token_hash);
  if (!add_to_store (config, store, clock, token_hash, uses, days, error))
    return NULL;
  return g_steal_pointer (&link);
}

char *
motus_relay_invite (const MotusRelayConfig *config, guint uses, guint days, GError **error)
{
  int fd = motus_relay_control_connect (config->state_dir);
  if (fd >= 0)
    return ask_running (fd, uses, days, error);
  if (!knows_port (config, error) || !motus_relay_file_make_folder (config->state_dir, error))
    return NULL;

  MotusRelayStore *store = motus_relay_store_sqlite_open (config->state_dir, NULL, error);
  if (store == NULL)
    return NULL;
  char *link = make_in_store (config, store, uses, days, error);
  motus_relay_store_free (store);
  return link;
}
