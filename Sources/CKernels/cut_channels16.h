// cut_channels16.h: cuts `channels` input channels x `lanes` output channels into register blocks of a gradient, largest
// first; included like cut_rows16.h, with BLOCK(CHANNELS, VECTORS, V0) defined: a call for CHANNELS channels from c.
#if CK_BLOCK_VECTORS == 2
  if (lanes == 2 * LANES) {
    int c = 0;
    for (; c + 8 <= channels && c + 9 != channels; c += 8) BLOCK(8, 2, 0);
    if (c + 9 == channels) { BLOCK(9, 2, 0); return; }
    if (c + 4 <= channels) { BLOCK(4, 2, 0); c += 4; }
    if (c + 2 <= channels) { BLOCK(2, 2, 0); c += 2; }
    if (c < channels) BLOCK(1, 2, 0);
    return;
  }
#endif
  for (int v = 0; v < lanes / LANES; v++) {
    int c = 0;
#if CK_BLOCK_VECTORS == 2
    for (; c + 16 <= channels; c += 16) BLOCK(16, 1, v);
    if (c + 9 == channels) { BLOCK(9, 1, v); continue; }
    if (c + 8 <= channels) { BLOCK(8, 1, v); c += 8; }
#elif CK_BLOCK_ROWS == 6
    for (; c + 6 <= channels && c + 8 != channels && c + 9 != channels; c += 6) BLOCK(6, 1, v);
    if (c + 9 == channels) { BLOCK(5, 1, v); c += 5; }
#endif
    for (; c + 4 <= channels; c += 4) BLOCK(4, 1, v);
    if (c + 2 <= channels) { BLOCK(2, 1, v); c += 2; }
    if (c < channels) BLOCK(1, 1, v);
  }
