/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-config.h"
#include "motus-relay-error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static char *
write_config (const char *text)
{
  g_autoptr (GError) error = NULL;
  char *path = NULL;
  int fd = g_file_open_tmp ("motus-config-XXXXXX", &path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (write (fd, text, strlen (text)), ==, (gssize) strlen (text));
  close (fd);
  return path;
}

/* @expected stands behind "FILE:"; it is the beginning of what is said. */
static const struct {
  const char *text, *expected;
} bad[] = {
  { "[relay]\nlisten=7443\n",
    "2: listen: “7443” is not an address to listen on; expected ADDR" },
  { "[relay]\nlisten=::1:7443\n", "2: listen: “::1:7443” is not an address" },
  { "[relay]\nlisten=[127.0.0.1]:7443\n", "2: listen: " },
  { "[relay]\nlisten=127.0.0.1:65536\n", "2: listen: " },
  { "[relay]\nlisten=127.0.0.1:\n", "2: listen: " },
  { "[relay]\nlisten=relay.example:7443\n", "2: listen: " },
  { "[relay]\n\nstate-dir=here\n", "3: state-dir: “here” is not a path that begins with /" },
  { "[relay]\nname=no such name\n", "2: name: “no such name” is not HOST or HOST:PORT" },
  { "[relay]\nname=relay.example:0\n", "2: name: " },
  { "[tls]\nnames=a.example;b/c\n", "2: names: “b/c” is not a host name" },
  { "[tls]\ncertificate=/etc/c.pem\n", "2: a certificate needs its key" },
  { "[tls]\n# its key\nkey=/etc/k.pem\n", "3: a key needs its certificate" },
  { "[tls]\nkey-type=dsa\n", "2: key-type: “dsa” is not ecdsa or rsa" },
  { "[accounts]\nregistration=public\n",
    "2: registration: “public” is not open, invite or closed" },
  { "[accounts]\nseed-login=yes\n", "2: seed-login: “yes” is not true or false" },
  { "[accounts]\nuser-invites=\n", "2: user-invites: “” is not true or false" },
  { "[limits]\nconnections=many\n",
    "2: connections: “many” is not a whole number from 8 to 1000000" },
  { "[limits]\nlogin-failures=0\n",
    "2: login-failures: “0” is not a whole number from 1 to 64" },
  { "[limits]\nlogin-failures=-5\n", "2: login-failures: “-5” is not" },
  { "[limits]\nroom-members=257\n",
    "2: room-members: “257” is not a whole number from 2 to 256" },
  { "[limits]\naccounts=5 # five\n", "2: accounts: “5 # five” is not" },
  { "[limits]\nacounts=5\n", "2: [limits] has no setting “acounts”" },
  { "[relay]\nregistration=open\n", "2: [relay] has no setting “registration”" },
  { "[server]\n", "1: there is no group [server]" },
  { "# comment\n\n[relay\n", "3: “[relay” has no ] at its end" },
  { "[relay]\nlisten\n", "2: “listen” is neither [group], key=value nor a comment" },
  { "listen=:7443\n", "1: a setting stands before the first group" },
  { "[accounts]\nseed-login=true\n[relay]\n[accounts]\nseed-login=false\n",
    "5: “seed-login” stands in line 2 already" },
  { "[relay]\nname=\xff\n", "1: this is not a configuration" },
};

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = write_config (bad[i].text);
      g_autofree char *expected = g_strdup_printf ("%s:%s", path, bad[i].expected);
      g_assert_null (motus_relay_config_load (path, &error));
      g_unlink (path);
      g_assert_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_CONFIG);
      if (!g_str_has_prefix (error->message, expected))
        g_assert_cmpstr (error->message, ==, expected);
    }
}

static void
test_missing (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (motus_relay_config_load ("/nonexistent/relay.conf", &error));
  g_assert_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_CONFIG);
}

