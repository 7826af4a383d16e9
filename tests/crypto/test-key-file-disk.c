/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-key-file-private.h"

#include "motus-crypto-error.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define KILLS 40
#define RACES 20
#define WRITERS 4

static const MotusArgon2idCost small_cost = { 8, 1, 1 };
static MotusKeyBundle *bundle;

/* A folder of one's own, and a key file's place in it. */
typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("motus-key-file-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
  fixture->path = g_build_filename (fixture->folder, "alice.key", NULL);
}

static guint
count_entries (const char *folder)
{
  guint count = 0;
  GDir *dir = g_dir_open (folder, 0, NULL);
  while (g_dir_read_name (dir) != NULL)
    count++;
  g_dir_close (dir);
  return count;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  GDir *dir = g_dir_open (fixture->folder, 0, NULL);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
      g_remove (path);
    }
  g_dir_close (dir);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
save (const char *path, const char *password, gboolean replace)
{
  g_autoptr (GError) error = NULL;
  motus_key_file_save_at_cost (path, password, bundle, replace, &small_cost, &error);
  g_assert_no_error (error);
}

static gboolean
opens (const char *path, const char *password)
{
  g_autoptr (MotusKeyBundle) found = motus_key_file_load (path, password, NULL, NULL);
  return found != NULL;
}

static void
assert_load_fails (const char *path, int code)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (motus_key_file_load (path, "password", NULL, &error));
  g_assert_error (error, MOTUS_CRYPTO_ERROR, code);
  g_test_message ("%s", error->message);
}

static void
assert_save_fails (const char *path, gboolean replace, int code)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (motus_key_file_save_at_cost (path, "new", bundle, replace, &small_cost, &error));
  g_assert_error (error, MOTUS_CRYPTO_ERROR, code);
  g_test_message ("%s", error->message);
}

static void
test_save_and_load (Fixture *fixture, gconstpointer data)
{
  MotusKeyFileFormat format = MOTUS_KEY_FILE_SEED;
  g_autoptr (GError) error = NULL;
  struct stat status;

  /* At the cost people pay. */
  motus_key_file_save (fixture->path, "password", bundle, FALSE, &error);
  g_assert_no_error (error);
  g_autoptr (MotusKeyBundle) found = motus_key_file_load (fixture->path, "password", &format,
                                                          &error);
  g_assert_no_error (error);
  g_assert_nonnull (found);
  g_assert_cmpint (format, ==, MOTUS_KEY_FILE_MOTUS);
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 07777, ==, 0600);
  g_assert_cmpuint (count_entries (fixture->folder), ==, 1);
}

static void
test_umask (Fixture *fixture, gconstpointer data)
{
  static const mode_t masks[] = { 0000, 0077, 0777 };
  for (gsize i = 0; i < G_N_ELEMENTS (masks); i++)
    {
      struct stat status;
      mode_t before = umask (masks[i]);
      save (fixture->path, "password", TRUE);
      umask (before);
      g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
      g_assert_cmpuint (status.st_mode & 07777, ==, 0600);
      g_assert_true (opens (fixture->path, "password"));
    }
}

static void
test_replace (Fixture *fixture, gconstpointer data)
{
  save (fixture->path, "old", FALSE);
  assert_save_fails (fixture->path, FALSE, MOTUS_CRYPTO_ERROR_EXISTS);
  g_assert_true (opens (fixture->path, "old"));
  save (fixture->path, "new", TRUE);
  g_assert_false (opens (fixture->path, "old"));
  g_assert_true (opens (fixture->path, "new"));
  g_assert_cmpuint (count_entries (fixture->folder), ==, 1);
}

/* Somebody else's file that appears between the look and the writing stays. */
static void
test_lost_race (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("keys", 4);
  g_autoptr (GError) error = NULL;
  g_assert_true (motus_key_file_check_place (fixture->path, FALSE, NULL));
  save (fixture->path, "first", FALSE);
  g_assert_false (motus_key_file_write (fixture->path, bytes, FALSE, &error));
  g_assert_error (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_EXISTS);
  g_assert_true (opens (fixture->path, "first"));
  g_assert_cmpuint (count_entries (fixture->folder), ==, 1);
}

