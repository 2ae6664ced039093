"""Times Keras on TensorFlow as its tutorials use it: model.compile, model.fit. One JSON line, as cahier-bench prints.

usage: keras_peer.py NET IMAGES EPOCHS THREADS DATA
"""
import json
import os
import sys
import time

net, images, epochs, threads, data = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
import keras
import tensorflow as tf
from keras import layers as L

from cifar import load

tf.config.threading.set_intra_op_parallelism_threads(threads)
tf.config.threading.set_inter_op_parallelism_threads(threads)
keras.utils.set_random_seed(1)


def conv(filters, padding="valid"):
    return L.Conv2D(filters, 3, padding=padding, activation="relu")


if net == "simple":
    blocks = [[conv(filters, "same"), L.MaxPooling2D(2)] for filters in (16, 32, 64, 128, 256)]
    parts = sum(blocks, []) + [L.Flatten(), L.Dense(128, activation="relu")]
    batch, optimizer = 256, keras.optimizers.Adam()
elif net == "vgg":
    parts = [conv(32), conv(64), L.MaxPooling2D(2), L.Dropout(0.25), conv(128), L.MaxPooling2D(2), conv(128),
             L.MaxPooling2D(2), L.Dropout(0.25), L.Flatten(), L.Dense(1024, activation="relu"), L.Dropout(0.5)]
    batch, optimizer = 128, keras.optimizers.Adam(1e-4)
else:
    parts = [conv(32), conv(32), L.MaxPooling2D(2), L.Dropout(0.5), conv(32), L.MaxPooling2D(2), L.Dropout(0.5),
             L.Flatten(), L.Dense(128, activation="relu"), L.Dropout(0.5)]
    batch, optimizer = 32, keras.optimizers.Adam()
model = keras.Sequential([keras.Input((32, 32, 3)), *parts, L.Dense(10, activation="softmax")])
model.compile(optimizer=optimizer, loss="categorical_crossentropy", metrics=["accuracy"])


class Clock(keras.callbacks.Callback):
    seconds = []

    def on_epoch_begin(self, epoch, logs=None):
        self.start = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.seconds.append(time.perf_counter() - self.start)


x, y = load(data, images)
clock = Clock()
# The first epoch traces and compiles; it is not counted.
history = model.fit(x, keras.utils.to_categorical(y, 10), batch_size=batch, epochs=epochs + 1, verbose=0,
                    callbacks=[clock])
print(json.dumps({"bench": "keras", "net": net, "batch": batch, "images": len(x), "threads": threads,
                  "seconds": [round(value, 4) for value in clock.seconds[1:]],
                  "median": round(sorted(clock.seconds[1:])[epochs // 2], 4), "loss": history.history["loss"][-1]}))
