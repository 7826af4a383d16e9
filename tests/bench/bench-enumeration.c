/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-client.h"

#include "motus-base64.h"
#include "motus-link.h"
#include "motus-invitation.h"
#include "motus-random.h"
#include "motus-scram.h"

#include <stdio.h>
#include <string.h>

/* bench-enumeration PORT LINK NAMES TRIES
 *
 * Tries wrong passwords for NAMES accounts that exist and as many that do not, TRIES times each in
 * an order of chance, and prints a line for each try: whether the account exists, then for the
 * challenge and for the result the nanoseconds that its answer took and the bytes it had, 0 of both
 * for a result where there was no challenge. */

static BenchAccount account;

static gint64
now (void)
{
  struct timespec time;
  clock_gettime (CLOCK_MONOTONIC, &time);
  return time.tv_sec * G_GINT64_CONSTANT (1000000000) + time.tv_nsec;
}

/* Both kinds of name look alike, and neither comes before the other. */
static char *
name_of (guint number, gboolean exists)
{
  return g_strdup_printf ("person-%05u", 2 * number + exists);
}

static MotusMessage *
new_request (const char *type, const char *name)
{
  MotusMessage *message = motus_message_new (MOTUS_MESSAGE_AUTH_REQUEST);
  guint8 signing_key[32] = { 1 };

  motus_message_set_int (message, "protocol", 1);
  motus_message_set_text (message, "auth_type", type);
  motus_message_set_text (message, "username", name);
  motus_message_set_text (message, "mech", "scram-sha-256-plus");
  motus_message_set_bytes (message, "pubkey", account.pubkey, account.pubkey_len);
  motus_message_set_bytes (message, "signing_key", signing_key, sizeof signing_key);
  return message;
}

/* As Motus signs up; nobody knows the password. */
static void
sign_up (BenchClient *client, const char *name, const guint8 invite[32])
{
  MotusMessage *message = new_request ("register", name);
  guint8 random[80];

  motus_random_nonce (random, sizeof random);
  motus_message_set_bytes (message, "salt", random, MOTUS_SCRAM_SALT_SIZE);
  motus_message_set_int (message, "iterations", MOTUS_SCRAM_ITERATIONS);
  motus_message_set_bytes (message, "stored_key", random + 16, MOTUS_SCRAM_KEY_SIZE);
  motus_message_set_bytes (message, "server_key", random + 48, MOTUS_SCRAM_KEY_SIZE);
  motus_message_set_bytes (message, "invite", invite, 32);
  bench_client_send_message (client, message);
  g_autoptr (GBytes) frame = bench_client_receive (client);
  g_autoptr (MotusMessage) result = motus_message_parse (frame, MOTUS_SENDER_RELAY, NULL, NULL);
  if (result == NULL || !motus_message_get_bool (result, "ok"))
    g_error ("cannot sign up");
}

static MotusMessage *
ask (BenchClient *client, MotusMessage *message, gint64 *took, gsize *len)
{
  gint64 start = now ();
  bench_client_send_message (client, message);
  g_autoptr (GBytes) frame = bench_client_receive (client);
  *took = now () - start;
  *len = g_bytes_get_size (frame);
  return motus_message_parse (frame, MOTUS_SENDER_RELAY, NULL, NULL);
}

static void
try_name (BenchClient *client, const char *name, gboolean exists, const gnutls_datum_t *binding)
{
  MotusMessage *request = new_request ("login", name);
  guint8 random[MOTUS_SCRAM_KEY_SIZE];
  gint64 took, took_result = 0;
  gsize len, len_result = 0;

  motus_random_nonce (random, sizeof random);
  g_autofree char *cnonce = motus_base64_encode (random, 18);
  motus_message_set_text (request, "cnonce", cnonce);
  motus_message_set_bytes (request, "cb", binding->data, binding->size);
  g_autoptr (MotusMessage) answer = ask (client, request, &took, &len);
  if (motus_message_get_message_type (answer) == MOTUS_MESSAGE_AUTH_CHALLENGE)
    {
      MotusMessage *response = motus_message_new (MOTUS_MESSAGE_AUTH_RESPONSE);
      motus_message_set_bytes (response, "response", random, sizeof random);
      g_autoptr (MotusMessage) result = ask (client, response, &took_result, &len_result);
      g_assert (!motus_message_get_bool (result, "ok"));
    }
  printf ("%d %" G_GINT64_FORMAT " %zu %" G_GINT64_FORMAT " %zu\n", exists, took, len, took_result,
          len_result);
}

static void
shuffle (guint *order, guint count)
{
  for (guint i = count - 1; i > 0; i--)
    {
      guint other = (guint) g_random_int_range (0, (gint32) i + 1);
      guint kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  if (argc != 5)
    g_error ("usage: bench-enumeration PORT LINK NAMES TRIES");
  guint names = (guint) atoi (argv[3]), count = 2 * names * (guint) atoi (argv[4]);
  g_autoptr (MotusLink) link = motus_link_parse (argv[2], &error);
  if (link == NULL)
    g_error ("%s", error->message);
  guint8 token[32];
  motus_invitation_token (link->secret, token);
  BenchClient *client = bench_client_connect ((guint16) atoi (argv[1]));
  g_autofree guint *order = g_new (guint, count);
  gnutls_datum_t binding;

  bench_account_init (&account);
  for (guint i = 0; i < names; i++)
    {
      g_autofree char *name = name_of (i, TRUE);
      sign_up (client, name, token);
    }
  if (gnutls_session_channel_binding (client->session, GNUTLS_CB_TLS_EXPORTER, &binding) != 0)
    g_error ("no channel binding");
  for (guint i = 0; i < count; i++)
    order[i] = i;
  shuffle (order, count);
  for (guint i = 0; i < count; i++)
    {
      gboolean exists = order[i] % 2 == 0;
      g_autofree char *name = name_of (order[i] / 2 % names, exists);
      try_name (client, name, exists, &binding);
    }
  gnutls_free (binding.data);
  return 0;
}
