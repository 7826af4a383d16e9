/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-account-record.h"
#include "motus-conversation-record.h"
#include "motus-envelope.h"
#include "motus-key-bundle.h"
#include "motus-message-record.h"
#include "motus-peer.h"
#include "motus-store.h"

G_BEGIN_DECLS

/**
 * MotusVault:
 *
 * The private keys of one account and its store, and what is done with both together: a message is
 * numbered, kept and sealed, or opened, checked and kept, in one transaction each. Belongs to one
 * thread, the worker's; everything here may take a while.
 */
typedef struct _MotusVault MotusVault;

/* Takes @bundle over. @path is the store's file. */
MotusVault *motus_vault_new (const char *name, MotusKeyBundle *bundle, const char *path,
                             GError **error);
void motus_vault_free (MotusVault *vault);

MotusStore *motus_vault_get_store (MotusVault *vault);
MotusKeyBundle *motus_vault_get_bundle (MotusVault *vault);
const char *motus_vault_get_name (MotusVault *vault);

/* All the store has, for the thread that shows it. */
typedef struct {
  MotusPeerKeys own;
  MotusAccountRecord account;
  GPtrArray *peers;             /* of MotusPeer */
  GPtrArray *conversations;     /* of MotusConversationRecord */
  GPtrArray *messages;          /* of MotusMessageRecord */
  GHashTable *missing;          /* name -> GPtrArray of MotusMissing */
} MotusSnapshot;

MotusSnapshot *motus_vault_load (MotusVault *vault, GError **error);
void motus_snapshot_free (MotusSnapshot *snapshot);

/* One who is to get a message. */
typedef struct {
  char *name;
  MotusRsaPublicKey *key;
} MotusRecipient;

MotusRecipient *motus_recipient_new (const char *name, MotusRsaPublicKey *key);
void motus_recipient_free (MotusRecipient *recipient);

/* Numbers @record for each of @recipients (durably, before anything is sealed; a second attempt gets
 * the numbers of the first), keeps it as WAITING and gives the frame to be sent. @room: for a
 * message to a room, else NULL. */
GBytes *motus_vault_seal (MotusVault *vault, const MotusMessageRecord *record, const char *room,
                          MotusEnvelopeMode mode, GPtrArray *recipients, GError **error);

/* Writes how sending @record ended. With SENT the numbers are no longer kept. */
gboolean motus_vault_settle (MotusVault *vault, const MotusMessageRecord *record, GError **error);

/* Keeps @record as it is: one of ours that could not be sent at all. */
gboolean motus_vault_keep (MotusVault *vault, const MotusMessageRecord *record, GError **error);

/**
 * MotusIncoming:
 *
 * A message on its way in. @record has everything but the text, the kind and the mention, which are
 * filled in.
 */
typedef struct {
  MotusEnvelope *envelope;
  GBytes *wrapped_key;
  guint64 seq;                  /* of this message for us; 0 if it has none */
  gboolean has_signing;
  guint8 signing[MOTUS_ED25519_PUBLIC_SIZE];    /* the pinned one of the sender */
  MotusMessageRecord *record;

  gboolean fresh;               /* FALSE: it was here before, and is not to be shown again */
  GPtrArray *missing;           /* of MotusMissing, all of this sender's; NULL: as before */
} MotusIncoming;

void motus_incoming_free (MotusIncoming *incoming);

/* Verifies, opens and keeps. Errors: MOTUS_CLIENT_ERROR_SENDER, BINDING, STORE. */
gboolean motus_vault_receive (MotusVault *vault, MotusIncoming *incoming, GError **error);

/* Forgets the numbering with @name in both directions: its keys are new, so its counters are. */
gboolean motus_vault_forget_numbers (MotusVault *vault, const char *name, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusVault, motus_vault_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusSnapshot, motus_snapshot_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusIncoming, motus_incoming_free)

G_END_DECLS
