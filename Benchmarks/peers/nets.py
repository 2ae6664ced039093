"""The nets to race with, as `cahier-bench nets` describes them: layers as they are written in Swift, whose names and
defaults are Keras's."""
import json
import re
import subprocess


def described(bench, name):
    """One net: its input's shape, batch, images, learning rate and layers."""
    return json.loads(subprocess.run([bench, "nets", "--net", name], check=True, capture_output=True, text=True).stdout)


def python_call(layer):
    """`Conv2D(filters: 6, kernelSize: 5, padding: .same)` as `Conv2D(filters=6, kernel_size=5, padding='same')`."""
    layer = re.sub(r"\.leakyReLU\(negativeSlope: ([\d.]+)\)", r"leaky_relu(\1)", layer)
    layer = re.sub(r"(\w+): ", lambda match: re.sub(r"([A-Z])", r"_\1", match[1]).lower() + "=", layer)
    return re.sub(r"([ (=])\.([a-z]+)", r"\1'\2'", layer)


def build(net, names):
    """The layers, made by what `names` calls Conv2D, Dense and so on."""
    return [eval(python_call(layer), {}, names) for layer in net["layers"]]
