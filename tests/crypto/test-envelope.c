/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-envelope.h"

#include "motus-crypto-error.h"
#include "motus-digest.h"
#include "motus-random.h"
#include "test-hex.h"

#include <string.h>

/* RSA keys take a moment to make: recipients share these. */
#define KEYS 3
#define TEXT "Motus et bouche cousue. \xf0\x9f\xa4\xab"

static MotusRsaKey *keys[KEYS];
static guint8 alice_seed[MOTUS_ED25519_SEED_SIZE], alice_public[MOTUS_ED25519_PUBLIC_SIZE];
static guint8 mallory_seed[MOTUS_ED25519_SEED_SIZE], mallory_public[MOTUS_ED25519_PUBLIC_SIZE];

static MotusEnvelope *
make_envelope (MotusEnvelopeMode mode)
{
  MotusEnvelope *envelope = motus_envelope_new ();
  motus_random_nonce (envelope->id, sizeof envelope->id);
  envelope->from = g_strdup ("alice");
  envelope->mode = mode;
  envelope->has_room = mode == MOTUS_ENVELOPE_ROOM;
  if (envelope->has_room)
    motus_random_nonce (envelope->room, sizeof envelope->room);
  envelope->sent_at = G_GINT64_CONSTANT (1893456000123);
  envelope->depth = 7;
  return envelope;
}

/* Adds "user-0000" and so on, whose keys are keys[i % KEYS]. */
static void
add_users (MotusEnvelope *envelope, guint count)
{
  for (guint i = 0; i < count; i++)
    {
      g_autofree char *name = g_strdup_printf ("user-%04u", i);
      g_assert_true (motus_envelope_add_target (envelope, name, i + 1));
    }
}

static GPtrArray *
seal (MotusEnvelope *envelope, const void *text, gsize len)
{
  guint count = envelope->targets->len;
  g_autofree MotusRsaPublicKey **recipients = g_new (MotusRsaPublicKey *, count);
  g_autofree GBytes **wrapped = g_new0 (GBytes *, count);
  GPtrArray *result = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < count; i++)
    recipients[i] = motus_rsa_key_get_public (keys[i % KEYS]);
  motus_envelope_seal (envelope, text, len, recipients, alice_seed, alice_public, wrapped, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < count; i++)
    g_ptr_array_add (result, wrapped[i]);
  return result;
}

static MotusSecret *
open_as (const MotusEnvelope *envelope, const char *name, guint key, GBytes *wrapped,
         const guint8 *sender, GError **error)
{
  return motus_envelope_open (envelope, name, keys[key], g_bytes_get_data (wrapped, NULL),
                              g_bytes_get_size (wrapped), sender, error);
}

static void
assert_text (MotusSecret *found, const void *text, gsize len)
{
  g_assert_nonnull (found);
  g_assert_cmpmem (motus_secret_peek (found), motus_secret_length (found), text, len);
  motus_secret_free (found);
}

/* Every refusal reads the same. */
static void
assert_refusal (MotusSecret *found, GError *error)
{
  static char *message = NULL;
  g_assert_null (found);
  g_assert_error (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_FAILED);
  if (message == NULL)
    message = g_strdup (error->message);
  g_assert_cmpstr (error->message, ==, message);
  g_error_free (error);
}

static void
assert_refused (const MotusEnvelope *envelope, const char *name, guint key, GBytes *wrapped,
                const guint8 *sender)
{
  GError *error = NULL;
  MotusSecret *found = open_as (envelope, name, key, wrapped, sender, &error);
  assert_refusal (found, error);
}

static void
check_recipients (guint count)
{
  g_autoptr (MotusEnvelope) envelope = make_envelope (MOTUS_ENVELOPE_BROADCAST);
  add_users (envelope, count);
  g_autoptr (GPtrArray) wrapped = seal (envelope, TEXT, strlen (TEXT));

  g_assert_true (envelope->has_signature);
  g_assert_cmpuint (g_bytes_get_size (envelope->ciphertext), ==, strlen (TEXT));
  for (guint i = 0; i < count; i++)
    {
      g_autofree char *name = g_strdup_printf ("user-%04u", i);
      GBytes *key = g_ptr_array_index (wrapped, i);
      g_assert_cmpuint (g_bytes_get_size (key), ==, MOTUS_RSA_SIZE);
      assert_text (open_as (envelope, name, i % KEYS, key, alice_public, NULL), TEXT,
                   strlen (TEXT));
    }
}

static void
test_recipients (void)
{
  check_recipients (1);
  check_recipients (2);
  check_recipients (MOTUS_ENVELOPE_TARGETS_MAX);
}

