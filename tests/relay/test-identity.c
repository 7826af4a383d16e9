/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-identity.h"

#include "motus-relay-error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define DAY (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)
#define NOW G_GINT64_CONSTANT (1700000000000)

typedef struct {
  MotusRelayConfig *config;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  fixture->config = motus_relay_config_new ();
  g_free (fixture->config->state_dir);
  fixture->config->state_dir = g_dir_make_tmp ("motus-identity-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  const char *const names[] = { "relay-key.pem", "relay-certificate.pem", "key", "" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->config->state_dir, names[i], NULL);
      g_remove (path);
    }
  motus_relay_config_free (fixture->config);
}

static MotusRelayIdentity *
load (Fixture *fixture, gint64 calendar)
{
  g_autoptr (GError) error = NULL;
  MotusRelayIdentity *identity = motus_relay_identity_load (fixture->config, calendar, &error);
  g_assert_no_error (error);
  return identity;
}

static void
test_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MotusRelayIdentity) first = load (fixture, NOW);
  g_autoptr (MotusRelayIdentity) second = load (fixture, NOW + 334 * DAY);
  g_assert_cmpstr (first->certificate, ==, second->certificate);
  g_assert_cmpmem (first->pin, MOTUS_PIN_SIZE, second->pin, MOTUS_PIN_SIZE);
}

static void
test_renewed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MotusRelayIdentity) first = load (fixture, NOW);
  g_assert_false (motus_relay_identity_is_due (first, NOW + 334 * DAY));
  g_assert_true (motus_relay_identity_is_due (first, NOW + 336 * DAY));
  g_autoptr (MotusRelayIdentity) second = load (fixture, NOW + 336 * DAY);
  g_assert_cmpstr (first->certificate, !=, second->certificate);
  g_assert_cmpmem (first->pin, MOTUS_PIN_SIZE, second->pin, MOTUS_PIN_SIZE);
  g_assert_cmpint (second->expiry, >, NOW + (336 + 360) * DAY);
  g_assert_false (motus_relay_identity_is_due (second, NOW + 336 * DAY));
}

/* A damaged certificate is made anew; a damaged key never is. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *key = g_build_filename (fixture->config->state_dir, "relay-key.pem", NULL);
  g_autofree char *certificate = g_build_filename (fixture->config->state_dir,
                                                   "relay-certificate.pem", NULL);
  g_autoptr (MotusRelayIdentity) first = load (fixture, NOW);
  g_assert_true (g_file_set_contents (certificate, "x", 1, NULL));
  g_autoptr (MotusRelayIdentity) second = load (fixture, NOW);
  g_assert_cmpmem (first->pin, MOTUS_PIN_SIZE, second->pin, MOTUS_PIN_SIZE);

  g_assert_true (g_file_set_contents_full (key, "x", 1, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                           NULL));
  g_assert_null (motus_relay_identity_load (fixture->config, NOW, &error));
  g_assert_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_TLS);
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (key, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "x");
}

static void
test_open_key (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *key = g_build_filename (fixture->config->state_dir, "relay-key.pem", NULL);
  struct stat status;
  g_autoptr (MotusRelayIdentity) first = load (fixture, NOW);
  g_assert_cmpint (stat (key, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_chmod (key, 0644), ==, 0);
  g_assert_null (motus_relay_identity_load (fixture->config, NOW, &error));
  g_assert_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_TLS);
  g_assert_nonnull (strstr (error->message, "chmod 600"));
}

static void
test_missing_files (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  fixture->config->certificate = g_strdup ("/nonexistent/certificate.pem");
  fixture->config->key = g_strdup ("/nonexistent/key.pem");
  g_assert_null (motus_relay_identity_load (fixture->config, NOW, &error));
  g_assert_error (error, MOTUS_RELAY_ERROR, MOTUS_RELAY_ERROR_TLS);
  g_assert_nonnull (strstr (error->message, "/nonexistent/certificate.pem"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/relay-identity/kept", test_kept);
  ADD ("/relay-identity/renewed", test_renewed);
  ADD ("/relay-identity/damaged", test_damaged);
  ADD ("/relay-identity/open-key", test_open_key);
  ADD ("/relay-identity/missing-files", test_missing_files);
  return g_test_run ();
}
