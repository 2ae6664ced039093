#pragma once
#include <stddef.h>

/// One OpenType font file as it was compiled in; valid for the life of the process.
typedef struct {
  const unsigned char *bytes;
  size_t count;
} cahier_font;

cahier_font cahier_font_regular(void);
cahier_font cahier_font_semibold(void);
