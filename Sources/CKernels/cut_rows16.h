// cut_rows16.h: cuts `count` rows of `lanes` output channels into register blocks, largest first.
//
// Included inside a function, with BLOCK(ROWS, VECTORS, V0) defined: a call for ROWS rows from row r and VECTORS vectors
// of channels from vector V0. Which blocks fit depends on how many registers the instruction set has.
#if CK_BLOCK_VECTORS == 2
  if (lanes == 2 * LANES) {
    long r = 0;
    for (; r + 8 <= count; r += 8) BLOCK(8, 2, 0);
    if (r + 6 <= count) { BLOCK(6, 2, 0); r += 6; }
    if (r + 4 <= count) { BLOCK(4, 2, 0); r += 4; }
    if (r + 2 <= count) { BLOCK(2, 2, 0); r += 2; }
    if (r < count) BLOCK(1, 2, 0);
    return;
  }
#endif
  for (int v = 0; v < lanes / LANES; v++) {
    long r = 0;
#if CK_BLOCK_VECTORS == 2
    for (; r + 16 <= count; r += 16) BLOCK(16, 1, v);
    if (r + 8 <= count) { BLOCK(8, 1, v); r += 8; }
#elif CK_BLOCK_ROWS == 6
    for (; r + 6 <= count; r += 6) BLOCK(6, 1, v);
#endif
    for (; r + 4 <= count; r += 4) BLOCK(4, 1, v);
    if (r + 2 <= count) { BLOCK(2, 1, v); r += 2; }
    if (r < count) BLOCK(1, 1, v);
  }
