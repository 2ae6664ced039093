#include "font.h"

// #embed is C23; clang takes it in older dialects too and says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char regular[] = {
#embed "Fonts/CahierSans-Regular.otf"
};

static const unsigned char semibold[] = {
#embed "Fonts/CahierSans-SemiBold.otf"
};

cahier_font cahier_font_regular(void) { return (cahier_font){regular, sizeof regular}; }
cahier_font cahier_font_semibold(void) { return (cahier_font){semibold, sizeof semibold}; }
