/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-connection-words.h"

/* Every state has words, a meaning and something to do. */
static void
test_every_state (void)
{
  for (guint state = MOTUS_CONNECTION_OFFLINE; state <= MOTUS_CONNECTION_STOPPED; state++)
    {
      g_auto (MotusConnectionWords) words = { 0 };
      motus_connection_words_init (&words, state, "relay.example:7443", 5, NULL, "lusab babad");
      g_assert_cmpuint (g_utf8_strlen (words.brief, -1), <=, 24);
      g_assert_nonnull (words.meaning);
      g_assert_nonnull (words.action);
      g_assert_nonnull (words.style);
      g_assert_cmpint (words.what, !=, MOTUS_CONNECTION_DO_NOTHING);
    }
}

static void
test_reasons (void)
{
  g_autoptr (GError) refused = g_error_new (MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_UNREACHABLE, "No answer. Check the network.");
  g_autoptr (GError) changed = g_error_new (MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_RELAY_KEY_CHANGED, "Another key.");
  g_auto (MotusConnectionWords) waiting = { 0 }, stopped = { 0 }, alarm = { 0 };

  motus_connection_words_init (&waiting, MOTUS_CONNECTION_WAITING, NULL, 8, refused, NULL);
  g_assert_cmpstr (waiting.brief, ==, "Trying again in 8 s");
  g_assert_cmpstr (waiting.meaning, ==, refused->message);
  g_assert_cmpint (waiting.what, ==, MOTUS_CONNECTION_DO_CONNECT);
  motus_connection_words_init (&stopped, MOTUS_CONNECTION_STOPPED, NULL, 0, refused, NULL);
  g_assert_cmpint (stopped.what, ==, MOTUS_CONNECTION_DO_CONNECT);
  motus_connection_words_init (&alarm, MOTUS_CONNECTION_STOPPED, NULL, 0, changed, "lusab babad");
  g_assert_cmpstr (alarm.meaning, ==, "Another key. Its words are now: lusab babad");
  g_assert_cmpint (alarm.what, ==, MOTUS_CONNECTION_DO_TRUST);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connection-words/every-state", test_every_state);
  g_test_add_func ("/connection-words/reasons", test_reasons);
  return g_test_run ();
}
