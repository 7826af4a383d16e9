/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-client.h"

#include "motus-base64.h"
#include "motus-random.h"
#include "motus-rsa.h"
#include "motus-scram.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

BenchClient *
bench_client_connect (guint16 port)
{
  static gnutls_certificate_credentials_t credentials;
  struct sockaddr_in address = {
    .sin_family = AF_INET,
    .sin_port = g_htons (port),
    .sin_addr.s_addr = g_htonl (INADDR_LOOPBACK),
  };
  const int on = 1;
  BenchClient *client = g_new0 (BenchClient, 1);

  if (credentials == NULL)
    gnutls_certificate_allocate_credentials (&credentials);
  client->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect (client->fd, (struct sockaddr *) &address, sizeof address) != 0)
    g_error ("cannot connect");
  setsockopt (client->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  gnutls_init (&client->session, GNUTLS_CLIENT);
  gnutls_set_default_priority (client->session);
  gnutls_credentials_set (client->session, GNUTLS_CRD_CERTIFICATE, credentials);
  gnutls_transport_set_int (client->session, client->fd);
  int code = gnutls_handshake (client->session);
  if (code != 0)
    g_error ("no TLS: %s", gnutls_strerror (code));
  client->reader = motus_frame_reader_new (MOTUS_FRAME_MAX);
  return client;
}

void
bench_client_send (BenchClient *client, const guint8 *data, gsize len)
{
  while (len > 0)
    {
      gssize sent = gnutls_record_send (client->session, data, len);
      if (sent == GNUTLS_E_AGAIN || sent == GNUTLS_E_INTERRUPTED)
        continue;
      if (sent <= 0)
        g_error ("cannot send: %s", gnutls_strerror ((int) sent));
      data += sent;
      len -= (gsize) sent;
    }
}

void
bench_client_send_message (BenchClient *client, MotusMessage *message)
{
  g_autoptr (GBytes) frame = motus_message_encode (message, NULL);
  bench_client_send (client, g_bytes_get_data (frame, NULL), g_bytes_get_size (frame));
  motus_message_unref (message);
}

GBytes *
bench_client_receive (BenchClient *client)
{
  GBytes *frame = NULL;
  while (motus_frame_reader_next (client->reader, &frame, NULL) && frame == NULL)
    {
      gsize room;
      guint8 *place = motus_frame_reader_reserve (client->reader, &room);
      gssize got = gnutls_record_recv (client->session, place, room);
      if (got == 0 || (got < 0 && gnutls_error_is_fatal ((int) got)))
        g_error ("the relay closed");
      motus_frame_reader_commit (client->reader, (gsize) MAX (got, 0));
    }
  return frame;
}

static MotusMessage *
expect (BenchClient *client, MotusMessageType type)
{
  for (;;)
    {
      g_autoptr (GBytes) frame = bench_client_receive (client);
      g_autoptr (GError) error = NULL;
      g_autoptr (MotusMessage) message = motus_message_parse (frame, MOTUS_SENDER_RELAY, NULL,
                                                              &error);
      if (message == NULL)
        g_error ("%s", error->message);
      if (motus_message_get_message_type (message) == type)
        return g_steal_pointer (&message);
      if (motus_message_get_message_type (message) == MOTUS_MESSAGE_ERROR)
        g_error ("%s", motus_message_get_text (message, "message"));
    }
}

static void
expect_success (BenchClient *client)
{
  g_autoptr (MotusMessage) result = expect (client, MOTUS_MESSAGE_AUTH_RESULT);
  if (!motus_message_get_bool (result, "ok"))
    g_error ("%s: %s", motus_message_get_text (result, "code"),
             motus_message_get_text (result, "message"));
}

