// kernel_digests.c: runs every kernel on fixed pseudo-random input and prints a digest of each one's output.
//
// The lines must be the same for every instruction set and every processor: scripts/verify-kernels compares them.
// kernel_digests SET, where SET is avx512, avx2 or portable.
#include "kernels.h"
#include "random_input.h"

static const ck_kernels *k;
static const char *const sets[] = {"avx512", "avx2", "portable"};

static void report(const char *kernel, const char *shape, uint64_t digest) {
  printf("%-30s %-28s %016llx\n", kernel, shape, (unsigned long long)digest);
}

static int padded(int channels) { return (channels + 15) / 16 * 16; }

// A micro-batch in the layout of kernels.h.
static ck_view micro_batch(float *data, int columns, int images, int channels) {
  const long image = padded(channels), column = images * image;
  return (ck_view){data, column * columns, column, image};
}

// Which inputs each output sees, as Swift's WindowAxis lists them.
typedef struct {
  int32_t first[64], input[512], tap[512], run[64];
} axis_memory;

static ck_axis make_axis(axis_memory *m, int inputs, int outputs, int taps, int stride, int padding) {
  int at = 0;
  for (int output = 0; output < outputs; output++) {
    m->first[output] = at;
    m->run[output] = 1;
    for (int tap = 0; tap < taps; tap++) {
      const int input = output * stride - padding + tap;
      if (input < 0 || input >= inputs) continue;
      m->input[at] = input;
      m->tap[at++] = tap;
    }
  }
  m->first[outputs] = at;
  return (ck_axis){m->first, m->input, m->tap, m->run};
}

// A window over an image.
typedef struct {
  int inputs, outputs, taps, stride, padding, depth, width, images;
} shape;

static const char *described(shape s) {
  static char text[64];
  snprintf(text, sizeof text, "%dx%d/%d on %d, %d to %d x %d", s.taps, s.taps, s.stride, s.inputs, s.depth, s.width,
           s.images);
  return text;
}

static ck_gradient gradient_of(shape s) {
  return (ck_gradient){s.inputs, s.inputs, s.outputs,  s.outputs, s.taps,          s.taps,  s.stride,
                       s.stride, s.padding, s.padding, s.depth,   padded(s.width), s.images};
}

static void convolution(shape s) {
  axis_memory rows, columns;
  const int width = padded(s.width), blocks = (width + 31) / 32;
  const long weightCount = (long)s.taps * s.taps * s.depth * width;
  const long inputCount = (long)s.inputs * s.inputs * s.images * padded(s.depth);
  const long outputCount = (long)s.outputs * s.outputs * s.images * width;
  const ck_product p = {make_axis(&rows, s.inputs, s.outputs, s.taps, s.stride, s.padding),
                        make_axis(&columns, s.inputs, s.outputs, s.taps, s.stride, s.padding),
                        s.outputs, s.taps, s.taps, s.depth, width, s.images};
  float *w = random_floats(weightCount), *bias = random_floats(width), *y = floats(outputCount), *dw = floats(weightCount);
  float *db = floats(width), *turned = floats((long)s.taps * s.taps * padded(s.depth) * s.width);
  const ck_view xs = micro_batch(random_floats(inputCount), s.inputs, s.images, s.depth);
  const ck_view ys = micro_batch(y, s.outputs, s.images, s.width);
  const ck_view dys = micro_batch(random_floats(outputCount), s.outputs, s.images, s.width);
  k->product(&p, xs, w, bias, CK_BIAS_RELU, ys, 0, blocks, 0, s.outputs);
  uint64_t digest = digest_floats(EMPTY_DIGEST, y, outputCount);
  k->product(&p, xs, w, NULL, CK_STORE, ys, 0, blocks, 0, s.outputs);
  report("product", described(s), digest_floats(digest, y, outputCount));
  const ck_gradient g = gradient_of(s);
  k->weight_gradient(&g, xs, dys, dw, 0, blocks, 0, s.taps, 0, s.depth);
  report("weight_gradient", described(s), digest_floats(EMPTY_DIGEST, dw, weightCount));
  k->bias_gradient(dys, s.outputs, s.outputs, s.images, width, db);
  report("bias_gradient", described(s), digest_floats(EMPTY_DIGEST, db, width));
  k->transpose_weights(w, turned, s.taps * s.taps, s.depth, width, s.width, 0, (padded(s.depth) + 31) / 32 * s.taps * s.taps);
  report("transpose_weights", described(s),
         digest_floats(EMPTY_DIGEST, turned, (long)s.taps * s.taps * padded(s.depth) * s.width));
}

