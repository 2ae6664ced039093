"""Writes COUNT PNG pictures of 32x32 pixels in ten classes into FOLDER: make_pictures.py FOLDER COUNT

Smooth colours with some noise, as photographs have; the same bytes each time.
"""

import os
import sys

import numpy as np
from PIL import Image

folder, count = sys.argv[1], int(sys.argv[2])
random = np.random.default_rng(1)
for label in range(10):
    os.makedirs(f"{folder}/class{label}", exist_ok=True)
for number in range(count):
    coarse = random.integers(0, 256, (4, 4, 3), dtype=np.uint8)
    smooth = np.asarray(Image.fromarray(coarse).resize((32, 32), Image.BICUBIC), dtype=np.int16)
    noisy = np.clip(smooth + random.integers(-8, 9, (32, 32, 3)), 0, 255).astype(np.uint8)
    Image.fromarray(noisy).save(f"{folder}/class{number % 10}/{number:05}.png")
