/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-message-schema.h"

G_BEGIN_DECLS

/* One element of names or ints, or one member of keys, limits or changes. */
typedef struct {
  const char *name;
  const char *text;             /* keys: base64 */
  gint64 integer;               /* ints, limits; changes: whether online */
} MotusMessageItem;

/* Texts, also those of items, belong to the message. */
typedef struct {
  gboolean present;
  union {
    const char *text;
    gint64 integer;             /* also of a bool */
    GArray *items;              /* of MotusMessageItem; NULL for an empty list */
  };
} MotusMessageValue;

struct _MotusMessage {
  int ref_count;
  MotusMessageType type;
  const MotusMessageSchema *schema;
  MotusMessageValue values[MOTUS_MESSAGE_FIELDS_MAX];   /* as the schema's fields */
  char *header;                 /* the texts of a parsed message, one after the other */
  GStringChunk *texts;          /* those set later */
  GBytes *body;                 /* never empty */
  const MotusMessageField *refused;     /* was set to something it does not take */
};

/* The place of @value's items, made if need be. */
MotusMessageItem *motus_message_value_add (MotusMessageValue *value);
gsize motus_message_value_count (const MotusMessageValue *value);
const MotusMessageItem *motus_message_value_item (const MotusMessageValue *value, gsize index);

/* The rules that concern more than one field: BAD_MESSAGE, or FALSE without a word if @error is
 * NULL. */
gboolean motus_message_check (const MotusMessage *message, GError **error);

/* The place of the field called @name in the schema. A name that the type does not have ends the
 * program. */
gsize motus_message_place (const MotusMessage *message, const char *name);

G_END_DECLS