// The first layer's layout: [row][image][column][channel], zeros around the columns.
static void first_convolution(shape s) {
  axis_memory rows, columns;
  const int width = padded(s.width), inputColumns = (s.outputs - 1) * s.stride + s.taps;
  const long weightCount = (long)s.taps * s.taps * s.depth * width;
  const long outputCount = (long)s.outputs * s.outputs * s.images * width;
  ck_product p = {make_axis(&rows, s.inputs, s.outputs, s.taps, s.stride, s.padding),
                  make_axis(&columns, inputColumns, s.outputs, 1, s.stride, 0),
                  s.outputs, s.taps, 1, s.taps * s.depth, width, s.images};
  const long image = (long)inputColumns * s.depth;
  const ck_view xs = {random_floats(image * s.images * s.inputs), image * s.images, s.depth, image};
  float *w = random_floats(weightCount), *bias = random_floats(width), *y = floats(outputCount), *dw = floats(weightCount);
  const ck_view dys = micro_batch(random_floats(outputCount), s.outputs, s.images, s.width);
  k->product_first(&p, xs, w, bias, CK_BIAS, micro_batch(y, s.outputs, s.images, s.width), 0, s.outputs);
  report("product_first", described(s), digest_floats(EMPTY_DIGEST, y, outputCount));
  ck_gradient g = gradient_of(s);
  g.inputColumns = inputColumns;
  g.paddingColumns = 0;
  k->weight_gradient_first(&g, xs, dys, dw);
  report("weight_gradient_first", described(s), digest_floats(EMPTY_DIGEST, dw, weightCount));
}

static void require_same(const char *what, const void *a, const void *b, long bytes) {
  if (memcmp(a, b, (size_t)bytes) == 0) return;
  fprintf(stderr, "%s: fused and one by one give other bits\n", what);
  exit(1);
}

// The same sums in another order.
static void require_close(const char *what, const float *a, const float *b, long count) {
  double difference = 0, size = 0;
  for (long i = 0; i < count; i++) {
    difference += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
    size += (double)a[i] * a[i];
  }
  if (difference <= 1e-12 * size) return;
  fprintf(stderr, "%s: fused and one by one give other sums\n", what);
  exit(1);
}

