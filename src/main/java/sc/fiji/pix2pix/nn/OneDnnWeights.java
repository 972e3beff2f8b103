package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;

/** A layer's weights in the layouts that oneDNN's operations want, copied where that is not the one in which they are trained. */
final class OneDnnWeights implements AutoCloseable {
    /** In place of a stride: of a {@link Winograd} convolution that reduces, and of one that enlarges, whose weights are read the other way round. */
    private static final int TRANSFORMED = -1;
    private static final int TRANSFORMED_ENLARGING = -2;

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
        /** Null where oneDNN has none for it: ones that are transformed and not converted. */
        final dnnl_memory_desc_t layout;
        /** 0 for the weights as they are, {@link #TRANSFORMED} or so, or the stride of an enlargement, see {@link OneDnnTaps}. */
        private final int stride;
        private final long floats;
        /** Null for the weights themselves. */
        private final Writer writer;
        /** Null as long as there is no copy of its own. */
        private Floats memory;
        private Parameter source;
        private long version;

        private Copy(dnnl_memory_desc_t wanted, int stride, long floats, Writer writer) {
            layout = wanted == null ? null : new dnnl_memory_desc_t().put(wanted);
            this.stride = stride;
            this.floats = floats;
            this.writer = writer;
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

        /** How long they are. */
        long bytes() {
            return Float.BYTES * floats;
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
    private final class TwoSteps implements Writer {
        private final BiConsumer<FloatBuffer, FloatBuffer> first;
        private final OneDnnPrimitive reorder;
        private final int parts;
        private final long floatsBetween;
        private final long floatsCopied;

        /**
         * @param parts that lie one behind the other
         * @param between layout that the first step writes, of a part
         * @param layout of a part
         */
        TwoSteps(BiConsumer<FloatBuffer, FloatBuffer> first, int parts, dnnl_memory_desc_t between, dnnl_memory_desc_t layout) {
            this.first = first;
            this.parts = parts;
            boolean there = dnnl.dnnl_memory_desc_equal(between, layout) != 0;
            floatsBetween = there ? 0 : OneDnn.floats(between);
            floatsCopied = OneDnn.floats(layout);
            reorder = there ? null : OneDnnPrimitive.reorder(between, layout, false).take(dnnl.DNNL_ARG_FROM, between).take(dnnl.DNNL_ARG_TO, layout);
        }

        @Override
        public void write(Parameter weights, Floats copy) {
            Floats to = reorder == null ? copy : scratch.floats(parts * floatsBetween);
            first.accept(weights.present(), to.values());
            for (int i = 0; reorder != null && i < parts; i++)
                reorder.run(to.address() + Float.BYTES * i * floatsBetween, copy.address() + Float.BYTES * i * floatsCopied);
        }

        @Override
        public void close() {
            if (reorder != null) reorder.close();
        }
    }

    /** The weights in this layout. */
    Copy in(dnnl_memory_desc_t layout) {
        boolean there = dnnl.dnnl_memory_desc_equal(ordered, layout) != 0;
        return copy(layout, 0, () -> there ? null : reorder(ordered, layout));
    }

    /** Those of the convolution that computes an enlargement by this stride, in this layout. */
    Copy enlarging(dnnl_memory_desc_t layout, int stride) {
        return copy(layout, stride, () -> {
            OneDnnTaps taps = OneDnnTaps.to(layout, order, shape, stride);
            try (dnnl_memory_desc_t copied = taps.layout()) {
                return new TwoSteps(taps::copy, 1, copied, layout);
            }
        });
    }

    /**
     * Those of a {@link Winograd} convolution, one point's behind the other's.
     *
     * @param plain layout in which they are transformed, of a point
     * @param layout of the copy, of a point
     */
    Copy transformed(boolean enlarging, dnnl_memory_desc_t plain, dnnl_memory_desc_t layout) {
        int points = winograd.winograd.squarePoints();
        return copy(layout, enlarging ? TRANSFORMED_ENLARGING : TRANSFORMED, points * OneDnn.floats(layout), () -> new TwoSteps(winograd::transform, points, plain, layout));
    }

    /** Those of a {@link Winograd} convolution as they are transformed. */
    Copy transformed() {
        if (transformed == null) {
            transformed = new Copy(null, TRANSFORMED, winograd.length(), (from, to) -> winograd.transform(from.present(), to.values()));
            copies.add(transformed);
        }
        return transformed;
    }

    private Copy copy(dnnl_memory_desc_t layout, int stride, Supplier<Writer> writer) {
        return copy(layout, stride, OneDnn.floats(layout), writer);
    }

    private Copy copy(dnnl_memory_desc_t layout, int stride, long floats, Supplier<Writer> writer) {
        for (Copy copy : copies) {
            if (copy.layout != null && copy.stride == stride && dnnl.dnnl_memory_desc_equal(copy.layout, layout) != 0) return copy;
        }
        Copy copy = new Copy(layout, stride, floats, writer.get());
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
