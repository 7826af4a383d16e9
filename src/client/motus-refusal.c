/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-refusal.h"

#include <glib/gi18n-lib.h>

#include "motus-escape.h"

#define QUOTED_MAX 120

typedef struct {
  const char *code;
  MotusClientError error;
  const char *sentence;
} Refusal;

static const Refusal refusals[] = {
  { "login-failed", MOTUS_CLIENT_ERROR_LOGIN_FAILED,
    N_("The relay does not take this name and password. Check both.") },
  { "challenge-expired", MOTUS_CLIENT_ERROR_OFFLINE,
    N_("Signing in took too long. Try again.") },
  { "channel-binding", MOTUS_CLIENT_ERROR_CHANNEL_BINDING,
    N_("Somebody stands between Motus and the relay. Nothing was sent. Use another network, and "
       "tell "
       "the relay's operator.") },
  { "mechanism-unavailable", MOTUS_CLIENT_ERROR_DOWNGRADE,
    N_("The relay refuses the safe way of signing in. Motus takes no lesser one. Tell the relay's "
       "operator.") },
  { "protocol-unsupported", MOTUS_CLIENT_ERROR_PROTOCOL,
    N_("The relay is too old for this Motus. Ask its operator to update it.") },
  { "name-invalid", MOTUS_CLIENT_ERROR_SIGN_UP_REFUSED,
    N_("This name cannot be used: 3 to 32 small letters, digits, dots, hyphens and underscores are "
       "allowed. Choose another.") },
  { "name-taken", MOTUS_CLIENT_ERROR_SIGN_UP_REFUSED,
    N_("Somebody has this name already. Choose another.") },
  { "key-invalid", MOTUS_CLIENT_ERROR_SIGN_UP_REFUSED,
    N_("The relay does not take this account's keys. Update Motus.") },
  { "registration-closed", MOTUS_CLIENT_ERROR_SIGN_UP_REFUSED,
    N_("This relay takes no new accounts. Ask its operator.") },
  { "invite-required", MOTUS_CLIENT_ERROR_SIGN_UP_REFUSED,
    N_("Signing up at this relay needs an invitation link. Ask somebody who is there for one.") },
  { "storage", MOTUS_CLIENT_ERROR_REFUSED,
    N_("The relay cannot write to its disk now. Try later, or tell its operator.") },
  { "user-unknown", MOTUS_CLIENT_ERROR_USER_UNKNOWN,
    N_("Nobody at this relay has that name. Check it.") },
  { "user-offline", MOTUS_CLIENT_ERROR_USER_OFFLINE,
    N_("They are not online now. Try again when they are.") },
  { "not-in-room", MOTUS_CLIENT_ERROR_NOT_IN_ROOM,
    N_("You are not in this room. Ask a member to invite you.") },
  { "not-a-member", MOTUS_CLIENT_ERROR_NOT_IN_ROOM,
    N_("Somebody has just left this room. Send the message again.") },
  { "already-in-room", MOTUS_CLIENT_ERROR_REFUSED, N_("They are in this room already.") },
  { "room-full", MOTUS_CLIENT_ERROR_REFUSED,
    N_("This room is full: 256 people are the most. Open another room.") },
  { "too-many", MOTUS_CLIENT_ERROR_REFUSED,
    N_("You have too many rooms or open invitations at this relay. Leave some, or wait until some "
       "are answered.") },
  { "replaced", MOTUS_CLIENT_ERROR_OFFLINE,
    N_("This account signed in somewhere else. Connect again to go on here.") },
  { "shutting-down", MOTUS_CLIENT_ERROR_OFFLINE,
    N_("The relay stops for a while. Motus connects again by itself.") },
  { "slow-reader", MOTUS_CLIENT_ERROR_OFFLINE,
    N_("This connection is too slow for what came in. Motus connects again by itself.") },
  { "not-signed-in", MOTUS_CLIENT_ERROR_OFFLINE,
    N_("The relay does not know this connection any more. Connect again.") },
  { "bad-frame", MOTUS_CLIENT_ERROR_PROTOCOL,
    N_("The relay did not understand Motus. Check that both sides are up to date.") },
  { "bad-message", MOTUS_CLIENT_ERROR_PROTOCOL,
    N_("The relay did not understand Motus. Check that both sides are up to date.") },
  { "unknown-type", MOTUS_CLIENT_ERROR_PROTOCOL,
    N_("The relay is too old for what was asked of it. Ask its operator to update it.") },
};

/* The two codes that come with a time. */
static GError *
new_timed (const char *code, gint64 seconds)
{
  guint minutes = (guint) ((seconds + 59) / 60);

  if (g_str_equal (code, "locked"))
    return g_error_new (MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_LOCKED,
                        g_dngettext (GETTEXT_PACKAGE,
                                     "Too many wrong passwords from here. Try again in %u minute.",
                                     "Too many wrong passwords from here. Try again in %u minutes.",
                                     minutes),
                        minutes);
  return g_error_new (MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_REFUSED,
                      g_dngettext (GETTEXT_PACKAGE,
                                   "That was too much at once for the relay. Try again in %u "
                                   "second.",
                                   "That was too much at once for the relay. Try again in %u "
                                   "seconds.",
                                   (gulong) seconds),
                      (guint) seconds);
}

/* An invitation can be one to sign up or one to a room. */
static GError *
new_invite (MotusMessage *message)
{
  if (motus_message_get_message_type (message) == MOTUS_MESSAGE_AUTH_RESULT)
    return g_error_new_literal (MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_SIGN_UP_REFUSED,
                                _("This invitation link was used already, or is too old. Ask for a "
                                  "new one."));
  return g_error_new_literal (MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_INVITE,
                              _("This invitation is unknown or too old. Ask for a new one."));
}

static GError *
new_unknown (MotusMessage *message, const char *code)
{
  const char *text = motus_message_get_text (message, "message");
  g_autofree char *quoted = motus_escape (text != NULL ? text : code, -1, QUOTED_MAX);

  return g_error_new (MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_REFUSED,
                      _("The relay refused, and gave this reason: “%s”"), quoted);
}

GError *
motus_refusal_new (MotusMessage *message)
{
  const char *code = motus_message_get_text (message, "code");
  gint64 seconds = 60;

  if (code == NULL)
    code = "";
  motus_message_get_int (message, "retry_after", &seconds);
  if (g_str_equal (code, "locked") || g_str_equal (code, "rate-limited"))
    return new_timed (code, seconds);
  if (g_str_equal (code, "invite-invalid"))
    return new_invite (message);
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (g_str_equal (refusals[i].code, code))
      return g_error_new_literal (MOTUS_CLIENT_ERROR, (int) refusals[i].error,
                                  _(refusals[i].sentence));
  return new_unknown (message, code);
}