// A first convolution with ReLU and 2x2 pooling: fused it must give what its parts give, with loops for any window.
static void pooled_first_convolution(shape s) {
  axis_memory rows, columns, pooledRows, pooledColumns;
  const int width = padded(s.width), inputColumns = (s.outputs - 1) * s.stride + s.taps, pooled = s.outputs / 2;
  const long weightCount = (long)s.taps * s.taps * s.depth * width, image = (long)inputColumns * s.depth;
  const long sumCount = (long)s.outputs * s.outputs * s.images * width;
  const long outputCount = (long)pooled * pooled * s.images * width;
  ck_product p = {make_axis(&rows, s.inputs, s.outputs, s.taps, s.stride, s.padding),
                  make_axis(&columns, inputColumns, s.outputs, 1, s.stride, 0),
                  s.outputs, s.taps, 1, s.taps * s.depth, width, s.images};
  ck_pooling windows = {make_axis(&pooledRows, s.outputs, pooled, 2, 2, 0), make_axis(&pooledColumns, s.outputs, pooled, 2, 2, 0),
                        pooled, 2, width, s.images, false};
  ck_gradient g = gradient_of(s);
  g.inputColumns = inputColumns;
  g.paddingColumns = 0;
  const ck_view xs = {random_floats(image * s.images * s.inputs), image * s.images, s.depth, image};
  float *w = random_floats(weightCount), *bias = random_floats(width), *sums = floats(sumCount), *dsums = floats(sumCount);
  float *y[3], *dw[3], *db[3], *spread = floats(sumCount);
  for (int i = 0; i < 3; i++) y[i] = floats(outputCount), dw[i] = floats(weightCount), db[i] = floats(width);
  float *scratch = floats((2L * s.outputs * s.images + 4) * width);
  uint16_t *winners = (uint16_t *)floats(outputCount);
  const ck_view sumsView = micro_batch(sums, s.outputs, s.images, s.width), dsumsView = micro_batch(dsums, s.outputs, s.images, s.width);
  const ck_view dys = micro_batch(random_floats(outputCount), pooled, s.images, s.width);

  k->product_first(&p, xs, w, bias, CK_BIAS_RELU, sumsView, 0, s.outputs);
  for (int pairs = 0; pairs < 2; pairs++) {
    const ck_view ys = micro_batch(y[pairs], pooled, s.images, s.width);
    windows.pairs = pairs;
    k->max_pool(&windows, sumsView, ys, winners, 0, pooled);
    k->max_pool_gradient(&windows, dys, &ys, winners, dsumsView, pooled, s.outputs, s.outputs);
    if (pairs == 0) memcpy(spread, dsums, sizeof(float) * (size_t)sumCount);
  }
  require_same("max_pool", y[0], y[1], outputCount * 4);
  require_same("max_pool_gradient", spread, dsums, sumCount * 4);
  k->weight_gradient_first(&g, xs, dsumsView, dw[0]);
  k->bias_gradient(dsumsView, s.outputs, s.outputs, s.images, width, db[0]);

  k->pooled_product_first(&p, xs, w, bias, true, micro_batch(y[2], pooled, s.images, s.width), winners, pooled);
  require_same("pooled_product_first", y[0], y[2], outputCount * 4);
  report("pooled_product_first", described(s), digest_words(EMPTY_DIGEST, winners, outputCount / 2));
  k->pooled_gradient_first(&g, xs, dys, winners, dw[2], db[2], scratch);
  require_close("pooled_gradient_first", dw[0], dw[2], weightCount);
  require_close("pooled_gradient_first, bias", db[0], db[2], width);
  report("pooled_gradient_first", described(s), digest_floats(digest_floats(EMPTY_DIGEST, dw[2], weightCount), db[2], width));
}

// The gradient of a convolution's weights through its pooling, which must be what the spread gradient gives.
static void pooled_convolution(shape s, bool relu) {
  const int width = padded(s.width), pooled = s.outputs / 2;
  const long weightCount = (long)s.taps * s.taps * s.depth * width, sumCount = (long)s.outputs * s.outputs * s.images * width;
  const long outputCount = (long)pooled * pooled * s.images * width;
  axis_memory rows, columns;
  const ck_pooling windows = {make_axis(&rows, s.outputs, pooled, 2, 2, 0), make_axis(&columns, s.outputs, pooled, 2, 2, 0),
                              pooled, 2, width, s.images, true};
  const ck_gradient g = gradient_of(s);
  const ck_view xs = micro_batch(random_floats((long)s.inputs * s.inputs * s.images * padded(s.depth)), s.inputs, s.images, s.depth);
  const ck_view sums = micro_batch(random_floats(sumCount), s.outputs, s.images, s.width);
  const ck_view dsums = micro_batch(floats(sumCount), s.outputs, s.images, s.width);
  const ck_view ys = micro_batch(floats(outputCount), pooled, s.images, s.width);
  const ck_view dys = micro_batch(random_floats(outputCount), pooled, s.images, s.width);
  float *dw[2], *db[2], *scratch = floats(128L * pooled * s.images);
  for (int i = 0; i < 2; i++) dw[i] = floats(weightCount), db[i] = floats(width);
  uint16_t *winners = (uint16_t *)floats(outputCount);
  k->max_pool(&windows, sums, ys, winners, 0, pooled);
  k->max_pool_gradient(&windows, dys, relu ? &ys : 0, winners, dsums, pooled, s.outputs, s.outputs);
  k->weight_gradient(&g, xs, dsums, dw[0], 0, (width + 31) / 32, 0, s.taps, 0, s.depth);
  k->bias_gradient(dsums, s.outputs, s.outputs, s.images, width, db[0]);
  k->pooled_weight_gradient(&g, xs, dys, relu ? &ys : 0, winners, dw[1], db[1], scratch);
  require_close("pooled_weight_gradient", dw[0], dw[1], weightCount);
  require_close("pooled_weight_gradient, bias", db[0], db[1], width);
  report("pooled_weight_gradient", described(s), digest_floats(digest_floats(EMPTY_DIGEST, dw[1], weightCount), db[1], width));
}