static void
test_lengths (void)
{
  static const gsize lengths[] = { 0, 1, 15, 16, 17, 1024, MOTUS_ENVELOPE_TEXT_MAX };
  g_autofree guint8 *text = g_malloc (MOTUS_ENVELOPE_TEXT_MAX + 1);
  motus_random_nonce (text, MOTUS_ENVELOPE_TEXT_MAX + 1);

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (MotusEnvelope) envelope = make_envelope (MOTUS_ENVELOPE_PRIVATE);
      add_users (envelope, 1);
      g_autoptr (GPtrArray) wrapped = seal (envelope, text, lengths[i]);
      assert_text (open_as (envelope, "user-0000", 0, g_ptr_array_index (wrapped, 0), alice_public,
                            NULL),
                   text, lengths[i]);
    }
}

static void
assert_cannot_seal (MotusEnvelope *envelope, const void *text, gsize len)
{
  MotusRsaPublicKey *recipients[2] = { motus_rsa_key_get_public (keys[0]),
                                       motus_rsa_key_get_public (keys[1]) };
  GBytes *wrapped[2] = { NULL, NULL };
  g_autoptr (GError) error = NULL;
  g_assert_false (motus_envelope_seal (envelope, text, len, recipients, alice_seed, alice_public,
                                       wrapped, &error));
  g_assert_error (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_BAD_ARGUMENT);
  g_assert_null (wrapped[0]);
  g_assert_false (envelope->has_signature);
  g_assert_null (envelope->ciphertext);
}

static void
test_cannot_seal (void)
{
  g_autofree guint8 *text = g_malloc0 (MOTUS_ENVELOPE_TEXT_MAX + 1);
  g_autoptr (MotusEnvelope) nobody = make_envelope (MOTUS_ENVELOPE_PRIVATE);
  assert_cannot_seal (nobody, text, 1);

  g_autoptr (MotusEnvelope) envelope = make_envelope (MOTUS_ENVELOPE_PRIVATE);
  add_users (envelope, 2);
  assert_cannot_seal (envelope, text, MOTUS_ENVELOPE_TEXT_MAX + 1);
  envelope->has_room = TRUE;
  assert_cannot_seal (envelope, text, 1);
  envelope->mode = MOTUS_ENVELOPE_ROOM;
  envelope->has_room = FALSE;
  assert_cannot_seal (envelope, text, 1);
  envelope->mode = 3;
  assert_cannot_seal (envelope, text, 1);
  envelope->mode = MOTUS_ENVELOPE_PRIVATE;
  g_clear_pointer (&envelope->from, g_free);
  assert_cannot_seal (envelope, text, 1);
  envelope->from = g_strdup ("");
  assert_cannot_seal (envelope, text, 1);
}

static void
test_targets (void)
{
  g_autoptr (MotusEnvelope) envelope = make_envelope (MOTUS_ENVELOPE_BROADCAST);
  g_autofree char *longest = g_strnfill (MOTUS_ENVELOPE_NAME_MAX, 'n');
  g_autofree char *longer = g_strnfill (MOTUS_ENVELOPE_NAME_MAX + 1, 'n');
  static const char *const order[] = { "ann", "bob", "bobby", "carol", "\xc3\xa9lo" };
  static const guint shuffled[] = { 3, 0, 4, 2, 1 };

  for (guint i = 0; i < G_N_ELEMENTS (shuffled); i++)
    g_assert_true (motus_envelope_add_target (envelope, order[shuffled[i]], shuffled[i] + 100));
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      MotusEnvelopeTarget *target = &g_array_index (envelope->targets, MotusEnvelopeTarget, i);
      g_assert_cmpstr (target->name, ==, order[i]);
      g_assert_cmpuint (target->seq, ==, i + 100);
      g_assert_false (motus_envelope_add_target (envelope, order[i], 1));
    }
  g_assert_false (motus_envelope_add_target (envelope, "", 1));
  g_assert_false (motus_envelope_add_target (envelope, longer, 1));
  g_assert_true (motus_envelope_add_target (envelope, longest, 1));

  g_array_set_size (envelope->targets, 0);
  add_users (envelope, MOTUS_ENVELOPE_TARGETS_MAX);
  g_assert_false (motus_envelope_add_target (envelope, "one-more", 1));
}

