"""Prints the JSON lines of compare-accuracy as Markdown tables: what each side's seeds come to, and their loss curves.

usage: accuracy_table.py LINES
"""
import json
import sys
from statistics import mean, stdev

with open(sys.argv[1]) as file:
    lines = [json.loads(line) for line in file]
nets = list(dict.fromkeys((line["net"], line["epochs"]) for line in lines))


def values(net, side, key):
    """One list a seed, one number an epoch."""
    return [line[key] for line in lines if (line["net"], line["epochs"]) == net and line["bench"] == side]


def spread(last):
    return f"{mean(last):.1f} % (±{stdev(last):.1f})" if len(last) > 1 else f"{last[0]:.1f} %"


print("Accuracy on the test images after the last epoch: mean of the seeds (standard deviation of one seed).\n")
print("| net | epochs | seeds | Cahier | Keras | difference, points | training loss, largest difference of an epoch |")
print("|---|---|---|---|---|---|---|")
for net in nets:
    own, keras = ([100 * seed[-1] for seed in values(net, side, "val_accuracies")] for side in ("train", "keras"))
    curves = [[mean(epoch) for epoch in zip(*values(net, side, "losses"))] for side in ("train", "keras")]
    apart = max(abs(a - b) for a, b in zip(*curves))
    print(f"| {net[0]} | {net[1]} | {len(own)}, {len(keras)} | {spread(own)} | {spread(keras)} "
          f"| {mean(own) - mean(keras):+.1f} | {apart:.3f} |")

for net in nets:
    print(f"\n{net[0]}: mean over the seeds after each epoch\n")
    print("| epoch | loss | Keras | test loss | Keras | test accuracy | Keras |")
    print("|---|---|---|---|---|---|---|")
    columns = [[mean(epoch) for epoch in zip(*values(net, side, key))]
               for key in ("losses", "val_losses", "val_accuracies") for side in ("train", "keras")]
    for number, row in enumerate(zip(*columns), 1):
        cells = [f"{value:.3f}" for value in row[:4]] + [f"{100 * value:.1f} %" for value in row[4:]]
        print(f"| {number} | {' | '.join(cells)} |")
