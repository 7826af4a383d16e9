/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The C side of test-pycryptodome.py. Each line on standard input is a command and its arguments,
 * separated by spaces: bytes in hexadecimal, "-" for none. The answer is a line of the same kind,
 * or "error" and why. */

#include "motus-aes-gcm.h"
#include "motus-envelope.h"
#include "motus-key-file.h"
#include "motus-random.h"
#include "motus-seed-login.h"
#include "test-hex.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEED_NONCE_SIZE 16

static GByteArray *
decode (const char *argument)
{
  return test_hex (g_str_equal (argument, "-") ? "" : argument);
}

static void
print_bytes (const void *bytes, gsize len)
{
  const guint8 *data = bytes;
  if (len == 0)
    putchar ('-');
  for (gsize i = 0; i < len; i++)
    printf ("%02x", data[i]);
  putchar (' ');
}

static void
print_secret (const MotusSecret *secret)
{
  print_bytes (motus_secret_peek (secret), motus_secret_length (secret));
}

static char *
decode_text (const char *argument)
{
  g_autoptr (GByteArray) bytes = decode (argument);
  return g_strndup ((const char *) bytes->data, bytes->len);
}

static MotusRsaKey *
decode_key (const char *argument, GError **error)
{
  g_autoptr (GByteArray) bytes = decode (argument);
  return motus_rsa_key_new (bytes->data, bytes->len, error);
}

/* generate: PKCS#8, SubjectPublicKeyInfo */
static gboolean
run_generate (char **arguments, GError **error)
{
  g_autoptr (MotusRsaKey) key = motus_rsa_key_generate (error);
  if (key == NULL)
    return FALSE;
  g_autoptr (MotusSecret) der = motus_rsa_key_export (key, error);
  GBytes *spki = motus_rsa_public_key_get_spki (motus_rsa_key_get_public (key));
  print_secret (der);
  print_bytes (g_bytes_get_data (spki, NULL), g_bytes_get_size (spki));
  return TRUE;
}

static void
print_envelope (const MotusEnvelope *envelope, GBytes **wrapped)
{
  print_bytes (g_bytes_get_data (envelope->ciphertext, NULL),
               g_bytes_get_size (envelope->ciphertext));
  print_bytes (envelope->nonce, sizeof envelope->nonce);
  print_bytes (envelope->tag, sizeof envelope->tag);
  for (guint i = 0; i < envelope->targets->len; i++)
    print_bytes (g_bytes_get_data (wrapped[i], NULL), g_bytes_get_size (wrapped[i]));
}

/* seal TEXT PUBLIC-KEY: ciphertext, nonce, tag and the wrapped key, once for each of two names */
static gboolean
run_seal (char **arguments, GError **error)
{
  static const guint8 seed[MOTUS_ED25519_SEED_SIZE] = { 1 };
  guint8 signing_public[MOTUS_ED25519_PUBLIC_SIZE];
  g_autoptr (GByteArray) text = decode (arguments[0]);
  g_autoptr (GByteArray) spki = decode (arguments[1]);
  g_autoptr (MotusRsaPublicKey) key = motus_rsa_public_key_new (spki->data, spki->len, error);
  g_autoptr (MotusEnvelope) envelope = motus_envelope_new ();
  MotusRsaPublicKey *recipients[2] = { key, key };
  GBytes *wrapped[2] = { NULL, NULL };

  if (key == NULL)
    return FALSE;
  envelope->from = g_strdup ("alice");
  motus_envelope_add_target (envelope, "bob", 1);
  motus_envelope_add_target (envelope, "carol", 1);
  motus_ed25519_public (seed, signing_public);
  if (!motus_envelope_seal (envelope, text->data, text->len, recipients, seed, signing_public,
                            wrapped, error))
    return FALSE;
  print_envelope (envelope, wrapped);
  g_bytes_unref (wrapped[0]);
  g_bytes_unref (wrapped[1]);
  return TRUE;
}

static gboolean
copy_exactly (const char *argument, guint8 *out, gsize len)
{
  g_autoptr (GByteArray) bytes = decode (argument);
  if (bytes->len != len)
    return FALSE;
  memcpy (out, bytes->data, len);
  return TRUE;
}

