"""Times PyTorch with a training loop as its tutorials write it. One JSON line, as cahier-bench prints.

usage: torch_peer.py NET IMAGES EPOCHS THREADS DATA eager|channels-last|compile
"""
import json
import sys
import time

import torch
from torch import nn

from cifar import load

net, images, epochs, threads, data, mode = sys.argv[1], *map(int, sys.argv[2:5]), sys.argv[5], sys.argv[6]
torch.set_num_threads(threads)
torch.manual_seed(1)


def conv(inputs, outputs, padding=0):
    return [nn.Conv2d(inputs, outputs, 3, padding=padding), nn.ReLU()]


pool = lambda: [nn.MaxPool2d(2)]
drop = lambda rate: [nn.Dropout(rate)]
if net == "simple":
    sizes = [3, 16, 32, 64, 128, 256]
    parts = sum((conv(a, b, 1) + pool() for a, b in zip(sizes, sizes[1:])), [])
    parts += [nn.Flatten(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10)]
    batch, rate = 256, 1e-3
elif net == "vgg":
    parts = conv(3, 32) + conv(32, 64) + pool() + drop(0.25) + conv(64, 128) + pool() + conv(128, 128) + pool()
    parts += drop(0.25) + [nn.Flatten(), nn.Linear(512, 1024), nn.ReLU()] + drop(0.5) + [nn.Linear(1024, 10)]
    batch, rate = 128, 1e-4
else:
    parts = conv(3, 32) + conv(32, 32) + pool() + drop(0.5) + conv(32, 32) + pool() + drop(0.5)
    parts += [nn.Flatten(), nn.Linear(1152, 128), nn.ReLU()] + drop(0.5) + [nn.Linear(128, 10)]
    batch, rate = 32, 1e-3

pixels, classes = load(data, images)
x, y = torch.from_numpy(pixels).permute(0, 3, 1, 2).contiguous(), torch.from_numpy(classes)
model = nn.Sequential(*parts)
if mode == "channels-last":
    x, model = x.to(memory_format=torch.channels_last), model.to(memory_format=torch.channels_last)
forward = torch.compile(model) if mode == "compile" else model
optimizer = torch.optim.Adam(model.parameters(), lr=rate, eps=1e-7, fused=True)
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
print(json.dumps({"bench": "torch", "net": net, "mode": mode, "batch": batch, "images": len(x), "threads": threads,
                  "seconds": [round(value, 4) for value in seconds[1:]],
                  "median": round(sorted(seconds[1:])[epochs // 2], 4), "loss": loss}))
