#!/bin/sh
# Makes the bundled galaxy model again: simulates the fields, trains, and puts the model where the build takes it from.
#   mvn -q package -DskipTests && tools/train-galaxy-model.sh [folder for fields and model]
# Some six hours on two cores. Stopped and started again it goes on where it was. The same version of the software, Java and number of cores give the same weights;
# those that are bundled had a detour on the way, which docs/galaxy-model.md describes.
set -e
root=$(cd "$(dirname "$0")/.." && pwd)
work=${1:-$root/target/galaxy-model}
pix2pix() { java -Xmx2g -cp "$root/target/dist/plugins/*:$root/target/dist/jars/*" sc.fiji.pix2pix.Main "$@"; }
mkdir -p "$work"
cd "$work"

[ -f fields/fields.csv ] || pix2pix simulate output=fields count=1600 size=192 seed=0 exposure=2500 pixelscale=0.015-0.1 starfwhm=1.6-3.5 \
    galaxies=1-6 stars=0-20 brightness=0.2-20 texture=0-0.95 blank=0.04

# Sky noise of the fields: sqrt(100 / 2500) = 0.2. With 5 to 100 times that they are like images whose own is 0.1 to 2 and noise 0.5 to 10 times 2, a sky of 100 seen at
# 25 photons per count; the gain ranges from a sky of photons alone to next to none.
degradation="psf=mixed fwhm=2-6 beta=2.5-5 noise=5-100 gain=2500-250000 sky=0.2"
how="sharp=fields/sharp conditions=true $degradation preset=small loss=none pixelloss=psnr intensity=asinh softening=10 crop=96 crops=1 batch=4 averaging=0.999 validation=0.02"

# train NAME EPOCHS KEY=VALUE...: a new training, or the rest of one that was stopped
train() {
    name=$1
    epochs=$2
    shift 2
    if [ ! -f "$name-latest.zip" ]; then
        pix2pix train model="$name.zip" epochs="$epochs" $how "$@"
    else
        done=$(pix2pix info model="$name-latest.zip" | sed -n 's/^Epochs: //p')
        [ "${done:-0}" -ge "$epochs" ] || pix2pix continue model="$name-latest.zip" epochs=$((epochs - ${done:-0}))
    fi
}

# First with PSFs that are exactly as they are said to be; then again from a high rate, with widths that are said wrongly at times; then told how sharp stars are, too; then
# with the edges of images.
train first 38 width=32 refinement=4 rate=0.0007 constant=8 decay=30 seed=1
train second 36 start=first.zip fwhmerror=0.1 rate=0.0005 constant=2 decay=34 seed=2
train third 24 start=second.zip fwhmerror=0.1 starfwhm=header rate=0.0005 constant=2 decay=22 seed=3
train fourth 34 start=third.zip fwhmerror=0.1 starfwhm=header edges=0.25 rate=0.0005 constant=2 decay=32 seed=5
mkdir -p "$root/src/main/resources/sc/fiji/pix2pix/galaxy"
java -cp "$root/target/dist/plugins/*:$root/target/dist/jars/*" sc.fiji.pix2pix.experiments.RoundedModel fourth.zip "$root/src/main/resources/sc/fiji/pix2pix/galaxy/galaxy.zip"
