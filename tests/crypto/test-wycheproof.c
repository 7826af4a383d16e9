/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-aes-eax.h"
#include "motus-aes-gcm.h"
#include "motus-digest.h"
#include "motus-ed25519.h"
#include "motus-rsa-oaep.h"

#include "test-hex.h"

#include <json-glib/json-glib.h>

/* Every case of the Wycheproof files on what the library offers, against the verdict they give. The
 * only cases called "acceptable" are ciphertexts of 0 or 1 under RSA keys of sizes that are not
 * offered; another one would fail here, so that somebody decides. Cases on keys that are not
 * offered count as not applicable; where the library can be asked, it must refuse them. */

typedef struct {
  guint valid, invalid, not_applicable, wrong;
} Counts;

typedef enum {
  ACCEPTED,
  REFUSED,
  NOT_APPLICABLE,
} Outcome;

/* Runs one case of @group. @context is what the suite's prepare made of the group. */
typedef Outcome (*Run) (JsonObject *group, JsonObject *test, gpointer context);

typedef struct {
  const char *file;
  Run run;
  gpointer (*prepare) (JsonObject *group);
  void (*release) (gpointer context);
} Suite;

static GByteArray *
get_hex (JsonObject *object, const char *member)
{
  return test_hex (json_object_get_string_member (object, member));
}

static gboolean
same (GByteArray *expected, const void *found, gsize len)
{
  return expected->len == len && memcmp (expected->data, found, len) == 0;
}

/* What an authenticated cipher is given in a case. */
typedef struct {
  GByteArray *key, *nonce, *ad, *text, *ciphertext, *tag;
} Aead;

