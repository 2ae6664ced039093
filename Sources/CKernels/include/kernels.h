// kernels.h: the engine's arithmetic. Swift plans, C computes.
//
// Activations of a micro-batch (at most eight images) lie position-major, [row][column][image][channel], channels padded
// to a multiple of 16 lanes: a register block takes the images at one position, so that borders, odd sizes and tiny maps
// need no case of their own. All buffers are aligned to 64 bytes; strides count floats.
//
// Every kernel gives the same bits on every instruction set, and for every split of its ranges.
#ifndef CK_KERNELS_H
#define CK_KERNELS_H

#include <stdbool.h>
#include <stdint.h>

// A micro-batch of activations or gradients.
typedef struct {
  float *data;
  long row, column, image;
} ck_view;

// Along one axis, which inputs an output sees: output o sees input[i] through tap[i] for i in first[o]..<first[o + 1].
// run[o] tells how many outputs from o on see the same taps, their inputs one further each time.
typedef struct {
  const int32_t *first, *input, *tap, *run;
} ck_axis;

// A product of activations and weights over windows: convolution, dense layer (one window that is the whole image), and
// the gradient of either with respect to its input.
//
// Weights: [block][tap row][tap column][depth][lanes], blocks of 32 output channels; the last has 16 where width % 32 is.
typedef struct {
  ck_axis rows, columns;
  int32_t outputColumns;
  int32_t tapRows, tapColumns;
  // Channels summed over, and output channels padded to 16.
  int32_t depth, width;
  // Images in a view.
  int32_t images;
} ck_product;

// What is added to a sum before it is stored.
typedef enum { CK_STORE, CK_BIAS, CK_BIAS_RELU } ck_epilogue;

// The weights' gradient of a convolution or dense layer: output o sees input o * stride - padding + tap.
typedef struct {
  int32_t inputRows, inputColumns, outputRows, outputColumns;
  int32_t tapRows, tapColumns, strideRows, strideColumns, paddingRows, paddingColumns;
  int32_t depth, width, images;
} ck_gradient;

// A 3x3 convolution with stride 1 by Winograd's method; winograd.c has the layouts. Around the input lie zeros, as far as
// tiles of 4x4 outputs reach; around its gradient, places that may be written.
typedef struct {
  int32_t inputRows, inputColumns, outputRows, outputColumns, paddingRows, paddingColumns;
  // Channels of the input, as they are and padded to 16; the same of the output.
  int32_t depth, inputWidth, outputs, width;
  int32_t images;
  // Micro-batches in a call, and the distance from one to the next in each view.
  int32_t microBatches;
  long xStride, yStride, dyStride, dxStride, winnersStride;
  // Most rows (an image's tile) that are transformed at a time: the scratch memory holds
  // 36 * (mostRows * (inputWidth + width + 32) + 32) + 12 * images * inputWidth floats.
  int32_t mostRows;
  bool relu;
  // Whether the input's gradient is zero where the input is not positive, as before a ReLU.
  bool masksInput;
  // Whether a 2x2 max pooling follows; y and dy are then its output's.
  bool pools;
} ck_winograd;

// A pooling window; axes as for ck_product.
typedef struct {
  ck_axis rows, columns;
  int32_t outputColumns;
  int32_t tapColumns;
  int32_t width, images;
  // Whether the windows are 2x2, side by side and inside the input.
  bool pairs;
} ck_pooling;

typedef enum { CK_LEAKY_RELU, CK_SIGMOID, CK_TANH } ck_function;

// Batch normalization: y = (x - mean) * scale + shift, and dx = dy * scale - (x - mean) * slope - offset, where slope and
// offset hold the sums over the batch. All are vectors of `width` channels.
typedef struct {
  int32_t rows, columns, width;
  // Whether a ReLU follows.
  bool relu;
  const float *mean, *scale, *shift, *slope, *offset;
} ck_normalization;

// How one optimizer step changes weights; optimizers.c has the formulas.
typedef enum { CK_SGD, CK_MOMENTUM, CK_NESTEROV, CK_ADAM, CK_RMSPROP, CK_RMSPROP_MOMENTUM, CK_ADAMAX } ck_update_kind;
typedef struct {
  ck_update_kind kind;
  float rate;
  // Momentum and rho; or 1 - beta1, and 1 - beta2 or (Adamax) beta2.
  float a, b;
  float epsilon;
  // What is subtracted from a weight before the step, as a share of it.
  float decay;
} ck_update;

