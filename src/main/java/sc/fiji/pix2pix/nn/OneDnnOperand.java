package sc.fiji.pix2pix.nn;

import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;

/** An image as convolutions multiply it: the tensor itself, or a converted copy. */
final class OneDnnOperand implements AutoCloseable {
    private final SharedMemory memory;
    private final long floats;
    /** Null if the tensor itself will do. */
    private final OneDnnPrimitive conversion;

    /**
     * @param image layout of the tensor
     * @param operand layout that convolutions want
     * @param memory for a copy
     */
    OneDnnOperand(dnnl_memory_desc_t image, dnnl_memory_desc_t operand, SharedMemory memory) {
        this.memory = memory;
        floats = OneDnn.floats(operand);
        boolean same = dnnl.dnnl_memory_desc_equal(image, operand) != 0;
        conversion = same ? null : OneDnnPrimitive.reorder(image, operand, false).take(dnnl.DNNL_ARG_FROM, image).take(dnnl.DNNL_ARG_TO, operand);
    }

    /** Where the image lies as an operand, valid until another image is asked for that shares this memory. */
    long of(Tensor image) {
        return of(image.address());
    }

    /** As {@link #of(Tensor)}, of the image at an address. */
    long of(long image) {
        if (conversion == null) return image;
        long address = memory.address(floats);
        conversion.run(image, address);
        return address;
    }

    @Override
    public void close() {
        if (conversion != null) conversion.close();
    }
}
