// direct.c: convolution and dense layers as they are defined, and their gradients.
//
// Product: a register block holds 8 rows x 32 output channels (AVX-512: 16 accumulators; others as instruction_sets.h
// says). A row is one image at one position, so eight rows need one set of weights: per channel summed over, 2 loads of
// weights, 8 broadcasts, 16 fused multiply-adds. Taps outside the image are left out, not multiplied by zero. Where
// neighbouring positions see the same taps, their rows follow each other in memory and one call takes them all.
//
// An output is one chain of fused multiply-adds over (tap row, tap column, channel), whatever the block: blocks may differ
// between instruction sets and ranges between threads without changing a bit.
//
// Weight gradient: 8 input channels x 32 output channels stay in registers over about 128 rows, then are added to memory:
// fewer rows would load and store the sums too often, and two levels of sums are also more precise than one. A position's
// images are never divided: where a step takes the whole batch at one position, as dense layers do, it is one chain.
#include "include/kernels.h"
#include "taps.h"
#include "vector16.h"

#ifndef INSTRUCTION_SET
#define KERNEL_FILE "direct.c"
#include "instruction_sets.h"
#else
#include "blocks16.h"

// One register block: ROWS rows from x, VECTORS vectors of output channels.
// Weights: `lanes` floats per channel summed over, one tap's after the other.
#define DEFINE_PRODUCT_BLOCK(ROWS, VECTORS)                                                                            \
  static __attribute__((noinline)) void NAME(product_block_##ROWS##x##VECTORS)(                                        \
      const float *x, long xImage, long xRow, long xColumn, const ck_product *p, int row0, int row1, int column0,      \
      int column1, const float *w, long lanes, const float *bias, ck_epilogue epilogue, float *y, long yImage) {       \
    v16 sum[ROWS][VECTORS];                                                                                            \
    UNROLL for (int r = 0; r < ROWS; r++)                                                                              \
    UNROLL for (int v = 0; v < VECTORS; v++) sum[r][v] = NAME(splat)(0);                                               \
    const int depth = p->depth;                                                                                        \
    for (int i = row0; i < row1; i++)                                                                                  \
      for (int j = column0; j < column1; j++) {                                                                        \
        const float *xs = x + p->rows.input[i] * xRow + p->columns.input[j] * xColumn;                                 \
        const float *ws = w + ((long)p->rows.tap[i] * p->tapColumns + p->columns.tap[j]) * depth * lanes;              \
        NAME(accumulate)(ROWS, VECTORS, sum, xs, xImage, ws, lanes, depth);                                            \
      }                                                                                                                \
    NAME(finish)(ROWS, VECTORS, sum, bias, epilogue, y, yImage);                                                       \
  }

DEFINE_PRODUCT_BLOCK(1, 1)
DEFINE_PRODUCT_BLOCK(2, 1)
DEFINE_PRODUCT_BLOCK(4, 1)
#if CK_BLOCK_ROWS == 6
DEFINE_PRODUCT_BLOCK(6, 1)
#endif
#if CK_BLOCK_VECTORS == 2
DEFINE_PRODUCT_BLOCK(8, 1)
DEFINE_PRODUCT_BLOCK(16, 1)
DEFINE_PRODUCT_BLOCK(1, 2)
DEFINE_PRODUCT_BLOCK(2, 2)
DEFINE_PRODUCT_BLOCK(4, 2)
DEFINE_PRODUCT_BLOCK(6, 2)
DEFINE_PRODUCT_BLOCK(8, 2)
#endif

