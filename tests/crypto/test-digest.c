/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-digest.h"

#include "test-hex.h"

#define TWO_BLOCKS "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"

/* FIPS 180-4 examples. */
static const struct {
  const char *text, *sha1, *sha256, *sha512;
} digests[] = {
  { "", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
    "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e" },
  { "abc", "a9993e364706816aba3e25717850c26c9cd0d89d",
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
    "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f" },
  { TWO_BLOCKS, "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    "204a8fc6dda82f0a0ced7beb8e08a41657c16ef468b228a8279be331a703c335"
    "96fd15c13b1b07f9aa1d3bea57789ca031ad85c7a71dd70354ec631238ca3445" },
};

/* RFC 4231, section 4; keys of 131 bytes in the last two, longer than a block. */
#define AA_32 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define AA_131 AA_32 AA_32 AA_32 AA_32 "aaaaaa"
static const struct {
  const char *key, *data, *mac;
} hmacs[] = {
  { "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265",
    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7" },
  { "4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843" },
  { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
    "dddddddddddddddddddddddddddddddddddd",
    "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe" },
  { AA_131, "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a"
    "65204b6579202d2048617368204b6579204669727374",
    "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54" },
  { AA_131, "5468697320697320612074657374207573696e672061206c6172676572207468"
    "616e20626c6f636b2d73697a65206b657920616e642061206c61726765722074"
    "68616e20626c6f636b2d73697a6520646174612e20546865206b6579206e6565"
    "647320746f20626520686173686564206265666f7265206265696e6720757365"
    "642062792074686520484d414320616c676f726974686d2e",
    "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2" },
};

/* RFC 7914, section 11. */
static const struct {
  const char *password, *salt;
  guint iterations;
  const char *out;
} derivations[] = {
  { "passwd", "73616c74", 1,
    "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
    "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783" },
  { "Password", "4e61436c", 80000,
    "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"
    "a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d" },
};

static void
test_digests (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (digests); i++)
    {
      guint8 out[MOTUS_SHA512_SIZE];
      gsize len = strlen (digests[i].text);
      motus_sha1 (digests[i].text, len, out);
      test_assert_hex (out, MOTUS_SHA1_SIZE, digests[i].sha1);
      motus_sha256 (digests[i].text, len, out);
      test_assert_hex (out, MOTUS_SHA256_SIZE, digests[i].sha256);
      motus_sha512 (digests[i].text, len, out);
      test_assert_hex (out, MOTUS_SHA512_SIZE, digests[i].sha512);
    }
}

static void
test_hmac (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hmacs); i++)
    {
      g_autoptr (GByteArray) key = test_hex (hmacs[i].key);
      g_autoptr (GByteArray) data = test_hex (hmacs[i].data);
      guint8 out[MOTUS_SHA256_SIZE];
      motus_hmac_sha256 (key->data, key->len, data->data, data->len, out);
      test_assert_hex (out, sizeof out, hmacs[i].mac);
    }
}

static void
test_pbkdf2 (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (derivations); i++)
    {
      g_autoptr (GByteArray) salt = test_hex (derivations[i].salt);
      const char *password = derivations[i].password;
      guint8 out[64];
      motus_pbkdf2_sha256 (password, strlen (password), salt->data, salt->len,
                           derivations[i].iterations, out, sizeof out);
      test_assert_hex (out, sizeof out, derivations[i].out);
    }
}

static void
test_nothing (void)
{
  guint8 null[MOTUS_SHA256_SIZE], empty[MOTUS_SHA256_SIZE];

  motus_sha256 (NULL, 0, null);
  test_assert_hex (null, sizeof null, digests[0].sha256);
  motus_hmac_sha256 (NULL, 0, NULL, 0, null);
  motus_hmac_sha256 ("", 0, "", 0, empty);
  g_assert_cmpmem (null, sizeof null, empty, sizeof empty);
  motus_pbkdf2_sha256 (NULL, 0, NULL, 0, 1, null, sizeof null);
  motus_pbkdf2_sha256 ("", 0, "", 0, 1, empty, sizeof empty);
  g_assert_cmpmem (null, sizeof null, empty, sizeof empty);
}

static void
test_equal (void)
{
  guint8 a[33], b[33];
  memset (a, 7, sizeof a);
  memcpy (b, a, sizeof b);
  g_assert_true (motus_equal_secret (a, b, sizeof a));
  g_assert_true (motus_equal_secret (NULL, NULL, 0));
  for (gsize i = 0; i < 8 * sizeof a; i++)
    {
      b[i / 8] ^= (guint8) (1 << i % 8);
      g_assert_false (motus_equal_secret (a, b, sizeof a));
      b[i / 8] = a[i / 8];
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/digest/published", test_digests);
  g_test_add_func ("/digest/hmac", test_hmac);
  g_test_add_func ("/digest/pbkdf2", test_pbkdf2);
  g_test_add_func ("/digest/nothing", test_nothing);
  g_test_add_func ("/digest/equal", test_equal);
  return g_test_run ();
}
