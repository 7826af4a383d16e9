/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-montgomery-kernel.h"
#include "motus-oaep.h"
#include "motus-rsa-private.h"

#include <string.h>
#include <valgrind/memcheck.h>

/* Runs itself under valgrind with secrets marked as undefined: memcheck then reports every branch
 * and every address that depends on one. Each exercise names the number of reports it must have;
 * the last ones do what must not be done, to show that it would be seen. */

#define NAME_OPTION "--exercise="

static volatile guint sink;

static void
decode_key (MotusOaepHash hash, gboolean good)
{
  guint8 message[MOTUS_OAEP_KEY_SIZE] = { 7 }, fallback[MOTUS_OAEP_KEY_SIZE] = { 8 };
  guint8 block[MOTUS_RSA_SIZE], out[MOTUS_OAEP_KEY_SIZE];
  motus_oaep_encode (hash, NULL, 0, message, sizeof message, block);
  block[0] = !good;
  VALGRIND_MAKE_MEM_UNDEFINED (block, sizeof block);
  VALGRIND_MAKE_MEM_UNDEFINED (fallback, sizeof fallback);
  motus_oaep_decode_key (hash, block, fallback, out);
  VALGRIND_MAKE_MEM_DEFINED (out, sizeof out);
  VALGRIND_MAKE_MEM_DEFINED (fallback, sizeof fallback);
  g_assert_cmpmem (out, sizeof out, good ? message : fallback, sizeof message);
}

static void
exercise_decode (void)
{
  decode_key (MOTUS_OAEP_SHA1, TRUE);
  decode_key (MOTUS_OAEP_SHA1, FALSE);
  decode_key (MOTUS_OAEP_SHA256, TRUE);
  decode_key (MOTUS_OAEP_SHA256, FALSE);
}

/* With a base, an exponent and a modulus that are secret. */
static void
power (gboolean use_kernel)
{
  mp_limb_t modulus[MOTUS_RSA_HALF_LIMBS], base[MOTUS_RSA_HALF_LIMBS];
  mp_limb_t exponent[MOTUS_RSA_HALF_LIMBS];
  MotusMontgomery montgomery;
  memset (modulus, 0xc5, sizeof modulus);
  memset (base, 0x31, sizeof base);
  memset (exponent, 0x9a, sizeof exponent);
  motus_montgomery_init (&montgomery, modulus, MOTUS_RSA_HALF_LIMBS);
  montgomery.use_kernel = use_kernel;
  VALGRIND_MAKE_MEM_UNDEFINED (montgomery.modulus, sizeof montgomery.modulus);
  VALGRIND_MAKE_MEM_UNDEFINED (montgomery.square, sizeof montgomery.square);
  VALGRIND_MAKE_MEM_UNDEFINED (&montgomery.inverse, sizeof montgomery.inverse);
  VALGRIND_MAKE_MEM_UNDEFINED (base, sizeof base);
  VALGRIND_MAKE_MEM_UNDEFINED (exponent, sizeof exponent);
  motus_montgomery_power (&montgomery, base, base, exponent);
}

/* Valgrind knows the kernel's instructions and says nevertheless that the processor has none of
 * them: whether it has is asked outside. */
static void
exercise_kernel (void)
{
  power (TRUE);
}

static void
exercise_portable (void)
{
  power (FALSE);
}

static void
hide_prime (MotusMontgomery *prime)
{
  VALGRIND_MAKE_MEM_UNDEFINED (prime->modulus, sizeof prime->modulus);
  VALGRIND_MAKE_MEM_UNDEFINED (prime->square, sizeof prime->square);
  VALGRIND_MAKE_MEM_UNDEFINED (&prime->inverse, sizeof prime->inverse);
}

/* The whole private operation, with blinding that is old and new. The one thing that each of the
 * two shows is whether the machine calculated rightly. */
static void
exercise_private (void)
{
  g_autoptr (MotusRsaKey) key = motus_rsa_key_generate (NULL);
  MotusRsaNumbers *numbers = key->numbers;
  guint8 in[MOTUS_RSA_SIZE] = { 0, 1 }, out[MOTUS_RSA_SIZE];
  g_assert_true (motus_rsa_key_apply (key, in, out));
  hide_prime (&numbers->p);
  hide_prime (&numbers->q);
  VALGRIND_MAKE_MEM_UNDEFINED (numbers->dp, sizeof numbers->dp);
  VALGRIND_MAKE_MEM_UNDEFINED (numbers->dq, sizeof numbers->dq);
  VALGRIND_MAKE_MEM_UNDEFINED (numbers->coefficient, sizeof numbers->coefficient);
  VALGRIND_MAKE_MEM_UNDEFINED (numbers->blind, sizeof numbers->blind);
  VALGRIND_MAKE_MEM_UNDEFINED (numbers->unblind, sizeof numbers->unblind);
  sink += (guint) motus_rsa_key_apply (key, in, out);
  numbers->uses_left = 0;
  sink += (guint) motus_rsa_key_apply (key, in, out);
}

