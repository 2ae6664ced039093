#pragma once
#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <glib-object.h>
#include <stdint.h>

// The part of Pango 1.44 and later that figures use.
//
// Declared here rather than included, because the headers' folder is known to pkg-config's "pango" only, which asks for
// -pthread through GIO: a flag that SwiftPM refuses, with a warning at every build. "cairo" knows everything else.

typedef struct _PangoContext PangoContext;
typedef struct _PangoFont PangoFont;
typedef struct _PangoFontDescription PangoFontDescription;
typedef struct _PangoFontMap PangoFontMap;
typedef struct _PangoLayout PangoLayout;

/// Pango's own unit: 1/1024 of a pixel.
static const int pango_scale = 1024;

typedef struct {
  uint32_t glyph;
  struct {
    int32_t width, x_offset, y_offset;
  } geometry;
  uint32_t attributes;
} PangoGlyphInfo;

typedef struct {
  int num_glyphs;
  PangoGlyphInfo *glyphs;
} PangoGlyphString;

/// A stretch of text in one font; later versions have more fields at the end.
typedef struct {
  void *item;
  PangoGlyphString *glyphs;
} PangoGlyphItem;

/// The beginning of a line; later fields are not needed.
typedef struct {
  PangoLayout *layout;
  int start_index, length;
  /// Of `PangoGlyphItem`.
  GSList *runs;
} PangoLayoutLine;

PangoContext *pango_font_map_create_context(PangoFontMap *map);
PangoFont *pango_context_load_font(PangoContext *context, const PangoFontDescription *description);
void pango_context_set_round_glyph_positions(PangoContext *context, gboolean rounds);

PangoFontDescription *pango_font_description_new(void);
void pango_font_description_free(PangoFontDescription *description);
void pango_font_description_set_family(PangoFontDescription *description, const char *family);
/// `weight`: 400 is regular, 600 is semibold.
void pango_font_description_set_weight(PangoFontDescription *description, int weight);
/// `size`: in Pango units.
void pango_font_description_set_absolute_size(PangoFontDescription *description, double size);

PangoLayout *pango_layout_new(PangoContext *context);
void pango_layout_set_font_description(PangoLayout *layout, const PangoFontDescription *description);
/// `length`: in bytes.
void pango_layout_set_text(PangoLayout *layout, const char *text, int length);
void pango_layout_set_single_paragraph_mode(PangoLayout *layout, gboolean is_single);
/// Belongs to the layout.
PangoLayoutLine *pango_layout_get_line_readonly(PangoLayout *layout, int line);

/// `NULL` where Cairo was built without the type.
PangoFontMap *pango_cairo_font_map_new_for_font_type(cairo_font_type_t type);
void pango_cairo_context_set_font_options(PangoContext *context, const cairo_font_options_t *options);
void pango_cairo_show_layout_line(cairo_t *cairo, PangoLayoutLine *line);
/// Belongs to the font.
cairo_scaled_font_t *pango_cairo_font_get_scaled_font(PangoFont *font);
/// The map must be one of fontconfig's.
void pango_fc_font_map_set_config(PangoFontMap *map, FcConfig *configuration);
