package sc.fiji.pix2pix.nn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * From the small image to the large one by plain convolutions, which oneDNN computes faster than their gradient: with stride s the pixels
 * (s i + p, s j + q) of the large image are, for each p and q, a convolution of stride 1 of the small image by every s-th row and column of
 * the kernel, turned by 180 degrees. The s^2 results are then interleaved.
 */
final class OneDnnPhases implements OneDnnDirection {
    private final List<Phase> phases;
    /** Where each result is put before it is interleaved; null for stride 1. */
    private final Floats scratch;

    /** One of the convolutions. */
    private record Phase(OneDnnForward convolution, OneDnnPrimitive interleave, long offset) {}

    /** The rows (or columns) of the kernel that take part in a phase, from the first in steps of the stride, and the padding that they need. */
    private record Rows(int phase, int first, int count, int before, int after) {}

    private OneDnnPhases(List<Phase> phases, Floats scratch) {
        this.phases = phases;
        this.scratch = scratch;
    }

    /** Null if these sizes or this processor do not allow it. */
    static OneDnnPhases of(OneDnnSizes s, OneDnnWeights weights) {
        int stride = s.shape.stride();
        boolean even = s.shape.size() % stride == 0 && s.largeHeight == stride * s.smallHeight && s.largeWidth == stride * s.smallWidth;
        if (!even && stride > 1) return null;
        List<Phase> phases = new ArrayList<>();
        Floats scratch = stride == 1 ? null : new Floats((long) s.smallPixels() * s.largeChannels);
        OneDnnPhases all = new OneDnnPhases(phases, scratch);
        for (int y = 0; y < stride; y++) {
            for (int x = 0; x < stride; x++) {
                Phase phase = phase(s, weights, rows(s.shape, y, s.smallHeight, s.largeHeight), rows(s.shape, x, s.smallWidth, s.largeWidth));
                if (phase == null) {
                    all.close();
                    return null;
                }
                phases.add(phase);
            }
        }
        return all;
    }

    /**
     * Row i of the small image reaches, by row k of the kernel, row s i + k - padding of the large one. Those of the phase are s j + phase:
     * j = i + (k - padding - phase) / s for every k that divides.
     */
    private static Rows rows(ConvolutionShape shape, int phase, int small, int large) {
        int stride = shape.stride();
        int first = (phase + shape.padding()) % stride;
        int count = (shape.size() - first + stride - 1) / stride;
        int before = (first + (count - 1) * stride - shape.padding() - phase) / stride;
        return new Rows(phase, first, count, before, large / stride - small + count - 1 - before);
    }

    private static Phase phase(OneDnnSizes s, OneDnnWeights weights, Rows rows, Rows columns) {
        int stride = s.shape.stride();
        int h = stride == 1 ? s.largeHeight : s.smallHeight;
        int w = stride == 1 ? s.largeWidth : s.smallWidth;
        dnnl_memory_desc_t bias = s.shape.transposed() ? s.bias : null;
        try (dnnl_memory_desc_t any = OneDnn.layout(s.precision, dnnl.dnnl_format_tag_any, s.largeChannels, s.smallChannels, rows.count, columns.count);
            dnnl_memory_desc_t result = OneDnn.layout(dnnl.dnnl_nhwc, s.batch, s.largeChannels, h, w)) {
            dnnl_primitive_desc description = OneDnnForward.describe(s.smallOperand, any, bias, result, new long[] {1, 1}, new long[] {rows.before, columns.before},
                new long[] {rows.after, columns.after});
            dnnl_memory_desc_t layout = dnnl.dnnl_primitive_desc_query_md(description, dnnl.dnnl_query_weights_md, 0);
            long values = (long) s.largeChannels * s.smallChannels * rows.count * columns.count;
            // Layouts with padding cannot be filled tap by tap.
            if (dnnl.dnnl_memory_desc_get_size(layout) > OneDnn.bytes(s.precision) * values || OneDnnPrimitive.isReference(description)) {
                dnnl.dnnl_primitive_desc_destroy(description);
                return null;
            }
            OneDnnForward convolution = new OneDnnForward(description, s.smallOperand, bias, result, weights, taps(s, rows, columns));
            if (stride == 1) return new Phase(convolution, null, 0);
            long row = (long) s.largeWidth * s.largeChannels;
            try (dnnl_memory_desc_t sparse = OneDnn.strided(new long[] {s.batch, s.largeChannels, h, w},
                s.largeHeight * row, 1, stride * row, (long) stride * s.largeChannels)) {
                OneDnnPrimitive interleave = OneDnnPrimitive.reorder(result, sparse, false).take(dnnl.DNNL_ARG_FROM, result).take(dnnl.DNNL_ARG_TO, sparse);
                return new Phase(convolution, interleave, Float.BYTES * (rows.phase * row + (long) columns.phase * s.largeChannels));
            }
        }
    }

    private static List<OneDnnWeights.Tap> taps(OneDnnSizes s, Rows rows, Rows columns) {
        int stride = s.shape.stride();
        List<OneDnnWeights.Tap> taps = new ArrayList<>();
        for (int y = 0; y < rows.count; y++) {
            for (int x = 0; x < columns.count; x++)
                taps.add(new OneDnnWeights.Tap(rows.first + stride * y, columns.first + stride * x, rows.count - 1 - y, columns.count - 1 - x));
        }
        return taps;
    }

    @Override
    public void run(Parameter w, long from, Parameter bias, Tensor to) {
        for (Phase p : phases) {
            p.convolution.run(w, from, bias, scratch == null ? to.address() : scratch.address());
            if (p.interleave != null) p.interleave.run(scratch.address(), to.address() + p.offset);
        }
    }

    @Override
    public void close() {
        for (Phase p : phases) {
            p.convolution.close();
            if (p.interleave != null) p.interleave.close();
        }
        if (scratch != null) scratch.close();
    }
}
