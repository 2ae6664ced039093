"""The nets to race with in Keras on TensorFlow. Imported before keras, for which it sets the backend."""
import os
from functools import partial

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
import keras
import tensorflow as tf

from nets import build


def compiled(net, threads, seed):
    """A net of `nets.described`, compiled as its tutorial does."""
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    keras.utils.set_random_seed(seed)
    names = {**vars(keras.layers), "true": True, "false": False,
             "leaky_relu": lambda slope: partial(keras.activations.leaky_relu, negative_slope=slope)}
    model = keras.Sequential([keras.Input(net["input"]), *build(net, names)])
    rate, decay = float(net["learning_rate"]), float(net["decay"])
    if decay > 0:
        rate = keras.optimizers.schedules.InverseTimeDecay(rate, decay_steps=1, decay_rate=decay)
    model.compile(optimizer=keras.optimizers.Adam(rate), loss="categorical_crossentropy", metrics=["accuracy"])
    return model
