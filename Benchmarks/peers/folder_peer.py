"""Reads a folder of pictures with torchvision's ImageFolder and Pillow: folder_peer.py FOLDER THREADS

Every picture as a tensor of bytes, in a DataLoader with as many worker processes as THREADS. Batches of 64 are
its fastest: larger ones take longer to copy between processes.
"""

import json
import sys
import time

import torch
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder
from torchvision.transforms.functional import pil_to_tensor

folder, threads = sys.argv[1], int(sys.argv[2])
torch.set_num_threads(threads)
begin = time.perf_counter()
data = ImageFolder(folder, transform=pil_to_tensor)
count = 0
for images, labels in DataLoader(data, batch_size=64, num_workers=threads):
    count += len(labels)
print(json.dumps({"bench": "folder", "side": "torchvision", "load": "first", "images": count,
                  "seconds": round(time.perf_counter() - begin, 4)}), flush=True)
