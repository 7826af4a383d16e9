/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-connection-private.h"

#include <glib/gi18n-lib.h>

#include "motus-client-error.h"
#include "motus-clock.h"
#include "motus-wire-error.h"

G_DEFINE_FINAL_TYPE (MotusConnection, motus_connection, G_TYPE_OBJECT)

static void
drop_outgoing (MotusConnection *self)
{
  g_queue_clear_full (&self->outgoing, (GDestroyNotify) g_bytes_unref);
  self->outgoing_bytes = 0;
}

static void
motus_connection_dispose (GObject *object)
{
  motus_connection_close (MOTUS_CONNECTION (object));
  G_OBJECT_CLASS (motus_connection_parent_class)->dispose (object);
}

static void
motus_connection_finalize (GObject *object)
{
  MotusConnection *self = MOTUS_CONNECTION (object);

  drop_outgoing (self);
  motus_frame_reader_free (self->reader);
  g_object_unref (self->cancellable);
  g_clear_object (&self->stream);
  G_OBJECT_CLASS (motus_connection_parent_class)->finalize (object);
}

static void
motus_connection_class_init (MotusConnectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = motus_connection_dispose;
  G_OBJECT_CLASS (klass)->finalize = motus_connection_finalize;
}

static void
motus_connection_init (MotusConnection *self)
{
  self->cancellable = g_cancellable_new ();
  self->reader = motus_frame_reader_new (MOTUS_FRAME_MAX_BEFORE_LOGIN);
  g_queue_init (&self->outgoing);
}

MotusConnection *
motus_connection_new (void)
{
  return g_object_new (MOTUS_TYPE_CONNECTION, NULL);
}

const guint8 *
motus_connection_get_pin (MotusConnection *self)
{
  return self->has_pin ? self->pin : NULL;
}

const guint8 *
motus_connection_get_binding (MotusConnection *self)
{
  return self->has_binding ? self->binding : NULL;
}

gint64
motus_connection_get_last_read (MotusConnection *self)
{
  return self->last_read;
}

void
motus_connection_set_frame_max (MotusConnection *self, gsize max)
{
  motus_frame_reader_set_max (self->reader, max);
}

/* Says the end, once, and closes. */
static void
end (MotusConnection *self, const GError *error)
{
  MotusConnectionFunc func = g_steal_pointer (&self->func);

  if (func == NULL)
    return;
  g_object_ref (self);
  motus_connection_close (self);
  func (self, NULL, error, self->user_data);
  g_object_unref (self);
}

static void
end_lost (MotusConnection *self)
{
  g_autoptr (GError) error = g_error_new_literal (
    MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_OFFLINE,
    _("The connection to the relay was lost. Motus connects again by itself."));

  end (self, error);
}

static void
end_broken (MotusConnection *self)
{
  g_autoptr (GError) error = g_error_new_literal (
    MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_PROTOCOL,
    _("The relay sent something that is not the Motus protocol. Check the relay's address, and "
      "that both sides are up to date."));

  end (self, error);
}

/* FALSE if the connection has ended. */
static gboolean
deliver (MotusConnection *self, GBytes *frame)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MotusMessage) message = motus_message_parse (frame, MOTUS_SENDER_RELAY, NULL, &error);

  if (message != NULL)
    self->func (self, message, NULL, self->user_data);
  else if (!g_error_matches (error, MOTUS_WIRE_ERROR, MOTUS_WIRE_ERROR_UNKNOWN_TYPE))
    end_broken (self);
  return self->func != NULL;
}

static gboolean
deliver_all (MotusConnection *self)
{
  for (;;)
    {
      g_autoptr (GBytes) frame = NULL;
      if (!motus_frame_reader_next (self->reader, &frame, NULL))
        {
          end_broken (self);
          return FALSE;
        }
      if (frame == NULL)
        return TRUE;
      if (!deliver (self, frame))
        return FALSE;
    }
}

static void read_more (MotusConnection *self);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MotusConnection) self = user_data;
  gssize len = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  self->reading = FALSE;
  if (self->func == NULL)
    return;
  if (len <= 0)
    {
      end_lost (self);
      return;
    }
  g_autoptr (MotusClock) clock = motus_clock_new ();
  self->last_read = motus_clock_boottime (clock);
  motus_frame_reader_commit (self->reader, (gsize) len);
  if (deliver_all (self))
    read_more (self);
}

static void
read_more (MotusConnection *self)
{
  gsize room;

  if (self->paused || self->reading)
    return;
  guint8 *buffer = motus_frame_reader_reserve (self->reader, &room);
  self->reading = TRUE;
  g_input_stream_read_async (g_io_stream_get_input_stream (self->stream), buffer, room,
                             G_PRIORITY_DEFAULT, self->cancellable, read_cb, g_object_ref (self));
}

void
motus_connection_set_paused (MotusConnection *self, gboolean paused)
{
  self->paused = paused;
  if (!paused && self->func != NULL)
    read_more (self);
}

void
motus_connection_start (MotusConnection *self, MotusConnectionFunc func, gpointer user_data)
{
  g_autoptr (MotusClock) clock = motus_clock_new ();

  self->func = func;
  self->user_data = user_data;
  self->last_read = motus_clock_boottime (clock);
  read_more (self);
}

static void write_next (MotusConnection *self);

static void
write_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MotusConnection) self = user_data;
  gsize written;
  gboolean ok = g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, &written, NULL);
  g_autoptr (GBytes) frame = g_queue_pop_head (&self->outgoing);

  self->outgoing_bytes -= g_bytes_get_size (frame);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (!ok)
    end_lost (self);
  else if (!g_queue_is_empty (&self->outgoing))
    write_next (self);
}

static void
write_next (MotusConnection *self)
{
  GBytes *frame = g_queue_peek_head (&self->outgoing);

  g_output_stream_write_all_async (g_io_stream_get_output_stream (self->stream),
                                   g_bytes_get_data (frame, NULL), g_bytes_get_size (frame),
                                   G_PRIORITY_DEFAULT, self->cancellable, write_cb,
                                   g_object_ref (self));
}

gboolean
motus_connection_send (MotusConnection *self, GBytes *frame, GError **error)
{
  if (self->stream == NULL || g_cancellable_is_cancelled (self->cancellable))
    {
      g_set_error_literal (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_OFFLINE,
                           _("There is no connection to the relay. Motus connects again by "
                             "itself; try again then."));
      return FALSE;
    }
  if (self->outgoing_bytes + g_bytes_get_size (frame) > MOTUS_CONNECTION_QUEUE_MAX)
    {
      g_set_error_literal (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_REFUSED,
                           _("Too much waits to be sent over this connection. Wait a little and "
                             "try again."));
      return FALSE;
    }
  g_queue_push_tail (&self->outgoing, g_bytes_ref (frame));
  self->outgoing_bytes += g_bytes_get_size (frame);
  if (g_queue_get_length (&self->outgoing) == 1)
    write_next (self);
  return TRUE;
}

void
motus_connection_close (MotusConnection *self)
{
  self->func = NULL;
  g_cancellable_cancel (self->cancellable);
  if (self->stream != NULL && !g_io_stream_is_closed (self->stream))
    g_io_stream_close_async (self->stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
}
