/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-secret.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

static void
test_copies (void)
{
  g_autoptr (MotusSecret) secret = motus_secret_new_text ("mum's the word");
  g_autoptr (MotusSecret) copy = motus_secret_copy (secret);

  g_assert_cmpmem (motus_secret_peek (copy), motus_secret_length (copy), "mum's the word", 14);
  g_assert_true (motus_secret_peek (copy) != motus_secret_peek (secret));
  g_assert_cmpint (motus_secret_peek (copy)[14], ==, '\0');
}

static void
test_empty (void)
{
  g_autoptr (MotusSecret) secret = motus_secret_new (0);
  g_assert_cmpuint (motus_secret_length (secret), ==, 0);
  g_assert_cmpint (motus_secret_peek (secret)[0], ==, '\0');
  motus_secret_free (NULL);
}

/* "dd" in VmFlags of the mapping that holds the secret: not to be dumped. */
static void
test_kept_out_of_core_dumps (void)
{
  g_autoptr (MotusSecret) secret = motus_secret_new (32);
  guintptr address = (guintptr) motus_secret_peek (secret);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gboolean inside = FALSE, found = FALSE;

  g_assert_true (g_file_get_contents ("/proc/self/smaps", &text, NULL, &error));
  g_assert_no_error (error);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      unsigned long first, last;
      if (sscanf (lines[i], "%lx-%lx ", &first, &last) == 2)
        inside = first <= address && address < last;
      else if (inside && g_str_has_prefix (lines[i], "VmFlags:"))
        found = strstr (lines[i], " dd") != NULL;
    }
  g_assert_true (found);
}

static void
test_wipe (void)
{
  char text[] = "password";
  motus_wipe (text, sizeof text - 1);
  for (gsize i = 0; i < sizeof text - 1; i++)
    g_assert_cmpint (text[i], ==, '\0');
}

static void
test_no_core_dumps (void)
{
  struct rlimit limit;
  g_assert_true (motus_secret_forbid_core_dumps ());
  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  g_assert_cmpuint (limit.rlim_cur, ==, 0);
  g_assert_cmpuint (limit.rlim_max, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secret/copies", test_copies);
  g_test_add_func ("/secret/empty", test_empty);
  g_test_add_func ("/secret/kept-out-of-core-dumps", test_kept_out_of_core_dumps);
  g_test_add_func ("/secret/wipe", test_wipe);
  g_test_add_func ("/secret/no-core-dumps", test_no_core_dumps);
  return g_test_run ();
}
