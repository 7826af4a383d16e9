/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Invitation links and relay addresses; docs/protocol.md, "Invitation links". */

#define MOTUS_LINK_SECRET_SIZE 16
#define MOTUS_LINK_HASH_SIZE 32
/* The longest link taken, in bytes. */
#define MOTUS_LINK_MAX 512
#define MOTUS_DEFAULT_PORT 7443

typedef struct {
  char *host;                                   /* without brackets */
  guint16 port;
  guint8 pin[MOTUS_LINK_HASH_SIZE];             /* of the relay's key */
  char *inviter;                                /* NULL in an operator's link */
  guint8 fingerprint[MOTUS_LINK_HASH_SIZE];     /* the inviter's, if there is one */
  guint8 secret[MOTUS_LINK_SECRET_SIZE];
} MotusLink;

/* Reads a link; white space around it is forgiven. Errors: BAD_LINK, with what is wrong with it. */
MotusLink *motus_link_parse (const char *text, GError **error);
char *motus_link_format (const MotusLink *link);
/* Wipes the secret. */
void motus_link_free (MotusLink *link);

/* Reads "HOST", "HOST:PORT" or "[V6]:PORT" ; the port is MOTUS_DEFAULT_PORT if it is not given. A
 * host is an address or a name of letters, digits, hyphens and dots of at most 253 bytes. Errors:
 * BAD_ADDRESS. */
gboolean motus_address_parse (const char *text, char **host, guint16 *port, GError **error);
/* "HOST:PORT", brackets round an IPv6 address. */
char *motus_address_format (const char *host, guint16 port);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusLink, motus_link_free)

G_END_DECLS
