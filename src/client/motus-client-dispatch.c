/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-client-private.h"

#include <glib/gi18n-lib.h>

#include "motus-refusal.h"

/* An error that answers no request concerns the connection. */
static void
take_error (MotusClient *self, MotusMessage *message)
{
  g_autoptr (GError) error = motus_refusal_new (message);
  const char *code = motus_message_get_text (message, "code");

  if (g_strcmp0 (code, "replaced") == 0)
    motus_client_stop (self, error);
  else if (self->phase < MOTUS_PHASE_LISTING || g_strcmp0 (code, "bad-frame") == 0
           || g_strcmp0 (code, "shutting-down") == 0 || g_strcmp0 (code, "slow-reader") == 0)
    motus_client_lose (self, error);
}

static void
dispatch_signed_in (MotusClient *self, MotusMessage *message)
{
  switch ((guint) motus_message_get_message_type (message))
    {
    case MOTUS_MESSAGE_PEER_KEYS:
      motus_client_handle_peer_keys (self, message);
      break;
    case MOTUS_MESSAGE_PRESENCE:
      motus_client_handle_presence (self, message);
      break;
    case MOTUS_MESSAGE_ENCRYPTED_MESSAGE:
      motus_client_handle_message (self, message);
      break;
    case MOTUS_MESSAGE_ROOM_INVITATION:
      motus_client_handle_invitation (self, message);
      break;
    case MOTUS_MESSAGE_ROOM_INVITE_RESULT:
      motus_client_handle_invite_result (self, message);
      break;
    case MOTUS_MESSAGE_ROOM_MEMBERS:
      motus_client_handle_members (self, message);
      break;
    default:
      motus_client_handle_login (self, message);
    }
}

void
motus_client_dispatch (MotusClient *self, MotusMessage *message)
{
  MotusMessageType type = motus_message_get_message_type (message);

  if (type == MOTUS_MESSAGE_ACK || type == MOTUS_MESSAGE_ERROR)
    {
      if (!motus_client_take_answer (self, message) && type == MOTUS_MESSAGE_ERROR)
        take_error (self, message);
    }
  else if (self->phase >= MOTUS_PHASE_LISTING)
    dispatch_signed_in (self, message);
  else
    motus_client_handle_login (self, message);
}
