/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A relay that lies: evil-relay PORT-FILE. It decides as a real one does, and then does what a line of
 * its standard input says to what it sends:
 *
 *   off                   nothing
 *   rewrite-from NAME     messages come from NAME
 *   dup N                 messages come N times
 *   hold N DROP           N messages are held back, then come in any order without the DROPth
 *   retarget NAME         messages go to NAME, too, as they are and with NAME as their target
 *   strip-signature       messages come unsigned
 *   resize FIELD N        bytes of FIELD become N in number
 *   swap-key NAME         NAME's keys are the relay's own
 *   no-scram              the safe login is refused
 *   few-iterations        the password is to be protected by 4,096 iterations
 *   no-server-signature   a login is acknowledged without a proof
 *
 * Each line is answered by "ok". Sends of its clients are told as "sent FROM".
 */
#include <gio/gunixinputstream.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "motus-base64.h"
#include "motus-frame.h"
#include "motus-key-bundle.h"
#include "motus-message.h"
#include "motus-relay-engine.h"
#include "motus-relay-log.h"
#include "motus-relay-store-memory.h"
#include "tls-server.h"

typedef struct {
  MotusRelayEngine *engine;
  MotusRelayStore *store;
  GHashTable *edges;            /* id -> Edge */
  guint64 last_id;
  char **trick;                 /* the words of the last line */
  MotusKeyBundle *own;
  GPtrArray *held;              /* of GBytes */
} Evil;

typedef struct {
  Evil *evil;
  guint64 id;
  char *name;
  GIOStream *stream;
  MotusFrameReader *reader;
  GQueue outgoing;
  gboolean closing;
} Edge;

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
  gsize written;
  gboolean ok = g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, &written, NULL);

  g_bytes_unref (g_queue_pop_head (&edge->outgoing));
  if (ok && !g_queue_is_empty (&edge->outgoing))
    write_next (edge);
  else if (edge->closing)
    g_io_stream_close (edge->stream, NULL, NULL);
}

static void
write_next (Edge *edge)
{
  GBytes *frame = g_queue_peek_head (&edge->outgoing);

  g_output_stream_write_all_async (g_io_stream_get_output_stream (edge->stream),
                                   g_bytes_get_data (frame, NULL), g_bytes_get_size (frame),
                                   G_PRIORITY_DEFAULT, NULL, write_cb, edge);
}

static void
put_out (Edge *edge, GBytes *frame)
{
  g_queue_push_tail (&edge->outgoing, g_bytes_ref (frame));
  if (g_queue_get_length (&edge->outgoing) == 1)
    write_next (edge);
}

static gboolean
is_trick (Evil *evil, const char *name)
{
  return evil->trick != NULL && g_strcmp0 (evil->trick[0], name) == 0;
}

/* The frame with other JSON text: what a message object would refuse to hold. */
static GBytes *
rewrite_header (GBytes *frame, const char *pattern, const char *replacement)
{
  g_autoptr (GBytes) bare = g_bytes_new_from_bytes (frame, 4, g_bytes_get_size (frame) - 4);
  g_autoptr (GBytes) header = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);

  motus_frame_split (bare, &header, &body);
  g_autofree char *text = g_strndup (g_bytes_get_data (header, NULL), g_bytes_get_size (header));
  g_autofree char *changed = g_regex_replace (regex, text, -1, 0, replacement, 0, NULL);
  return motus_frame_encode (changed, strlen (changed), body, NULL);
}

static GBytes *
replace_member (GBytes *frame, const char *field, const char *value)
{
  g_autofree char *pattern = g_strdup_printf ("\"%s\":(\"[^\"]*\"|\\[[^\\]]*\\]|[0-9]+|true|false)", field);
  g_autofree char *replacement = g_strdup_printf ("\"%s\":%s", field, value);

  return rewrite_header (frame, pattern, replacement);
}

static GBytes *
drop_member (GBytes *frame, const char *field)
{
  g_autofree char *pattern = g_strdup_printf (",\"%s\":(\"[^\"]*\"|\\[[^\\]]*\\]|[0-9]+)", field);

  return rewrite_header (frame, pattern, "");
}