static void
test_defaults (void)
{
  g_autoptr (MotusRelayConfig) config = motus_relay_config_new ();
  g_assert_null (config->host);
  g_assert_cmpuint (config->port, ==, 7443);
  g_assert_null (config->name);
  g_assert_true (g_path_is_absolute (config->state_dir));
  g_assert_cmpint (config->registration, ==, MOTUS_RELAY_REGISTRATION_INVITE);
  g_assert_false (config->seed_login);
  g_assert_false (config->rsa_key);
  g_assert_cmpuint (config->limits.login_failures, ==, 5);
  g_assert_cmpuint (config->limits.login_window_seconds, ==, 300);
  g_assert_cmpuint (config->limits.login_lock_seconds, ==, 900);
  g_assert_cmpuint (config->limits.challenge_seconds, ==, 300);
  g_assert_cmpuint (config->limits.connections_per_source, ==, 64);
  g_assert_cmpuint (config->limits.login_seconds, ==, 20);
  /* Whoever signs in is sent the keys of all. */
  g_assert_cmpuint (config->limits.output_bytes, >, config->limits.accounts * 470);
}

static void
test_good (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = write_config (
    "# a relay\n[relay]\nlisten = [::1]:0\nstate-dir=/srv/motus\nname=relay.example:443\n"
    "[tls]\r\nnames=relay.example; 192.0.2.1 ;\r\nkey-type=rsa\n"
    "[accounts]\nregistration=open\nseed-login=true\nuser-invites=false\n"
    "[limits]\nconnections=100\noutput-bytes=16777216\n");
  g_autoptr (MotusRelayConfig) config = motus_relay_config_load (path, &error);
  g_unlink (path);
  g_assert_no_error (error);
  g_assert_cmpstr (config->host, ==, "::1");
  g_assert_cmpuint (config->port, ==, 0);
  g_assert_cmpstr (config->state_dir, ==, "/srv/motus");
  g_assert_cmpstr (config->name, ==, "relay.example:443");
  g_assert_cmpuint (g_strv_length (config->names), ==, 2);
  g_assert_cmpstr (config->names[1], ==, "192.0.2.1");
  g_assert_true (config->rsa_key);
  g_assert_cmpint (config->registration, ==, MOTUS_RELAY_REGISTRATION_OPEN);
  g_assert_true (config->seed_login);
  g_assert_false (config->user_invites);
  g_assert_cmpuint (config->limits.connections, ==, 100);
  g_assert_cmpuint (config->limits.output_bytes, ==, 16777216);
  g_assert_cmpuint (config->limits.login_failures, ==, 5);
}

/* Every setting of the example, its comment sign taken away, is one that is read, with the
 * default as its value where it shows one. */
static void
test_example (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *example = g_test_build_filename (G_TEST_DIST, "..", "data",
                                                    "motus-relay.conf.example", NULL);
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (example, &text, NULL, &error));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) bare = g_string_new (NULL);
  for (gsize i = 0; lines[i] != NULL; i++)
    g_string_append_printf (bare, "%s\n",
                            lines[i][0] == '#' && g_ascii_islower (lines[i][1]) ? lines[i] + 1
                                                                                : lines[i]);

  g_autofree char *path = write_config (bare->str);
  g_autoptr (MotusRelayConfig) config = motus_relay_config_load (path, &error);
  g_unlink (path);
  g_assert_no_error (error);
  g_autoptr (MotusRelayConfig) defaults = motus_relay_config_new ();
  g_assert_cmpmem (&config->limits, sizeof config->limits, &defaults->limits,
                   sizeof defaults->limits);
  g_assert_cmpint (config->registration, ==, defaults->registration);
  g_assert_cmpint (config->user_invites, ==, defaults->user_invites);
  g_assert_cmpuint (config->port, ==, defaults->port);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay-config/bad", test_bad);
  g_test_add_func ("/relay-config/missing", test_missing);
  g_test_add_func ("/relay-config/defaults", test_defaults);
  g_test_add_func ("/relay-config/good", test_good);
  g_test_add_func ("/relay-config/example", test_example);
  return g_test_run ();
}