static void winograd(shape s, bool relu, bool masks, bool pools) {
  const int depth = padded(s.depth), width = padded(s.width), outputs = pools ? s.outputs / 2 : s.outputs;
  const int microBatches = 2, mostRows = 8 * s.images;
  // Tiles of 6x6 inputs reach over the image; what lies around it is zero.
  const int size = (s.outputs + 3) / 4 * 4 + 2;
  const long column = (long)s.images * depth + 16, row = size * column, inside = s.padding * (row + column);
  const long xStride = size * row, yStride = (long)outputs * outputs * s.images * width;
  const long weightCount = 9L * s.depth * width, points = 36L * s.depth * width, turned = 36L * s.width * depth;
  const ck_winograd g = {s.inputs, s.inputs, s.outputs, s.outputs, s.padding, s.padding, s.depth, depth, s.width, width,
                         s.images, microBatches, xStride, yStride, yStride, xStride, yStride, mostRows, relu, masks, pools};
  float *w = random_floats(weightCount), *bias = random_floats(width), *u = floats(points), *t = floats(turned);
  float *y = floats(2 * yStride), *dx = floats(2 * xStride), *du = floats(points), *dw = floats(weightCount);
  float *db = floats(width), *scratch = floats(36L * (mostRows * (depth + width + 32) + 32) + 12L * s.images * depth);
  uint16_t *winners = (uint16_t *)floats(yStride);
  float *x = floats(2 * xStride), *values = random_floats(2L * s.inputs * s.inputs * s.images * depth);
  for (int i = 0; i < microBatches; i++)
    for (int r = 0; r < s.inputs; r++)
      for (int c = 0; c < s.inputs; c++, values += s.images * depth)
        memcpy(x + i * xStride + inside + r * row + c * column, values, sizeof(float) * (size_t)(s.images * depth));
  const ck_view xs = {x + inside, row, column, depth}, dxs = {dx + inside, row, column, depth};
  const ck_view ys = micro_batch(y, outputs, s.images, s.width);
  const ck_view dys = micro_batch(random_floats(2 * yStride), outputs, s.images, s.width);
  char text[96];
  snprintf(text, sizeof text, "%s%s%s%s", described(s), relu ? " relu" : "", masks ? " masks" : "", pools ? " pool" : "");
  k->winograd_weights(w, s.depth, width, u, 0, s.depth);
  report("winograd_weights", text, digest_floats(EMPTY_DIGEST, u, points));
  k->winograd_transposed_weights(w, s.depth, width, s.width, t, 0, (s.width + 15) / 16);
  report("winograd_transposed_weights", text, digest_floats(EMPTY_DIGEST, t, turned));
  k->winograd_forward(&g, xs, u, bias, ys, pools ? winners : NULL, scratch);
  uint64_t digest = digest_floats(EMPTY_DIGEST, y, 2 * yStride);
  report("winograd_forward", text, pools ? digest_words(digest, winners, yStride) : digest);
  k->winograd_backward(&g, xs, dys, ys, pools ? winners : NULL, t, dxs, du, db, scratch);
  digest = digest_floats(EMPTY_DIGEST, dx, 2 * xStride);
  report("winograd_backward", text, digest_floats(digest_floats(digest, du, points), db, width));
  k->winograd_weight_gradient(du, s.depth, width, dw);
  report("winograd_weight_gradient", text, digest_floats(EMPTY_DIGEST, dw, weightCount));
}

