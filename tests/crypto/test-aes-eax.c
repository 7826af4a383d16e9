/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-aes-eax.h"

#include "test-hex.h"

/* Made by another implementation, as the paper's own vectors are for AES-128: key 00 01 … 1f,
 * nonce 40 41 …, associated data 80 81 …, text c0 c1 …, of the given lengths. */
static const struct {
  gsize nonce_len, ad_len, len;
  const char *ciphertext, *tag;
} rows[] = {
  { 16, 0, 0, "", "03d6dfe0dfd5ef60fb3ff0b0e1f0c5cc" },
  { 16, 0, 1, "87", "931273a0afaedcedb50377c01fda4790" },
  { 16, 8, 16, "87b9138604946497479b80b151d59d57", "58935bcfdc71623946213f791c255469" },
  { 12, 20, 33, "c57f3adae7a119690cacf9a741c09b3748ee3622b86e3f97b3380bd5ccd059732e",
    "fade9bf4ea587f627a29d49d0b078853" },
  { 1, 0, 5, "b4beb052af", "d72a20a0605da0169f5ba1925a15f165" },
};

static void
count_up (guint8 *bytes, gsize len, guint8 first)
{
  for (gsize i = 0; i < len; i++)
    bytes[i] = (guint8) (first + i);
}

static void
test_known (void)
{
  guint8 key[32], nonce[40], ad[40], text[40];
  count_up (key, sizeof key, 0);
  count_up (nonce, sizeof nonce, 0x40);
  count_up (ad, sizeof ad, 0x80);
  count_up (text, sizeof text, 0xc0);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint8 ciphertext[40], tag[16], back[40];
      gsize len = rows[i].len;
      motus_aes_eax_seal (key, nonce, rows[i].nonce_len, ad, rows[i].ad_len, text, len, ciphertext,
                          tag);
      test_assert_hex (ciphertext, len, rows[i].ciphertext);
      test_assert_hex (tag, sizeof tag, rows[i].tag);
      g_assert_true (motus_aes_eax_open (key, nonce, rows[i].nonce_len, ad, rows[i].ad_len,
                                         ciphertext, len, tag, back));
      g_assert_cmpmem (back, len, text, len);
    }
}

/* Flips @bit of the bytes, sees that nothing opens and nothing is written, and flips it back. */
static void
assert_refused (guint8 *bytes, gsize bit, const guint8 *key, const guint8 *nonce,
                const guint8 *ad, const guint8 *ciphertext, const guint8 *tag)
{
  guint8 out[40], untouched[40];
  memset (out, 0x5a, sizeof out);
  memset (untouched, 0x5a, sizeof untouched);
  bytes[bit / 8] ^= (guint8) (1 << bit % 8);
  g_assert_false (motus_aes_eax_open (key, nonce, 16, ad, 8, ciphertext, 40, tag, out));
  g_assert_cmpmem (out, sizeof out, untouched, sizeof untouched);
  bytes[bit / 8] ^= (guint8) (1 << bit % 8);
}

static void
test_every_bit (void)
{
  guint8 key[32], nonce[16], ad[8], text[40], tag[16], out[40];
  count_up (key, sizeof key, 0);
  count_up (nonce, sizeof nonce, 0x40);
  count_up (ad, sizeof ad, 0x80);
  count_up (text, sizeof text, 0xc0);
  motus_aes_eax_seal (key, nonce, 16, ad, 8, text, 40, text, tag);
  struct {
    guint8 *bytes;
    gsize len;
  } parts[] = { { key, 32 }, { nonce, 16 }, { ad, 8 }, { text, 40 }, { tag, 16 } };
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    for (gsize bit = 0; bit < 8 * parts[i].len; bit++)
      assert_refused (parts[i].bytes, bit, key, nonce, ad, text, tag);
  g_assert_true (motus_aes_eax_open (key, nonce, 16, ad, 8, text, 40, tag, out));
}

static void
test_lengths (void)
{
  guint8 key[32] = { 1 }, nonce[16] = { 2 }, tag[16], out[40] = { 0 };
  guint8 ciphertext[40], ad[8] = { 3 };
  motus_aes_eax_seal (key, nonce, 16, ad, 8, out, 32, ciphertext, tag);
  g_assert_false (motus_aes_eax_open (key, nonce, 16, ad, 8, ciphertext, 31, tag, out));
  g_assert_false (motus_aes_eax_open (key, nonce, 15, ad, 8, ciphertext, 32, tag, out));
  g_assert_false (motus_aes_eax_open (key, nonce, 16, ad, 7, ciphertext, 32, tag, out));
  g_assert_true (motus_aes_eax_open (key, nonce, 16, ad, 8, ciphertext, 32, tag, out));
}

static void
test_in_place (gconstpointer data)
{
  gsize len = GPOINTER_TO_SIZE (data);
  guint8 key[32] = { 1 }, nonce[16] = { 2 }, tag[16];
  g_autofree guint8 *text = g_malloc (len + 1), *bytes = g_malloc (len + 1);
  count_up (text, len, 7);
  memcpy (bytes, text, len);
  motus_aes_eax_seal (key, nonce, 16, NULL, 0, bytes, len, bytes, tag);
  g_assert_true (len < 4 || memcmp (bytes, text, len) != 0);
  g_assert_true (motus_aes_eax_open (key, nonce, 16, NULL, 0, bytes, len, tag, bytes));
  g_assert_cmpmem (bytes, len, text, len);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/aes-eax/known", test_known);
  g_test_add_func ("/aes-eax/every-bit", test_every_bit);
  g_test_add_func ("/aes-eax/lengths", test_lengths);
  g_test_add_data_func ("/aes-eax/in-place/1", GSIZE_TO_POINTER (1), test_in_place);
  g_test_add_data_func ("/aes-eax/in-place/1024", GSIZE_TO_POINTER (1024), test_in_place);
  g_test_add_data_func ("/aes-eax/in-place/1025", GSIZE_TO_POINTER (1025), test_in_place);
  g_test_add_data_func ("/aes-eax/in-place/1048576", GSIZE_TO_POINTER (1048576), test_in_place);
  return g_test_run ();
}
