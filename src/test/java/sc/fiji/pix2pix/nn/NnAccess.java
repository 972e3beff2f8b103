package sc.fiji.pix2pix.nn;

import java.io.IOException;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;

/** Lets tests of other packages see gradients. */
public final class NnAccess {

    private NnAccess() {}

    /** The gradients of the last backward pass, named as the weights. */
    public static List<StateTensor> gradients(Generator generator) {
        return named(generator.state(), generator.parameters());
    }

    public static List<StateTensor> gradients(Discriminator discriminator) {
        return named(discriminator.state(), discriminator.parameters());
    }

    /** Runs something whose networks compute their convolutions by ND4J's operations. */
    public static <T> T onNd4jAlone(Work<T> work) throws IOException {
        String before = System.setProperty(ConvolutionKernels.PROPERTY, "nd4j");
        try {
            return work.run();
        } finally {
            if (before == null) System.clearProperty(ConvolutionKernels.PROPERTY);
            else System.setProperty(ConvolutionKernels.PROPERTY, before);
        }
    }

    /** Whether oneDNN can compute in bf16 here, if need be by several instructions for one, several times slower than in float32. */
    public static boolean computesInBf16() {
        return OneDnn.available() && (dnnl.dnnl_get_effective_cpu_isa() & dnnl.dnnl_cpu_isa_avx512_core) == dnnl.dnnl_cpu_isa_avx512_core;
    }

    /** Arrays outside the Java heap made so far. */
    public static long arraysMade() {
        return Floats.made();
    }

    @FunctionalInterface
    public interface Work<T> {
        T run() throws IOException;
    }

    private static List<StateTensor> named(List<StateTensor> state, List<Parameter> parameters) {
        return state.stream().filter(t -> parameters.contains(t.parameter())).map(t -> t.parameter().gradientState(t.name())).toList();
    }

    /** Sets all weights to 0. */
    public static void zero(Generator generator) {
        for (Parameter p : generator.parameters()) {
            for (int i = 0; i < p.values().limit(); i++) p.values().put(i, 0);
        }
    }
}