// A 3x3 convolution of 2x2 maps at its points, there and back.
static void toeplitz(shape s, bool relu) {
  const int depth = padded(s.depth), width = padded(s.width);
  const long pointCount = 9L * s.images * depth, sumCount = 4L * s.images * width, weightCount = 9L * s.depth * width;
  float *u = floats(pointCount), *y = floats(sumCount), *v = floats(weightCount);
  const ck_view xs = micro_batch(random_floats(4L * s.images * depth), 2, s.images, s.depth);
  const ck_view signs = micro_batch(random_floats(4L * s.images * depth), 2, s.images, s.depth);
  k->toeplitz_points(xs, relu ? &signs : NULL, micro_batch(u, 3, s.images, s.depth), s.images, depth);
  report("toeplitz_points", described(s), digest_floats(EMPTY_DIGEST, u, pointCount));
  const ck_view m = micro_batch(random_floats(9L * s.images * width), 3, s.images, s.width);
  k->toeplitz_outputs(m, random_floats(width), relu ? CK_BIAS_RELU : CK_BIAS, micro_batch(y, 2, s.images, s.width),
                      s.images, width);
  report("toeplitz_outputs", described(s), digest_floats(EMPTY_DIGEST, y, sumCount));
  k->toeplitz_weights(random_floats(weightCount), v, weightCount / 9, weightCount / 9);
  report("toeplitz_weights", described(s), digest_floats(EMPTY_DIGEST, v, weightCount));
  k->toeplitz_weight_gradient(v, weightCount / 9, weightCount / 9);
  report("toeplitz_weight_gradient", described(s), digest_floats(EMPTY_DIGEST, v, weightCount));
}

static void pooling(shape s) {
  axis_memory rows, columns;
  const int width = padded(s.depth);
  const long inputCount = (long)s.inputs * s.inputs * s.images * width;
  const long outputCount = (long)s.outputs * s.outputs * s.images * width;
  const ck_pooling p = {make_axis(&rows, s.inputs, s.outputs, s.taps, s.stride, s.padding),
                        make_axis(&columns, s.inputs, s.outputs, s.taps, s.stride, s.padding),
                        s.outputs, s.taps, width, s.images, s.taps == 2 && s.stride == 2 && s.padding == 0};
  float *x = random_floats(inputCount), *y = floats(outputCount), *dx = floats(inputCount);
  for (long i = 0; i < inputCount; i += 7) x[i] = 0.5f;  // Ties.
  uint16_t *winners = (uint16_t *)floats(outputCount);
  const ck_view xs = micro_batch(x, s.inputs, s.images, s.depth), ys = micro_batch(y, s.outputs, s.images, s.depth);
  const ck_view dys = micro_batch(random_floats(outputCount), s.outputs, s.images, s.depth);
  const ck_view dxs = micro_batch(dx, s.inputs, s.images, s.depth);
  k->max_pool(&p, xs, ys, winners, 0, s.outputs);
  uint64_t digest = digest_floats(EMPTY_DIGEST, y, outputCount);
  report("max_pool", described(s), digest_words(digest, winners, outputCount / 2));
  k->max_pool_gradient(&p, dys, &ys, winners, dxs, s.outputs, s.inputs, s.inputs);
  report("max_pool_gradient", described(s), digest_floats(EMPTY_DIGEST, dx, inputCount));
  k->average_pool(&p, xs, ys, s.outputs);
  report("average_pool", described(s), digest_floats(EMPTY_DIGEST, y, outputCount));
  k->average_pool_gradient(&p, dys, dxs, s.outputs, s.inputs, s.inputs);
  report("average_pool_gradient", described(s), digest_floats(EMPTY_DIGEST, dx, inputCount));
}

static void normalization(shape s, bool relu) {
  const int width = padded(s.depth);
  const long count = (long)s.inputs * s.inputs * s.images * width;
  const ck_normalization g = {s.inputs, s.inputs, width, relu, random_floats(width), random_floats(width),
                              random_floats(width), random_floats(width), random_floats(width)};
  float *y = floats(count), *sums = floats(width), *products = floats(width);
  const ck_view xs = micro_batch(random_floats(count), s.inputs, s.images, s.depth);
  const ck_view dys = micro_batch(random_floats(count), s.inputs, s.images, s.depth);
  const ck_view ys = micro_batch(y, s.inputs, s.images, s.depth);
  k->sums(&g, s.images, xs, sums);
  report("sums", described(s), digest_floats(EMPTY_DIGEST, sums, width));
  k->squares(&g, s.images, xs, sums);
  report("squares", described(s), digest_floats(EMPTY_DIGEST, sums, width));
  k->gradient_sums(&g, s.images, xs, dys, sums, products);
  report("gradient_sums", described(s), digest_floats(digest_floats(EMPTY_DIGEST, sums, width), products, width));
  k->normalize(&g, s.images, xs, ys);
  report("normalize", described(s), digest_floats(EMPTY_DIGEST, y, count));
  k->normalization_gradient(&g, s.images, xs, dys, ys);
  report("normalization_gradient", described(s), digest_floats(EMPTY_DIGEST, y, count));
}

