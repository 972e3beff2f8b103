package sc.fiji.pix2pix.nn;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What convolutions multiply. Their sums, the weights as they are trained, the optimiser, normalisations, activations and losses are float32 in any
 * case (mixed precision: Micikevicius et al. 2018, Kalamkar et al. 2019). Networks that only infer keep some images rounded, as their convolutions would round them.
 */
public enum Precision {
    FLOAT32,
    /** bfloat16: float32 rounded to 8 significant bits, of the same range, so that gradients need no scaling. */
    BF16;

    /**
     * The precision of that name, in any case.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Precision of(String name) {
        for (Precision p : values()) {
            if (p.toString().equalsIgnoreCase(name)) return p;
        }
        throw new IllegalArgumentException("precision=" + name + " is not possible: give one of " + String.join(", ", Arrays.stream(values())
            .map(Precision::toString).toList()) + ".");
    }

    /**
     * This precision if this computer has instructions for it, otherwise float32.
     *
     * @param note is told in a sentence why it is float32
     */
    public Precision usable(Consumer<String> note) {
        String lack = this == BF16 ? ConvolutionKernels.lackForBf16() : null;
        if (lack == null) return this;
        note.accept("precision=bf16 needs " + lack + ", which this computer does not have: float32 is used.");
        return FLOAT32;
    }

    /** As in macros and model files. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
