/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-client.h"
#include "motus-mention.h"

static void
test_mentions (void)
{
  static const struct {
    const char *text;
    gboolean found;
  } rows[] = {
    { "@bob", TRUE }, { "hi @bob.", TRUE }, { "(@bob)", TRUE }, { "@Bob: yes", TRUE },
    { "@bob, @alice", TRUE }, { "@alice @bob", TRUE }, { "é@bob", TRUE },
    { "@bobby", FALSE }, { "a@bob", FALSE }, { "bob", FALSE }, { "@ bob", FALSE }, { "@@bob", FALSE },
    { "@bob-x", FALSE }, { "@b", FALSE }, { "", FALSE }, { "@", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (motus_mention_names (rows[i].text, "bob"), ==, rows[i].found);
}

static void
test_passwords (void)
{
  static const struct {
    const char *password;
    guint least, most;
  } rows[] = {
    { "", 0, 0 }, { "a", 0, 0 }, { "password", 0, 0 }, { "P4ssw0rd1", 0, 0 }, { "motdepasse", 0, 0 },
    { "aaaaaaaaaaaaaaaa", 0, 0 }, { "12345678901", 0, 0 }, { "abcdefghijkl", 0, 0 },
    { "alice2024", 0, 1 }, { "kQ7x", 0, 1 }, { "tR4!kz9p", 2, 3 }, { "correct horse battery staple", 4, 4 },
    { "g7H!pQz2vLw9", 4, 4 }, { "\xff\xfe", 0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint rating = motus_client_rate_password (rows[i].password, "alice");
      g_test_message ("row %" G_GSIZE_FORMAT ": %u", i, rating);
      g_assert_cmpuint (rating, >=, rows[i].least);
      g_assert_cmpuint (rating, <=, rows[i].most);
    }
}

static void
test_links (void)
{
  static const char *const refused[] = {
    "", "motus://", "motus://h:1/i#v2.a.b.c.d", "http://example.org", "a b", "host:0", "host:99999",
  };
  g_autofree char *relay = NULL;
  g_autofree char *inviter = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_link = TRUE;

  g_assert_true (motus_client_read_link (" relay.example ", &is_link, &relay, &inviter, &error));
  g_assert_false (is_link);
  g_assert_cmpstr (relay, ==, "relay.example:7443");
  g_assert_null (inviter);
  g_free (g_steal_pointer (&relay));
  g_assert_true (motus_client_read_link (
    "motus://127.0.0.1:4711/i#v1.0XHiHMPoGfw6I34pqtAhG4i40zHsuHJsKR3B9nzbBt4.bob."
    "9Jup8tKA3IsmeGONcJiICBsr78212YEmOZbLYK41k8I.C9GZzr7F8F0j5JoKQ0-2iQ",
    &is_link, &relay, &inviter, &error));
  g_assert_no_error (error);
  g_assert_true (is_link);
  g_assert_cmpstr (relay, ==, "127.0.0.1:4711");
  g_assert_cmpstr (inviter, ==, "bob");
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) reason = NULL;
      g_test_message ("%s", refused[i]);
      g_assert_false (motus_client_read_link (refused[i], &is_link, &relay, &inviter, &reason));
      g_assert_error (reason, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_LINK);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/mentions", test_mentions);
  g_test_add_func ("/words/passwords", test_passwords);
  g_test_add_func ("/words/links", test_links);
  return g_test_run ();
}
