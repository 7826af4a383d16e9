/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-admission.h"

static void
test_per_source (void)
{
  g_autoptr (MotusRelayAdmission) admission = motus_relay_admission_new (100, 2);
  g_assert_true (motus_relay_admission_enter (admission, "a"));
  g_assert_true (motus_relay_admission_enter (admission, "a"));
  g_assert_false (motus_relay_admission_enter (admission, "a"));
  g_assert_true (motus_relay_admission_enter (admission, "b"));
  motus_relay_admission_signed_in (admission, "a");
  g_assert_true (motus_relay_admission_enter (admission, "a"));
  g_assert_false (motus_relay_admission_enter (admission, "a"));
  motus_relay_admission_leave (admission, "a", TRUE);
  g_assert_false (motus_relay_admission_enter (admission, "a"));
  motus_relay_admission_leave (admission, "a", FALSE);
  g_assert_true (motus_relay_admission_enter (admission, "a"));
}

static void
test_total (void)
{
  g_autoptr (MotusRelayAdmission) admission = motus_relay_admission_new (2, 10);
  g_assert_true (motus_relay_admission_enter (admission, "a"));
  motus_relay_admission_signed_in (admission, "a");
  g_assert_true (motus_relay_admission_enter (admission, "b"));
  g_assert_false (motus_relay_admission_enter (admission, "c"));
  motus_relay_admission_leave (admission, "a", TRUE);
  g_assert_true (motus_relay_admission_enter (admission, "c"));
}

static void
test_fit (void)
{
  g_assert_cmpuint (motus_relay_admission_fit (8), ==, 8);
  g_assert_cmpuint (motus_relay_admission_fit (1000000000), <, 1000000000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relay-admission/per-source", test_per_source);
  g_test_add_func ("/relay-admission/total", test_total);
  g_test_add_func ("/relay-admission/fit", test_fit);
  return g_test_run ();
}
