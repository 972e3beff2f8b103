package sc.fiji.pix2pix.nn;

import org.bytedeco.dnnl.dnnl_matmul_desc_t;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;

/** Products of matrices [rows, inner] x [inner, columns]. */
final class OneDnnProduct {
    private OneDnnProduct() {}

    /**
     * Of as many pairs, all in one call, which takes three addresses: left, right, result.
     *
     * @param transposedLeft whether they lie as [inner, rows]
     * @param transposedRight whether they lie as [columns, inner]
     * @param adding to what is there
     */
    static OneDnnPrimitive of(long count, long rows, long inner, long columns, boolean transposedLeft, boolean transposedRight, boolean adding) {
        try (dnnl_matmul_desc_t d = new dnnl_matmul_desc_t();
            dnnl_memory_desc_t left = OneDnn.layout(transposedLeft ? dnnl.dnnl_acb : dnnl.dnnl_abc, count, rows, inner);
            dnnl_memory_desc_t right = OneDnn.layout(transposedRight ? dnnl.dnnl_acb : dnnl.dnnl_abc, count, inner, columns);
            dnnl_memory_desc_t result = OneDnn.layout(dnnl.dnnl_abc, count, rows, columns)) {
            OneDnn.check(dnnl.dnnl_matmul_desc_init(d, left, right, null, result), "product");
            return OneDnnPrimitive.of(OneDnnPrimitive.describe(d, null, 1, adding)).take(dnnl.DNNL_ARG_SRC, left).take(dnnl.DNNL_ARG_WEIGHTS, right)
                .take(dnnl.DNNL_ARG_DST, result);
        }
    }

    /**
     * Of one pair, multiplied in bf16: a convolution, which oneDNN computes faster. Takes four addresses: left, result, weights in the layout that it
     * asks for, and what is added to each row.
     */
    static OneDnnPrimitive inBf16(long rows, long inner, long columns) {
        long[] none = {0, 0};
        try (dnnl_memory_desc_t left = OneDnn.layout(Precision.BF16, dnnl.dnnl_nhwc, 1, inner, 1, rows);
            dnnl_memory_desc_t any = OneDnn.layout(Precision.BF16, dnnl.dnnl_format_tag_any, columns, inner, 1, 1);
            dnnl_memory_desc_t bias = OneDnn.layout(dnnl.dnnl_a, columns);
            dnnl_memory_desc_t result = OneDnn.layout(dnnl.dnnl_nhwc, 1, columns, 1, rows)) {
            OneDnnPrimitive product = OneDnnPrimitive.of(OneDnnForward.describe(left, any, bias, result, new long[] {1, 1}, none, none, 1));
            return product.take(dnnl.DNNL_ARG_SRC, left).take(dnnl.DNNL_ARG_DST, result).take(dnnl.DNNL_ARG_WEIGHTS, product.layout(dnnl.dnnl_query_weights_md))
                .take(dnnl.DNNL_ARG_BIAS, bias);
        }
    }

    /** Layout of float32 weights [inner, columns], or transposed [columns, inner], as those of a convolution. */
    static dnnl_memory_desc_t weights(long inner, long columns, boolean transposed) {
        return OneDnn.strided(new long[] {columns, inner, 1, 1}, transposed ? inner : 1, transposed ? 1 : columns, 1, 1);
    }
}