static char *
quote_bytes (gsize len)
{
  g_autofree guint8 *bytes = g_malloc0 (len + 1);
  g_autofree char *text = motus_base64_encode (bytes, len);

  return g_strdup_printf ("\"%s\"", text);
}

static void
release_held (Evil *evil, Edge *edge)
{
  guint drop = (guint) atoi (evil->trick[2]);

  g_ptr_array_remove_index (evil->held, drop - 1);
  while (evil->held->len > 0)
    {
      guint index = (guint) g_random_int_range (0, (gint32) evil->held->len);
      put_out (edge, g_ptr_array_index (evil->held, index));
      g_ptr_array_remove_index (evil->held, index);
    }
}

static void
retarget (Evil *evil, GBytes *frame)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, evil->edges);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Edge *edge = value;
      if (g_strcmp0 (edge->name, evil->trick[1]) != 0)
        continue;
      g_autofree char *targets = g_strdup_printf ("[\"%s\"]", edge->name);
      g_autoptr (GBytes) readdressed = replace_member (frame, "targets", targets);
      put_out (edge, frame);
      put_out (edge, readdressed);
    }
}

static void
send_message (Evil *evil, Edge *edge, GBytes *frame)
{
  g_autoptr (GBytes) changed = NULL;
  g_autofree char *value = NULL;

  if (is_trick (evil, "rewrite-from"))
    {
      value = g_strdup_printf ("\"%s\"", evil->trick[1]);
      changed = replace_member (frame, "from", value);
    }
  else if (is_trick (evil, "strip-signature"))
    changed = drop_member (frame, "signature");
  else if (is_trick (evil, "resize"))
    {
      value = quote_bytes ((gsize) atoi (evil->trick[2]));
      changed = replace_member (frame, evil->trick[1], value);
    }
  else if (is_trick (evil, "retarget"))
    retarget (evil, frame);
  else if (is_trick (evil, "hold"))
    {
      g_ptr_array_add (evil->held, g_bytes_ref (frame));
      if (evil->held->len == (guint) atoi (evil->trick[1]))
        release_held (evil, edge);
      return;
    }
  for (int i = is_trick (evil, "dup") ? atoi (evil->trick[1]) : 1; i > 0; i--)
    put_out (edge, changed != NULL ? changed : frame);
}

/* The keys of the relay's own as those of the one in question. */
static GBytes *
make_false_keys (Evil *evil)
{
  g_autoptr (MotusMessage) message = motus_message_new (MOTUS_MESSAGE_PEER_KEYS);
  MotusRsaKey *rsa = motus_key_bundle_get_rsa (evil->own);
  GBytes *spki = motus_rsa_public_key_get_spki (motus_rsa_key_get_public (rsa));

  motus_message_add_key (message, "keys", evil->trick[1], g_bytes_get_data (spki, NULL),
                         g_bytes_get_size (spki));
  motus_message_add_key (message, "signing_keys", evil->trick[1],
                         motus_key_bundle_get_signing_public (evil->own), 32);
  return motus_message_encode (message, NULL);
}

/* Keys as they are, but for the one in question. */
static void
send_keys (Evil *evil, Edge *edge, GBytes *frame)
{
  g_autofree char *pattern = NULL;
  g_autoptr (GBytes) changed = NULL;
  g_autoptr (GBytes) swapped = NULL;

  if (!is_trick (evil, "swap-key"))
    {
      put_out (edge, frame);
      return;
    }
  pattern = g_strdup_printf ("\"%s\":\"[^\"]*\",?", evil->trick[1]);
  changed = rewrite_header (frame, pattern, "");
  g_autoptr (GBytes) clean = rewrite_header (changed, ",}", "}");
  swapped = make_false_keys (evil);
  put_out (edge, swapped);
  put_out (edge, clean);
}

