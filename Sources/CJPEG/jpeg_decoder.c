#include "jpeg_decoder.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

struct decoder {
  struct jpeg_decompress_struct picture;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  jmp_buf way_out;
  char *message;
  int maximum_scans;
};

static void fail(j_common_ptr common) {
  struct decoder *decoder = common->client_data;
  common->err->format_message(common, decoder->message);
  longjmp(decoder->way_out, 1);
}

// libjpeg only warns of data that are cut off and fills the rest with grey. A picture is whole or an error; what loses
// nothing stays a warning.
static void warn(j_common_ptr common, int level) {
  if (level >= 0) return;
  switch (common->err->msg_code) {
    case JWRN_ADOBE_XFORM:
    case JWRN_BOGUS_ICC:
    case JWRN_EXTRANEOUS_DATA:
    case JWRN_JFIF_MAJOR: return;
    default: fail(common);
  }
}

static void count_scans(j_common_ptr common) {
  struct decoder *decoder = common->client_data;
  if (decoder->picture.input_scan_number > decoder->maximum_scans) {
    snprintf(decoder->message, CAHIER_JPEG_MESSAGE_LENGTH, "it has more than %d scans", decoder->maximum_scans);
    longjmp(decoder->way_out, 1);
  }
}

static void start(struct decoder *decoder, const uint8_t *bytes, size_t count, char *message) {
  decoder->message = message;
  decoder->picture.err = jpeg_std_error(&decoder->errors);
  decoder->errors.error_exit = fail;
  decoder->errors.emit_message = warn;
  decoder->picture.client_data = decoder;
  jpeg_create_decompress(&decoder->picture);
  decoder->progress.progress_monitor = count_scans;
  decoder->picture.progress = &decoder->progress;
  jpeg_mem_src(&decoder->picture, bytes, count);
  jpeg_read_header(&decoder->picture, TRUE);
}

int cahier_jpeg_read_header(const uint8_t *bytes, size_t count, struct cahier_jpeg_header *header, char *message) {
  struct decoder decoder;
  memset(&decoder, 0, sizeof decoder);
  decoder.maximum_scans = 1 << 30;
  if (setjmp(decoder.way_out)) {
    jpeg_destroy_decompress(&decoder.picture);
    return 0;
  }
  start(&decoder, bytes, count, message);
  int components = decoder.picture.num_components;
  if (components != 1 && components != 3 && components != 4) {
    snprintf(message, CAHIER_JPEG_MESSAGE_LENGTH, "it has %d colour components", components);
    longjmp(decoder.way_out, 1);
  }
  header->height = decoder.picture.image_height;
  header->width = decoder.picture.image_width;
  header->channels = components == 1 ? 1 : 3;
  header->is_arithmetic = decoder.picture.arith_code;
  jpeg_destroy_decompress(&decoder.picture);
  return 1;
}

// One row of CMYK to RGB. Adobe's programs store the four inverted, and mark their files.
static void convert_cmyk(const uint8_t *source, uint8_t *target, uint32_t width, int inverted) {
  for (uint32_t pixel = 0; pixel < width; pixel++) {
    int black = inverted ? source[4 * pixel + 3] : 255 - source[4 * pixel + 3];
    for (int ink = 0; ink < 3; ink++) {
      int value = inverted ? source[4 * pixel + ink] : 255 - source[4 * pixel + ink];
      target[3 * pixel + ink] = (uint8_t)((value * black + 127) / 255);
    }
  }
}

int cahier_jpeg_decode(
  const uint8_t *bytes, size_t count, const struct cahier_jpeg_header *header, int maximum_scans, long maximum_memory,
  uint8_t *pixels, char *message) {
  struct decoder decoder;
  memset(&decoder, 0, sizeof decoder);
  decoder.maximum_scans = maximum_scans;
  // Set before and read after the jump: volatile, or the jump might undo it.
  uint8_t *volatile line = NULL;
  if (setjmp(decoder.way_out)) {
    free(line);
    jpeg_destroy_decompress(&decoder.picture);
    return 0;
  }
  start(&decoder, bytes, count, message);
  struct jpeg_decompress_struct *picture = &decoder.picture;
  picture->mem->max_memory_to_use = maximum_memory;
  int is_cmyk = picture->num_components == 4;
  picture->out_color_space =
    is_cmyk ? JCS_CMYK : picture->num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
  if (is_cmyk) {
    line = malloc((size_t)picture->image_width * 4);
    if (!line) ERREXIT1(picture, JERR_OUT_OF_MEMORY, 0);
  }
  jpeg_start_decompress(picture);
  if (picture->output_height != header->height || picture->output_width != header->width ||
      picture->output_components != (is_cmyk ? 4 : (int)header->channels)) {
    snprintf(message, CAHIER_JPEG_MESSAGE_LENGTH, "its size changes");
    longjmp(decoder.way_out, 1);
  }
  size_t row_bytes = (size_t)header->width * header->channels;
  while (picture->output_scanline < picture->output_height) {
    uint8_t *target = pixels + picture->output_scanline * row_bytes;
    JSAMPROW row = is_cmyk ? line : target;
    if (jpeg_read_scanlines(picture, &row, 1) != 1) ERREXIT(picture, JERR_INPUT_EOF);
    if (is_cmyk) convert_cmyk(line, target, header->width, picture->saw_Adobe_marker);
  }
  jpeg_finish_decompress(picture);
  free(line);
  jpeg_destroy_decompress(picture);
  return 1;
}