static void
aead_clear (Aead *aead)
{
  GByteArray *parts[] = { aead->key, aead->nonce, aead->ad, aead->text, aead->ciphertext,
                          aead->tag };
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    g_byte_array_unref (parts[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Aead, aead_clear)

static void
aead_read (Aead *aead, JsonObject *test)
{
  aead->key = get_hex (test, "key");
  aead->nonce = get_hex (test, "iv");
  aead->ad = get_hex (test, "aad");
  aead->text = get_hex (test, "msg");
  aead->ciphertext = get_hex (test, "ct");
  aead->tag = get_hex (test, "tag");
}

static Outcome
run_eax (JsonObject *group, JsonObject *test, gpointer context)
{
  g_auto (Aead) aead = { NULL };
  aead_read (&aead, test);
  if (aead.key->len != MOTUS_AES_EAX_KEY_SIZE || aead.tag->len != MOTUS_AES_EAX_TAG_SIZE)
    return NOT_APPLICABLE;

  gsize len = aead.ciphertext->len;
  g_autofree guint8 *out = g_malloc (len + 1);
  guint8 tag[MOTUS_AES_EAX_TAG_SIZE];
  if (!motus_aes_eax_open (aead.key->data, aead.nonce->data, aead.nonce->len, aead.ad->data,
                           aead.ad->len, aead.ciphertext->data, len, aead.tag->data, out))
    return REFUSED;
  g_assert_true (same (aead.text, out, len));
  motus_aes_eax_seal (aead.key->data, aead.nonce->data, aead.nonce->len, aead.ad->data,
                      aead.ad->len, aead.text->data, len, out, tag);
  g_assert_true (same (aead.ciphertext, out, len) && same (aead.tag, tag, sizeof tag));
  return ACCEPTED;
}

static Outcome
run_gcm (JsonObject *group, JsonObject *test, gpointer context)
{
  g_auto (Aead) aead = { NULL };
  aead_read (&aead, test);
  if (aead.tag->len != MOTUS_AES_GCM_TAG_SIZE)
    return NOT_APPLICABLE;

  gsize len = aead.ciphertext->len;
  g_autofree guint8 *out = g_malloc (len + 1);
  guint8 tag[MOTUS_AES_GCM_TAG_SIZE];
  if (!motus_aes_gcm_open (aead.key->data, aead.key->len, aead.nonce->data, aead.nonce->len,
                           aead.ad->data, aead.ad->len, aead.ciphertext->data, len,
                           aead.tag->data, out))
    return REFUSED;
  g_assert_true (same (aead.text, out, len));
  g_assert_true (motus_aes_gcm_seal (aead.key->data, aead.key->len, aead.nonce->data,
                                     aead.nonce->len, aead.ad->data, aead.ad->len,
                                     aead.text->data, len, out, tag));
  g_assert_true (same (aead.ciphertext, out, len) && same (aead.tag, tag, sizeof tag));
  return ACCEPTED;
}

/* A signature of another length than the type has cannot be given to the function. */
static Outcome
run_ed25519 (JsonObject *group, JsonObject *test, gpointer context)
{
  JsonObject *key = json_object_get_object_member (group, "publicKey");
  g_autoptr (GByteArray) public_key = get_hex (key, "pk");
  g_autoptr (GByteArray) message = get_hex (test, "msg");
  g_autoptr (GByteArray) signature = get_hex (test, "sig");
  g_assert_cmpuint (public_key->len, ==, MOTUS_ED25519_PUBLIC_SIZE);
  if (signature->len != MOTUS_ED25519_SIGNATURE_SIZE)
    return REFUSED;
  return motus_ed25519_verify (public_key->data, message->data, message->len, signature->data)
         ? ACCEPTED : REFUSED;
}

/* Half of the cases have a tag that is cut to 16 bytes; what there is of it is compared. */
static Outcome
run_hmac (JsonObject *group, JsonObject *test, gpointer context)
{
  g_autoptr (GByteArray) key = get_hex (test, "key");
  g_autoptr (GByteArray) message = get_hex (test, "msg");
  g_autoptr (GByteArray) tag = get_hex (test, "tag");
  guint8 mac[MOTUS_SHA256_SIZE];
  motus_hmac_sha256 (key->data, key->len, message->data, message->len, mac);
  g_assert_cmpuint (tag->len, <=, sizeof mac);
  return motus_equal_secret (mac, tag->data, tag->len) ? ACCEPTED : REFUSED;
}

static Outcome
run_pbkdf2 (JsonObject *group, JsonObject *test, gpointer context)
{
  g_autoptr (GByteArray) password = get_hex (test, "password");
  g_autoptr (GByteArray) salt = get_hex (test, "salt");
  g_autoptr (GByteArray) expected = get_hex (test, "dk");
  g_autofree guint8 *out = g_malloc (expected->len + 1);
  motus_pbkdf2_sha256 (password->data, password->len, salt->data, salt->len,
                       (guint) json_object_get_int_member (test, "iterationCount"), out,
                       expected->len);
  return same (expected, out, expected->len) ? ACCEPTED : REFUSED;
}

/* The key of a group; NULL for one that is not offered, which the library must refuse itself. */
static gpointer
prepare_oaep (JsonObject *group)
{
  g_autoptr (GByteArray) pkcs8 = get_hex (group, "privateKeyPkcs8");
  MotusRsaKey *key = motus_rsa_key_new (pkcs8->data, pkcs8->len, NULL);
  gboolean offered = json_object_get_int_member (group, "keySize") == MOTUS_RSA_BITS;
  g_assert_cmpint (key != NULL, ==, offered);
  return key;
}

static void
release_oaep (gpointer context)
{
  motus_rsa_key_free (context);
}

/* The way of opening envelopes gives the key exactly where the other gives it as a message. */
static void
check_key (MotusRsaKey *key, MotusOaepHash hash, GByteArray *block, const MotusSecret *message)
{
  guint8 out[MOTUS_OAEP_KEY_SIZE];
  if (block->len != MOTUS_RSA_SIZE)
    {
      g_assert_false (motus_rsa_oaep_decrypt_key (key, hash, block->data, block->len, out));
      return;
    }
  g_assert_true (motus_rsa_oaep_decrypt_key (key, hash, block->data, block->len, out));
  gboolean is_key = message != NULL && motus_secret_length (message) == sizeof out;
  g_assert_cmpint (is_key && memcmp (motus_secret_peek (message), out, sizeof out) == 0, ==,
                   is_key);
}

static Outcome
run_oaep (JsonObject *group, JsonObject *test, gpointer context)
{
  const char *sha = json_object_get_string_member (group, "sha");
  gboolean is_sha1 = g_str_equal (sha, "SHA-1");
  if (context == NULL || !g_str_equal (sha, json_object_get_string_member (group, "mgfSha"))
      || (!is_sha1 && !g_str_equal (sha, "SHA-256")))
    return NOT_APPLICABLE;

  MotusOaepHash hash = is_sha1 ? MOTUS_OAEP_SHA1 : MOTUS_OAEP_SHA256;
  g_autoptr (GByteArray) block = get_hex (test, "ct");
  g_autoptr (GByteArray) label = get_hex (test, "label");
  g_autoptr (GByteArray) expected = get_hex (test, "msg");
  g_autoptr (MotusSecret) message = motus_rsa_oaep_decrypt (context, hash, label->data, label->len,
                                                            block->data, block->len, NULL);
  if (label->len == 0)
    check_key (context, hash, block, message);
  if (message == NULL)
    return REFUSED;
  g_assert_true (same (expected, motus_secret_peek (message), motus_secret_length (message)));
  return ACCEPTED;
}

static void
run_case (const Suite *suite, JsonObject *group, JsonObject *test, gpointer context,
          Counts *counts)
{
  const char *result = json_object_get_string_member (test, "result");
  gboolean valid = g_str_equal (result, "valid");
  Outcome outcome = suite->run (group, test, context);
  if (outcome == NOT_APPLICABLE)
    {
      counts->not_applicable++;
      return;
    }

  g_assert_true (valid || g_str_equal (result, "invalid"));
  *(valid ? &counts->valid : &counts->invalid) += 1;
  if (outcome != (valid ? ACCEPTED : REFUSED))
    {
      g_test_message ("%s, case %d (%s): %s", suite->file,
                      (int) json_object_get_int_member (test, "tcId"), result,
                      json_object_get_string_member (test, "comment"));
      counts->wrong++;
    }
}

static void
run_group (const Suite *suite, JsonObject *group, Counts *counts)
{
  gpointer context = suite->prepare != NULL ? suite->prepare (group) : NULL;
  JsonArray *tests = json_object_get_array_member (group, "tests");
  for (guint i = 0; i < json_array_get_length (tests); i++)
    run_case (suite, group, json_array_get_object_element (tests, i), context, counts);
  if (context != NULL)
    suite->release (context);
}

static char *
find_vectors (const char *file)
{
  const char *folder = g_getenv ("MOTUS_VECTORS");
  if (folder != NULL)
    return g_build_filename (folder, "wycheproof", file, NULL);
  return g_build_filename (g_getenv ("G_TEST_SRCDIR") != NULL ? g_getenv ("G_TEST_SRCDIR") : ".",
                           "..", "..", "shared", "vectors", "wycheproof", file, NULL);
}

static void
test_suite (gconstpointer data)
{
  const Suite *suite = data;
  g_autofree char *path = find_vectors (suite->file);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the Wycheproof vectors are not here; MOTUS_VECTORS says where they are");
      return;
    }

  g_autoptr (GError) error = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  JsonObject *root = json_node_get_object (json_parser_get_root (parser));
  JsonArray *groups = json_object_get_array_member (root, "testGroups");
  Counts counts = { 0 };
  for (guint i = 0; i < json_array_get_length (groups); i++)
    run_group (suite, json_array_get_object_element (groups, i), &counts);

  g_test_message ("%s: %u valid, %u invalid, %u not applicable, %u wrong", suite->file,
                  counts.valid, counts.invalid, counts.not_applicable, counts.wrong);
  g_assert_cmpuint (counts.valid + counts.invalid + counts.not_applicable, ==,
                    json_object_get_int_member (root, "numberOfTests"));
  g_assert_cmpuint (counts.valid, >, 0);
  g_assert_cmpuint (counts.wrong, ==, 0);
}

static const Suite suites[] = {
  { "aes_eax_test.json", run_eax, NULL, NULL },
  { "aes_gcm_test.json", run_gcm, NULL, NULL },
  { "ed25519_test.json", run_ed25519, NULL, NULL },
  { "hmac_sha256_test.json", run_hmac, NULL, NULL },
  { "pbkdf2_hmacsha256_test.json", run_pbkdf2, NULL, NULL },
  { "rsa_oaep_2048_sha1_mgf1sha1_test.json", run_oaep, prepare_oaep, release_oaep },
  { "rsa_oaep_2048_sha256_mgf1sha256_test.json", run_oaep, prepare_oaep, release_oaep },
  { "rsa_oaep_misc_test.json", run_oaep, prepare_oaep, release_oaep },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (suites); i++)
    {
      g_autofree char *name = g_strdup_printf ("/wycheproof/%s", suites[i].file);
      g_test_add_data_func (name, &suites[i], test_suite);
    }
  return g_test_run ();
}
