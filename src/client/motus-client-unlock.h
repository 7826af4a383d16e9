/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-client-private.h"

G_BEGIN_DECLS

/**
 * MotusUnlocking:
 *
 * An account's keys and store being opened, or made, in the worker. What it finds is taken over by
 * motus_client_take_vault(); what is left is freed with it.
 */
struct _MotusUnlocking {
  GTask *task;
  char *account;
  char *home;
  char *folder;
  MotusCredentials *credentials;
  gboolean sign_up;             /* keys are made if there are none */

  gboolean made_folder;
  gboolean made_keys;
  char *address;                /* of the relay, from account.ini */
  MotusVault *vault;
  MotusSnapshot *snapshot;
  GError *error;
};

/* Starts opening; @done is called in the client's thread with the MotusUnlocking. */
gboolean motus_client_begin_unlocking (MotusClient *self, const char *password, GTask *task,
                                       gboolean sign_up, MotusWorkerFunc done, GError **error);
/* Fills the models with what was found. */
void motus_client_take_vault (MotusClient *self, MotusUnlocking *unlocking);

G_END_DECLS
