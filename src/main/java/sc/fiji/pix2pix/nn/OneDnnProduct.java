package sc.fiji.pix2pix.nn;

import org.bytedeco.dnnl.dnnl_matmul_desc_t;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;

/** Products of as many matrices [rows, inner] x [inner, columns], all in one call. */
final class OneDnnProduct {
    private OneDnnProduct() {}

    /**
     * Takes three addresses: left, right, result.
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
}
