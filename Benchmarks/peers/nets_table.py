"""Prints the JSON lines of a race as a Markdown table: images a second on both sides, the smallest ratio first.

usage: nets_table.py LINES
"""
import json
import sys

with open(sys.argv[1]) as file:
    lines = [json.loads(line) for line in file]
rows = []
for net in dict.fromkeys(line["net"] for line in lines):
    own, keras = ([line for line in lines if line["net"] == net and line["bench"] == side][-1]
                  for side in ("train", "keras"))
    rates = [line["images"] / line["median"] for line in (own, keras)]
    rows.append((rates[0] / rates[1], net, own["batch"], *rates))
print("| net (batch) | Cahier, images/s | Keras, images/s | ratio |")
print("|---|---|---|---|")
for ratio, net, batch, own, keras in sorted(rows):
    print(f"| {net} ({batch}) | {own:,.0f} | {keras:,.0f} | {ratio:.1f}x |")
