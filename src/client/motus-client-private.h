/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-client.h"

G_BEGIN_DECLS

struct _MotusClient {
  GObject parent_instance;

  char *home;
  char *account;
  char *host;                   /* of the relay; NULL as long as nobody said */
  guint16 port;

  MotusConnectionState state;
  GError *status_error;
  guint retry_in;
  gboolean unlocked;
  gboolean trust_on_first_use;
  gboolean relay_pinned;
  gboolean key_file_upgradable;

  GListStore *conversations;    /* of MotusConversation */
  GListStore *contacts;         /* of MotusContact, by name */
  GListStore *room_invites;     /* of MotusRoomInvite */
  GHashTable *conversation_by_id;       /* borrowed keys and values */
};

/* Changes of properties, each with its notification. @error is taken. */
void motus_client_set_state (MotusClient *self, MotusConnectionState state, GError *error);
void motus_client_set_retry_in (MotusClient *self, guint seconds);
void motus_client_set_unlocked (MotusClient *self, gboolean unlocked);

/* Takes a conversation into the list; it stays owned by the list. */
void motus_client_add_conversation (MotusClient *self, MotusConversation *conversation);

G_END_DECLS
