"""Makes the NumPy files of this folder: python3 make_fixtures.py. Image i has the samples (i * 31 + place * 7) % 256."""

import numpy as np

def images(*shape):
    size = int(np.prod(shape[1:]))
    values = [[(i * 31 + place * 7) % 256 for place in range(size)] for i in range(shape[0])]
    return np.array(values, dtype=np.uint8).reshape(shape)

labels = np.array([0, 2, 1, 2, 0])
np.save("grey.npy", images(5, 4, 6))
np.save("colour.npy", images(5, 4, 6, 3))
np.save("planar.npy", images(5, 3, 4, 6))
np.save("labels.npy", labels)
np.save("labels-big-endian.npy", labels.astype(">i2").reshape(5, 1))
np.save("objects.npy", np.array([{}, 1], dtype=object), allow_pickle=True)
np.save("fractions.npy", images(5, 4, 6).astype(np.float32))
np.save("columns.npy", np.asfortranarray(images(5, 4, 6)))
np.savez("stored.npz", x_train=images(5, 4, 6), y_train=labels.astype(np.uint8))
np.savez_compressed("deflated.npz", x_train=images(5, 4, 6), y_train=labels)
