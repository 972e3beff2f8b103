"""Peer: Richardson-Lucy of scikit-image, served line by line as sc.fiji.pix2pix.bench.Server says.

prepare SIZE FWHM PSF_SIZE ITERATIONS makes a random float32 image, the fastest type that scikit-image has.
"""
import sys
import time

import numpy as np
from skimage.restoration import richardson_lucy


def prepare(size, fwhm, psf_size, iterations):
    generator = np.random.default_rng(1)
    image = generator.uniform(0.1, 1, (size, size)).astype(np.float32)
    axis = np.arange(psf_size) - psf_size // 2
    profile = np.exp(-4 * np.log(2) * (axis / fwhm) ** 2)
    psf = np.outer(profile, profile)
    psf = (psf / psf.sum()).astype(np.float32)
    return lambda: richardson_lucy(image, psf, num_iter=iterations, clip=False)


def times(work, n):
    all_ms = []
    for _ in range(n):
        start = time.perf_counter()
        work()
        all_ms.append("%.3f" % (1000 * (time.perf_counter() - start)))
    return " ".join(all_ms)


work = None
for line in sys.stdin:
    words = line.split()
    try:
        if words[0] == "prepare":
            work = prepare(int(words[1]), float(words[2]), int(words[3]), int(words[4]))
            print("= ready", flush=True)
        elif words[0] == "run":
            print("= " + times(work, int(words[1])), flush=True)
        else:
            raise ValueError("There is no command " + words[0] + ".")
    except Exception as e:  # the other side must hear of anything
        print("! " + repr(e).replace("\n", " "), flush=True)
