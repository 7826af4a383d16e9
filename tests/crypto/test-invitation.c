/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-invitation.h"

#include "test-hex.h"

/* The figure comes from an independent computation. */
static void
test_known (void)
{
  guint8 secret[MOTUS_INVITATION_SECRET_SIZE], token[MOTUS_INVITATION_TOKEN_SIZE];
  for (guint i = 0; i < sizeof secret; i++)
    secret[i] = (guint8) i;
  motus_invitation_token (secret, token);
  test_assert_hex (token, sizeof token,
              "66d7e3c4276be515a0b36e097387b59b45524d918dfcd3dabf49411ad7acb487");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/invitation/known", test_known);
  return g_test_run ();
}
