/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-secret.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

/* The pages come from mmap() rather than malloc(): advice and locks apply to whole pages, and a
 * page shared with other allocations would be unlocked when its first owner goes. */
struct _MotusSecret {
  guint8 *data;
  gsize len;
  gsize mapped;
};

static gsize
round_to_pages (gsize len)
{
  gsize page = (gsize) sysconf (_SC_PAGESIZE);
  return (len + page - 1) / page * page;
}

MotusSecret *
motus_secret_new (gsize len)
{
  MotusSecret *secret = g_new0 (MotusSecret, 1);
  secret->len = len;
  secret->mapped = round_to_pages (len + 1);
  secret->data = mmap (NULL, secret->mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
                       -1, 0);
  if (secret->data == MAP_FAILED)
    g_error ("out of memory for a secret of %" G_GSIZE_FORMAT " bytes", len);

  /* Both are best effort: RLIMIT_MEMLOCK may be small, and old kernels lack the advice. */
  (void) madvise (secret->data, secret->mapped, MADV_DONTDUMP);
  (void) mlock (secret->data, secret->mapped);
  return secret;
}

MotusSecret *
motus_secret_new_copy (const void *bytes, gsize len)
{
  MotusSecret *secret = motus_secret_new (len);
  if (len > 0)
    memcpy (secret->data, bytes, len);
  return secret;
}

MotusSecret *
motus_secret_new_text (const char *text)
{
  return motus_secret_new_copy (text, strlen (text));
}

MotusSecret *
motus_secret_copy (const MotusSecret *secret)
{
  return motus_secret_new_copy (secret->data, secret->len);
}

void
motus_secret_free (MotusSecret *secret)
{
  if (secret == NULL)
    return;
  motus_wipe (secret->data, secret->mapped);
  munmap (secret->data, secret->mapped);
  g_free (secret);
}

guint8 *
motus_secret_data (MotusSecret *secret)
{
  return secret->data;
}

const guint8 *
motus_secret_peek (const MotusSecret *secret)
{
  return secret->data;
}

gsize
motus_secret_length (const MotusSecret *secret)
{
  return secret->len;
}

void
motus_wipe (void *bytes, gsize len)
{
  if (len > 0)
    explicit_bzero (bytes, len);
}

gboolean
motus_secret_forbid_core_dumps (void)
{
  const struct rlimit none = { 0, 0 };
  return setrlimit (RLIMIT_CORE, &none) == 0;
}
