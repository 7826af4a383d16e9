/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-account-record.h"
#include "motus-connection.h"
#include "motus-peer.h"
#include "motus-scram.h"

G_BEGIN_DECLS

/**
 * MotusLogin:
 *
 * One login with SCRAM-SHA-256-PLUS, as docs/protocol.md, "Signing up and in", has it: what is to be
 * said, and whether what the relay says is right. No other mechanism is ever spoken.
 */
typedef struct _MotusLogin MotusLogin;

MotusLogin *motus_login_new (const char *name,
                             const guint8 binding[MOTUS_CONNECTION_BINDING_SIZE]);
void motus_login_free (MotusLogin *login);

/* The first message. @account may hold a device token. */
MotusMessage *motus_login_make_request (MotusLogin *login, const MotusPeerKeys *keys,
                                        const MotusAccountRecord *account);

/* Takes the relay's challenge: @salt and @iterations are what the password is to be salted with.
 * MOTUS_CLIENT_ERROR_DOWNGRADE for fewer iterations than Motus signs up with, or than @account was
 * signed in with before. */
gboolean motus_login_take_challenge (MotusLogin *login, MotusMessage *challenge,
                                     const MotusAccountRecord *account, GBytes **salt,
                                     guint *iterations, GError **error);

/* The proof, made from the password salted so. */
MotusMessage *motus_login_make_response (MotusLogin *login, const MotusSecret *salted);

/* Checks the outcome. A relay that says yes without proving that it knows the account is
 * MOTUS_CLIENT_ERROR_CHANNEL_BINDING. On success @account gets what is to be kept. */
gboolean motus_login_take_result (MotusLogin *login, MotusMessage *result,
                                  MotusAccountRecord *account, GError **error);

/* The message that signs up: a fresh salt is in @salt, with which the password was salted.
 * @invite: the token of an invitation, or NULL. */
MotusMessage *motus_login_make_sign_up (const char *name, const MotusPeerKeys *keys, GBytes *salt,
                                        const MotusSecret *salted, const guint8 *invite);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusLogin, motus_login_free)

G_END_DECLS
