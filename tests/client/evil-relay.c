/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hands of a relay that lies: evil-relay PORT-FILE. It decides as a real one does, but what it
 * would send goes to its standard output, and only what its standard input says goes to a client.
 * A line is a word, the number of a connection, and bytes in base64:
 *
 *   out   from  CONNECTION FRAME   a client sent this; it was acted upon
 *   out   to    CONNECTION FRAME   the honest relay would send this
 *   out   end   CONNECTION         the honest relay would hang up
 *   in    write CONNECTION BYTES   these go to the client, frame or not
 *   in    end   CONNECTION         hangs up, once all that was written has gone out
 *
 * Frames from clients have no prefix, those to them have it.
 */
#include <gio/gunixinputstream.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "motus-base64.h"
#include "motus-frame.h"
#include "motus-relay-engine.h"
#include "motus-relay-log.h"
#include "motus-relay-store-memory.h"
#include "tls-server.h"

#define WRITE_MAX (16 * 1024 * 1024)

typedef struct {
  MotusRelayEngine *engine;
  MotusRelayStore *store;
  GHashTable *edges;            /* id -> Edge */
  guint64 last_id;
} Evil;

typedef struct {
  Evil *evil;
  guint64 id;
  GIOStream *stream;
  MotusFrameReader *reader;
  GQueue outgoing;              /* of GBytes */
  gboolean closing;
} Edge;

static void
tell (const char *word, guint64 id, GBytes *frame)
{
  g_autofree char *text = frame != NULL ? motus_base64_encode (g_bytes_get_data (frame, NULL),
                                                               g_bytes_get_size (frame))
                                        : NULL;

  printf ("%s %" G_GUINT64_FORMAT " %s\n", word, id, text != NULL ? text : "");
  fflush (stdout);
}

static void
settle (Evil *evil)
{
  motus_relay_store_memory_run (evil->store);
  motus_relay_engine_tick (evil->engine);
  motus_relay_store_memory_run (evil->store);
}

static void write_next (Edge *edge);

static void
write_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Edge *edge = user_data;
  gboolean ok = g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);

  g_bytes_unref (g_queue_pop_head (&edge->outgoing));
  if (ok && !g_queue_is_empty (&edge->outgoing))
    write_next (edge);
  else if (edge->closing)
    g_io_stream_close_async (edge->stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
}

static void
write_next (Edge *edge)
{
  GBytes *bytes = g_queue_peek_head (&edge->outgoing);

  g_output_stream_write_all_async (g_io_stream_get_output_stream (edge->stream),
                                   g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                   G_PRIORITY_DEFAULT, NULL, write_cb, edge);
}

static void
put_out (Edge *edge, GBytes *bytes)
{
  g_queue_push_tail (&edge->outgoing, bytes);
  if (g_queue_get_length (&edge->outgoing) == 1)
    write_next (edge);
}

static void
hang_up (Edge *edge)
{
  edge->closing = TRUE;
  if (g_queue_is_empty (&edge->outgoing))
    g_io_stream_close_async (edge->stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
}

static void
output_send (guint64 id, GBytes *frame, gpointer user_data)
{
  tell ("to", id, frame);
}

static void
output_close (guint64 id, gpointer user_data)
{
  tell ("end", id, NULL);
}

static void
output_signed_in (guint64 id, gpointer user_data)
{
  Evil *evil = user_data;
  Edge *edge = g_hash_table_lookup (evil->edges, &id);

  motus_frame_reader_set_max (edge->reader, MOTUS_FRAME_MAX);
}

static void read_more (Edge *edge);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Edge *edge = user_data;
  Evil *evil = edge->evil;
  gssize len = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);
  g_autoptr (GBytes) frame = NULL;

  if (len <= 0)
    {
      motus_relay_engine_disconnected (evil->engine, edge->id);
      settle (evil);
      g_hash_table_remove (evil->edges, &edge->id);
      return;
    }
  motus_frame_reader_commit (edge->reader, (gsize) len);
  while (motus_frame_reader_next (edge->reader, &frame, NULL) && frame != NULL)
    {
      tell ("from", edge->id, frame);
      motus_relay_engine_frame (evil->engine, edge->id, frame);
      settle (evil);
      g_clear_pointer (&frame, g_bytes_unref);
    }
  read_more (edge);
}

static void
read_more (Edge *edge)
{
  gsize room;
  guint8 *buffer = motus_frame_reader_reserve (edge->reader, &room);

  g_input_stream_read_async (g_io_stream_get_input_stream (edge->stream), buffer, room,
                             G_PRIORITY_DEFAULT, NULL, read_cb, edge);
}

/* An edge is never freed: writes to a connection that is gone may still be on their way. */
static void
connection_cb (GTlsConnection *connection, gpointer user_data)
{
  Evil *evil = user_data;
  Edge *edge = g_new0 (Edge, 1);
  g_autoptr (GByteArray) binding = g_byte_array_new ();

  edge->evil = evil;
  edge->id = ++evil->last_id;
  edge->stream = g_object_ref (G_IO_STREAM (connection));
  edge->reader = motus_frame_reader_new (MOTUS_FRAME_MAX_BEFORE_LOGIN);
  g_queue_init (&edge->outgoing);
  g_hash_table_insert (evil->edges, &edge->id, edge);
  g_tls_connection_get_channel_binding_data (connection, G_TLS_CHANNEL_BINDING_TLS_EXPORTER,
                                             binding, NULL);
  motus_relay_engine_connected (evil->engine, edge->id, "127.0.0.1/32", binding->data);
  read_more (edge);
}

static void
obey (Evil *evil, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  guint64 id = g_ascii_strtoull (words[1], NULL, 10);
  Edge *edge = g_hash_table_lookup (evil->edges, &id);

  if (edge == NULL)
    return;
  if (g_str_equal (words[0], "write"))
    put_out (edge, motus_base64_decode (words[2], WRITE_MAX));
  else
    hang_up (edge);
}

static void
line_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source),
                                                                result, NULL, NULL);

  if (line == NULL)
    exit (0);
  obey (user_data, line);
  g_data_input_stream_read_line_async (G_DATA_INPUT_STREAM (source), G_PRIORITY_DEFAULT, NULL,
                                       line_cb, user_data);
}

static gboolean
tick_cb (gpointer user_data)
{
  settle (user_data);
  return G_SOURCE_CONTINUE;
}

static MotusRelayConfig *
make_config (void)
{
  MotusRelayConfig *config = motus_relay_config_new ();

  config->registration = MOTUS_RELAY_REGISTRATION_OPEN;
  config->limits.requests_per_second = 100000;
  return config;
}

static void
quiet (const char *line, gpointer user_data)
{
}

int
main (int argc, char **argv)
{
  static const MotusRelayOutput output = { output_send, output_close, output_signed_in };
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GInputStream) plain = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GDataInputStream) input = g_data_input_stream_new (plain);
  Evil evil = { .edges = g_hash_table_new (g_int64_hash, g_int64_equal) };

  if (argc != 2)
    return 2;
  motus_relay_log_set_sink (quiet, NULL);
  evil.store = motus_relay_store_memory_new ();
  evil.engine = motus_relay_engine_new (make_config (), motus_clock_new (), evil.store, &output,
                                        &evil, NULL);
  g_autoptr (GSocketService) service = tls_server_start (argv[1], connection_cb, &evil);
  g_timeout_add (100, tick_cb, &evil);
  g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, NULL, line_cb, &evil);
  g_main_loop_run (loop);
  return 0;
}