// `count` rows that see the same taps, xImage and yImage apart.
INLINE void NAME(product_rows)(long count, const float *x, long xImage, long xRow, long xColumn, const ck_product *p,
                               int row0, int row1, int column0, int column1, const float *w, int lanes,
                               const float *bias, ck_epilogue epilogue, float *y, long yImage) {
#define BLOCK(ROWS, VECTORS, V0)                                                                                       \
  NAME(product_block_##ROWS##x##VECTORS)                                                                               \
  (x + r * xImage, xImage, xRow, xColumn, p, row0, row1, column0, column1, w + (V0) * LANES, lanes,                    \
   bias ? bias + (V0) * LANES : bias, epilogue, y + r * yImage + (V0) * LANES, yImage)
#include "cut_rows16.h"
#undef BLOCK
}

void NAME(product)(const ck_product *p, ck_view x, const float *weights, const float *bias, ck_epilogue epilogue,
                   ck_view y, int firstBlock, int endBlock, int firstRow, int endRow) {
  const long taps = (long)p->tapRows * p->tapColumns;
  const bool mergesColumns = x.column == p->images * x.image && y.column == p->images * y.image;
  for (int row = firstRow; row < endRow; row++) {
    const int row0 = p->rows.first[row], row1 = p->rows.first[row + 1];
    for (int block = firstBlock; block < endBlock; block++) {
      const int lanes = lanes_of_block(block, p->width);
      const float *w = weights + (long)block * 2 * LANES * taps * p->depth;
      const float *b = bias ? bias + block * 2 * LANES : bias;
      for (int column = 0; column < p->outputColumns;) {
        const int column0 = p->columns.first[column], column1 = p->columns.first[column + 1];
        const int run = mergesColumns ? p->columns.run[column] : 1;
        NAME(product_rows)((long)run * p->images, x.data, x.image, x.row, x.column, p, row0, row1, column0, column1, w,
                           lanes, b, epilogue, y.data + row * y.row + column * y.column + block * 2 * LANES, y.image);
        column += run;
      }
    }
  }
}

enum { NAME(ROWS_IN_REGISTERS) = 128 };

void NAME(weight_gradient)(const ck_gradient *g, ck_view x, ck_view dy, float *dw, int firstBlock, int endBlock,
                           int firstTapRow, int endTapRow, int firstChannel, int endChannel) {
  const long taps = (long)g->tapRows * g->tapColumns;
  const bool merges = x.column == g->images * x.image && dy.column == g->images * dy.image && g->strideColumns == 1;
  // A piece of the output: some rows, or where a row is long, some columns of one.
  const int target = NAME(ROWS_IN_REGISTERS);
  const int rowLength = g->outputColumns * g->images;
  const int pieceRows = target / rowLength > 1 ? target / rowLength : 1;
  const int pieceColumns = rowLength > 2 * target ? (target / g->images > 1 ? target / g->images : 1) : g->outputColumns;
  for (int top = 0; top < g->outputRows; top += pieceRows)
    for (int left = 0; left < g->outputColumns; left += pieceColumns) {
      const int bottom = top + pieceRows < g->outputRows ? top + pieceRows : g->outputRows;
      const int right = left + pieceColumns < g->outputColumns ? left + pieceColumns : g->outputColumns;
      for (int block = firstBlock; block < endBlock; block++) {
        const int lanes = lanes_of_block(block, g->width);
        for (int tapRow = firstTapRow; tapRow < endTapRow; tapRow++) {
          int y0, y1;
          outputs_of_tap(tapRow, g->strideRows, g->paddingRows, g->inputRows, g->outputRows, &y0, &y1);
          y0 = y0 > top ? y0 : top;
          y1 = y1 < bottom ? y1 : bottom;
          if (y0 >= y1) continue;
          for (int tapColumn = 0; tapColumn < g->tapColumns; tapColumn++) {
            int x0, x1;
            outputs_of_tap(tapColumn, g->strideColumns, g->paddingColumns, g->inputColumns, g->outputColumns, &x0, &x1);
            x0 = x0 > left ? x0 : left;
            x1 = x1 < right ? x1 : right;
            if (x0 >= x1) continue;
            const long inputRow = (long)y0 * g->strideRows - g->paddingRows + tapRow;
            const long inputColumn = (long)x0 * g->strideColumns - g->paddingColumns + tapColumn;
            float *to = dw + (((long)block * 2 * taps * LANES + ((long)tapRow * g->tapColumns + tapColumn) * lanes) * g->depth) +
                        (long)firstChannel * lanes;
            const long columns = x1 - x0;
            NAME(gradient_rows)(endChannel - firstChannel, y1 - y0, merges ? 1 : columns,
                                merges ? columns * g->images : g->images,
                                x.data + inputRow * x.row + inputColumn * x.column + firstChannel, g->strideRows * x.row,
                                g->strideColumns * x.column, x.image,
                                dy.data + y0 * dy.row + x0 * dy.column + block * 2 * LANES, dy.row, dy.column, dy.image, to,
                                lanes);
          }
        }
      }
    }
}

// The sum over rows, columns and images, added to db.
void NAME(bias_gradient)(ck_view dy, int rows, int columns, int images, int width, float *db) {
  for (int c = 0; c < width; c += LANES) {
    v16 chains[4] = {NAME(splat)(0), NAME(splat)(0), NAME(splat)(0), NAME(splat)(0)};
    NAME(sum_rows)(chains, dy, rows, columns, images, c);
    NAME(add_chains)(db + c, chains);
  }
}
#endif
