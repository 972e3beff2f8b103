package sc.fiji.pix2pix.nn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;

/** A layer's weights in the layouts that oneDNN's operations want, copied where that is not the one in which they are trained. */
final class OneDnnWeights implements AutoCloseable {
    private final dnnl_memory_desc_t ordered;
    private final int size;
    private final List<Copy> copies = new ArrayList<>();

    /**
     * @param ordered layout of the weights themselves
     * @param size of the kernel
     */
    OneDnnWeights(dnnl_memory_desc_t ordered, int size) {
        this.ordered = ordered;
        this.size = size;
    }

    /** The weights in one layout. */
    final class Copy {
        final dnnl_memory_desc_t layout;
        private final boolean turned;
        /** Null if this layout is that of the weights themselves. */
        private final Floats memory;
        private final List<OneDnnPrimitive> reorders = new ArrayList<>();
        private Parameter source;
        private long version;

        private Copy(dnnl_memory_desc_t wanted, boolean turned) {
            this.turned = turned;
            layout = new dnnl_memory_desc_t();
            layout.put(wanted);
            boolean same = !turned && dnnl.dnnl_memory_desc_equal(ordered, layout) != 0;
            memory = same ? null : OneDnn.allocate(layout);
            if (turned) turn();
            else if (!same) reorders.add(reorder(ordered, layout));
        }

        private static OneDnnPrimitive reorder(dnnl_memory_desc_t from, dnnl_memory_desc_t to) {
            return OneDnnPrimitive.reorder(from, to, false).take(dnnl.DNNL_ARG_FROM, from).take(dnnl.DNNL_ARG_TO, to);
        }

        /** Tap (y, x) of [a, b] becomes tap (size - 1 - y, size - 1 - x) of [b, a]. */
        private void turn() {
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    try (dnnl_memory_desc_t from = OneDnn.tap(ordered, y, x); dnnl_memory_desc_t swapped = OneDnn.swapped(from);
                        dnnl_memory_desc_t to = OneDnn.tap(layout, size - 1 - y, size - 1 - x)) {
                        reorders.add(reorder(swapped, to));
                    }
                }
            }
        }

        /** Where the weights lie in this layout, copied anew if they may have changed. */
        long of(Parameter weights) {
            if (memory == null) return weights.address();
            if (source != weights || version != weights.version()) {
                for (OneDnnPrimitive reorder : reorders) reorder.run(weights.address(), memory.address());
                source = weights;
                version = weights.version();
            }
            return memory.address();
        }

        private void close() {
            reorders.forEach(OneDnnPrimitive::close);
            if (memory != null) memory.close();
            layout.deallocate();
        }
    }

    /** The weights in this layout. */
    Copy in(dnnl_memory_desc_t layout) {
        return copy(layout, false);
    }

    /** The weights [a, b, k, k] with axes a and b swapped and the kernel turned by 180 degrees; a and b are multiples of every block. */
    Copy turned(dnnl_memory_desc_t layout) {
        return copy(layout, true);
    }

    private Copy copy(dnnl_memory_desc_t layout, boolean turned) {
        for (Copy copy : copies) {
            if (copy.turned == turned && dnnl.dnnl_memory_desc_equal(copy.layout, layout) != 0) return copy;
        }
        Copy copy = new Copy(layout, turned);
        copies.add(copy);
        return copy;
    }

    @Override
    public void close() {
        copies.forEach(Copy::close);
        copies.clear();
    }
}
