/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-link.h"

#include "motus-base64.h"
#include "motus-name.h"
#include "motus-secret.h"
#include "motus-wire-error.h"

#include <arpa/inet.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define SCHEME "motus://"
#define PATH "/i"
#define VERSION "v1."
#define HOST_MAX 253
#define LABEL_MAX 63

static gboolean
parse_port (const char *text, guint16 *port)
{
  guint value = 0;
  gsize len = strspn (text, "0123456789");
  if (len < 1 || len > 5 || text[len] != '\0' || text[0] == '0')
    return FALSE;
  for (gsize i = 0; i < len; i++)
    value = value * 10 + (guint) (text[i] - '0');
  if (value > G_MAXUINT16)
    return FALSE;
  *port = (guint16) value;
  return TRUE;
}

/* Letters, digits and hyphens, the latter not at an end. */
static gboolean
is_label (const char *label)
{
  gsize len = 0;
  for (; label[len] != '\0'; len++)
    if (!g_ascii_isalnum (label[len]) && label[len] != '-')
      return FALSE;
  return len >= 1 && len <= LABEL_MAX && label[0] != '-' && label[len - 1] != '-';
}

/* A name whose last label is a number is meant as an IPv4 address and must be one. */
static gboolean
is_host_name (const char *host)
{
  struct in_addr address;
  g_auto (GStrv) labels = g_strsplit (host, ".", -1);
  const char *last = NULL;

  for (gsize i = 0; labels[i] != NULL; i++)
    {
      last = labels[i];
      if (!is_label (last))
        return FALSE;
    }
  if (last == NULL || strlen (host) > HOST_MAX)
    return FALSE;
  if (last[strspn (last, "0123456789")] == '\0')
    return inet_pton (AF_INET, host, &address) == 1;
  return TRUE;
}

/* The one spelling of an IPv6 address (RFC 5952), or NULL. */
static char *
normalise_v6 (const char *host)
{
  struct in6_addr address;
  char text[INET6_ADDRSTRLEN];
  if (inet_pton (AF_INET6, host, &address) != 1
      || inet_ntop (AF_INET6, &address, text, sizeof text) == NULL)
    return NULL;
  return g_strdup (text);
}

/* Splits @text, which it changes, behind the host: @port is what follows the colon, or NULL. */
static char *
split_host (char *text, const char **port)
{
  char *rest;
  if (text[0] == '[')
    {
      rest = strchr (text, ']');
      if (rest == NULL || (rest[1] != ':' && rest[1] != '\0'))
        return NULL;
      *rest++ = '\0';
      *port = *rest == ':' ? rest + 1 : NULL;
      return normalise_v6 (text + 1);
    }
  rest = strchr (text, ':');
  *port = rest != NULL ? rest + 1 : NULL;
  if (rest != NULL)
    *rest = '\0';
  return is_host_name (text) ? g_ascii_strdown (text, -1) : NULL;
}

static gboolean
refuse_address (GError **error, const char *why)
{
  g_set_error (error, MOTUS_WIRE_ERROR, MOTUS_WIRE_ERROR_BAD_ADDRESS,
               _("This is not the address of a relay: %s."), _(why));
  return FALSE;
}

gboolean
motus_address_parse (const char *text, char **host, guint16 *port, GError **error)
{
  g_autofree char *copy = g_strstrip (g_strdup (text));
  const char *port_text = NULL;
  guint16 found = MOTUS_DEFAULT_PORT;

  g_autofree char *name = split_host (copy, &port_text);
  if (name == NULL)
    return refuse_address (error, N_("write a host name, an IPv4 address, or an IPv6 address in "
                                  "brackets, and perhaps a colon and the port"));
  if (port_text != NULL && !parse_port (port_text, &found))
    return refuse_address (error, N_("after the colon stands a port from 1 to 65535"));
  *host = g_steal_pointer (&name);
  *port = found;
  return TRUE;
}

char *
motus_address_format (const char *host, guint16 port)
{
  gboolean is_v6 = strchr (host, ':') != NULL;
  return g_strdup_printf (is_v6 ? "[%s]:%u" : "%s:%u", host, port);
}

static gboolean
refuse_link (GError **error, const char *why)
{
  g_set_error (error, MOTUS_WIRE_ERROR, MOTUS_WIRE_ERROR_BAD_LINK,
               _("This invitation link cannot be used: %s. Ask for a new one."),
               _(why));
  return FALSE;
}

