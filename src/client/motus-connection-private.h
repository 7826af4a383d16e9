/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motus-connection.h"
#include "motus-frame.h"

G_BEGIN_DECLS

struct _MotusConnection {
  GObject parent_instance;

  GCancellable *cancellable;    /* of all that goes on here */
  GIOStream *stream;            /* the TLS connection */
  gboolean has_expected_pin;
  guint8 expected_pin[MOTUS_CONNECTION_PIN_SIZE];
  gboolean has_pin;
  guint8 pin[MOTUS_CONNECTION_PIN_SIZE];
  gboolean has_binding;
  guint8 binding[MOTUS_CONNECTION_BINDING_SIZE];

  MotusFrameReader *reader;
  MotusConnectionFunc func;     /* NULL before the start and after the end */
  gpointer user_data;
  gint64 last_read;
  gboolean paused;
  gboolean reading;             /* a read is under way */

  GQueue outgoing;              /* of GBytes; the first is being written */
  gsize outgoing_bytes;
};

G_END_DECLS
