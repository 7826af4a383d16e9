/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-wire-error.h"

static void
assert_code (GQuark domain, int number, const char *code)
{
  g_autoptr (GError) error = g_error_new_literal (domain, number, "for the test");
  g_assert_cmpstr (motus_wire_error_code (error), ==, code);
}

static void
test_code (void)
{
  assert_code (MOTUS_WIRE_ERROR, MOTUS_WIRE_ERROR_BAD_FRAME, "bad-frame");
  assert_code (MOTUS_WIRE_ERROR, MOTUS_WIRE_ERROR_UNKNOWN_TYPE, "unknown-type");
  assert_code (MOTUS_WIRE_ERROR, MOTUS_WIRE_ERROR_BAD_MESSAGE, "bad-message");
  assert_code (MOTUS_WIRE_ERROR, MOTUS_WIRE_ERROR_TOO_LARGE, NULL);
  assert_code (MOTUS_WIRE_ERROR, MOTUS_WIRE_ERROR_BAD_LINK, NULL);
  assert_code (MOTUS_WIRE_ERROR, MOTUS_WIRE_ERROR_BAD_ADDRESS, NULL);
  assert_code (G_MARKUP_ERROR, 0, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire-error/code", test_code);
  return g_test_run ();
}
