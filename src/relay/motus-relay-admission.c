/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-admission.h"

#include <sys/resource.h>

/* Descriptors that are never a client's: the database and its journals, the log, timers, the
 * control socket, files read while the relay runs. */
#define DESCRIPTORS_KEPT 32

struct _MotusRelayAdmission {
  guint total, per_source;
  guint inside;
  GHashTable *sources;  /* of those not signed in: text to count, never 0 */
};

MotusRelayAdmission *
motus_relay_admission_new (guint total, guint per_source)
{
  MotusRelayAdmission *admission = g_new0 (MotusRelayAdmission, 1);
  admission->total = total;
  admission->per_source = per_source;
  admission->sources = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return admission;
}

void
motus_relay_admission_free (MotusRelayAdmission *admission)
{
  if (admission == NULL)
    return;
  g_hash_table_unref (admission->sources);
  g_free (admission);
}

static guint
count_of (MotusRelayAdmission *admission, const char *source)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (admission->sources, source));
}

static void
set_count (MotusRelayAdmission *admission, const char *source, guint count)
{
  if (count == 0)
    g_hash_table_remove (admission->sources, source);
  else
    g_hash_table_insert (admission->sources, g_strdup (source), GUINT_TO_POINTER (count));
}

gboolean
motus_relay_admission_enter (MotusRelayAdmission *admission, const char *source)
{
  guint count = count_of (admission, source);
  if (admission->inside >= admission->total || count >= admission->per_source)
    return FALSE;
  admission->inside++;
  set_count (admission, source, count + 1);
  return TRUE;
}

void
motus_relay_admission_signed_in (MotusRelayAdmission *admission, const char *source)
{
  set_count (admission, source, count_of (admission, source) - 1);
}

void
motus_relay_admission_leave (MotusRelayAdmission *admission, const char *source,
                             gboolean was_signed_in)
{
  admission->inside--;
  if (!was_signed_in)
    set_count (admission, source, count_of (admission, source) - 1);
}

guint
motus_relay_admission_fit (guint wanted)
{
  struct rlimit limit;
  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return wanted;

  rlim_t needed = (rlim_t) wanted + DESCRIPTORS_KEPT;
  if (limit.rlim_cur < needed)
    {
      limit.rlim_cur = MIN (needed, limit.rlim_max);
      setrlimit (RLIMIT_NOFILE, &limit);
      getrlimit (RLIMIT_NOFILE, &limit);
    }
  if (limit.rlim_cur >= needed)
    return wanted;
  return limit.rlim_cur > DESCRIPTORS_KEPT ? (guint) (limit.rlim_cur - DESCRIPTORS_KEPT) : 1;
}
