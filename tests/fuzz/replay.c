/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Feeds every file of the corpus folders named on the command line to a fuzz target once, where
 * libFuzzer is not there to do it. */

#include <glib.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize len);

static void
feed (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize len;

  if (!g_file_get_contents (path, &contents, &len, &error))
    g_error ("%s", error->message);

  /* A copy of just this length, so that a sanitizer sees the first byte read past it. */
  g_autofree guint8 *data = g_memdup2 (contents, len);
  LLVMFuzzerTestOneInput (data, len);
}

static guint
feed_folder (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  guint count = 0;

  if (dir == NULL)
    g_error ("%s", error->message);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      feed (folder, name);
      count++;
    }
  return count;
}

int
main (int argc, char **argv)
{
  guint count = 0;
  for (int i = 1; i < argc; i++)
    count += feed_folder (argv[i]);
  g_print ("%u inputs\n", count);
  return count > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
