package sc.fiji.pix2pix.nn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;

/** A layer's weights in the layouts that oneDNN's operations want, copied where that is not the one in which they are trained. */
final class OneDnnWeights implements AutoCloseable {
    private final dnnl_memory_desc_t ordered;
    private final List<Copy> copies = new ArrayList<>();

    /** @param ordered layout of the weights themselves */
    OneDnnWeights(dnnl_memory_desc_t ordered) {
        this.ordered = ordered;
    }

    /** The weights in one layout. */
    final class Copy {
        final dnnl_memory_desc_t layout;
        /** Both null if this layout is that of the weights themselves. */
        private final Floats memory;
        private final OneDnnPrimitive reorder;
        private Parameter source;
        private long version;

        private Copy(dnnl_memory_desc_t wanted) {
            layout = new dnnl_memory_desc_t();
            layout.put(wanted);
            boolean same = dnnl.dnnl_memory_desc_equal(ordered, layout) != 0;
            memory = same ? null : OneDnn.allocate(layout);
            reorder = same ? null : OneDnnPrimitive.reorder(ordered, layout, false).take(dnnl.DNNL_ARG_FROM, ordered).take(dnnl.DNNL_ARG_TO, layout);
        }

        /** Where the weights lie in this layout, copied anew if they may have changed. */
        long of(Parameter weights) {
            if (memory == null) return weights.address();
            if (source != weights || version != weights.version()) {
                reorder.run(weights.address(), memory.address());
                source = weights;
                version = weights.version();
            }
            return memory.address();
        }

        private void close() {
            if (reorder != null) reorder.close();
            if (memory != null) memory.close();
            layout.deallocate();
        }
    }

    /** The weights in this layout. */
    Copy in(dnnl_memory_desc_t layout) {
        for (Copy copy : copies) {
            if (dnnl.dnnl_memory_desc_equal(copy.layout, layout) != 0) return copy;
        }
        Copy copy = new Copy(layout);
        copies.add(copy);
        return copy;
    }

    @Override
    public void close() {
        copies.forEach(Copy::close);
        copies.clear();
    }
}