static void
send_login (Evil *evil, Edge *edge, GBytes *frame, MotusMessageType type)
{
  g_autoptr (GBytes) changed = NULL;

  if (type == MOTUS_MESSAGE_AUTH_CHALLENGE && is_trick (evil, "few-iterations"))
    changed = replace_member (frame, "iterations", "4096");
  else if (type == MOTUS_MESSAGE_AUTH_RESULT && is_trick (evil, "no-server-signature"))
    changed = drop_member (frame, "server_signature");
  else if (type == MOTUS_MESSAGE_AUTH_CHALLENGE && is_trick (evil, "no-scram"))
    {
      g_autoptr (MotusMessage) no = motus_message_new (MOTUS_MESSAGE_AUTH_RESULT);
      motus_message_set_bool (no, "ok", FALSE);
      motus_message_set_text (no, "code", "mechanism-unavailable");
      motus_message_set_text (no, "message", "only seed-hmac here");
      changed = motus_message_encode (no, NULL);
    }
  put_out (edge, changed != NULL ? changed : frame);
}

static void
output_send (guint64 id, GBytes *frame, gpointer user_data)
{
  Evil *evil = user_data;
  Edge *edge = g_hash_table_lookup (evil->edges, &id);
  g_autoptr (GBytes) bare = g_bytes_new_from_bytes (frame, 4, g_bytes_get_size (frame) - 4);
  g_autoptr (MotusMessage) message = motus_message_parse (bare, MOTUS_SENDER_RELAY, NULL, NULL);

  if (message == NULL)
    put_out (edge, frame);
  else if (motus_message_get_message_type (message) == MOTUS_MESSAGE_ENCRYPTED_MESSAGE)
    send_message (evil, edge, frame);
  else if (motus_message_get_message_type (message) == MOTUS_MESSAGE_PEER_KEYS)
    send_keys (evil, edge, frame);
  else
    send_login (evil, edge, frame, motus_message_get_message_type (message));
}

static void
output_close (guint64 id, gpointer user_data)
{
  Evil *evil = user_data;
  Edge *edge = g_hash_table_lookup (evil->edges, &id);

  edge->closing = TRUE;
  if (g_queue_is_empty (&edge->outgoing))
    g_io_stream_close_async (edge->stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
}

static void
output_signed_in (guint64 id, gpointer user_data)
{
  Evil *evil = user_data;
  Edge *edge = g_hash_table_lookup (evil->edges, &id);

  motus_frame_reader_set_max (edge->reader, MOTUS_FRAME_MAX);
}

/* Notes who is who, and what was sent. */
static void
look (Edge *edge, GBytes *frame)
{
  g_autoptr (MotusMessage) message = motus_message_parse (frame, MOTUS_SENDER_CLIENT, NULL, NULL);

  if (message == NULL)
    return;
  if (motus_message_get_message_type (message) == MOTUS_MESSAGE_AUTH_REQUEST)
    {
      g_free (edge->name);
      edge->name = g_strdup (motus_message_get_text (message, "username"));
    }
  if (motus_message_get_message_type (message) == MOTUS_MESSAGE_ENCRYPTED_SEND)
    printf ("sent %s\n", edge->name);
  fflush (stdout);
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
      look (edge, frame);
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

/* What was pinned before is swapped now. */
static void
push_false_keys (Evil *evil)
{
  g_autoptr (GBytes) frame = make_false_keys (evil);
  GHashTableIter iter;
  gpointer edge;

  g_hash_table_iter_init (&iter, evil->edges);
  while (g_hash_table_iter_next (&iter, NULL, &edge))
    if (g_strcmp0 (((Edge *) edge)->name, evil->trick[1]) != 0)
      put_out (edge, frame);
}

static void
line_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Evil *evil = user_data;
  g_autofree char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source),
                                                                result, NULL, NULL);

  if (line == NULL)
    exit (0);
  g_strfreev (evil->trick);
  evil->trick = g_strsplit (line, " ", -1);
  if (is_trick (evil, "swap-key"))
    push_false_keys (evil);
  puts ("ok");
  fflush (stdout);
  g_data_input_stream_read_line_async (G_DATA_INPUT_STREAM (source), G_PRIORITY_DEFAULT, NULL,
                                       line_cb, evil);
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
  evil.own = motus_key_bundle_generate (NULL);
  evil.held = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  evil.engine = motus_relay_engine_new (make_config (), motus_clock_new (), evil.store, &output,
                                        &evil, NULL);
  g_autoptr (GSocketService) service = tls_server_start (argv[1], connection_cb, &evil);
  g_timeout_add (100, tick_cb, &evil);
  g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, NULL, line_cb, &evil);
  g_main_loop_run (loop);
  return 0;
}
