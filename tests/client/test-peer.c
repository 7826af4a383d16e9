/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-peer.h"

#include <string.h>

static GBytes *spki_a, *spki_b;
static guint8 sign_a[MOTUS_ED25519_PUBLIC_SIZE] = { 1 };
static guint8 sign_b[MOTUS_ED25519_PUBLIC_SIZE] = { 2 };

static GBytes *
make_spki (void)
{
  g_autoptr (MotusRsaKey) key = motus_rsa_key_generate (NULL);

  return g_bytes_ref (motus_rsa_public_key_get_spki (motus_rsa_key_get_public (key)));
}

static void
assert_stored (const MotusPeer *peer)
{
  g_autoptr (GBytes) data = motus_peer_encode (peer);
  g_autoptr (MotusPeer) again = motus_peer_decode (data);
  g_autoptr (GBytes) second = NULL;

  g_assert_nonnull (again);
  second = motus_peer_encode (again);
  g_assert_true (g_bytes_equal (data, second));
  g_assert_cmpint (motus_peer_get_trust (again), ==, motus_peer_get_trust (peer));
  for (gsize len = 0; len < g_bytes_get_size (data); len++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (data, 0, len);
      g_assert_null (motus_peer_decode (cut));
    }
}

static void
test_first_use (void)
{
  g_autoptr (MotusPeer) peer = motus_peer_new ("bob");

  g_assert_cmpint (motus_peer_get_trust (peer), ==, MOTUS_TRUST_NONE);
  g_assert_true (motus_peer_offer (peer, spki_a, sign_a, NULL));
  g_assert_cmpint (motus_peer_get_trust (peer), ==, MOTUS_TRUST_PINNED);
  g_assert_false (motus_peer_offer (peer, spki_a, sign_a, NULL));
  assert_stored (peer);
}

/* Any other key, of either kind or missing, waits for a person; the pinned one stays the one used. */
static void
test_changed (void)
{
  const struct {
    GBytes *spki;
    const guint8 *signing;
  } rows[] = { { spki_b, sign_a }, { spki_a, sign_b }, { spki_b, sign_b }, { spki_a, NULL } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MotusPeer) peer = motus_peer_new ("bob");
      motus_peer_offer (peer, spki_a, sign_a, NULL);
      peer->verified = TRUE;
      g_assert_true (motus_peer_offer (peer, rows[i].spki, rows[i].signing, NULL));
      g_assert_cmpint (motus_peer_get_trust (peer), ==, MOTUS_TRUST_CHANGED);
      g_assert_true (g_bytes_equal (peer->pinned.spki, spki_a));
      g_assert_cmpmem (peer->pinned.signing, 32, sign_a, 32);
      g_assert_false (motus_peer_offer (peer, rows[i].spki, rows[i].signing, NULL));
      assert_stored (peer);
      g_assert_true (motus_peer_accept (peer));
      g_assert_cmpint (motus_peer_get_trust (peer), ==, MOTUS_TRUST_PINNED);
      g_assert_true (g_bytes_equal (peer->pinned.spki, rows[i].spki));
      g_assert_true (peer->signed_once);
    }
}

/* A relay that adds a signing key to an account that had none could then sign in its name. */
static void
test_signing_key_added (void)
{
  g_autoptr (MotusPeer) peer = motus_peer_new ("bob");

  motus_peer_offer (peer, spki_a, NULL, NULL);
  g_assert_false (peer->signed_once);
  motus_peer_offer (peer, spki_a, sign_a, NULL);
  g_assert_cmpint (motus_peer_get_trust (peer), ==, MOTUS_TRUST_CHANGED);
  g_assert_true (peer->signed_once);
}

static void
test_promise (void)
{
  guint8 fingerprint[MOTUS_FINGERPRINT_SIZE];
  g_autoptr (MotusPeer) kept = motus_peer_new ("bob");
  g_autoptr (MotusPeer) broken = motus_peer_new ("bob");
  g_autoptr (MotusPeer) late = motus_peer_new ("bob");

  motus_fingerprint ("bob", spki_a, sign_a, fingerprint);
  motus_peer_promise (kept, fingerprint);
  assert_stored (kept);
  motus_peer_offer (kept, spki_a, sign_a, NULL);
  g_assert_cmpint (motus_peer_get_trust (kept), ==, MOTUS_TRUST_VERIFIED);

  motus_peer_promise (broken, fingerprint);
  motus_peer_offer (broken, spki_b, sign_a, NULL);
  g_assert_cmpint (motus_peer_get_trust (broken), ==, MOTUS_TRUST_CHANGED);
  g_assert_null (broken->key);
  assert_stored (broken);
  motus_peer_offer (broken, spki_a, sign_a, NULL);
  g_assert_cmpint (motus_peer_get_trust (broken), ==, MOTUS_TRUST_VERIFIED);

  motus_peer_offer (late, spki_b, sign_b, NULL);
  motus_peer_promise (late, fingerprint);
  g_assert_cmpint (motus_peer_get_trust (late), ==, MOTUS_TRUST_CHANGED);
  assert_stored (late);
  motus_peer_offer (late, spki_a, sign_a, NULL);
  g_assert_cmpint (motus_peer_get_trust (late), ==, MOTUS_TRUST_CHANGED);
  g_assert_true (motus_peer_accept (late));
  g_assert_cmpint (motus_peer_get_trust (late), ==, MOTUS_TRUST_PINNED);
}

static void
test_malformed (void)
{
  g_autoptr (MotusPeer) peer = motus_peer_new ("bob");
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (spki_a, 0, 100);

  g_assert_false (motus_peer_offer (peer, cut, sign_a, NULL));
  g_assert_cmpint (motus_peer_get_trust (peer), ==, MOTUS_TRUST_NONE);
  g_assert_false (motus_peer_accept (peer));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  spki_a = make_spki ();
  spki_b = make_spki ();
  g_test_add_func ("/peer/first-use", test_first_use);
  g_test_add_func ("/peer/changed", test_changed);
  g_test_add_func ("/peer/signing-key-added", test_signing_key_added);
  g_test_add_func ("/peer/promise", test_promise);
  g_test_add_func ("/peer/malformed", test_malformed);
  int result = g_test_run ();
  g_bytes_unref (spki_a);
  g_bytes_unref (spki_b);
  return result;
}
