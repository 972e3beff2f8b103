package sc.fiji.pix2pix.nn;

import org.bytedeco.dnnl.dnnl_convolution_desc_t;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/** From the small image to the large one by oneDNN's gradient of a convolution. */
final class OneDnnInputGradient implements OneDnnDirection {
    private final OneDnnPrimitive primitive;
    private final OneDnnWeights.Copy weights;
    private final float slope;

    OneDnnInputGradient(OneDnnSizes s, OneDnnWeights all) {
        dnnl_primitive_desc forward = OneDnnForward.describe(s, s.anyWeights);
        try (dnnl_convolution_desc_t d = new dnnl_convolution_desc_t()) {
            OneDnn.check(dnnl.dnnl_convolution_backward_data_desc_init(d, dnnl.dnnl_convolution_direct, s.large, s.anyWeights, s.smallOperand, s.strides(),
                s.padding(), s.padding()), "input gradient " + s.shape);
            primitive = OneDnnPrimitive.of(OneDnnPrimitive.describe(d, forward));
        } finally {
            dnnl.dnnl_primitive_desc_destroy(forward);
        }
        slope = s.slope;
        weights = all.in(primitive.layout(dnnl.dnnl_query_weights_md));
        primitive.take(dnnl.DNNL_ARG_DIFF_DST, s.smallOperand).take(dnnl.DNNL_ARG_DIFF_SRC, s.large).take(dnnl.DNNL_ARG_WEIGHTS, weights.layout);
    }

    @Override
    public void run(Parameter w, long from, Parameter bias, Tensor to) {
        primitive.run(from, to.address(), weights.of(w));
        if (bias != null) addBias(to, bias);
    }

    /** And activates: oneDNN adds it in scalar loops. Where a normalisation follows, it is zero. */
    private void addBias(Tensor y, Parameter bias) {
        int channels = y.c();
        float[] b = new float[channels];
        bias.present().get(0, b);
        boolean zero = true;
        for (float v : b) zero &= v == 0;
        if (zero && slope == 1) return;
        Rows rows = Rows.of(y);
        float[] offsets = Channels.repeated(b);
        Channels.pieces(0, rows.count(), channels, (start, n) -> {
            float[] a = rows.load(0, start, n);
            Channels.add(offsets, n * channels, a);
            if (slope != 1) NormActivation.leaky(a, slope, n * channels);
            rows.store(a, start, n);
        });
    }

    @Override
    public void close() {
        primitive.close();
    }
}
