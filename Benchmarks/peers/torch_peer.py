"""Times PyTorch with a training loop as its tutorials write it. One JSON line, as cahier-bench prints.

usage: torch_peer.py BENCH NET IMAGES EPOCHS THREADS DATA eager|channels-last|compile
"""
import json
import sys
import time

import torch
from torch import nn

from images import load
from nets import build, described

bench, name, images, epochs, threads, data, mode = *sys.argv[1:3], *map(int, sys.argv[3:6]), *sys.argv[6:8]
torch.set_num_threads(threads)
torch.manual_seed(1)

activations = {"relu": [nn.ReLU()], "tanh": [nn.Tanh()], "softmax": [], None: []}
# What the nets call a layer, as PyTorch's layers; the loss takes a softmax of its own.
names = {
    "Conv2D": lambda filters, kernel_size, padding="valid", activation=None:
        [nn.LazyConv2d(filters, kernel_size, padding=padding), *activations[activation]],
    "MaxPooling2D": lambda size: [nn.MaxPool2d(size)],
    "Dropout": lambda rate: [nn.Dropout(rate)],
    "Flatten": lambda: [nn.Flatten()],
    "Dense": lambda units, activation=None: [nn.LazyLinear(units), *activations[activation]],
}
net = described(bench, name)
batch = net["batch"]
model = nn.Sequential(*sum(build(net, names), []))
pixels, classes = load(data, net["input"], images)
x, y = torch.from_numpy(pixels).permute(0, 3, 1, 2).contiguous(), torch.from_numpy(classes)
model(x[:1])  # Layers learn their inputs' sizes.
if mode == "channels-last":
    x, model = x.to(memory_format=torch.channels_last), model.to(memory_format=torch.channels_last)
forward = torch.compile(model) if mode == "compile" else model
optimizer = torch.optim.Adam(model.parameters(), lr=float(net["learning_rate"]), eps=1e-7, fused=True)
measure = nn.CrossEntropyLoss()


def epoch():
    total, hits = 0.0, 0
    for places in torch.randperm(len(x)).split(batch):
        optimizer.zero_grad(set_to_none=True)
        scores = forward(x[places])
        loss = measure(scores, y[places])
        loss.backward()
        optimizer.step()
        total += float(loss.detach()) * len(places)
        hits += int((scores.detach().argmax(1) == y[places]).sum())
    return total / len(x)


seconds = []
# The first epoch warms up and compiles; it is not counted.
for _ in range(epochs + 1):
    start = time.perf_counter()
    loss = epoch()
    seconds.append(time.perf_counter() - start)
print(json.dumps({"bench": "torch", "net": name, "mode": mode, "batch": batch, "images": len(x), "threads": threads,
                  "seconds": [round(value, 4) for value in seconds[1:]],
                  "median": round(sorted(seconds[1:])[epochs // 2], 4), "loss": loss}))
