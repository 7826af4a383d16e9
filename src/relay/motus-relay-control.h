/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The socket in the state directory by which the operator's commands ask a running relay. A
 * request is one packet, a GVariant of the type (sa{sv}): a command and its arguments. So is the
 * answer: "ok" and results, or "error" and a "message". */
#define MOTUS_RELAY_CONTROL_SOCKET "control"
#define MOTUS_RELAY_CONTROL_TYPE "(sa{sv})"
#define MOTUS_RELAY_CONTROL_PACKET_MAX (16 * 1024)
#define MOTUS_RELAY_CONTROL_CLIENTS_MAX 8
/* From connecting to the answer. */
#define MOTUS_RELAY_CONTROL_SECONDS 10

/**
 * MotusRelayControl:
 *
 * The relay's side of that socket. Only the relay's own user and root are listened to.
 */
typedef struct _MotusRelayControl MotusRelayControl;
typedef struct _MotusRelayControlRequest MotusRelayControlRequest;

/* @arguments: a{sv}, as untrusted as its sender. The handler sees to it that
 * motus_relay_control_reply() or motus_relay_control_fail() is called with @request once, then or
 * later. */
typedef void (*MotusRelayControlHandler) (MotusRelayControlRequest *request, const char *command,
                                          GVariant *arguments, gpointer user_data);

/* Errors: CONTROL. A socket left over from an earlier relay is replaced: the store's lock says
 * that there is none now. */
MotusRelayControl *motus_relay_control_new (const char *state_dir, GMainContext *context,
                                            MotusRelayControlHandler handler, gpointer user_data,
                                            GError **error);
/* Removes the socket. Requests not yet answered may still be. */
void motus_relay_control_free (MotusRelayControl *control);

/* @results: a{sv}; a floating reference is taken. */
void motus_relay_control_reply (MotusRelayControlRequest *request, GVariant *results);
void motus_relay_control_fail (MotusRelayControlRequest *request, const char *message);

/* The command's side. Connects to the relay that runs on @state_dir: a descriptor, or -1 if none
 * runs. */
int motus_relay_control_connect (const char *state_dir);

/* Asks over @fd, which is closed: the results, or CONTROL with what the relay said or what went
 * wrong. Waits for MOTUS_RELAY_CONTROL_SECONDS at most. @arguments: a{sv}; a floating reference
 * is taken. */
GVariant *motus_relay_control_ask (int fd, const char *command, GVariant *arguments,
                                   GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MotusRelayControl, motus_relay_control_free)

G_END_DECLS
