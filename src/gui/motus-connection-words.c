/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-connection-words.h"

#include <glib/gi18n.h>

static void
say_online (MotusConnectionWords *self, const char *relay)
{
  self->brief = g_strdup (_("Connected"));
  self->meaning = g_strdup_printf (_("You are connected to %s. It carries your messages and cannot read them."), relay);
  self->action = _("Disconnect");
  self->what = MOTUS_CONNECTION_DO_DISCONNECT;
  self->style = "success";
}

static void
say_busy (MotusConnectionWords *self, const char *brief, const char *relay)
{
  self->brief = g_strdup (brief);
  self->meaning = g_strdup_printf (_("Reaching %s. What you write meanwhile stays here."), relay);
  self->action = _("Stop");
  self->what = MOTUS_CONNECTION_DO_DISCONNECT;
  self->busy = TRUE;
  self->style = "dim-label";
}

static void
say_asking (MotusConnectionWords *self, const char *relay, const char *words)
{
  self->brief = g_strdup (_("Is this the relay?"));
  self->meaning = g_strdup_printf (_("Nobody proved yet that this is %s. Ask whoever runs it whether its words are these: %s"),
                                   relay, words ? words : "");
  self->action = _("These are the words");
  self->what = MOTUS_CONNECTION_DO_TRUST;
  self->style = "warning";
}

static void
say_waiting (MotusConnectionWords *self, guint retry_in, const GError *error)
{
  self->brief = retry_in > 0 ? g_strdup_printf (ngettext ("Trying again in %u s", "Trying again in %u s", retry_in), retry_in)
                             : g_strdup (_("Trying again"));
  self->meaning = g_strdup (error ? error->message : _("The connection was lost. Motus tries again by itself."));
  self->action = _("Try now");
  self->what = MOTUS_CONNECTION_DO_CONNECT;
  self->style = "warning";
}

/* A relay with another key than before is never reached again by chance: the person compares the words first. */
static void
say_stopped (MotusConnectionWords *self, const GError *error, const char *words)
{
  gboolean key_changed = g_error_matches (error, MOTUS_CLIENT_ERROR, MOTUS_CLIENT_ERROR_RELAY_KEY_CHANGED);
  const char *reason = error ? error->message : _("The relay ended the connection.");

  self->brief = g_strdup (_("Not connected"));
  self->meaning = key_changed && words ? g_strdup_printf (_("%s Its words are now: %s"), reason, words) : g_strdup (reason);
  self->action = key_changed ? _("These are the words") : _("Try again");
  self->what = key_changed ? MOTUS_CONNECTION_DO_TRUST : MOTUS_CONNECTION_DO_CONNECT;
  self->style = "error";
}

static void
say_offline (MotusConnectionWords *self)
{
  self->brief = g_strdup (_("Not connected"));
  self->meaning = g_strdup (_("You are not connected, so nothing comes or goes."));
  self->action = _("Connect");
  self->what = MOTUS_CONNECTION_DO_CONNECT;
  self->style = "dim-label";
}

void
motus_connection_words_init (MotusConnectionWords *self, MotusConnectionState state, const char *relay, guint retry_in,
                             const GError *error, const char *words)
{
  *self = (MotusConnectionWords) { 0 };
  relay = relay ? relay : _("the relay");
  switch (state)
    {
    case MOTUS_CONNECTION_CONNECTING:
      say_busy (self, _("Connecting…"), relay);
      break;
    case MOTUS_CONNECTION_SIGNING_IN:
      say_busy (self, _("Signing in…"), relay);
      break;
    case MOTUS_CONNECTION_ASKING:
      say_asking (self, relay, words);
      break;
    case MOTUS_CONNECTION_ONLINE:
      say_online (self, relay);
      break;
    case MOTUS_CONNECTION_WAITING:
      say_waiting (self, retry_in, error);
      break;
    case MOTUS_CONNECTION_STOPPED:
      say_stopped (self, error, words);
      break;
    case MOTUS_CONNECTION_OFFLINE:
    default:
      say_offline (self);
      break;
    }
}

void
motus_connection_words_clear (MotusConnectionWords *self)
{
  g_clear_pointer (&self->brief, g_free);
  g_clear_pointer (&self->meaning, g_free);
}
