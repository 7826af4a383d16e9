/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-aes-gcm.h"

#include "test-hex.h"

#define ZERO_16 "00000000000000000000000000000000"
#define KEY_16 "feffe9928665731c6d6a8f9467308308"
#define TEXT_60 \
  "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a31" \
  "8a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
#define AD_20 "feedfacedeadbeeffeedfacedeadbeefabaddad2"
#define NONCE_60 \
  "9313225df88406e555909c5aff5269aa6a7a9538534f7da1e4c303d2a318" \
  "a728c3c0c95156809539fcf0e2429a6b525416aedbf5a0de6a57a637b39b"
/* McGrew, Viega: "The Galois/Counter Mode of Operation", appendix B, the cases named. */
static const struct {
  const char *key, *nonce, *ad, *text, *ciphertext, *tag;
} rows[] = {
  /* 1 */
  { ZERO_16, "000000000000000000000000", "", "", "", "58e2fccefa7e3061367f1d57a4e7455a" },
  /* 13 */
  { ZERO_16 ZERO_16, "000000000000000000000000", "", "", "", "530f8afbc74536b9a963b4f1c4cb738b" },
  /* 14 */
  { ZERO_16 ZERO_16, "000000000000000000000000", "", ZERO_16, "cea7403d4d606b6e074ec5d3baf39d18",
    "d0d1c8a799996bf0265b98b5d48ab919" },
  /* 15 */
  { KEY_16 KEY_16, "cafebabefacedbaddecaf888", "", TEXT_60 "1aafd255",
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
    "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad",
    "b094dac5d93471bdec1a502270e3cc6c" },
  /* 16 */
  { KEY_16 KEY_16, "cafebabefacedbaddecaf888", AD_20, TEXT_60,
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
    "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
    "76fc6ece0f4e1768cddf8853bb2d551b" },
  /* 17 */
  { KEY_16 KEY_16, "cafebabefacedbad", AD_20, TEXT_60,
    "c3762df1ca787d32ae47c13bf19844cbaf1ae14d0b976afac52ff7d79bba9de0"
    "feb582d33934a4f0954cc2363bc73f7862ac430e64abe499f47c9b1f",
    "3a337dbf46a792c45e454913fe2ea8f2" },
  /* 18 */
  { KEY_16 KEY_16, NONCE_60, AD_20, TEXT_60,
    "5a8def2f0c9e53f1f75d7853659e2a20eeb2b22aafde6419a058ab4f6f746bf4"
    "0fc0c3b780f244452da3ebf1c5d82cdea2418997200ef82e44ae7e3f",
    "a44a8266ee1c8eb0c8b5d4cf5ae9f19a" },
};

static void
test_published (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GByteArray) key = test_hex (rows[i].key);
      g_autoptr (GByteArray) nonce = test_hex (rows[i].nonce);
      g_autoptr (GByteArray) ad = test_hex (rows[i].ad);
      g_autoptr (GByteArray) text = test_hex (rows[i].text);
      guint8 ciphertext[64], tag[16], back[64];
      g_assert_true (motus_aes_gcm_seal (key->data, key->len, nonce->data, nonce->len, ad->data,
                                         ad->len, text->data, text->len, ciphertext, tag));
      test_assert_hex (ciphertext, text->len, rows[i].ciphertext);
      test_assert_hex (tag, sizeof tag, rows[i].tag);
      g_assert_true (motus_aes_gcm_open (key->data, key->len, nonce->data, nonce->len, ad->data,
                                         ad->len, ciphertext, text->len, tag, back));
      g_assert_cmpmem (back, text->len, text->data, text->len);
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
  g_assert_false (motus_aes_gcm_open (key, 32, nonce, 16, ad, 8, ciphertext, 40, tag, out));
  g_assert_cmpmem (out, sizeof out, untouched, sizeof untouched);
  bytes[bit / 8] ^= (guint8) (1 << bit % 8);
}

/* With a nonce of 16 bytes, every one of which must count. */
static void
test_every_bit (void)
{
  guint8 key[32] = { 1 }, nonce[16] = { 2 }, ad[8] = { 3 }, text[40] = { 4 }, tag[16], out[40];
  g_assert_true (motus_aes_gcm_seal (key, 32, nonce, 16, ad, 8, text, 40, text, tag));
  struct {
    guint8 *bytes;
    gsize len;
  } parts[] = { { key, 32 }, { nonce, 16 }, { ad, 8 }, { text, 40 }, { tag, 16 } };
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    for (gsize bit = 0; bit < 8 * parts[i].len; bit++)
      assert_refused (parts[i].bytes, bit, key, nonce, ad, text, tag);
  g_assert_true (motus_aes_gcm_open (key, 32, nonce, 16, ad, 8, text, 40, tag, out));
}

static void
test_lengths (void)
{
  guint8 key[33] = { 1 }, nonce[12] = { 2 }, text[16] = { 3 }, tag[16] = { 4 }, out[16];
  for (gsize key_len = 0; key_len <= sizeof key; key_len++)
    {
      gboolean taken = key_len == 16 || key_len == 24 || key_len == 32;
      g_assert_true (motus_aes_gcm_seal (key, key_len, nonce, 12, NULL, 0, text, 16, out, tag)
                     == taken);
      g_assert_true (motus_aes_gcm_open (key, key_len, nonce, 12, NULL, 0, out, 16, tag, out)
                     == taken);
    }
  g_assert_false (motus_aes_gcm_seal (key, 32, nonce, 0, NULL, 0, text, 16, out, tag));
  g_assert_false (motus_aes_gcm_open (key, 32, nonce, 0, NULL, 0, text, 16, tag, out));
}

static void
test_in_place (gconstpointer data)
{
  gsize len = GPOINTER_TO_SIZE (data);
  guint8 key[32] = { 1 }, nonce[12] = { 2 }, tag[16];
  g_autofree guint8 *text = g_malloc0 (len), *bytes = g_malloc0 (len);
  g_assert_true (motus_aes_gcm_seal (key, 32, nonce, 12, NULL, 0, bytes, len, bytes, tag));
  g_assert_cmpint (memcmp (bytes, text, len), !=, 0);
  g_assert_true (motus_aes_gcm_open (key, 32, nonce, 12, NULL, 0, bytes, len, tag, bytes));
  g_assert_cmpmem (bytes, len, text, len);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/aes-gcm/published", test_published);
  g_test_add_func ("/aes-gcm/every-bit", test_every_bit);
  g_test_add_func ("/aes-gcm/lengths", test_lengths);
  g_test_add_data_func ("/aes-gcm/in-place/1024", GSIZE_TO_POINTER (1024), test_in_place);
  g_test_add_data_func ("/aes-gcm/in-place/1025", GSIZE_TO_POINTER (1025), test_in_place);
  g_test_add_data_func ("/aes-gcm/in-place/1048576", GSIZE_TO_POINTER (1048576), test_in_place);
  return g_test_run ();
}
