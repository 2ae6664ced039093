"""Trains a net in Keras and measures CIFAR-10's test images after each epoch. Prints a JSON line like
`cahier-bench train --validation`.

usage: keras_accuracy.py BENCH NET EPOCHS SEED DATA

Images are shuffled here, anew for each epoch: with a seed set, `fit` on TensorFlow starts its shuffle again in every
epoch and visits the images in the same order each time, which costs the net simple two points of accuracy.
"""
import json
import sys

import keras_nets
import keras
import numpy as np
from images import load
from nets import described

bench, name, epochs, seed, data = *sys.argv[1:3], *map(int, sys.argv[3:5]), sys.argv[5]
net = described(bench, name)
model = keras_nets.compiled(net, threads=2, seed=seed)
x, y = load(data, net["input"], 50_000)
tests = load(data, net["input"], 10_000, testing=True)
y, tests = keras.utils.to_categorical(y, 10), (tests[0], keras.utils.to_categorical(tests[1], 10))

random = np.random.default_rng(seed)
history = {"loss": [], "val_loss": [], "val_accuracy": []}
for _ in range(epochs):
    order = random.permutation(len(x))
    epoch = model.fit(x[order], y[order], batch_size=net["batch"], shuffle=False, validation_data=tests, verbose=0).history
    for key, values in history.items():
        values.append(round(epoch[key][0], 4))
print(json.dumps({"bench": "keras", "net": name, "batch": net["batch"], "images": len(x), "epochs": epochs,
                  "seed": seed,
                  "losses": history["loss"], "val_losses": history["val_loss"],
                  "val_accuracies": history["val_accuracy"]}))
