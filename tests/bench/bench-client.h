/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-frame.h"
#include "motus-message.h"
#include "motus-secret.h"

#include <gnutls/gnutls.h>

/* A client of the load generator. It waits for answers while it signs up and in, and does not
 * afterwards. */
typedef struct {
  int fd;
  gnutls_session_t session;
  MotusFrameReader *reader;
  char *name;
} BenchClient;

/* Ends the process with a word if anything goes wrong, as everything here does. */
BenchClient *bench_client_connect (guint16 port);

/* One password for all, so that its many iterations are paid once. */
typedef struct {
  guint8 salt[16];
  MotusSecret *salted_password;
  guint8 pubkey[512];
  gsize pubkey_len;
} BenchAccount;
void bench_account_init (BenchAccount *account);

void bench_client_sign_up (BenchClient *client, const BenchAccount *account, const char *name,
                           const guint8 invite[32]);
void bench_client_sign_in (BenchClient *client, const BenchAccount *account);

void bench_client_send (BenchClient *client, const guint8 *data, gsize len);
/* Sends @message, which is freed. */
void bench_client_send_message (BenchClient *client, MotusMessage *message);
/* Waits for the next frame, whatever it is. */
GBytes *bench_client_receive (BenchClient *client);
/* From now on nothing waits. */
void bench_client_set_asynchronous (BenchClient *client);
