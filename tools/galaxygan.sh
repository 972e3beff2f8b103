#!/bin/sh
# Repeats GalaxyGAN's experiment and writes docs/galaxygan.md: simulates galaxies, trains pix2pix and the same generator without a discriminator, judges
# both beside tuned Richardson-Lucy and Wiener over a grid of seeing and noise.
#   mvn -q package -DskipTests && tools/galaxygan.sh [folder for fields, models and scores]
#   mvn -q package -DskipTests && tools/galaxygan.sh quick    # tiny, only to see that it runs; the page goes into its folder
# An hour or two on two cores. Stopped and started again it goes on where it was. The same version of the software, Java and number of cores give the same page.
set -e
root=$(cd "$(dirname "$0")/.." && pwd)
experiment() { java -Xmx2g -cp "$root/target/dist/plugins/*:$root/target/dist/jars/*:$(ls "$root"/target/dist/jars/*.jar.commandline)" sc.fiji.pix2pix.experiments.GalaxyGan "$@"; }
if [ "$1" = quick ]; then
    experiment quick "$root/target/galaxygan-quick" "$root/target/galaxygan-quick/galaxygan.md"
else
    experiment "${1:-$root/target/galaxygan}" "$root/docs/galaxygan.md"
fi