/* Of several that write the first file at once, one does. */
static void
test_many_writers (Fixture *fixture, gconstpointer data)
{
  for (guint round = 0; round < RACES; round++)
    {
      pid_t children[WRITERS];
      guint successes = 0;
      for (guint i = 0; i < WRITERS; i++)
        if ((children[i] = fork ()) == 0)
          _exit (motus_key_file_save_at_cost (fixture->path, "first", bundle, FALSE, &small_cost,
                                              NULL)
                   ? EXIT_SUCCESS : EXIT_FAILURE);
      for (guint i = 0; i < WRITERS; i++)
        {
          int status;
          g_assert_cmpint (waitpid (children[i], &status, 0), ==, children[i]);
          g_assert_true (WIFEXITED (status));
          successes += WEXITSTATUS (status) == EXIT_SUCCESS;
        }
      g_assert_cmpuint (successes, ==, 1);
      g_assert_cmpuint (count_entries (fixture->folder), ==, 1);
      g_assert_cmpint (g_remove (fixture->path), ==, 0);
    }
}

static void
test_symlink (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = g_build_filename (fixture->folder, "other.key", NULL);
  save (other, "password", FALSE);
  g_assert_cmpint (symlink ("other.key", fixture->path), ==, 0);
  assert_load_fails (fixture->path, MOTUS_CRYPTO_ERROR_SYMLINK);
  assert_save_fails (fixture->path, TRUE, MOTUS_CRYPTO_ERROR_SYMLINK);
  assert_save_fails (fixture->path, FALSE, MOTUS_CRYPTO_ERROR_SYMLINK);
  g_assert_true (opens (other, "password"));

  g_remove (other);
  assert_load_fails (fixture->path, MOTUS_CRYPTO_ERROR_SYMLINK);
  assert_save_fails (fixture->path, TRUE, MOTUS_CRYPTO_ERROR_SYMLINK);
  g_assert_false (g_file_test (other, G_FILE_TEST_EXISTS));
}

static void
test_not_a_file (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (g_mkdir (fixture->path, 0700), ==, 0);
  assert_load_fails (fixture->path, MOTUS_CRYPTO_ERROR_IO);
  assert_save_fails (fixture->path, TRUE, MOTUS_CRYPTO_ERROR_IO);
  g_assert_cmpint (g_rmdir (fixture->path), ==, 0);

  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  assert_load_fails (fixture->path, MOTUS_CRYPTO_ERROR_IO);
  assert_save_fails (fixture->path, TRUE, MOTUS_CRYPTO_ERROR_IO);
  g_assert_cmpuint (count_entries (fixture->folder), ==, 1);
}

static void
test_modes (Fixture *fixture, gconstpointer data)
{
  save (fixture->path, "password", FALSE);
  for (mode_t bit = 01; bit <= 040; bit <<= 1)
    {
      g_assert_cmpint (g_chmod (fixture->path, 0600 | bit), ==, 0);
      assert_load_fails (fixture->path, MOTUS_CRYPTO_ERROR_PERMISSIONS);
    }
  g_assert_cmpint (g_chmod (fixture->path, 0600), ==, 0);
  for (mode_t bit = 01; bit <= 040; bit <<= 1)
    {
      g_assert_cmpint (g_chmod (fixture->folder, 0700 | bit), ==, 0);
      assert_load_fails (fixture->path, MOTUS_CRYPTO_ERROR_PERMISSIONS);
      assert_save_fails (fixture->path, TRUE, MOTUS_CRYPTO_ERROR_PERMISSIONS);
    }
  g_assert_cmpint (g_chmod (fixture->folder, 0700), ==, 0);
  g_assert_true (opens (fixture->path, "password"));
}

static void
test_owner (Fixture *fixture, gconstpointer data)
{
  save (fixture->path, "password", FALSE);
  if (geteuid () != 0)
    {
      g_test_skip ("only root can give files away");
      return;
    }
  g_assert_cmpint (chown (fixture->path, 1, 1), ==, 0);
  assert_load_fails (fixture->path, MOTUS_CRYPTO_ERROR_PERMISSIONS);
  g_assert_cmpint (chown (fixture->path, 0, 0), ==, 0);
  g_assert_cmpint (chown (fixture->folder, 1, 1), ==, 0);
  assert_load_fails (fixture->path, MOTUS_CRYPTO_ERROR_PERMISSIONS);
  assert_save_fails (fixture->path, TRUE, MOTUS_CRYPTO_ERROR_PERMISSIONS);
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *deeper = g_build_filename (fixture->folder, "no", "such.key", NULL);
  assert_load_fails (fixture->path, MOTUS_CRYPTO_ERROR_NOT_FOUND);
  assert_load_fails (deeper, MOTUS_CRYPTO_ERROR_NOT_FOUND);
  assert_save_fails (deeper, FALSE, MOTUS_CRYPTO_ERROR_NOT_FOUND);
}

