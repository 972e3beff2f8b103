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
    /** Null if they cannot be transformed. */
    private final WinogradWeights winograd;
    private Copy transformed;
    private final List<Copy> copies = new ArrayList<>();
    /** Null if copies are kept. */
    private SharedMemory shared;

    /**
     * @param ordered layout of the weights themselves, of this order and shape
     * @param winograd null if they cannot be transformed
     * @param scratch for steps between copies
     */
    OneDnnWeights(dnnl_memory_desc_t ordered, WeightOrder order, long[] shape, WinogradWeights winograd, SharedMemory scratch) {
        this.scratch = scratch;
        this.ordered = ordered;
        this.order = order;
        this.shape = shape;
        this.winograd = winograd;
    }

    /** Makes a copy. */
    private interface Writer extends AutoCloseable {
        void write(Parameter from, Floats to);

        @Override
        default void close() {}
    }

    /** The weights in one layout. */
    final class Copy {
        /** Null where oneDNN has none for it: transformed ones. */
        final dnnl_memory_desc_t layout;
        /** 0 for the weights as they are; else those of an enlargement by this stride, see {@link OneDnnTaps}. */
        private final int stride;
        private final long floats;
        /** Null for the weights themselves. */
        private final Writer writer;
        /** Null as long as there is no copy of its own. */
        private Floats memory;
        private Parameter source;
        private long version;

        private Copy(dnnl_memory_desc_t wanted, int stride) {
            this.stride = stride;
            layout = new dnnl_memory_desc_t();
            layout.put(wanted);
            floats = OneDnn.floats(layout);
            boolean there = dnnl.dnnl_memory_desc_equal(ordered, layout) != 0;
            if (stride == 0) writer = there ? null : reorder(ordered, layout);
            else writer = new Taps(OneDnnTaps.to(layout, order, shape, stride), layout);
        }

        private Copy(WinogradWeights transformed) {
            stride = 0;
            layout = null;
            floats = transformed.length();
            writer = (from, to) -> transformed.transform(from.present(), to.values());
        }

        /** Where the weights lie in this layout, copied anew if they may have changed; valid until another layer asks where copies are shared. */
        long of(Parameter weights) {
            if (writer == null) return weights.address();
            if (shared == null && memory == null) memory = new Floats(floats);
            Floats copy = shared == null ? memory : shared.floats(floats);
            boolean kept = shared == null || shared.holds(this);
            if (!kept || source != weights || version != weights.version()) {
                writer.write(weights, copy);
                source = weights;
                version = weights.version();
                if (shared != null) shared.heldBy(this);
            }
            return copy.address();
        }

        private void drop() {
            if (memory != null) memory.close();
            memory = null;
            source = null;
        }

        private void close() {
            if (writer != null) writer.close();
            drop();
            if (layout != null) layout.deallocate();
        }
    }

    private static Writer reorder(dnnl_memory_desc_t from, dnnl_memory_desc_t to) {
        OneDnnPrimitive reorder = OneDnnPrimitive.reorder(from, to, false).take(dnnl.DNNL_ARG_FROM, from).take(dnnl.DNNL_ARG_TO, to);
        return new Writer() {
            @Override
            public void write(Parameter weights, Floats copy) {
                reorder.run(weights.address(), copy.address());
            }

            @Override
            public void close() {
                reorder.close();
            }
        };
    }

    /** What Java copies first, and what oneDNN does then, if anything. */
    private final class Taps implements Writer {
        private final OneDnnTaps taps;
        private final OneDnnPrimitive reorder;
        private final long floatsBetween;

        Taps(OneDnnTaps taps, dnnl_memory_desc_t layout) {
            this.taps = taps;
            try (dnnl_memory_desc_t copied = taps.layout()) {
                boolean there = dnnl.dnnl_memory_desc_equal(copied, layout) != 0;
                floatsBetween = there ? 0 : OneDnn.floats(copied);
                reorder = there ? null : OneDnnPrimitive.reorder(copied, layout, false).take(dnnl.DNNL_ARG_FROM, copied).take(dnnl.DNNL_ARG_TO, layout);
            }
        }

        @Override
        public void write(Parameter weights, Floats copy) {
            Floats to = reorder == null ? copy : scratch.floats(floatsBetween);
            taps.copy(weights.present(), to.values());
            if (reorder != null) reorder.run(to.address(), copy.address());
        }

        @Override
        public void close() {
            if (reorder != null) reorder.close();
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
            if (copy.layout != null && copy.stride == stride && dnnl.dnnl_memory_desc_equal(copy.layout, layout) != 0) return copy;
        }
        Copy copy = new Copy(layout, stride);
        copies.add(copy);
        return copy;
    }

    /** Those of a {@link Winograd} convolution. */
    Copy transformed() {
        if (transformed == null) {
            transformed = new Copy(winograd);
            copies.add(transformed);
        }
        return transformed;
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
