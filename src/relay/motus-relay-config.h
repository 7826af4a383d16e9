/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  MOTUS_RELAY_REGISTRATION_OPEN,
  MOTUS_RELAY_REGISTRATION_INVITE,
  MOTUS_RELAY_REGISTRATION_CLOSED,
} MotusRelayRegistration;

/* What a client can make the relay hold or do. Each is a key of the group [limits] by this name
 * with hyphens; docs/operating.md says what a client is told at each. */
typedef struct {
  guint connections;                    /* in all */
  guint connections_per_source;         /* not signed in yet, an IPv4 /32 or IPv6 /64 */
  guint login_seconds;                  /* from accept to a successful login */
  guint output_bytes;                   /* waiting to be read by one client */
  guint login_failures;                 /* that lock a bucket */
  guint login_window_seconds;           /* within which they count */
  guint login_lock_seconds;
  guint challenge_seconds;
  guint rooms_per_account;
  guint room_members;
  guint room_invites_per_account;       /* open ones it made */
  guint room_invite_seconds;
  guint account_invites_per_account;    /* open ones it made */
  guint account_invite_seconds;
  guint requests_per_second;            /* of one client, by recipient; in a burst ten times that */
  guint sign_ups_per_hour;              /* of one source, not invited; at once 8 or a tenth */
  guint accounts;
} MotusRelayLimits;

/**
 * MotusRelayConfig:
 *
 * The settings of a relay: a GKeyFile with the groups [relay], [tls], [accounts] and [limits].
 * Every setting has a default that is safe to run.
 */
typedef struct {
  char *host;                   /* [relay] listen: an address, or NULL for all */
  guint16 port;                 /* 0: any free one */
  char *state_dir;              /* [relay] state-dir */
  char *name;                   /* [relay] name: for links, HOST[:PORT]; NULL: the address */
  char *certificate;            /* [tls] certificate: a PEM file; NULL: self-made */
  char *key;                    /* [tls] key */
  char **names;                 /* [tls] names: further names in the self-made certificate */
  gboolean rsa_key;             /* [tls] key-type=rsa */
  MotusRelayRegistration registration;  /* [accounts] registration */
  gboolean seed_login;          /* [accounts] seed-login */
  gboolean user_invites;        /* [accounts] user-invites: may people make invitation links */
  MotusRelayLimits limits;
} MotusRelayConfig;

/* The defaults; free with motus_relay_config_free(). */
MotusRelayConfig *motus_relay_config_new (void);
void motus_relay_config_free (MotusRelayConfig *config);

/* Reads @path over the defaults. Unknown groups or keys, values of the wrong kind or out of range
 * are MOTUS_RELAY_ERROR_CONFIG, "FILE:LINE: what is wrong and what is expected". */
MotusRelayConfig *motus_relay_config_load (const char *path, GError **error);

/* Sets host and port from "ADDRESS:PORT", "[V6]:PORT" or ":PORT". */
gboolean motus_relay_config_set_listen (MotusRelayConfig *config, const char *listen,
                                        GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusRelayConfig, motus_relay_config_free)

G_END_DECLS