/* Cuts the part behind the last dot off @text and gives it; NULL if there is no dot. */
static const char *
cut_last (char *text)
{
  char *dot = strrchr (text, '.');
  if (dot == NULL)
    return NULL;
  *dot = '\0';
  return dot + 1;
}

/* An inviter and a fingerprint, both or neither. */
static gboolean
parse_inviter (MotusLink *link, const char *inviter, const char *fingerprint, GError **error)
{
  if (*inviter == '\0' && *fingerprint == '\0')
    return TRUE;
  if (!motus_name_is_valid (inviter))
    return refuse_link (error, N_("the name of the person who invites is not a name"));
  if (!motus_base64url_decode_exact (fingerprint, link->fingerprint, MOTUS_LINK_HASH_SIZE))
    return refuse_link (error, N_("the fingerprint of the person who invites is not whole"));
  link->inviter = g_strdup (inviter);
  return TRUE;
}

/* PIN.INVITER.FINGERPRINT.SECRET, where INVITER may hold dots. Changes @text. */
static gboolean
parse_fragment (MotusLink *link, char *text, GError **error)
{
  if (!g_str_has_prefix (text, VERSION))
    return refuse_link (error, N_("it is of a version that this program does not know"));
  text += strlen (VERSION);
  char *inviter = strchr (text, '.');
  const char *secret = cut_last (text);
  const char *fingerprint = secret != NULL ? cut_last (text) : NULL;
  if (fingerprint == NULL || fingerprint <= inviter + 1)
    return refuse_link (error, N_("a part of it is missing"));
  *inviter++ = '\0';

  if (!motus_base64url_decode_exact (text, link->pin, MOTUS_LINK_HASH_SIZE))
    return refuse_link (error, N_("the fingerprint of the relay is not whole"));
  if (!motus_base64url_decode_exact (secret, link->secret, MOTUS_LINK_SECRET_SIZE))
    return refuse_link (error, N_("its last part is not whole"));
  return parse_inviter (link, inviter, fingerprint, error);
}

/* HOST:PORT/i#FRAGMENT. Changes @text. */
static gboolean
parse_parts (MotusLink *link, char *text, GError **error)
{
  char *path = strchr (text, '/');
  if (path == NULL || !g_str_has_prefix (path, PATH "#"))
    return refuse_link (error, N_("a part of it is missing"));
  *path = '\0';

  const char *port = NULL;
  link->host = split_host (text, &port);
  if (link->host == NULL)
    return refuse_link (error, N_("the host of the relay is not an address or a name"));
  if (port == NULL || !parse_port (port, &link->port))
    return refuse_link (error, N_("the port of the relay is not a number from 1 to 65535"));
  return parse_fragment (link, path + strlen (PATH "#"), error);
}

MotusLink *
motus_link_parse (const char *text, GError **error)
{
  while (g_ascii_isspace (*text))
    text++;
  gsize len = strlen (text);
  while (len > 0 && g_ascii_isspace (text[len - 1]))
    len--;
  if (len > MOTUS_LINK_MAX || g_ascii_strncasecmp (text, SCHEME, strlen (SCHEME)) != 0)
    {
      refuse_link (error, N_("it does not begin with “motus://”, or is too long"));
      return NULL;
    }

  g_autoptr (MotusLink) link = g_new0 (MotusLink, 1);
  char *copy = g_strndup (text, len);
  gboolean good = parse_parts (link, copy + strlen (SCHEME), error);
  motus_wipe (copy, len);
  g_free (copy);
  return good ? g_steal_pointer (&link) : NULL;
}

char *
motus_link_format (const MotusLink *link)
{
  g_autofree char *address = motus_address_format (link->host, link->port);
  g_autofree char *pin = motus_base64url_encode (link->pin, MOTUS_LINK_HASH_SIZE);
  g_autofree char *fingerprint
      = motus_base64url_encode (link->fingerprint, MOTUS_LINK_HASH_SIZE);
  char *secret = motus_base64url_encode (link->secret, MOTUS_LINK_SECRET_SIZE);

  char *text = g_strconcat (SCHEME, address, PATH "#" VERSION, pin, ".",
                            link->inviter != NULL ? link->inviter : "", ".",
                            link->inviter != NULL ? fingerprint : "", ".", secret, NULL);
  motus_wipe (secret, strlen (secret));
  g_free (secret);
  return text;
}

void
motus_link_free (MotusLink *link)
{
  if (link == NULL)
    return;
  g_free (link->host);
  g_free (link->inviter);
  motus_wipe (link, sizeof *link);
  g_free (link);
}
