/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-base64.h"

#include <string.h>

/* RFC 4648, section 10. */
static const struct {
  const char *plain, *padded, *url;
} rows[] = {
  { "", "", "" },
  { "f", "Zg==", "Zg" },
  { "fo", "Zm8=", "Zm8" },
  { "foo", "Zm9v", "Zm9v" },
  { "foob", "Zm9vYg==", "Zm9vYg" },
  { "fooba", "Zm9vYmE=", "Zm9vYmE" },
  { "foobar", "Zm9vYmFy", "Zm9vYmFy" },
  { "\xfb\xff\xfe", "+//+", "-__-" },
};

static void
assert_decodes (GBytes *found, const char *plain)
{
  g_assert_nonnull (found);
  g_assert_cmpmem (g_bytes_get_data (found, NULL), g_bytes_get_size (found), plain, strlen (plain));
  g_bytes_unref (found);
}

static void
test_published (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *padded = motus_base64_encode (rows[i].plain, strlen (rows[i].plain));
      g_autofree char *url = motus_base64url_encode (rows[i].plain, strlen (rows[i].plain));
      g_assert_cmpstr (padded, ==, rows[i].padded);
      g_assert_cmpstr (url, ==, rows[i].url);
      assert_decodes (motus_base64_decode (padded, 100), rows[i].plain);
      assert_decodes (motus_base64url_decode (url, 100), rows[i].plain);
    }
}

static void
test_strict (void)
{
  static const char *const refused[] = {
    "Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm9v====", "Zm 9v", "Zm9v\n", "=", "====", "Z===",
    "Zg==Zg==", "-_8=", "Zm9v=", "Z=m9", "\xc3\xa9Zm", "Zm9.",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      gsize decoded = 77;
      g_assert_null (motus_base64_decode (refused[i], 100));
      g_assert_false (motus_base64_measure (refused[i], strlen (refused[i]), &decoded));
      g_assert_cmpuint (decoded, ==, 77);
    }
  g_assert_null (motus_base64url_decode ("Zg==", 100));
  g_assert_null (motus_base64url_decode ("Zh", 100));
  g_assert_null (motus_base64url_decode ("+/8", 100));
}

static void
test_lengths (void)
{
  guint8 out[3] = { 9, 9, 9 };
  gsize decoded;

  g_assert_null (motus_base64_decode ("Zm9v", 2));
  g_assert_false (motus_base64_decode_exact ("Zm8=", out, 3));
  g_assert_false (motus_base64_decode_exact ("Zm9", out, 3));
  g_assert_false (motus_base64_decode_exact ("Z*9v", out, 3));
  g_assert_cmpmem (out, 3, "\x09\x09\x09", 3);
  g_assert_true (motus_base64_decode_exact ("Zm9v", out, 3));
  g_assert_cmpmem (out, 3, "foo", 3);
  g_assert_true (motus_base64_measure ("Zm9vYg==", 8, &decoded));
  g_assert_cmpuint (decoded, ==, 4);
}

static void
test_all_bytes (void)
{
  for (guint len = 0; len < 200; len++)
    {
      guint8 data[200], back[200];
      for (guint i = 0; i < len; i++)
        data[i] = (guint8) (i * 37 + len);
      g_autofree char *text = motus_base64_encode (data, len);
      g_autofree char *reference = g_base64_encode (data, len);
      g_assert_cmpstr (text, ==, len > 0 ? reference : "");
      g_assert_true (motus_base64_decode_exact (text, back, len));
      g_assert_cmpmem (back, len, data, len);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base64/published", test_published);
  g_test_add_func ("/base64/strict", test_strict);
  g_test_add_func ("/base64/lengths", test_lengths);
  g_test_add_func ("/base64/all-bytes", test_all_bytes);
  return g_test_run ();
}
