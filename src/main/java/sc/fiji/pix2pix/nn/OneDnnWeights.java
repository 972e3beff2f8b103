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
    private final List<Copy> copies = new ArrayList<>();
    /** Null if copies are kept. */
    private SharedMemory shared;

    /** @param ordered layout of the weights themselves, of this order and shape */
    OneDnnWeights(dnnl_memory_desc_t ordered, WeightOrder order, long[] shape) {
        this.ordered = ordered;
        this.order = order;
        this.shape = shape;
    }

    /** The weights of one row and column of the kernel, and where they go in a copy with axes a and b swapped. */
    record Tap(int row, int column, int toRow, int toColumn) {}

    /** The weights in one layout. */
    final class Copy {
        final dnnl_memory_desc_t layout;
        private final List<Tap> taps;
        private final boolean same;
        /** Null as long as there is no copy of its own. */
        private Floats memory;
        /** Null if oneDNN copies. */
        private final OneDnnTaps transposed;
        private final List<OneDnnPrimitive> reorders = new ArrayList<>();
        private Parameter source;
        private long version;

        private Copy(dnnl_memory_desc_t wanted, List<Tap> taps) {
            this.taps = taps;
            layout = new dnnl_memory_desc_t();
            layout.put(wanted);
            same = taps.isEmpty() && dnnl.dnnl_memory_desc_equal(ordered, layout) != 0;
            if (taps.isEmpty() && !same) reorders.add(reorder(ordered, layout));
            transposed = taps.isEmpty() ? null : OneDnnTaps.of(taps, order, shape, layout);
            if (transposed == null) {
                for (Tap tap : taps) reorders.add(reorder(tap));
            }
        }

        private static OneDnnPrimitive reorder(dnnl_memory_desc_t from, dnnl_memory_desc_t to) {
            return OneDnnPrimitive.reorder(from, to, false).take(dnnl.DNNL_ARG_FROM, from).take(dnnl.DNNL_ARG_TO, to);
        }

        private OneDnnPrimitive reorder(Tap tap) {
            try (dnnl_memory_desc_t from = OneDnn.tap(ordered, tap.row, tap.column); dnnl_memory_desc_t swapped = OneDnn.swapped(from);
                dnnl_memory_desc_t to = OneDnn.tap(layout, tap.toRow, tap.toColumn)) {
                return reorder(swapped, to);
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
                for (OneDnnPrimitive reorder : reorders) reorder.run(weights.address(), copy.address());
                if (transposed != null) transposed.copy(weights.present(), copy.values());
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
            reorders.forEach(OneDnnPrimitive::close);
            drop();
            layout.deallocate();
        }
    }

    /**
     * The weights in this layout.
     *
     * @param taps if not empty, only these, [b, a, rows, columns]; a and b are then multiples of every block
     */
    Copy in(dnnl_memory_desc_t layout, List<Tap> taps) {
        for (Copy copy : copies) {
            if (copy.taps.equals(taps) && dnnl.dnnl_memory_desc_equal(copy.layout, layout) != 0) return copy;
        }
        Copy copy = new Copy(layout, taps);
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
