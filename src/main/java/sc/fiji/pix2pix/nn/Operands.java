package sc.fiji.pix2pix.nn;

/**
 * What the convolutions of a network multiply. Images are float32 between layers, but for {@link PackedImages}; where convolutions want them in another
 * precision they are converted for each use, to memory that all layers share.
 */
final class Operands implements AutoCloseable {
    final Precision precision;
    /** For the larger and the smaller of the two images of a convolution: gradients of weights need both at once. */
    final SharedMemory large = new SharedMemory();
    final SharedMemory small = new SharedMemory();
    /** For what is not needed any more as soon as a convolution is done. */
    final SharedMemory scratch = new SharedMemory();

    /** How often weights are used, about, before they change: copies that cost more than one use can save are made only where there are more. */
    double uses = 1;

    Operands(Precision precision) {
        this.precision = precision;
    }

    @Override
    public void close() {
        large.close();
        small.close();
        scratch.close();
    }
}
