package sc.fiji.pix2pix.nn;

/** What the network's values of a channel mean in the units of the image. */
public interface PixelUnits {
    /** The network's values themselves. */
    PixelUnits NETWORK = new PixelUnits() {
        @Override
        public double value(int channel, float y) {
            return y;
        }

        @Override
        public double slope(int channel, float y) {
            return 1;
        }
    };

    /** The pixel value of a network's value. */
    double value(int channel, float y);

    /** By how many pixel units that changes per unit of the network's value. */
    double slope(int channel, float y);
}
