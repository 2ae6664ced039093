"""Makes the pictures of this folder and what Pillow sees in them: python3 make_fixtures.py

NAME.raw holds the samples of NAME.jpg or NAME.png as Pillow decodes them, turned upright; resized-*.raw what
Image.resize(size, BILINEAR, box) makes of picture.png.
"""

import struct

from PIL import Image, ImageOps
from PIL.PngImagePlugin import PngInfo


def picture(height, width):
    image = Image.new("RGB", (width, height))
    for y in range(height):
        for x in range(width):
            image.putpixel((x, y), ((x * 9 + y) % 256, (y * 11 + x * x // 7) % 256, (x * y // 3 + 40) % 256))
    return image


def write_raw(name, image):
    with open(name + ".raw", "wb") as file:
        file.write(image.tobytes())


def exif(orientation):
    data = Image.Exif()
    data[274] = orientation
    return data


original = picture(19, 26)
original.save("picture.png")
write_raw("picture", original)

original.save("plain.jpg", quality=92, subsampling=0)
original.save("progressive.jpg", quality=80, progressive=True)
original.convert("L").save("grey.jpg", quality=90)
original.convert("CMYK").save("cmyk.jpg", quality=95, subsampling=0)
for name in ["plain", "progressive", "grey", "cmyk"]:
    image = Image.open(name + ".jpg")
    write_raw(name, image.convert("RGB") if image.mode == "CMYK" else image)

for orientation in range(1, 9):
    name = f"orientation-{orientation}"
    original.save(name + ".jpg", quality=92, subsampling=0, exif=exif(orientation))
    write_raw(name, ImageOps.exif_transpose(Image.open(name + ".jpg")))
original.save("orientation.png", exif=exif(6))
write_raw("orientation", ImageOps.exif_transpose(Image.open("orientation.png")))

sizes = {"smaller": ((8, 8), None), "larger": ((40, 33), None), "one": ((1, 1), None), "wider": ((52, 5), None),
         "part": ((10, 7), (3.5, 2, 22.5, 17))}
for name, (size, box) in sizes.items():
    write_raw("resized-" + name, original.resize(size, Image.BILINEAR, box=box))
write_raw("grey-of-picture", original.convert("L"))

