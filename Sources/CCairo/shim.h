#pragma once
#include <cairo-pdf.h>
#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <glib-object.h>

#include "pango.h"
