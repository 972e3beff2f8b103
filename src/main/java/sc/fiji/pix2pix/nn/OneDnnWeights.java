package sc.fiji.pix2pix.nn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;

/** A layer's weights in the layouts that oneDNN's operations want, copied where that is not the one in which they are trained. */
final class OneDnnWeights implements AutoCloseable {
    private final dnnl_memory_desc_t ordered;
    private final WeightOrder order;
    private final long[] shape;
    private final SharedMemory scratch;
    private final List<Copy> copies = new ArrayList<>();
    /** Null if copies are kept. */
    private SharedMemory shared;

    /**
     * @param ordered layout of the weights themselves, of this order and shape
     * @param scratch for steps between copies
     */
    OneDnnWeights(dnnl_memory_desc_t ordered, WeightOrder order, long[] shape, SharedMemory scratch) {
        this.scratch = scratch;
        this.ordered = ordered;
        this.order = order;
        this.shape = shape;
    }

    /** The weights in one layout. */
    final class Copy {
        final dnnl_memory_desc_t layout;
        /** 0 for the weights as they are; else those of an enlargement by this stride, see {@link OneDnnTaps}. */
        private final int stride;
        private final boolean same;
        /** Null as long as there is no copy of its own. */
        private Floats memory;
        /** What Java copies first, if anything, and what oneDNN does then, if anything. */
        private final OneDnnTaps taps;
        private final OneDnnPrimitive reorder;
        private final long floatsBetween;
        private Parameter source;
        private long version;

        private Copy(dnnl_memory_desc_t wanted, int stride) {
            this.stride = stride;
            layout = new dnnl_memory_desc_t();
            layout.put(wanted);
            taps = stride == 0 ? null : OneDnnTaps.to(layout, order, shape, stride);
            try (dnnl_memory_desc_t copied = taps == null ? null : taps.layout()) {
                dnnl_memory_desc_t from = taps == null ? ordered : copied;
                boolean there = dnnl.dnnl_memory_desc_equal(from, layout) != 0;
                same = there && taps == null;
                floatsBetween = there || taps == null ? 0 : OneDnn.floats(copied);
                reorder = there ? null : OneDnnPrimitive.reorder(from, layout, false).take(dnnl.DNNL_ARG_FROM, from).take(dnnl.DNNL_ARG_TO, layout);
            }
        }

        /** Where the weights lie in this layout, copied anew if they may have changed; valid until another layer asks where copies are shared. */
        long of(Parameter weights) {
            if (same) return weights.address();
            long floats = OneDnn.floats(layout);
            if (shared == null && memory == null) memory = new Floats(floats);
            Floats copy = shared == null ? memory : shared.floats(floats);
            boolean kept = shared == null || shared.holds(this);
            if (!kept || source != weights || version != weights.version()) {
                write(weights, copy);
                source = weights;
                version = weights.version();
                if (shared != null) shared.heldBy(this);
            }
            return copy.address();
        }

        private void write(Parameter weights, Floats copy) {
            if (taps == null) {
                reorder.run(weights.address(), copy.address());
                return;
            }
            Floats to = reorder == null ? copy : scratch.floats(floatsBetween);
            taps.copy(weights.present(), to.values());
            if (reorder != null) reorder.run(to.address(), copy.address());
        }

        private void drop() {
            if (memory != null) memory.close();
            memory = null;
            source = null;
        }

        private void close() {
            if (reorder != null) reorder.close();
            drop();
            layout.deallocate();
        }
    }

    /** The weights in this layout. */
    Copy in(dnnl_memory_desc_t layout) {
        return copy(layout, 0);
    }

    /** Those of the convolution that computes an enlargement by this stride, in this layout. */
    Copy enlarging(dnnl_memory_desc_t layout, int stride) {
        return copy(layout, stride);
    }

    private Copy copy(dnnl_memory_desc_t layout, int stride) {
        for (Copy copy : copies) {
            if (copy.stride == stride && dnnl.dnnl_memory_desc_equal(copy.layout, layout) != 0) return copy;
        }
        Copy copy = new Copy(layout, stride);
        copies.add(copy);
        return copy;
    }

    /** Puts copies where those of other layers are put too, instead of keeping them. */
    void share(SharedMemory memory) {
        shared = memory;
        for (Copy copy : copies) copy.drop();
    }

    @Override
    public void close() {
        copies.forEach(Copy::close);
        copies.clear();
    }
}
