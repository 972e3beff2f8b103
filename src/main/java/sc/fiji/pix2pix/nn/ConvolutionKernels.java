package sc.fiji.pix2pix.nn;

import org.bytedeco.dnnl.global.dnnl;

/** Chooses how convolutions are computed. */
final class ConvolutionKernels {
    /** {@code nd4j} or {@code onednn}; by default oneDNN where it can be had. */
    static final String PROPERTY = "pix2pix.convolution";

    private ConvolutionKernels() {}

    /**
     * @param operands stay open as long as the kernel
     * @throws IllegalArgumentException if nothing here computes in their precision
     */
    static ConvolutionKernel best(ConvolutionShape shape, Operands operands) {
        if (direct()) return new OneDnnConvolution(shape, operands);
        if (operands.precision != Precision.FLOAT32) throw new IllegalArgumentException("ND4J's convolutions are not computed in " + operands.precision + ".");
        return new Nd4jConvolution(shape);
    }

    static SkipConnection skipConnection() {
        return direct() ? new OneDnnSkipConnection() : (encoded, joined, first, count) -> {
            int start = first * encoded.w();
            int pixels = count * encoded.w();
            NormActivation.rectify(Rows.of(encoded), Generator.skip(joined), start, pixels);
            NormActivation.rectify(Generator.decoded(joined), Generator.decoded(joined), start, pixels);
        };
    }

    /**
     * What bf16 would need that this computer lacks, or null. Processors with AVX-512 alone get the same results, but several times slower than in float32,
     * since oneDNN then does with several instructions what others do with one.
     */
    static String lackForBf16() {
        if (!direct()) return "oneDNN";
        boolean native16 = (dnnl.dnnl_get_effective_cpu_isa() & dnnl.dnnl_cpu_isa_avx512_core_bf16) == dnnl.dnnl_cpu_isa_avx512_core_bf16;
        return native16 ? null : "a processor with AMX or AVX512-BF16";
    }

    private static boolean direct() {
        try {
            return !"nd4j".equals(System.getProperty(PROPERTY)) && OneDnn.available();
        } catch (LinkageError e) {
            // its Java classes are missing
            return false;
        }
    }
}
