"""Prints the rates of PyTorch's schedules as JSON; make_fixtures.py runs it.

Arguments: epochs, steps an epoch. The optimizer's rate is 1.
"""
import json
import sys

import torch
from torch.optim import lr_scheduler as schedules

epochs, steps_per_epoch = map(int, sys.argv[1:])
steps = epochs * steps_per_epoch


def rates(make):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    schedule, rates = make(optimizer), []
    for _ in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step() if len(rates) < steps else None
    return rates


print(json.dumps({
    "stepDecay": rates(lambda o: schedules.MultiStepLR(o, [steps_per_epoch, 2 * steps_per_epoch], gamma=0.3)),
    "oneCycle": rates(lambda o: schedules.OneCycleLR(o, 1.0, total_steps=steps)),
    "oneCycleLate": rates(lambda o: schedules.OneCycleLR(
        o, 1.0, total_steps=steps, pct_start=0.7, div_factor=10, final_div_factor=5)),
}))
