package sc.fiji.pix2pix.evaluation;

import java.io.IOException;
import sc.fiji.pix2pix.astro.Kernel;

/** How each pair is treated: what restores it, and what is known of its point spread function. */
public interface Treatment {

    /** What makes the result of pair {@code i}. @throws IOException if something that it needs cannot be read */
    Restoration restoration(int i) throws IOException;

    /** The point spread function by which the target of pair {@code i} was blurred, null if that is unknown. @throws IOException as above */
    Kernel psf(int i) throws IOException;

    /** The same for all pairs. */
    static Treatment same(Restoration restoration, Kernel psf) {
        return new Treatment() {
            @Override
            public Restoration restoration(int i) {
                return restoration;
            }

            @Override
            public Kernel psf(int i) {
                return psf;
            }
        };
    }
}
