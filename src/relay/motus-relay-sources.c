/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-sources.h"

/* What a source is told that finds no place among those remembered. */
#define FULL_RETRY_SECONDS 60

struct _MotusRelaySources {
  MotusRelayRate requests;
  MotusRelayRate sign_ups;
  GHashTable *table;            /* text to Source */
};

typedef struct {
  MotusRelayBudget requests;
  MotusRelayBudget sign_ups;
} Source;

MotusRelaySources *
motus_relay_sources_new (MotusRelayRate requests, MotusRelayRate sign_ups)
{
  MotusRelaySources *sources = g_new0 (MotusRelaySources, 1);

  sources->requests = requests;
  sources->sign_ups = sign_ups;
  sources->table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return sources;
}

void
motus_relay_sources_free (MotusRelaySources *sources)
{
  if (sources == NULL)
    return;
  g_hash_table_unref (sources->table);
  g_free (sources);
}

static Source *
source_ensure (MotusRelaySources *sources, const char *text, guint *retry_after)
{
  Source *source = g_hash_table_lookup (sources->table, text);

  if (source != NULL)
    return source;
  if (g_hash_table_size (sources->table) >= MOTUS_RELAY_SOURCES_MAX)
    {
      *retry_after = FULL_RETRY_SECONDS;
      return NULL;
    }
  source = g_new0 (Source, 1);
  g_hash_table_insert (sources->table, g_strdup (text), source);
  return source;
}

gboolean
motus_relay_sources_take_request (MotusRelaySources *sources, const char *text, gint64 now,
                                  guint *retry_after)
{
  Source *source = source_ensure (sources, text, retry_after);

  return source != NULL
         && motus_relay_budget_take (&source->requests, &sources->requests, 1, now, retry_after);
}

gboolean
motus_relay_sources_take_sign_up (MotusRelaySources *sources, const char *text, gint64 now,
                                  guint *retry_after)
{
  Source *source = source_ensure (sources, text, retry_after);

  return source != NULL
         && motus_relay_budget_take (&source->sign_ups, &sources->sign_ups, 1, now, retry_after);
}

void
motus_relay_sources_expire (MotusRelaySources *sources, gint64 now)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, sources->table);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Source *source = value;

      if (motus_relay_budget_is_full (&source->requests, now)
          && motus_relay_budget_is_full (&source->sign_ups, now))
        g_hash_table_iter_remove (&iter);
    }
}

guint
motus_relay_sources_size (const MotusRelaySources *sources)
{
  return g_hash_table_size (sources->table);
}