static void
put (const char *path, const void *data, gsize len)
{
  g_assert_true (g_file_set_contents_full (path, data, (gssize) len, G_FILE_SET_CONTENTS_CONSISTENT,
                                           0600, NULL));
}

static void
test_contents (Fixture *fixture, gconstpointer data)
{
  g_autofree char *large = g_malloc0 (MOTUS_KEY_FILE_MAX + 1);
  g_autofree char *file = NULL;
  gsize len;

  save (fixture->path, "another", FALSE);
  assert_load_fails (fixture->path, MOTUS_CRYPTO_ERROR_WRONG_PASSWORD);
  g_assert_true (g_file_get_contents (fixture->path, &file, &len, NULL));
  put (fixture->path, file, len - 1);
  assert_load_fails (fixture->path, MOTUS_CRYPTO_ERROR_TRUNCATED);
  file[len / 2] ^= 1;
  put (fixture->path, file, len);
  assert_load_fails (fixture->path, MOTUS_CRYPTO_ERROR_CHANGED);
  put (fixture->path, large, MOTUS_KEY_FILE_MAX + 1);
  assert_load_fails (fixture->path, MOTUS_CRYPTO_ERROR_CHANGED);
  put (fixture->path, "", 0);
  assert_load_fails (fixture->path, MOTUS_CRYPTO_ERROR_TRUNCATED);
}

/* A full disk, as far as this process is concerned. */
static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  struct rlimit before, small;
  save (fixture->path, "old", FALSE);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 100;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_autoptr (GError) error = NULL;
  gboolean saved = motus_key_file_save_at_cost (fixture->path, "new", bundle, TRUE, &small_cost,
                                                &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);

  g_assert_false (saved);
  g_assert_error (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_IO);
  g_assert_cmpuint (count_entries (fixture->folder), ==, 1);
  g_assert_true (opens (fixture->path, "old"));
}

static void
test_bad_password (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (motus_key_file_save_at_cost (fixture->path, "", bundle, FALSE, &small_cost,
                                               &error));
  g_assert_error (error, MOTUS_CRYPTO_ERROR, MOTUS_CRYPTO_ERROR_BAD_ARGUMENT);
  g_assert_cmpuint (count_entries (fixture->folder), ==, 0);
}

G_NORETURN static void
save_for_ever (const char *path)
{
  for (guint i = 0;; i++)
    if (!motus_key_file_save_at_cost (path, i % 2 == 0 ? "new" : "old", bundle, TRUE, &small_cost,
                                      NULL))
      _exit (1);
}

/* Killed at any moment, one whole file is there: the old or the new. */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  guint old = 0;
  save (fixture->path, "old", FALSE);
  for (guint i = 0; i < KILLS; i++)
    {
      int status;
      pid_t child = fork ();
      g_assert_cmpint (child, >=, 0);
      if (child == 0)
        save_for_ever (fixture->path);
      g_usleep ((gulong) g_test_rand_int_range (500, 15000));
      g_assert_cmpint (kill (child, SIGKILL), ==, 0);
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_true (WIFSIGNALED (status));
      if (opens (fixture->path, "old"))
        old++;
      else
        g_assert_true (opens (fixture->path, "new"));
    }
  g_test_message ("%u times the one, %u times the other", old, KILLS - old);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  bundle = motus_key_bundle_generate (NULL);
  ADD ("/key-file-disk/save-and-load", test_save_and_load);
  ADD ("/key-file-disk/umask", test_umask);
  ADD ("/key-file-disk/replace", test_replace);
  ADD ("/key-file-disk/lost-race", test_lost_race);
  ADD ("/key-file-disk/many-writers", test_many_writers);
  ADD ("/key-file-disk/symlink", test_symlink);
  ADD ("/key-file-disk/not-a-file", test_not_a_file);
  ADD ("/key-file-disk/modes", test_modes);
  ADD ("/key-file-disk/owner", test_owner);
  ADD ("/key-file-disk/missing", test_missing);
  ADD ("/key-file-disk/contents", test_contents);
  ADD ("/key-file-disk/full-disk", test_full_disk);
  ADD ("/key-file-disk/bad-password", test_bad_password);
  ADD ("/key-file-disk/killed", test_killed);
  int status = g_test_run ();
  motus_key_bundle_free (bundle);
  return status;
}