static void
exercise_branch (void)
{
  guint8 block[MOTUS_RSA_SIZE] = { 0 };
  VALGRIND_MAKE_MEM_UNDEFINED (block, sizeof block);
  if (block[0] != 0)
    sink++;
}

static void
exercise_index (void)
{
  static const guint8 table[256] = { 1, 2, 3 };
  guint8 block[MOTUS_RSA_SIZE] = { 0 };
  VALGRIND_MAKE_MEM_UNDEFINED (block, sizeof block);
  guint8 found = table[block[3]];
  VALGRIND_MAKE_MEM_DEFINED (&found, sizeof found);
  sink += found;
}

/* A decode that stops at the first thing it does not like. */
static void
exercise_early_end (void)
{
  guint8 block[MOTUS_RSA_SIZE], data[MOTUS_RSA_SIZE];
  gsize len, i;
  motus_oaep_encode (MOTUS_OAEP_SHA1, NULL, 0, "key", 3, block);
  VALGRIND_MAKE_MEM_UNDEFINED (block, sizeof block);
  (void) motus_oaep_decode (MOTUS_OAEP_SHA1, NULL, 0, block, data, &len);
  for (i = 41; i < sizeof data && data[i] == 0; i++)
    ;
  sink += (guint) i;
}

static const struct {
  const char *name;
  void (*run) (void);
  guint min_reports, max_reports;
} exercises[] = {
  { "decode", exercise_decode, 0, 0 },
  { "kernel", exercise_kernel, 0, 0 },
  { "portable", exercise_portable, 0, 0 },
  { "private", exercise_private, 2, 2 },
  { "branch", exercise_branch, 1, 1 },
  { "index", exercise_index, 1, 1 },
  { "early-end", exercise_early_end, 1, 256 },
};

/* Inside valgrind: prints the number of reports. */
static int
run_exercise (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (exercises); i++)
    if (g_str_equal (exercises[i].name, name))
      {
        guint before = VALGRIND_COUNT_ERRORS;
        exercises[i].run ();
        g_print ("%u", (guint) VALGRIND_COUNT_ERRORS - before);
        return 0;
      }
  return 1;
}

/* How many reports valgrind makes of an exercise; their text goes to @text. */
static guint
count_reports (const char *valgrind, const char *name, char **text)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *option = g_strconcat (NAME_OPTION, name, NULL);
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  const char *command[] = { valgrind, "--quiet", "--error-limit=no", self, option, NULL };
  int status;
  guint64 reports;
  g_assert_true (g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_DEFAULT, NULL, NULL,
                               &output, text, &status, &error));
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  g_assert_true (g_ascii_string_to_unsigned (output, 10, 0, G_MAXUINT, &reports, NULL));
  return (guint) reports;
}

static void
test_exercise (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *valgrind = g_find_program_in_path ("valgrind");
  g_autofree char *text = NULL;
  if (valgrind == NULL)
    {
      g_test_skip ("valgrind is not installed");
      return;
    }
  if (exercises[i].run == exercise_kernel && !motus_montgomery_kernel_available ())
    {
      g_test_skip ("this processor has not got the instructions");
      return;
    }

  guint reports = count_reports (valgrind, exercises[i].name, &text);
  g_test_message ("%s: %u reports", exercises[i].name, reports);
  if (reports > exercises[i].max_reports)
    g_test_message ("%s", text);
  g_assert_cmpuint (reports, >=, exercises[i].min_reports);
  g_assert_cmpuint (reports, <=, exercises[i].max_reports);
}

int
main (int argc, char **argv)
{
  if (argc > 1 && g_str_has_prefix (argv[1], NAME_OPTION))
    return run_exercise (argv[1] + strlen (NAME_OPTION));

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (exercises); i++)
    {
      g_autofree char *name = g_strdup_printf ("/secrecy/%s", exercises[i].name);
      g_test_add_data_func (name, GSIZE_TO_POINTER (i), test_exercise);
    }
  return g_test_run ();
}
