"""Prints the JSON lines of one race as Markdown tables: seconds, and how many times faster Cahier is.

usage: table.py LINES
"""
import json
import sys

with open(sys.argv[1]) as file:
    lines = [json.loads(line) for line in file]
names = list(dict.fromkeys(line["net"] for line in lines))


def seconds(value):
    return f"{value:.2f} s" if value else "–"


def best(net, **wanted):
    """The quickest line of a net that has these values."""
    fitting = [line for line in lines if line["net"] == net and all(line.get(key) == wanted[key] for key in wanted)]
    return min(fitting, key=lambda line: line["median"], default=None)


first = next(line for line in lines if line["bench"] == "train")
print(f"Seconds per epoch of {first['images']} images, {first['threads']} threads, medians of {len(first['seconds'])}.\n")
print("| net (batch) | Cahier | direct only | Keras | PyTorch, best mode | ratio to the best peer | direct only |")
print("|---|---|---|---|---|---|---|")
for net in names:
    cahier, direct = (best(net, bench="train", algorithm=name)["median"] for name in ("auto", "direct"))
    keras, torch = best(net, bench="keras", task="train"), best(net, bench="torch")
    peer = min(line["median"] for line in (keras, torch) if line)
    print(f"| {net} ({best(net, bench='train')['batch']}) | {seconds(cahier)} | {seconds(direct)} "
          f"| {seconds(keras and keras['median'])} | {seconds(torch and torch['median'])}"
          f"{' (' + torch['mode'] + ')' if torch else ''} | {peer / cahier:.1f}x | {peer / direct:.1f}x |")

print("\nSeconds for 10,000 images; Keras with the batch size that suits it best.\n")
print("| net | predict | Keras | ratio | evaluate | Keras | ratio |")
print("|---|---|---|---|---|---|---|")
for net in names:
    cells = []
    for task in ("predict", "evaluate"):
        own, keras = best(net, bench=task), best(net, bench="keras", task=task)
        if own and keras:
            cells += [seconds(own["median"]), f"{seconds(keras['median'])} (batch {keras['batch']})",
                      f"{keras['median'] / own['median']:.1f}x"]
    if cells:
        print(f"| {net} | {' | '.join(cells)} |")