/* Whoever fills in the targets without motus_envelope_add_target() must keep to its order. */
static void
test_order (void)
{
  g_autoptr (MotusEnvelope) envelope = make_envelope (MOTUS_ENVELOPE_BROADCAST);
  add_users (envelope, 2);
  MotusEnvelopeTarget *targets = (MotusEnvelopeTarget *) (void *) envelope->targets->data;
  MotusEnvelopeTarget first = targets[0];

  targets[0] = targets[1];
  targets[1] = first;
  assert_cannot_seal (envelope, "text", 4);
  g_assert_null (motus_envelope_signed_bytes (envelope));
  targets[1] = targets[0];
  targets[0] = first;
  g_assert_true (targets[0].name[8] == '0' && targets[1].name[8] == '1');
  targets[1].name[8] = '0';
  assert_cannot_seal (envelope, "text", 4);
}

/* The bytes of docs/protocol.md, written out. */
static void
test_signed_bytes (void)
{
  g_autoptr (MotusEnvelope) envelope = make_envelope (MOTUS_ENVELOPE_ROOM);
  memset (envelope->id, 0x11, sizeof envelope->id);
  memset (envelope->room, 0x22, sizeof envelope->room);
  memset (envelope->nonce, 0x33, sizeof envelope->nonce);
  memset (envelope->tag, 0x44, sizeof envelope->tag);
  envelope->sent_at = -2;
  envelope->depth = 0x0102030405060708;
  envelope->ciphertext = g_bytes_new_static ("abc", 3);
  g_assert_true (motus_envelope_add_target (envelope, "bo", 258));
  g_assert_true (motus_envelope_add_target (envelope, "al", 1));

  g_autoptr (GBytes) bytes = motus_envelope_signed_bytes (envelope);
  test_assert_hex (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                   "0011" "6d6f74757320656e76656c6f7065207631"
                   "11111111111111111111111111111111"
                   "0005" "616c696365"
                   "01"
                   "0010" "22222222222222222222222222222222"
                   "fffffffffffffffe" "0102030405060708"
                   "0002"
                   "0002" "616c" "0000000000000001"
                   "0002" "626f" "0000000000000102"
                   "33333333333333333333333333333333"
                   "44444444444444444444444444444444"
                   "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

typedef struct {
  MotusEnvelope *envelope;
  GBytes *wrapped;
} Sealed;

/* Flips each bit of the @len bytes at @bytes, one at a time: none may go unnoticed. */
static void
flip_all (const Sealed *sealed, void *bytes, gsize len)
{
  guint8 *data = bytes;
  for (gsize bit = 0; bit < 8 * len; bit++)
    {
      data[bit / 8] ^= (guint8) (1 << bit % 8);
      assert_refused (sealed->envelope, "user-0000", 0, sealed->wrapped, alice_public);
      data[bit / 8] ^= (guint8) (1 << bit % 8);
    }
}

static void
flip_header (const Sealed *sealed)
{
  MotusEnvelope *envelope = sealed->envelope;
  flip_all (sealed, envelope->id, sizeof envelope->id);
  flip_all (sealed, envelope->from, strlen (envelope->from));
  flip_all (sealed, &envelope->mode, sizeof envelope->mode);
  flip_all (sealed, envelope->room, sizeof envelope->room);
  flip_all (sealed, &envelope->sent_at, sizeof envelope->sent_at);
  flip_all (sealed, &envelope->depth, sizeof envelope->depth);
  flip_all (sealed, envelope->nonce, sizeof envelope->nonce);
  flip_all (sealed, envelope->tag, sizeof envelope->tag);
  flip_all (sealed, envelope->signature, sizeof envelope->signature);
  for (guint i = 0; i < envelope->targets->len; i++)
    {
      MotusEnvelopeTarget *target = &g_array_index (envelope->targets, MotusEnvelopeTarget, i);
      flip_all (sealed, target->name, strlen (target->name));
      flip_all (sealed, &target->seq, sizeof target->seq);
    }
}

static void
test_flips (void)
{
  guint8 text[600];
  memset (text, 'x', sizeof text);
  g_autoptr (MotusEnvelope) envelope = make_envelope (MOTUS_ENVELOPE_ROOM);
  add_users (envelope, 2);
  g_autoptr (GPtrArray) wrapped = seal (envelope, text, sizeof text);
  Sealed sealed = { envelope, g_ptr_array_index (wrapped, 0) };

  flip_header (&sealed);
  flip_all (&sealed, (void *) g_bytes_get_data (envelope->ciphertext, NULL), sizeof text);
  flip_all (&sealed, (void *) g_bytes_get_data (sealed.wrapped, NULL), MOTUS_RSA_SIZE);
  assert_text (open_as (envelope, "user-0000", 0, sealed.wrapped, alice_public, NULL), text,
               sizeof text);
}

/* Even somebody who may sign, and changes what the signature covers, cannot change the text. */
static void
test_flips_signed_again (void)
{
  g_autoptr (MotusEnvelope) envelope = make_envelope (MOTUS_ENVELOPE_PRIVATE);
  add_users (envelope, 1);
  g_autoptr (GPtrArray) wrapped = seal (envelope, TEXT, strlen (TEXT));
  guint8 *parts[] = { (guint8 *) g_bytes_get_data (envelope->ciphertext, NULL), envelope->nonce,
                      envelope->tag };

  for (gsize part = 0; part < G_N_ELEMENTS (parts); part++)
    for (guint bit = 0; bit < 128; bit++)
      {
        parts[part][bit / 8] ^= (guint8) (1 << bit % 8);
        g_autoptr (GBytes) bytes = motus_envelope_signed_bytes (envelope);
        motus_ed25519_sign (alice_seed, alice_public, g_bytes_get_data (bytes, NULL),
                            g_bytes_get_size (bytes), envelope->signature);
        assert_refused (envelope, "user-0000", 0, g_ptr_array_index (wrapped, 0), alice_public);
        parts[part][bit / 8] ^= (guint8) (1 << bit % 8);
      }
}

static void
test_somebody_else (void)
{
  g_autoptr (MotusEnvelope) envelope = make_envelope (MOTUS_ENVELOPE_BROADCAST);
  add_users (envelope, 2);
  g_autoptr (GPtrArray) wrapped = seal (envelope, TEXT, strlen (TEXT));
  GBytes *first = g_ptr_array_index (wrapped, 0), *second = g_ptr_array_index (wrapped, 1);

  /* Another sender, another name, another's wrapped key, another key. */
  assert_refused (envelope, "user-0000", 0, first, mallory_public);
  assert_refused (envelope, "user-0002", 0, first, alice_public);
  assert_refused (envelope, "user-000", 0, first, alice_public);
  assert_refused (envelope, "", 0, first, alice_public);
  assert_refused (envelope, "user-0000", 0, second, alice_public);
  assert_refused (envelope, "user-0000", 2, first, alice_public);

  /* Bob passes Alice's message on to Carol, the key wrapped for her: she is not a target. */
  assert_refused (envelope, "carol", 0, first, alice_public);
  g_assert_true (motus_envelope_add_target (envelope, "carol", 1));
  assert_refused (envelope, "carol", 0, first, alice_public);
}

static void
test_wrapped_lengths (void)
{
  g_autoptr (MotusEnvelope) envelope = make_envelope (MOTUS_ENVELOPE_PRIVATE);
  add_users (envelope, 1);
  g_autoptr (GPtrArray) wrapped = seal (envelope, TEXT, strlen (TEXT));
  guint8 longer[2 * MOTUS_RSA_SIZE] = { 0 };

  memcpy (longer, g_bytes_get_data (g_ptr_array_index (wrapped, 0), NULL), MOTUS_RSA_SIZE);
  for (gsize len = 0; len <= sizeof longer; len++)
    {
      g_autoptr (GBytes) cut = g_bytes_new (longer, len);
      if (len != MOTUS_RSA_SIZE)
        assert_refused (envelope, "user-0000", 0, cut, alice_public);
    }
  memset (longer, 0xff, sizeof longer);
  g_autoptr (GBytes) above_modulus = g_bytes_new (longer, MOTUS_RSA_SIZE);
  assert_refused (envelope, "user-0000", 0, above_modulus, alice_public);
  memset (longer, 0, sizeof longer);
  g_autoptr (GBytes) zero = g_bytes_new (longer, MOTUS_RSA_SIZE);
  assert_refused (envelope, "user-0000", 0, zero, alice_public);
}

static void
test_structure (void)
{
  g_autoptr (MotusEnvelope) envelope = make_envelope (MOTUS_ENVELOPE_PRIVATE);
  add_users (envelope, 2);
  g_autoptr (GPtrArray) wrapped = seal (envelope, TEXT, strlen (TEXT));
  GBytes *key = g_ptr_array_index (wrapped, 0);
  g_autoptr (GBytes) ciphertext = g_steal_pointer (&envelope->ciphertext);

  assert_refused (envelope, "user-0000", 0, key, alice_public);
  envelope->ciphertext = g_bytes_new_from_bytes (ciphertext, 0, g_bytes_get_size (ciphertext) - 1);
  assert_refused (envelope, "user-0000", 0, key, alice_public);
  g_clear_pointer (&envelope->ciphertext, g_bytes_unref);
  envelope->ciphertext = g_bytes_ref (ciphertext);
  envelope->has_signature = FALSE;
  assert_refused (envelope, "user-0000", 0, key, alice_public);
  envelope->has_signature = TRUE;

  MotusEnvelopeTarget *targets = (MotusEnvelopeTarget *) (void *) envelope->targets->data;
  MotusEnvelopeTarget first = targets[0];
  targets[0] = targets[1];
  targets[1] = first;
  assert_refused (envelope, "user-0000", 0, key, alice_public);
  targets[1] = targets[0];
  targets[0] = first;
  assert_text (open_as (envelope, "user-0000", 0, key, alice_public, NULL), TEXT, strlen (TEXT));
  g_array_set_size (envelope->targets, 1);
  assert_refused (envelope, "user-0000", 0, key, alice_public);
  g_array_set_size (envelope->targets, 0);
  assert_refused (envelope, "user-0000", 0, key, alice_public);
}

static void
assert_unsigned_refused (const MotusEnvelope *envelope, guint key, const guint8 *wrapped)
{
  GError *error = NULL;
  MotusSecret *found = motus_envelope_open_unsigned (envelope, keys[key], wrapped, MOTUS_RSA_SIZE,
                                                     &error);
  assert_refusal (found, error);
}

static void
test_unsigned (void)
{
  g_autoptr (MotusEnvelope) envelope = make_envelope (MOTUS_ENVELOPE_PRIVATE);
  add_users (envelope, 1);
  g_autoptr (GPtrArray) wrapped = seal (envelope, TEXT, strlen (TEXT));
  const guint8 *key = g_bytes_get_data (g_ptr_array_index (wrapped, 0), NULL);

  assert_unsigned_refused (envelope, 0, key);
  envelope->has_signature = FALSE;
  assert_text (motus_envelope_open_unsigned (envelope, keys[0], key, MOTUS_RSA_SIZE, NULL), TEXT,
               strlen (TEXT));
  assert_unsigned_refused (envelope, 1, key);
  envelope->tag[0] ^= 1;
  assert_unsigned_refused (envelope, 0, key);
}

/* A fresh key and nonce each time: the same text never looks the same. */
static void
test_fresh (void)
{
  g_autoptr (MotusEnvelope) a = make_envelope (MOTUS_ENVELOPE_PRIVATE);
  g_autoptr (MotusEnvelope) b = make_envelope (MOTUS_ENVELOPE_PRIVATE);
  add_users (a, 1);
  add_users (b, 1);
  g_autoptr (GPtrArray) wrapped_a = seal (a, TEXT, strlen (TEXT));
  g_autoptr (GPtrArray) wrapped_b = seal (b, TEXT, strlen (TEXT));
  g_assert_cmpint (memcmp (a->nonce, b->nonce, sizeof a->nonce), !=, 0);
  g_assert_false (g_bytes_equal (a->ciphertext, b->ciphertext));
  g_assert_false (g_bytes_equal (g_ptr_array_index (wrapped_a, 0),
                                 g_ptr_array_index (wrapped_b, 0)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < KEYS; i++)
    keys[i] = motus_rsa_key_generate (NULL);
  motus_random_bytes (alice_seed, sizeof alice_seed);
  motus_random_bytes (mallory_seed, sizeof mallory_seed);
  motus_ed25519_public (alice_seed, alice_public);
  motus_ed25519_public (mallory_seed, mallory_public);

  g_test_add_func ("/envelope/recipients", test_recipients);
  g_test_add_func ("/envelope/lengths", test_lengths);
  g_test_add_func ("/envelope/cannot-seal", test_cannot_seal);
  g_test_add_func ("/envelope/targets", test_targets);
  g_test_add_func ("/envelope/order", test_order);
  g_test_add_func ("/envelope/signed-bytes", test_signed_bytes);
  g_test_add_func ("/envelope/flips", test_flips);
  g_test_add_func ("/envelope/flips-signed-again", test_flips_signed_again);
  g_test_add_func ("/envelope/somebody-else", test_somebody_else);
  g_test_add_func ("/envelope/wrapped-lengths", test_wrapped_lengths);
  g_test_add_func ("/envelope/structure", test_structure);
  g_test_add_func ("/envelope/unsigned", test_unsigned);
  g_test_add_func ("/envelope/fresh", test_fresh);
  int status = g_test_run ();
  for (guint i = 0; i < KEYS; i++)
    motus_rsa_key_free (keys[i]);
  return status;
}
