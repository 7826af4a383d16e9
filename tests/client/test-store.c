/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-store.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define CANARY "canary-in-the-coal-mine"

static const guint8 key[MOTUS_STORE_KEY_LENGTH] = { 1, 2, 3 };

typedef struct {
  char *dir;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->dir = g_dir_make_tmp ("motus-store-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->dir, "store.db", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->dir, name, NULL);
      g_unlink (path);
    }
  g_rmdir (fixture->dir);
  g_free (fixture->dir);
  g_free (fixture->path);
}

static void
put (MotusStore *store, const char *name, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) value = g_bytes_new (text, strlen (text));

  motus_store_put (store, MOTUS_STORE_MESSAGE, name, value, &error);
  g_assert_no_error (error);
}

static char *
get (MotusStore *store, const char *name)
{
  g_autoptr (GBytes) value = NULL;

  g_assert_true (motus_store_get (store, MOTUS_STORE_MESSAGE, name, &value, NULL));
  return value != NULL ? g_strndup (g_bytes_get_data (value, NULL), g_bytes_get_size (value))
                       : NULL;
}

static void
assert_value (MotusStore *store, const char *name, const char *expected)
{
  g_autofree char *value = get (store, name);

  g_assert_cmpstr (value, ==, expected);
}

static gboolean
count_cb (GBytes *value, gpointer user_data)
{
  ++*(guint *) user_data;
  return TRUE;
}

static void
test_records (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MotusStore) store = motus_store_open (fixture->path, key, &error);
  gboolean fresh = FALSE;
  guint count = 0;

  g_assert_no_error (error);
  put (store, "a", "1");
  put (store, "b", "2");
  put (store, "a", "3");
  assert_value (store, "a", "3");
  assert_value (store, "c", NULL);
  g_assert_true (motus_store_each (store, MOTUS_STORE_MESSAGE, count_cb, &count, NULL));
  g_assert_cmpuint (count, ==, 2);
  g_assert_true (motus_store_remove (store, MOTUS_STORE_MESSAGE, "a", NULL));
  assert_value (store, "a", NULL);
  g_assert_true (motus_store_see (store, "x", &fresh, NULL) && fresh);
  g_assert_true (motus_store_see (store, "x", &fresh, NULL) && !fresh);
  g_assert_true (motus_store_begin (store, NULL));
  put (store, "b", "4");
  motus_store_roll_back (store);
  assert_value (store, "b", "2");
}

static gboolean
holds (const char *path, const char *text)
{
  g_autofree char *content = NULL;
  gsize len;

  return g_file_get_contents (path, &content, &len, NULL)
         && memmem (content, len, text, strlen (text)) != NULL;
}

/* Neither names nor values can be read in any file of the store, open or closed. */
static void
test_nothing_readable (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  MotusStore *store = motus_store_open (fixture->path, key, NULL);
  gboolean fresh;
  GStatBuf info;

  put (store, CANARY "-name", CANARY "-value");
  motus_store_see (store, CANARY "-seen", &fresh, NULL);
  g_assert_false (holds (fixture->path, CANARY));
  g_assert_false (holds (wal, CANARY));
  g_assert_cmpint (g_stat (wal, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 077, ==, 0);
  motus_store_close (store);
  g_assert_false (holds (fixture->path, CANARY));
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

static void
test_wrong_key (Fixture *fixture, gconstpointer unused)
{
  static const guint8 other[MOTUS_STORE_KEY_LENGTH] = { 9 };
  MotusStore *store = motus_store_open (fixture->path, key, NULL);
  g_autoptr (GError) error = NULL;
  guint count = 0;

  put (store, "a", "1");
  motus_store_close (store);
  store = motus_store_open (fixture->path, other, NULL);
  assert_value (store, "a", NULL);
  g_assert_false (motus_store_each (store, MOTUS_STORE_MESSAGE, count_cb, &count, &error));
  g_assert_error (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_STORE);
  g_assert_cmpuint (count, ==, 0);
  motus_store_close (store);
}

static void
test_symlink (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *target = g_build_filename (fixture->dir, "target", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink (target, fixture->path), ==, 0);
  g_assert_null (motus_store_open (fixture->path, key, &error));
  g_assert_error (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_STORE);
  g_assert_false (g_file_test (target, G_FILE_TEST_EXISTS));
}

/* Writes records, telling each once its commit is done, until it is killed. */
static void
write_until_killed (const char *path, int fd)
{
  MotusStore *store = motus_store_open (path, key, NULL);

  for (guint i = 0; store != NULL; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);
      put (store, name, name);
      if (write (fd, &i, sizeof i) != sizeof i)
        break;
    }
  _exit (1);
}

static void
test_killed (Fixture *fixture, gconstpointer unused)
{
  for (guint round = 0; round < 5; round++)
    {
      int ends[2], status;
      guint last = 0;
      g_unlink (fixture->path);
      g_assert_cmpint (pipe (ends), ==, 0);
      pid_t child = fork ();
      if (child == 0)
        write_until_killed (fixture->path, ends[1]);
      close (ends[1]);
      while (last < 20 + round * 7)
        g_assert_cmpint (read (ends[0], &last, sizeof last), ==, sizeof last);
      kill (child, SIGKILL);
      while (read (ends[0], &last, sizeof last) == sizeof last)
        ;
      waitpid (child, &status, 0);
      close (ends[0]);
      g_autoptr (MotusStore) store = motus_store_open (fixture->path, key, NULL);
      for (guint i = 0; i <= last; i++)
        {
          g_autofree char *name = g_strdup_printf ("%u", i);
          assert_value (store, name, name);
        }
    }
}

#define ADD(name, func) \
  g_test_add ("/store/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("records", test_records);
  ADD ("nothing-readable", test_nothing_readable);
  ADD ("wrong-key", test_wrong_key);
  ADD ("symlink", test_symlink);
  ADD ("killed", test_killed);
  return g_test_run ();
}
