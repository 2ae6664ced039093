// Reading JPEG pictures through libjpeg-turbo. Its errors leave by longjmp, which must not cross Swift's frames: they
// end here.
#ifndef CAHIER_JPEG_DECODER_H
#define CAHIER_JPEG_DECODER_H

#include <stddef.h>
#include <stdint.h>

// Room for any message of libjpeg.
#define CAHIER_JPEG_MESSAGE_LENGTH 200

struct cahier_jpeg_header {
  uint32_t height, width;
  // 1 (grey) or 3 (RGB) of what will be decoded.
  uint32_t channels;
  // Not 0 where the picture is coded arithmetically, which has no least number of bits for a block.
  uint32_t is_arithmetic;
};

// Reads size and kind. Returns 0, and a message, where the bytes are no JPEG picture.
int cahier_jpeg_read_header(const uint8_t *bytes, size_t count, struct cahier_jpeg_header *header, char *message);

// Decodes into height * width * channels bytes, as the header said. Gives up, with a message and 0, where the data are
// cut off or damaged, have more than `maximum_scans` scans, or need more than `maximum_memory` bytes on the way.
int cahier_jpeg_decode(
  const uint8_t *bytes, size_t count, const struct cahier_jpeg_header *header, int maximum_scans, long maximum_memory,
  uint8_t *pixels, char *message);

#endif
