"""Writes what others compute, from the same weights, images and masks: keras.json, what Keras does for the nets of
KerasTests.swift, and training.json, what Keras and PyTorch do for the schedules and losses of ScheduleTests.swift.

Run it where Keras 3 with TensorFlow is installed:

    python3 -m venv V && V/bin/pip install keras tensorflow-cpu numpy torch
    V/bin/python Tests/LearningTests/Fixtures/make_fixtures.py            # or one of: keras, training

Weights, images, labels and dropout masks are not stored: both sides draw them from Philox4x32-10 (`RandomStream` and
`DropoutOperation` in Swift, the functions below here), so the file holds nothing but Keras's answers.
"""
import json
import os
import subprocess
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"
import keras
import numpy as np
import tensorflow as tf
from keras import layers as L

SEED, CLASSES = 7, 10
IMAGES, BATCH, STEPS = 48, 16, 20
INITIAL_WEIGHTS, DATA = 1, 3  # RandomStream.Purpose


def philox(counter, key):
    """Philox4x32-10 (Salmon et al. 2011) for arrays of counters: four arrays in, four out."""
    c = [np.asarray(word, np.uint64) for word in counter]
    k = [int(word) for word in key]
    low_word = np.uint64(0xFFFFFFFF)
    for _ in range(10):
        low, high = c[0] * np.uint64(0xD2511F53), c[2] * np.uint64(0xCD9E8D57)
        c = [(high >> np.uint64(32)) ^ c[1] ^ np.uint64(k[0]), high & low_word,
             (low >> np.uint64(32)) ^ c[3] ^ np.uint64(k[1]), low & low_word]
        k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return c