void
bench_account_init (BenchAccount *account)
{
  g_autoptr (MotusSecret) password = motus_secret_new_text ("the same for all");
  g_autoptr (MotusRsaKey) key = motus_rsa_key_generate (NULL);
  GBytes *spki = motus_rsa_public_key_get_spki (motus_rsa_key_get_public (key));

  motus_random_nonce (account->salt, sizeof account->salt);
  account->salted_password = motus_scram_salt_password (password, account->salt,
                                                        sizeof account->salt,
                                                        MOTUS_SCRAM_ITERATIONS_MIN);
  account->pubkey_len = g_bytes_get_size (spki);
  memcpy (account->pubkey, g_bytes_get_data (spki, NULL), account->pubkey_len);
}

static MotusMessage *
request (const BenchAccount *account, const char *name, const char *type)
{
  MotusMessage *message = motus_message_new (MOTUS_MESSAGE_AUTH_REQUEST);
  guint8 signing_key[32] = { 1 };
  motus_message_set_int (message, "protocol", 1);
  motus_message_set_text (message, "auth_type", type);
  motus_message_set_text (message, "username", name);
  motus_message_set_text (message, "mech", "scram-sha-256-plus");
  motus_message_set_bytes (message, "pubkey", account->pubkey, account->pubkey_len);
  motus_message_set_bytes (message, "signing_key", signing_key, sizeof signing_key);
  return message;
}

void
bench_client_sign_up (BenchClient *client, const BenchAccount *account, const char *name,
                      const guint8 invite[32])
{
  MotusMessage *message = request (account, name, "register");
  MotusScramVerifier verifier;

  motus_scram_verifier (account->salted_password, &verifier);
  motus_message_set_bytes (message, "salt", account->salt, sizeof account->salt);
  motus_message_set_int (message, "iterations", MOTUS_SCRAM_ITERATIONS_MIN);
  motus_message_set_bytes (message, "stored_key", verifier.stored_key, MOTUS_SCRAM_KEY_SIZE);
  motus_message_set_bytes (message, "server_key", verifier.server_key, MOTUS_SCRAM_KEY_SIZE);
  motus_message_set_bytes (message, "invite", invite, 32);
  bench_client_send_message (client, message);
  expect_success (client);
  client->name = g_strdup (name);
}

static void
answer (BenchClient *client, const BenchAccount *account, const char *cnonce,
        const guint8 *binding)
{
  g_autoptr (MotusMessage) challenge = expect (client, MOTUS_MESSAGE_AUTH_CHALLENGE);
  guint8 nonce[32], proof[MOTUS_SCRAM_KEY_SIZE], server_signature[MOTUS_SCRAM_KEY_SIZE];

  motus_message_get_exact (challenge, "nonce", nonce, sizeof nonce);
  g_autofree char *snonce = motus_base64_encode (nonce, sizeof nonce);
  g_autofree char *text
    = motus_scram_auth_message (client->name, cnonce, snonce, account->salt, sizeof account->salt,
                                MOTUS_SCRAM_ITERATIONS_MIN, binding, MOTUS_SCRAM_BINDING_SIZE);
  motus_scram_client_proof (account->salted_password, text, proof, server_signature);
  MotusMessage *response = motus_message_new (MOTUS_MESSAGE_AUTH_RESPONSE);
  motus_message_set_bytes (response, "response", proof, sizeof proof);
  bench_client_send_message (client, response);
}

void
bench_client_sign_in (BenchClient *client, const BenchAccount *account)
{
  MotusMessage *message = request (account, client->name, "login");
  guint8 random[18];
  gnutls_datum_t binding;

  motus_random_nonce (random, sizeof random);
  g_autofree char *cnonce = motus_base64_encode (random, sizeof random);
  if (gnutls_session_channel_binding (client->session, GNUTLS_CB_TLS_EXPORTER, &binding) != 0)
    g_error ("no channel binding");
  motus_message_set_text (message, "cnonce", cnonce);
  motus_message_set_bytes (message, "cb", binding.data, binding.size);
  bench_client_send_message (client, message);
  answer (client, account, cnonce, binding.data);
  gnutls_free (binding.data);
  expect_success (client);
}

void
bench_client_set_asynchronous (BenchClient *client)
{
  fcntl (client->fd, F_SETFL, fcntl (client->fd, F_GETFL) | O_NONBLOCK);
}
