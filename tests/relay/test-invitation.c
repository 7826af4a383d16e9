/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-invitation.h"

#include "motus-invitation.h"
#include "motus-link.h"

#include <string.h>

static void
test_addresses (void)
{
  static const struct {
    const char *host, *name;
    guint16 configured, actual;
    const char *expected_host;  /* NULL: this machine's name */
    guint16 expected_port;
    gboolean known;
  } rows[] = {
    { "127.0.0.1", NULL, 0, 4000, "127.0.0.1", 4000, FALSE },
    { "127.0.0.1", NULL, 7443, 7443, "127.0.0.1", 7443, TRUE },
    { "::1", NULL, 0, 4000, "::1", 4000, FALSE },
    { NULL, NULL, 7443, 7443, NULL, 7443, TRUE },
    { NULL, "relay.example", 0, 4000, "relay.example", 4000, FALSE },
    { NULL, "relay.example", 99, 99, "relay.example", 99, TRUE },
    { NULL, "relay.example:443", 0, 4000, "relay.example", 443, TRUE },
    { NULL, "Relay.Example:443", 99, 99, NULL, 443, TRUE },
    { NULL, "[2001:db8::1]:443", 0, 4000, "2001:db8::1", 443, TRUE },
  };
  const guint8 pin[MOTUS_PIN_SIZE] = { 1, 2, 3 };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      MotusRelayConfig config = {
        .host = (char *) rows[i].host, .name = (char *) rows[i].name, .port = rows[i].configured,
      };
      guint8 hash[MOTUS_SHA256_SIZE];
      g_autoptr (GError) error = NULL;
      g_autofree char *text = motus_relay_invitation_new (&config, rows[i].actual, pin, hash);
      g_autoptr (MotusLink) link = motus_link_parse (text, &error);
      g_assert_no_error (error);
      if (rows[i].expected_host != NULL)
        g_assert_cmpstr (link->host, ==, rows[i].expected_host);
      g_assert_cmpuint (link->port, ==, rows[i].expected_port);
      g_assert_cmpmem (link->pin, MOTUS_PIN_SIZE, pin, MOTUS_PIN_SIZE);
      g_assert_null (link->inviter);
      g_assert_cmpint (motus_relay_invitation_knows_port (&config), ==, rows[i].known);
    }
}

/* The hash is that of the token which whoever has the link will show. */
static void
test_token (void)
{
  const guint8 pin[MOTUS_PIN_SIZE] = { 0 };
  MotusRelayConfig config = { .host = (char *) "127.0.0.1" };
  guint8 hash[2][MOTUS_SHA256_SIZE], token[MOTUS_INVITATION_TOKEN_SIZE];
  guint8 expected[MOTUS_SHA256_SIZE];

  g_autofree char *first = motus_relay_invitation_new (&config, 1, pin, hash[0]);
  g_autofree char *second = motus_relay_invitation_new (&config, 1, pin, hash[1]);
  g_autoptr (MotusLink) link = motus_link_parse (first, NULL);
  g_assert_nonnull (link);
  motus_invitation_token (link->secret, token);
  motus_sha256 (token, sizeof token, expected);
  g_assert_cmpmem (hash[0], sizeof expected, expected, sizeof expected);
  g_assert_cmpstr (first, !=, second);
  g_assert_cmpint (memcmp (hash[0], hash[1], sizeof expected), !=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay-invitation/addresses", test_addresses);
  g_test_add_func ("/relay-invitation/token", test_token);
  return g_test_run ();
}