def bits(seed, purpose, index, count):
    blocks = np.arange((count + 3) // 4, dtype=np.uint64)
    fill = lambda word: np.full_like(blocks, word)
    words = philox([blocks, fill(index), fill(purpose), fill(0)], [seed & 0xFFFFFFFF, seed >> 32])
    return np.stack(words, axis=1).reshape(-1)[:count].astype(np.int64)


def uniform(seed, purpose, index, count, limit):
    centred = ((bits(seed, purpose, index, count) >> 8) - (1 << 23)).astype(np.float32) * np.float32(2.0**-23)
    return centred * np.float32(limit)


def mask(rate, ordinal, seed, epoch, images, shape):
    """The factors of the dropout layer number `ordinal` for some images: 0 or 1 / (1 - rate)."""
    size = int(np.prod(shape))
    blocks, fill = np.arange((size + 3) // 4, dtype=np.uint64), np.ones(((size + 3) // 4,), np.uint64)
    rows = []
    for image in images:
        counter = [blocks, fill * np.uint64(image), fill * np.uint64(epoch), fill * np.uint64(0x80000000 + ordinal)]
        words = np.stack(philox(counter, [seed & 0xFFFFFFFF, seed >> 32]), axis=1).reshape(-1)[:size]
        rows.append(words >= np.uint64(int(float(np.float32(rate)) * 2**32)))
    scale = np.float32(1) / (np.float32(1) - np.float32(rate))
    return np.stack(rows).reshape((len(images), *shape)).astype(np.float32) * scale


class GivenDropout(L.Layer):
    """Multiplies by the factors that were put into `factors`."""

    def __init__(self, rate):
        super().__init__()
        self.rate, self.factors = rate, None

    def call(self, x):
        return x if self.factors is None else x * self.factors


def images(count, shape):
    """Values 0...1 and labels: coarse squares of chance, half of them the class's own."""
    height, width, channels = shape
    labels = bits(SEED, DATA, 1, count) % CLASSES
    rows, columns = (height + 7) // 8, (width + 7) // 8
    own = uniform(SEED, DATA, 0, count * rows * columns * channels, 0.25).reshape((count, rows, columns, channels))
    shared = uniform(SEED, DATA, 2, CLASSES * rows * columns * channels, 0.25).reshape((CLASSES, rows, columns, channels))
    coarse = own + shared[labels] + np.float32(0.5)
    return np.repeat(np.repeat(coarse, 8, axis=1), 8, axis=2)[:, :height, :width], labels


def give_initial_weights(model):
    """Glorot uniform kernels as `Sequential(seed: 7)` draws them; the stream's index is the layer's place."""
    for place, layer in enumerate(model.layers):
        if layer.weights and not isinstance(layer, L.BatchNormalization):
            kernel = layer.get_weights()[0]
            area = int(np.prod(kernel.shape[:-2]))
            limit = np.float32(np.sqrt(6 / (area * kernel.shape[-2] + area * kernel.shape[-1])))
            values = uniform(SEED, INITIAL_WEIGHTS, place, kernel.size, limit).reshape(kernel.shape)
            layer.set_weights([values] + [np.zeros_like(bias) for bias in layer.get_weights()[1:]])


def give_strong_weights(model):
    """Kernels twice Glorot's and biases that are not zero, so that probabilities are far from even."""
    give_initial_weights(model)
    for place, layer in enumerate(model.layers):
        if layer.weights:
            kernel, bias = layer.get_weights()
            layer.set_weights([kernel * np.float32(2), uniform(SEED, DATA, 100 + place, bias.size, 0.5)])


def train(model, optimizer, shape, steps, drops=True, smoothing=0.0, weights=None):
    """The mean loss of each step's batch, before the step. Batches take the images in order, three an epoch."""
    x, labels = images(IMAGES, shape)
    y = keras.utils.to_categorical(labels, CLASSES)
    entropy = keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=smoothing, reduction=None)
    dropouts = [layer for layer in model.layers if isinstance(layer, GivenDropout)]
    model(x[:1])
    optimizer.build(model.trainable_variables)
    losses = []
    for step in range(steps):
        epoch, start = divmod(step, IMAGES // BATCH)
        batch = range(start * BATCH, (start + 1) * BATCH)
        for ordinal, layer in enumerate(dropouts):
            shape_of = layer.output.shape[1:]
            layer.factors = tf.constant(mask(layer.rate, ordinal, SEED, epoch, batch, shape_of)) if drops else None
        with tf.GradientTape() as tape:
            logits = model(x[batch.start:batch.stop], training=True)
            if smoothing or weights is not None:
                each = entropy(y[batch.start:batch.stop], logits)
            else:
                each = tf.nn.softmax_cross_entropy_with_logits(y[batch.start:batch.stop], logits)
            if weights is not None:
                each *= tf.constant(weights, tf.float32).numpy()[labels[batch.start:batch.stop]]
            loss = tf.reduce_mean(each)
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
        losses.append(float(np.mean(each.numpy().astype(np.float64))))
    for layer in dropouts:
        layer.factors = None
    return losses


def simple(shape=(32, 32, 3)):
    parts = []
    for filters in (16, 32, 64, 128, 256):
        parts += [L.Conv2D(filters, 3, padding="same", activation="relu"), L.MaxPooling2D(2), GivenDropout(0.3)]
    return [keras.Input(shape), *parts, L.Flatten(), L.Dense(128, activation="relu"), L.Dense(CLASSES)]


def vgg(shape=(32, 32, 3)):
    conv = lambda filters: L.Conv2D(filters, 3, activation="relu")
    return [keras.Input(shape), conv(32), conv(64), L.MaxPooling2D(2), GivenDropout(0.25), conv(128), L.MaxPooling2D(2),
            conv(128), L.MaxPooling2D(2), GivenDropout(0.25), L.Flatten(), L.Dense(1024, activation="relu"),
            GivenDropout(0.5), L.Dense(CLASSES)]


def dropout(shape=(32, 32, 3)):
    conv = lambda filters: L.Conv2D(filters, 3, activation="relu")
    return [keras.Input(shape), conv(32), conv(32), L.MaxPooling2D(2), GivenDropout(0.5), conv(32), L.MaxPooling2D(2),
            GivenDropout(0.5), L.Flatten(), L.Dense(128, activation="relu"), GivenDropout(0.5), L.Dense(CLASSES)]


def decayed(rate, decay):
    return keras.optimizers.schedules.InverseTimeDecay(rate, decay_steps=1, decay_rate=decay)


def probabilities(model, x):
    return tf.nn.softmax(model(x, training=False)).numpy().reshape(-1).tolist()


# The first steps of Adam move every weight by the rate, whatever the size of its gradient, and ReLU and max pooling flip at
# near-ties. At a rate of 1e-3 that is chaos: Keras in float64 against itself, weights changed by 3e-7 of their size,
# differs by 1e-4 to 1e-1 after 20 steps of `simple`. At this rate losses can be compared.
RATE = 3e-5


def net_fixture(build, optimizer):
    model = keras.Sequential(build())
    result = {}
    give_strong_weights(model)
    result["forward"] = probabilities(model, images(IMAGES, (32, 32, 3))[0][:BATCH])
    give_initial_weights(model)
    result["losses"] = train(model, optimizer(), (32, 32, 3), STEPS, drops=False)
    give_initial_weights(model)
    result["lossesWithDropout"] = train(model, optimizer(), (32, 32, 3), STEPS)
    return result


def optimizer_fixture(optimizer, **options):
    model = keras.Sequential([keras.Input((8, 8, 3)), L.Conv2D(4, 3, activation="relu"), L.Flatten(), L.Dense(CLASSES)])
    give_initial_weights(model)
    losses = train(model, optimizer, (8, 8, 3), STEPS, **options)
    return {"losses": losses, "kernel": model.layers[0].get_weights()[0].reshape(-1).tolist(),
            "bias": model.layers[2].get_weights()[1].tolist()}


def normalization_fixture():
    norm = L.BatchNormalization(momentum=0.9)
    model = keras.Sequential([keras.Input((9, 7, 3)), L.Conv2D(5, 3, use_bias=False), norm, L.Activation("relu"),
                              L.GlobalAveragePooling2D(), L.Dense(CLASSES)])
    give_initial_weights(model)
    losses = train(model, keras.optimizers.Adam(0.01), (9, 7, 3), STEPS)
    return {"losses": losses, "gamma": norm.get_weights()[0].tolist(), "beta": norm.get_weights()[1].tolist(),
            "movingMean": norm.get_weights()[2].tolist(), "movingVariance": norm.get_weights()[3].tolist(),
            "forward": probabilities(model, images(IMAGES, (9, 7, 3))[0][:BATCH])}


O = keras.optimizers


def keras_fixture():
    return {
        "versions": {"keras": keras.__version__, "tensorflow": tf.__version__},
        "nets": {
            "simple": net_fixture(simple, lambda: O.Adam(RATE)),
            "vgg": net_fixture(vgg, lambda: O.Adam(decayed(RATE, 1e-6))),
            "dropout": net_fixture(dropout, lambda: O.Adam(RATE)),
        },
        "optimizers": {name: optimizer_fixture(optimizer) for name, optimizer in {
            "sgd": O.SGD(0.1), "momentum": O.SGD(0.05, momentum=0.9),
            "nesterov": O.SGD(0.05, momentum=0.9, nesterov=True),
            "adam": O.Adam(0.01), "adamDecay": O.Adam(decayed(0.01, 0.1)), "adamW": O.AdamW(0.01, weight_decay=0.1),
            "rmsprop": O.RMSprop(0.01), "rmspropMomentum": O.RMSprop(0.003, rho=0.8, momentum=0.5),
            "adamax": O.Adamax(0.01)}.items()},
        "normalization": normalization_fixture(),
    }


# Three epochs of seven steps, and a step beyond.
EPOCHS, STEPS_PER_EPOCH = 3, 7


def torch_rates():
    """PyTorch's rates, from a process of its own: it and TensorFlow do not load into one."""
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "torch_rates.py")
    return json.loads(subprocess.check_output([sys.executable, script, str(EPOCHS), str(STEPS_PER_EPOCH)]))


def keras_rates(schedule):
    return [float(schedule(step)) for step in range(EPOCHS * STEPS_PER_EPOCH + 1)]


class Model:
    """As much of a model as ReduceLROnPlateau looks at."""

    def __init__(self):
        self.optimizer = O.SGD(0.1)


def plateau_rates(losses, **options):
    """The rate of every epoch."""
    callback, model, rates = keras.callbacks.ReduceLROnPlateau(monitor="val_loss", **options), Model(), []
    callback.set_model(model)
    callback.on_train_begin()
    for epoch, loss in enumerate(losses):
        rates.append(float(model.optimizer.learning_rate))
        callback.on_epoch_end(epoch, {"val_loss": loss})
    return rates


PLATEAU = [1.0, 0.9, 0.95, 0.91, 0.93, 0.89995, 0.8, 0.85, 0.85, 0.85, 0.85, 0.85, 0.5, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6]


def training_fixture():
    schedules, steps = keras.optimizers.schedules, EPOCHS * STEPS_PER_EPOCH
    return {
        "rates": {
            "cosineDecay": keras_rates(schedules.CosineDecay(1.0, steps, alpha=0.1)),
            "cosineDecayWarmup": keras_rates(schedules.CosineDecay(0.0, steps - 7, warmup_target=1.0, warmup_steps=7)),
            "exponentialDecay": keras_rates(schedules.ExponentialDecay(1.0, STEPS_PER_EPOCH, 0.7, staircase=True)),
            "linearDecay": keras_rates(schedules.PolynomialDecay(1.0, steps, 0.2)),
            **torch_rates(),
        },
        "plateau": {
            "losses": PLATEAU,
            "plain": plateau_rates(PLATEAU, factor=0.5, patience=2),
            "cooldown": plateau_rates(PLATEAU, factor=0.5, patience=1, cooldown=2, min_lr=0.03),
        },
        "losses": {
            "decayedMomentum": optimizer_fixture(O.SGD(0.05, momentum=0.9, weight_decay=0.2)),
            "smoothed": optimizer_fixture(O.SGD(0.1), smoothing=0.2),
            "weighted": optimizer_fixture(O.SGD(0.1), weights=[0.25 * (k + 1) for k in range(CLASSES)]),
        },
    }


for name, make in {"keras": keras_fixture, "training": training_fixture}.items():
    if sys.argv[1:] and name not in sys.argv[1:]:
        continue
    rounded = json.loads(json.dumps(make()), parse_float=lambda text: float(f"{float(text):.9g}"))
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), f"{name}.json")
    with open(path, "w") as file:
        json.dump(rounded, file, separators=(",", ":"))
        file.write("\n")
    print(path, os.path.getsize(path), "bytes")
