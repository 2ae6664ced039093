"""The images to race with: CIFAR-10's from the official binary layout, or noise of another size."""
import numpy as np


def load(folder, shape, count, testing=False):
    """`count` images `[n, height, width, channels]`, values 0...1, and their labels."""
    if shape != [32, 32, 3] or not folder:
        random = np.random.default_rng(1)
        return random.random((count, *shape), np.float32), random.integers(0, 10, count)
    files = ["test_batch"] if testing else [f"data_batch_{k}" for k in range(1, 6)]
    rows = np.concatenate([np.fromfile(f"{folder}/cifar-10-batches-bin/{name}.bin", np.uint8) for name in files])
    rows = rows.reshape(-1, 3073)[:count]
    pixels = rows[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
    return np.ascontiguousarray(pixels, np.float32) / np.float32(255), rows[:, 0].astype(np.int64)