/* open PRIVATE-KEY WRAPPED CIPHERTEXT NONCE TAG: the text */
static gboolean
run_open (char **arguments, GError **error)
{
  g_autoptr (MotusRsaKey) key = decode_key (arguments[0], error);
  g_autoptr (GByteArray) wrapped = decode (arguments[1]);
  g_autoptr (MotusEnvelope) envelope = motus_envelope_new ();
  g_autoptr (MotusSecret) text = NULL;

  envelope->ciphertext = g_byte_array_free_to_bytes (decode (arguments[2]));
  if (key != NULL && copy_exactly (arguments[3], envelope->nonce, sizeof envelope->nonce)
      && copy_exactly (arguments[4], envelope->tag, sizeof envelope->tag))
    text = motus_envelope_open_unsigned (envelope, key, wrapped->data, wrapped->len, error);
  if (text != NULL)
    print_secret (text);
  return text != NULL;
}

/* answer PASSWORD SALT NONCE-TEXT: the password key and the answer */
static gboolean
run_answer (char **arguments, GError **error)
{
  g_autofree char *password = decode_text (arguments[0]);
  g_autoptr (GByteArray) salt = decode (arguments[1]);
  g_autofree char *nonce = decode_text (arguments[2]);
  g_autoptr (MotusSecret) key = motus_seed_login_key (password, salt->data, salt->len);
  guint8 answer[MOTUS_SHA256_SIZE];

  motus_seed_login_answer (motus_secret_peek (key), nonce, answer);
  print_secret (key);
  print_bytes (answer, sizeof answer);
  return TRUE;
}

/* read PATH PASSWORD: the RSA key of a key file, PKCS#8 */
static gboolean
run_read (char **arguments, GError **error)
{
  g_autofree char *path = decode_text (arguments[0]);
  g_autofree char *password = decode_text (arguments[1]);
  MotusKeyFileFormat format;
  g_autoptr (MotusKeyBundle) bundle = motus_key_file_load (path, password, &format, error);
  if (bundle == NULL)
    return FALSE;
  g_autoptr (MotusSecret) der = motus_rsa_key_export (motus_key_bundle_get_rsa (bundle), error);
  printf ("%s ", format == MOTUS_KEY_FILE_SEED ? "seed" : "motus");
  print_secret (der);
  return TRUE;
}

/* write PATH PASSWORD CONTENT: a key file in the seed's form */
static gboolean
run_write (char **arguments, GError **error)
{
  g_autofree char *path = decode_text (arguments[0]);
  g_autofree char *password = decode_text (arguments[1]);
  g_autoptr (GByteArray) content = decode (arguments[2]);
  guint8 head[MOTUS_SEED_SALT_SIZE + SEED_NONCE_SIZE + MOTUS_AES_GCM_TAG_SIZE];
  guint8 *nonce = head + MOTUS_SEED_SALT_SIZE;

  motus_random_nonce (head, sizeof head);
  g_autoptr (MotusSecret) key = motus_seed_login_key (password, head, MOTUS_SEED_SALT_SIZE);
  if (!motus_aes_gcm_seal (motus_secret_peek (key), MOTUS_SEED_KEY_SIZE, nonce, SEED_NONCE_SIZE,
                           NULL, 0, content->data, content->len, content->data,
                           nonce + SEED_NONCE_SIZE))
    return FALSE;
  g_byte_array_prepend (content, head, sizeof head);
  return g_file_set_contents_full (path, (const char *) content->data, content->len,
                                   G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

static const struct {
  const char *name;
  guint arguments;
  gboolean (*run) (char **arguments, GError **error);
} commands[] = {
  { "generate", 0, run_generate }, { "seal", 2, run_seal }, { "open", 5, run_open },
  { "answer", 3, run_answer },     { "read", 2, run_read }, { "write", 3, run_write },
};

static void
answer_line (const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autoptr (GError) error = NULL;
      if (!g_str_equal (words[0], commands[i].name)
          || g_strv_length (words) != commands[i].arguments + 1)
        continue;
      if (!commands[i].run (words + 1, &error))
        printf ("error %s", error != NULL ? error->message : "");
      putchar ('\n');
      return;
    }
  puts ("error no such command");
}

int
main (void)
{
  char *line = NULL;
  size_t size = 0;
  for (ssize_t len = getline (&line, &size, stdin); len > 0; len = getline (&line, &size, stdin))
    {
      line[strcspn (line, "\n")] = '\0';
      answer_line (line);
      fflush (stdout);
    }
  free (line);
  return EXIT_SUCCESS;
}
