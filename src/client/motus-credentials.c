/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-credentials.h"

#include <glib/gi18n-lib.h>

#include "motus-client-error.h"
#include "motus-password.h"

struct _MotusCredentials {
  gatomicrefcount references;
  MotusSecret *typed;
  MotusSecret *prepared;
  GBytes *salt;
  guint iterations;
  MotusSecret *salted;
};

MotusCredentials *
motus_credentials_new (const char *password, GError **error)
{
  MotusSecret *prepared = motus_password_prepare (password, error);
  if (prepared == NULL)
    return NULL;

  MotusCredentials *credentials = g_new0 (MotusCredentials, 1);
  g_atomic_ref_count_init (&credentials->references);
  credentials->typed = motus_secret_new_text (password);
  credentials->prepared = prepared;
  return credentials;
}

MotusCredentials *
motus_credentials_ref (MotusCredentials *credentials)
{
  g_atomic_ref_count_inc (&credentials->references);
  return credentials;
}

void
motus_credentials_unref (MotusCredentials *credentials)
{
  if (credentials == NULL || !g_atomic_ref_count_dec (&credentials->references))
    return;
  motus_secret_free (credentials->typed);
  motus_secret_free (credentials->prepared);
  motus_secret_free (credentials->salted);
  g_clear_pointer (&credentials->salt, g_bytes_unref);
  g_free (credentials);
}

const char *
motus_credentials_get_password (const MotusCredentials *credentials)
{
  return (const char *) motus_secret_peek (credentials->typed);
}

/* One salting under way. */
typedef struct {
  MotusCredentials *credentials;
  GBytes *salt;
  guint iterations;
} Salting;

static void
salting_free (gpointer data)
{
  Salting *salting = data;

  motus_credentials_unref (salting->credentials);
  g_bytes_unref (salting->salt);
  g_free (salting);
}

static void
salt_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Salting *salting = data;
  gsize len;
  const void *salt = g_bytes_get_data (salting->salt, &len);
  MotusSecret *salted = motus_scram_salt_password (salting->credentials->prepared, salt, len,
                                                   salting->iterations);

  if (salted != NULL)
    g_task_return_pointer (task, salted, (GDestroyNotify) motus_secret_free);
  else
    g_task_return_new_error (task, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_DOWNGRADE, "%s",
                             _("The relay asks for a password to be protected too weakly. Nothing "
                               "was sent. Tell the relay's operator."));
}

void
motus_credentials_salt_async (MotusCredentials *credentials, GBytes *salt, guint iterations,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Salting *salting = g_new (Salting, 1);

  salting->credentials = motus_credentials_ref (credentials);
  salting->salt = g_bytes_ref (salt);
  salting->iterations = iterations;
  g_task_set_task_data (task, salting, salting_free);
  if (credentials->salted != NULL && credentials->iterations == iterations
      && g_bytes_equal (credentials->salt, salt))
    g_task_return_pointer (task, motus_secret_copy (credentials->salted),
                           (GDestroyNotify) motus_secret_free);
  else
    g_task_run_in_thread (task, salt_in_thread);
}

const MotusSecret *
motus_credentials_salt_finish (MotusCredentials *credentials, GAsyncResult *result, GError **error)
{
  Salting *salting = g_task_get_task_data (G_TASK (result));
  MotusSecret *salted = g_task_propagate_pointer (G_TASK (result), error);
  if (salted == NULL)
    return NULL;

  motus_secret_free (credentials->salted);
  g_clear_pointer (&credentials->salt, g_bytes_unref);
  credentials->salted = salted;
  credentials->salt = g_bytes_ref (salting->salt);
  credentials->iterations = salting->iterations;
  return salted;
}
