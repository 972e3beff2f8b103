package sc.fiji.pix2pix.nn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;

/** Copies of a layer's weights in the layouts that oneDNN's operations want. */
final class OneDnnWeights implements AutoCloseable {
    private final dnnl_memory_desc_t plain;
    private final List<Copy> copies = new ArrayList<>();

    /** @param plain layout of the weights themselves */
    OneDnnWeights(dnnl_memory_desc_t plain) {
        this.plain = plain;
    }

    /** The weights in one other layout. */
    final class Copy {
        final dnnl_memory memory;
        private final dnnl_memory_desc_t layout;
        private final OneDnnPrimitive reorder;
        private long version = -1;

        private Copy(dnnl_memory_desc_t wanted) {
            layout = new dnnl_memory_desc_t();
            layout.put(wanted);
            memory = OneDnn.allocate(layout);
            reorder = OneDnnPrimitive.reorder(plain, layout, false).take(dnnl.DNNL_ARG_FROM, plain).bind(dnnl.DNNL_ARG_TO, memory);
        }

        /** Copies the weights anew if they may have changed. */
        void update(Parameter weights) {
            if (version == weights.version()) return;
            reorder.run(weights.address());
            version = weights.version();
        }

        private void close() {
            reorder.close();
            dnnl.dnnl_memory_destroy(memory);
            layout.deallocate();
        }
    }

    /** The copy in this layout. */
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
