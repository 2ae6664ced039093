"""Times Keras on TensorFlow as its tutorials use it: model.compile, then fit, predict or evaluate. Prints JSON lines
like cahier-bench's.

usage: keras_peer.py BENCH train|predict|evaluate NET IMAGES TIMES THREADS [DATA]
  BENCH   cahier-bench, which describes the nets
  IMAGES  how many, 0 for as many as suit the net; TIMES epochs or passes, each timed on its own
"""
import json
import sys
import time

import keras_nets
import keras
from images import load
from nets import described

bench, task, name, images, times, threads = *sys.argv[1:4], *map(int, sys.argv[4:7])
data = sys.argv[7] if len(sys.argv) > 7 else None
net = described(bench, name)
model = keras_nets.compiled(net, threads, seed=1)
x, y = load(data, net["input"], images or net["images"], testing=task != "train")
y = keras.utils.to_categorical(y, 10)


def report(batch, seconds, **more):
    print(json.dumps({"bench": "keras", "task": task, "net": name, "batch": batch, "images": len(x), "threads": threads,
                      "seconds": [round(value, 4) for value in seconds],
                      "median": round(sorted(seconds)[len(seconds) // 2], 4), **more}), flush=True)


class Clock(keras.callbacks.Callback):
    seconds = []

    def on_epoch_begin(self, epoch, logs=None):
        self.start = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.seconds.append(time.perf_counter() - self.start)


def timed(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


# The first time traces and compiles; it is not counted.
if task == "train":
    history = model.fit(x, y, batch_size=net["batch"], epochs=times + 1, verbose=0, callbacks=[Clock()])
    report(net["batch"], Clock.seconds[1:], loss=history.history["loss"][-1])
else:
    # The batch size that suits Keras best is looked for; all are printed, the best counts.
    for batch in (64, 256, 1024):
        if task == "predict":
            work = lambda: model.predict(x, batch_size=batch, verbose=0)
        else:
            work = lambda: model.evaluate(x, y, batch_size=batch, verbose=0)
        work()
        report(batch, [timed(work) for _ in range(times)])
