/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-ed25519.h"

#include "test-hex.h"

/* RFC 8032, section 7.1: tests 1, 2, 3 and SHA(abc). */
static const struct {
  const char *seed, *public_key, *message, *signature;
} rows[] = {
  { "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
    "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b" },
  { "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00" },
  { "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
    "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a" },
  { "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
    "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
    "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
    "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704" },
};

static void
test_published (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GByteArray) seed = test_hex (rows[i].seed);
      g_autoptr (GByteArray) message = test_hex (rows[i].message);
      guint8 public_key[32], signature[64];
      motus_ed25519_public (seed->data, public_key);
      test_assert_hex (public_key, sizeof public_key, rows[i].public_key);
      motus_ed25519_sign (seed->data, public_key, message->data, message->len, signature);
      test_assert_hex (signature, sizeof signature, rows[i].signature);
      g_assert_true (motus_ed25519_verify (public_key, message->data, message->len, signature));
    }
}

static void
assert_every_bit_counts (guint8 *bytes, gsize len, const guint8 *public_key,
                         const guint8 *message, const guint8 *signature)
{
  for (gsize bit = 0; bit < 8 * len; bit++)
    {
      bytes[bit / 8] ^= (guint8) (1 << bit % 8);
      g_assert_false (motus_ed25519_verify (public_key, message, 2, signature));
      bytes[bit / 8] ^= (guint8) (1 << bit % 8);
    }
}

static void
test_every_bit (void)
{
  g_autoptr (GByteArray) public_key = test_hex (rows[2].public_key);
  g_autoptr (GByteArray) message = test_hex (rows[2].message);
  g_autoptr (GByteArray) signature = test_hex (rows[2].signature);
  GByteArray *parts[] = { public_key, message, signature };
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    assert_every_bit_counts (parts[i]->data, parts[i]->len, public_key->data, message->data,
                             signature->data);
  g_assert_false (motus_ed25519_verify (public_key->data, message->data, 1, signature->data));
  g_assert_true (motus_ed25519_verify (public_key->data, message->data, 2, signature->data));
}

/* The scalar of RFC 8032's first signature with the order of the group added to it. */
static void
test_scalar_not_reduced (void)
{
  static const guint8 order[32] = {
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    [31] = 0x10,
  };
  g_autoptr (GByteArray) public_key = test_hex (rows[0].public_key);
  g_autoptr (GByteArray) signature = test_hex (rows[0].signature);
  guint carry = 0;
  for (gsize i = 0; i < sizeof order; i++)
    {
      carry += (guint) signature->data[32 + i] + order[i];
      signature->data[32 + i] = (guint8) carry;
      carry >>= 8;
    }
  g_assert_cmpuint (carry, ==, 0);
  g_assert_false (motus_ed25519_verify (public_key->data, NULL, 0, signature->data));
}

/* The points of order 1, 2, 4 and 8, and the ways to write them that are not reduced. With R the
 * neutral element and S zero, a plain check of the equation takes any message for some of them. */
static void
test_small_order (void)
{
  static const char *const keys[] = {
    "0100000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  };
  guint8 signature[64] = { 1 };
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GByteArray) key = test_hex (keys[i]);
      for (guint8 message = 0; message < 16; message++)
        g_assert_false (motus_ed25519_verify (key->data, &message, 1, signature));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ed25519/published", test_published);
  g_test_add_func ("/ed25519/every-bit", test_every_bit);
  g_test_add_func ("/ed25519/scalar-not-reduced", test_scalar_not_reduced);
  g_test_add_func ("/ed25519/small-order", test_small_order);
  return g_test_run ();
}
