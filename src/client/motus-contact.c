/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-contact-private.h"

#include "motus-client-enums.h"

struct _MotusContact {
  GObject parent_instance;

  char *name;
  gboolean online;
  MotusTrust trust;
  gboolean signs;
};

G_DEFINE_FINAL_TYPE (MotusContact, motus_contact, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_NAME,
  PROP_ONLINE,
  PROP_TRUST,
  PROP_SIGNS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
motus_contact_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MotusContact *self = MOTUS_CONTACT (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_ONLINE:
      g_value_set_boolean (value, self->online);
      break;
    case PROP_TRUST:
      g_value_set_enum (value, self->trust);
      break;
    case PROP_SIGNS:
      g_value_set_boolean (value, self->signs);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
motus_contact_finalize (GObject *object)
{
  g_free (MOTUS_CONTACT (object)->name);
  G_OBJECT_CLASS (motus_contact_parent_class)->finalize (object);
}

static void
motus_contact_class_init (MotusContactClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = motus_contact_get_property;
  object_class->finalize = motus_contact_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", flags);
  properties[PROP_ONLINE] = g_param_spec_boolean ("online", NULL, NULL, FALSE, flags);
  properties[PROP_TRUST] = g_param_spec_enum ("trust", NULL, NULL, MOTUS_TYPE_TRUST,
                                              MOTUS_TRUST_NONE, flags);
  properties[PROP_SIGNS] = g_param_spec_boolean ("signs", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
motus_contact_init (MotusContact *self)
{
}

MotusContact *
motus_contact_new (const char *name)
{
  MotusContact *self = g_object_new (MOTUS_TYPE_CONTACT, NULL);

  self->name = g_strdup (name);
  return self;
}

void
motus_contact_set_online (MotusContact *self, gboolean online)
{
  if (self->online == online)
    return;
  self->online = online;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ONLINE]);
}

void
motus_contact_set_trust (MotusContact *self, MotusTrust trust)
{
  if (self->trust == trust)
    return;
  self->trust = trust;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRUST]);
}

void
motus_contact_set_signs (MotusContact *self, gboolean signs)
{
  if (self->signs == signs)
    return;
  self->signs = signs;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIGNS]);
}

int
motus_contact_compare (gconstpointer a, gconstpointer b, gpointer unused)
{
  return strcmp (((const MotusContact *) a)->name, ((const MotusContact *) b)->name);
}

const char *
motus_contact_get_name (MotusContact *self)
{
  return self->name;
}

gboolean
motus_contact_is_online (MotusContact *self)
{
  return self->online;
}

MotusTrust
motus_contact_get_trust (MotusContact *self)
{
  return self->trust;
}

gboolean
motus_contact_signs (MotusContact *self)
{
  return self->signs;
}
