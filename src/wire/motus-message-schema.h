/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-message.h"
#include "motus-message-field.h"

G_BEGIN_DECLS

/* The tables of docs/protocol.md as data: which message has which fields, and who sends it. */

#define MOTUS_MESSAGE_TYPES (MOTUS_MESSAGE_ERROR + 1)
/* No message has more fields. */
#define MOTUS_MESSAGE_FIELDS_MAX 16
/* The largest ciphertext, in bytes. */
#define MOTUS_CIPHERTEXT_MAX 524288

typedef struct {
  const char *name;                     /* on the wire */
  MotusSender sender;
  gboolean has_body;                    /* a ciphertext may follow the header */
  const MotusMessageField *fields;
  gsize n_fields;
} MotusMessageSchema;

/* Owned by the library. */
const MotusMessageSchema *motus_message_schema (MotusMessageType type);

/* The type that @sender calls by the @len bytes at @name; FALSE if there is none. */
gboolean motus_message_schema_find (const char *name, MotusSender sender, MotusMessageType *type);

G_END_DECLS