static void elementwise(void) {
  const long count = 1 << 14;
  float *x = random_floats(count), *y = floats(count), *d = random_floats(count), *dx = floats(count);
  for (long i = 0; i < count; i++) x[i] *= (float)(i % 97);
  k->relu(x, y, count);
  report("relu", "", digest_floats(EMPTY_DIGEST, y, count));
  float *inPlace = random_floats(count);
  k->relu_gradient(y, inPlace, count);
  report("relu_gradient", "", digest_floats(EMPTY_DIGEST, inPlace, count));
  static const char *const names[] = {"leaky ReLU", "sigmoid", "tanh"};
  for (int f = CK_LEAKY_RELU; f <= CK_TANH; f++) {
    k->activation((ck_function)f, 0.1f, x, y, count);
    report("activation", names[f], digest_floats(EMPTY_DIGEST, y, count));
    k->activation_gradient((ck_function)f, 0.1f, x, y, d, dx, count);
    report("activation_gradient", names[f], digest_floats(EMPTY_DIGEST, dx, count));
  }
  // Any bits: denormal, infinite and not-a-number arguments too.
  for (long i = 0; i < count; i++) {
    const uint32_t bits = (uint32_t)random_bits();
    memcpy(x + i, &bits, 4);
  }
  k->exponential(x, y, count);
  report("exponential", "", digest_floats(EMPTY_DIGEST, y, count));
  k->logarithm(x, y, count);
  report("logarithm", "", digest_floats(EMPTY_DIGEST, y, count));
}

static void softmax(int classes) {
  float *x = random_floats(padded(classes)), *y = floats(padded(classes)), loss = 0;
  int32_t correct = 0;
  char text[32];
  snprintf(text, sizeof text, "%d classes", classes);
  uint64_t digest = EMPTY_DIGEST;
  for (int label = 0; label < classes; label++) {
    k->softmax(x, classes, label, label % 2 ? 0.125f : 0, y, &loss, &correct);
    digest = digest_words(digest_floats(digest_floats(digest, y, classes), &loss, 1), &correct, 1);
  }
  report("softmax", text, digest);

  float *targets = floats(padded(classes)), total = 0;
  for (int c = 0; c < classes; c++) total += targets[c] = (float)(random_bits() % 8) / 4;
  digest = EMPTY_DIGEST;
  for (int label = 0; label < classes; label++) {
    k->softmax_targets(x, classes, targets, total, label, 0.125f, y, &loss, &correct);
    digest = digest_words(digest_floats(digest_floats(digest, y, classes), &loss, 1), &correct, 1);
  }
  report("softmax_targets", text, digest);
}

static void dropout(shape s) {
  const int width = padded(s.depth);
  const long count = (long)s.inputs * s.inputs * s.images * width, perImage = ((long)s.inputs * s.inputs * s.depth + 63) / 64 * 64;
  uint8_t *kept = (uint8_t *)floats((perImage * s.images + 64) / 4);
  float *y = floats(count);
  for (int n = 0; n < s.images; n++)
    k->dropout_mask(0x123456789abcdefull, 0x80000001u, 3, (uint32_t)n, 0x40000000u, (long)s.inputs * s.inputs * s.depth,
                    kept + n * perImage);
  report("dropout_mask", described(s), digest_words(EMPTY_DIGEST, kept, perImage * s.images / 4));
  k->dropout(kept, perImage, micro_batch(random_floats(count), s.inputs, s.images, s.depth),
             micro_batch(y, s.inputs, s.images, s.depth), s.inputs, s.inputs, s.images, s.depth, 4.0f / 3);
  // Lanes that are not in use have no marks of their own.
  uint64_t digest = EMPTY_DIGEST;
  for (long at = 0; at < count; at += width) digest = digest_floats(digest, y + at, s.depth);
  report("dropout", described(s), digest);
}

