"""Prints the JSON lines of one race as a Markdown table: seconds an epoch, and how many times faster Cahier is.

usage: table.py LINES
"""
import json
import sys

with open(sys.argv[1]) as file:
    lines = [json.loads(line) for line in file]
first = lines[0]
print(f"Seconds per epoch of {first['images']} images, {first['threads']} threads, medians of {len(first['seconds'])}.\n")
print("| net (batch) | Cahier | direct only | Keras | PyTorch, best mode | ratio to the best peer | direct only |")
print("|---|---|---|---|---|---|---|")
for net in dict.fromkeys(line["net"] for line in lines):
    own = [line for line in lines if line["net"] == net]
    cahier, direct = (next(line["median"] for line in own if line.get("algorithm") == name) for name in ("auto", "direct"))
    keras = min((line["median"] for line in own if line["bench"] == "keras"), default=None)
    torch = min(((line["median"], line["mode"]) for line in own if line["bench"] == "torch"), default=None)
    peer = min(value for value in (keras, torch and torch[0]) if value)
    seconds = lambda value: f"{value:.2f} s" if value else "–"
    mode = f" ({torch[1]})" if torch else ""
    print(f"| {net} ({own[0]['batch']}) | {seconds(cahier)} | {seconds(direct)} | {seconds(keras)} "
          f"| {seconds(torch and torch[0])}{mode} | {peer / cahier:.1f}x | {peer / direct:.1f}x |")
