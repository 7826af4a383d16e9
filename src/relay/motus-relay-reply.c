/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-relay-engine-private.h"

#include "motus-frame.h"
#include "motus-message.h"
#include "motus-relay-log.h"

/* The most a retry_after can say. */
#define RETRY_AFTER_MAX 86400
#define TARGETS_MAX 1024
#define CIPHERTEXT_MAX 524288

GBytes *
motus_relay_encode (const MotusMessage *message)
{
  g_autoptr (GError) error = NULL;
  GBytes *frame = motus_message_encode (message, &error);

  if (frame == NULL)
    motus_relay_log (MOTUS_RELAY_LOG_ERROR, "unsendable", "type",
                     motus_message_get_type_name (message), "reason", error->message, NULL);
  return frame;
}

void
motus_relay_send_frame (MotusRelayEngine *engine, MotusRelayClient *client, GBytes *frame)
{
  if (!client->closing)
    engine->output->send (client->id, frame, engine->output_data);
}

void
motus_relay_send (MotusRelayEngine *engine, MotusRelayClient *client,
                  const MotusMessage *message)
{
  g_autoptr (GBytes) frame = motus_relay_encode (message);

  if (frame != NULL)
    motus_relay_send_frame (engine, client, frame);
}

void
motus_relay_send_all (MotusRelayEngine *engine, GBytes *frame)
{
  for (guint i = 0; i < engine->online->len; i++)
    motus_relay_send_frame (engine, engine->online->pdata[i], frame);
}

void
motus_relay_close (MotusRelayEngine *engine, MotusRelayClient *client)
{
  if (client->closing)
    return;
  client->closing = TRUE;
  /* Nothing is sent to it any more: whoever writes to it must learn that. */
  motus_relay_sign_out (engine, client);
  g_clear_pointer (&client->challenge, motus_relay_challenge_free);
  engine->output->close (client->id, engine->output_data);
}

void
motus_relay_reply_ack (MotusRelayEngine *engine, MotusRelayClient *client, const char *tag)
{
  if (tag == NULL)
    return;

  g_autoptr (MotusMessage) ack = motus_message_new (MOTUS_MESSAGE_ACK);
  motus_message_set_text (ack, "re", tag);
  motus_relay_send (engine, client, ack);
}

static MotusMessage *
error_message (const char *tag, const char *code, const char *sentence)
{
  MotusMessage *message = motus_message_new (MOTUS_MESSAGE_ERROR);

  motus_message_set_text (message, "code", code);
  motus_message_set_text (message, "message", sentence);
  if (tag != NULL)
    motus_message_set_text (message, "re", tag);
  return message;
}

MotusMessage *
motus_relay_error_message (const char *tag, MotusRelayCode code)
{
  return error_message (tag, motus_relay_code_word (code), motus_relay_code_sentence (code));
}

void
motus_relay_reply_error (MotusRelayEngine *engine, MotusRelayClient *client,
                         const char *tag, MotusRelayCode code)
{
  motus_relay_reply_error_saying (engine, client, tag, code,
                                  motus_relay_code_sentence (code));
}

void
motus_relay_reply_error_saying (MotusRelayEngine *engine, MotusRelayClient *client,
                                const char *tag, MotusRelayCode code, const char *sentence)
{
  motus_relay_reply_word (engine, client, tag, motus_relay_code_word (code), sentence);
}

static MotusMessage *
result_message (const char *tag, gboolean ok)
{
  MotusMessage *message = motus_message_new (MOTUS_MESSAGE_AUTH_RESULT);

  if (tag != NULL)
    motus_message_set_text (message, "re", tag);
  motus_message_set_bool (message, "ok", ok);
  return message;
}

void
motus_relay_reply_refused (MotusRelayEngine *engine, MotusRelayClient *client,
                           const char *tag, MotusRelayCode code, guint retry_after)
{
  g_autoptr (MotusMessage) message = result_message (tag, FALSE);

  motus_message_set_text (message, "code", motus_relay_code_word (code));
  motus_message_set_text (message, "message", motus_relay_code_sentence (code));
  if (retry_after > 0)
    motus_message_set_int (message, "retry_after", MIN (retry_after, RETRY_AFTER_MAX));
  motus_relay_send (engine, client, message);
}

MotusMessage *
motus_relay_accepted_message (MotusRelayEngine *engine, const char *tag)
{
  MotusMessage *message = result_message (tag, TRUE);

  motus_message_set_int (message, "protocol", MOTUS_RELAY_PROTOCOL);
  motus_message_add_limit (message, "limits", "frame", MOTUS_FRAME_MAX);
  motus_message_add_limit (message, "limits", "targets", TARGETS_MAX);
  motus_message_add_limit (message, "limits", "ciphertext", CIPHERTEXT_MAX);
  motus_message_add_limit (message, "limits", "room_members",
                           engine->config->limits.room_members);
  return message;
}

void
motus_relay_reply_word (MotusRelayEngine *engine, MotusRelayClient *client, const char *tag,
                        const char *code, const char *sentence)
{
  g_autoptr (MotusMessage) message = error_message (tag, code, sentence);

  motus_relay_send (engine, client, message);
}

void
motus_relay_reply_violation (MotusRelayEngine *engine, MotusRelayClient *client, const char *tag,
                             const char *code, const char *sentence)
{
  motus_relay_reply_word (engine, client, tag, code, sentence);
  motus_relay_close (engine, client);
}