static void update(void) {
  static const char *const names[] = {"SGD", "momentum", "Nesterov", "Adam", "RMSprop", "RMSprop, momentum", "Adamax"};
  const long count = 1600;
  for (int kind = CK_SGD; kind <= CK_ADAMAX; kind++)
    for (int shards = 1; shards <= 8; shards += 7) {
      const ck_update u = {(ck_update_kind)kind, 0.01f, 0.1f, 0.9f, 1e-7f, 1e-4f};
      float *w = random_floats(count), *slot1 = random_floats(count), *slot2 = random_floats(count);
      for (long i = 0; i < count; i++) {  // Sums of squares are not negative.
        if (kind >= CK_RMSPROP) slot1[i] = slot1[i] * slot1[i];
        slot2[i] = slot2[i] * slot2[i];
      }
      k->update(&u, w, random_floats(count * shards), count, shards, slot1, slot2, count);
      uint64_t digest = digest_floats(digest_floats(EMPTY_DIGEST, w, count), slot1, count);
      report("update", names[kind], digest_floats(digest, slot2, count));
    }
}

int main(int argc, char **argv) {
  for (int set = 0; argc == 2 && set < 3; set++)
    if (strcmp(argv[1], sets[set]) == 0) k = ck_kernels_for(set);
  if (!k) {
    fprintf(stderr, "usage: kernel_digests avx512|avx2|portable, one that this processor has\n");
    return 2;
  }
  const shape shapes[] = {{7, 7, 3, 1, 1, 19, 48, 5}, {9, 4, 3, 2, 0, 16, 17, 8}, {6, 2, 5, 1, 0, 3, 33, 1},
                          {1, 1, 1, 1, 0, 100, 10, 8}, {12, 12, 3, 1, 1, 32, 64, 8}, {8, 4, 2, 2, 0, 40, 8, 3}};
  for (unsigned i = 0; i < sizeof shapes / sizeof *shapes; i++) {
    random_state = i;
    convolution(shapes[i]);
    first_convolution(shapes[i]);
    if (shapes[i].outputs > 1) pooled_first_convolution(shapes[i]);
    if (shapes[i].outputs > 1) pooled_convolution(shapes[i], i % 2);
    pooling(shapes[i]);
    normalization(shapes[i], i % 2);
    dropout(shapes[i]);
  }
  // Pictures, grey and coloured; blocks of all sizes, with and without what is left over.
  pooled_first_convolution((shape){32, 32, 3, 1, 1, 3, 16, 8});
  pooled_first_convolution((shape){28, 24, 5, 1, 0, 1, 40, 5});
  pooled_first_convolution((shape){21, 21, 3, 1, 1, 3, 32, 1});
  pooled_first_convolution((shape){28, 28, 3, 1, 1, 1, 24, 3});
  pooled_first_convolution((shape){24, 11, 3, 2, 0, 3, 16, 4});
  pooled_first_convolution((shape){32, 32, 5, 1, 2, 3, 16, 2});
  pooled_convolution((shape){12, 8, 5, 1, 0, 6, 16, 8}, true);
  pooled_convolution((shape){14, 14, 5, 1, 2, 20, 48, 3}, true);
  pooled_convolution((shape){9, 5, 3, 2, 1, 16, 32, 4}, false);
  winograd((shape){12, 12, 3, 1, 1, 32, 48, 8}, true, false, true);
  winograd((shape){11, 9, 3, 1, 0, 17, 32, 3}, true, true, false);
  winograd((shape){10, 10, 3, 1, 1, 40, 16, 1}, false, true, true);
  toeplitz((shape){2, 2, 3, 1, 1, 40, 48, 8}, true);
  toeplitz((shape){2, 2, 3, 1, 1, 17, 16, 3}, false);
  elementwise();
  for (int classes = 1; classes <= 40; classes += 13) softmax(classes);
  update();
  return 0;
}