typedef struct {
  // direct.c
  void (*product)(const ck_product *, ck_view x, const float *weights, const float *bias, ck_epilogue, ck_view y,
                  int firstBlock, int endBlock, int firstRow, int endRow);
  void (*product_first)(const ck_product *, ck_view x, const float *weights, const float *bias, ck_epilogue, ck_view y,
                        int firstRow, int endRow);
  void (*weight_gradient)(const ck_gradient *, ck_view x, ck_view dy, float *dw, int firstBlock, int endBlock,
                          int firstTapRow, int endTapRow, int firstChannel, int endChannel);
  void (*bias_gradient)(ck_view dy, int rows, int columns, int images, int width, float *db);
  // pooled_gradient.c
  void (*pooled_weight_gradient)(const ck_gradient *, ck_view x, ck_view dy, const ck_view *y, const uint16_t *winners,
                                 float *dw, float *db, float *scratch);
  // first_layer.c
  void (*pooled_product_first)(const ck_product *, ck_view x, const float *weights, const float *bias, bool relu,
                               ck_view y, uint16_t *winners, int pooledRows);
  void (*weight_gradient_first)(const ck_gradient *, ck_view x, ck_view dy, float *dw);
  void (*pooled_gradient_first)(const ck_gradient *, ck_view x, ck_view dy, const uint16_t *winners, float *dw,
                                float *db, float *scratch);
  // winograd.c
  void (*winograd_weights)(const float *w, int depth, int width, float *transformed, int firstUnit, int endUnit);
  void (*winograd_transposed_weights)(const float *w, int depth, int width, int outputs, float *transformed,
                                      int firstUnit, int endUnit);
  void (*winograd_forward)(const ck_winograd *, ck_view x, const float *transformed, const float *bias, ck_view y,
                           uint16_t *winners, float *scratch);
  void (*winograd_backward)(const ck_winograd *, ck_view x, ck_view dy, ck_view y, const uint16_t *winners,
                            const float *transposed, ck_view dx, float *dw, float *db, float *scratch);
  void (*winograd_weight_gradient)(const float *transformed, int depth, int width, float *dw);
  // toeplitz.c
  void (*toeplitz_points)(ck_view x, const ck_view *y, ck_view u, int images, int width);
  void (*toeplitz_outputs)(ck_view m, const float *bias, ck_epilogue, ck_view y, int images, int width);
  void (*toeplitz_weights)(const float *w, float *v, long tapStride, long count);
  void (*toeplitz_weight_gradient)(float *dw, long tapStride, long count);
  // packing.c
  void (*transpose_weights)(const float *w, float *t, int taps, int depth, int width, int outputs, int firstUnit, int endUnit);
  // pooling.c
  void (*max_pool)(const ck_pooling *, ck_view x, ck_view y, uint16_t *winners, int firstRow, int endRow);
  void (*max_pool_gradient)(const ck_pooling *, ck_view dy, const ck_view *y, const uint16_t *winners, ck_view dx,
                            int outputRows, int inputRows, int inputColumns);
  void (*average_pool)(const ck_pooling *, ck_view x, ck_view y, int outputRows);
  void (*average_pool_gradient)(const ck_pooling *, ck_view dy, ck_view dx, int outputRows, int inputRows,
                                int inputColumns);
  // elementwise.c
  void (*relu)(const float *x, float *y, long count);
  void (*relu_gradient)(const float *y, float *dy, long count);
  void (*activation)(ck_function, float slope, const float *x, float *y, long count);
  void (*activation_gradient)(ck_function, float slope, const float *x, const float *y, const float *dy, float *dx,
                              long count);
  void (*exponential)(const float *x, float *y, long count);
  void (*logarithm)(const float *x, float *y, long count);
  // softmax.c
  void (*softmax)(const float *x, int classes, int label, float scale, float *y, float *loss, int32_t *correct);
  void (*softmax_targets)(const float *x, int classes, const float *targets, float total, int label, float scale,
                          float *y, float *loss, int32_t *correct);
  // dropout.c
  void (*dropout_mask)(uint64_t seed, uint32_t purpose, uint32_t epoch, uint32_t sample, uint32_t threshold, long count,
                       uint8_t *kept);
  void (*dropout)(const uint8_t *kept, long maskStride, ck_view x, ck_view y, int rows, int columns, int images,
                  int channels, float scale);
  // normalization.c
  void (*sums)(const ck_normalization *, int images, ck_view x, float *sums);
  void (*squares)(const ck_normalization *, int images, ck_view x, float *sums);
  void (*normalize)(const ck_normalization *, int images, ck_view x, ck_view y);
  void (*gradient_sums)(const ck_normalization *, int images, ck_view x, ck_view dy, float *sums, float *products);
  void (*normalization_gradient)(const ck_normalization *, int images, ck_view x, ck_view dy, ck_view dx);
  // optimizers.c
  void (*update)(const ck_update *, float *weights, const float *gradient, long shardStride, int shards, float *slot1,
                 float *slot2, long count);
  // peak.c
  double (*peak)(long rounds, float *result);
} ck_kernels;

// The kernels for an instruction set: 0 AVX-512, 1 AVX2, 2 portable; NULL where this processor lacks it.
const ck_kernels *ck_kernels_for(int instructionSet);

// Zeroed memory on a boundary of 64 bytes, for so many floats (memory.c).
float *ck_allocate(long count);
void ck_free(float *memory, long count);

// Threads that run a function together and meet at barriers (threads.c).
typedef struct ck_pool ck_pool;
// How many processors this process may run on.
int ck_processors(void);
// `spins` where each thread has a processor: a wait is then mostly shorter than falling asleep.
ck_pool *ck_pool_create(int threads, int phases, bool spins);
void ck_pool_destroy(ck_pool *pool);
// Runs work(context, 0) here and work(context, i) on every other thread i; returns when all have.
void ck_pool_run(ck_pool *pool, void (*work)(void *context, int thread), void *context);
// Waits until every thread of the running work is here.
void ck_pool_barrier(ck_pool *pool);
// The next unit of the work's phase: 0, 1, 2 ... over all threads.
long ck_pool_next(ck_pool *pool, int phase);

#endif
