package sc.fiji.pix2pix.nn;

import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/** The oneDNN library (C interface, version 2), loaded once. */
final class OneDnn {
    private static Boolean available;
    private static String failure;
    private static dnnl_engine engine;
    private static dnnl_stream stream;

    private OneDnn() {}

    /** Memory at a given address. */
    static final class Address extends Pointer {
        Address(long address) {
            this.address = address;
        }

        void set(long to) {
            address = to;
        }
    }

    /** Whether oneDNN exists for this system and could be loaded; if not, ND4J does the work. */
    static synchronized boolean available() {
        if (available == null) available = load();
        return available;
    }

    /** Why it could not be loaded, or null. */
    static synchronized String failure() {
        return available() ? null : failure;
    }

    private static boolean load() {
        Engine.start();
        try {
            Loader.load(dnnl.class);
            engine = new dnnl_engine();
            check(dnnl.dnnl_engine_create(engine, dnnl.dnnl_cpu, 0), "engine");
            stream = new dnnl_stream();
            check(dnnl.dnnl_stream_create(stream, engine, dnnl.dnnl_stream_default_flags), "stream");
            return true;
        } catch (LinkageError | RuntimeException e) {
            failure = Engine.reason(e);
            return false;
        }
    }

    static dnnl_engine engine() {
        return engine;
    }

    static dnnl_stream stream() {
        return stream;
    }

    static void check(int status, String what) {
        if (status != dnnl.dnnl_success) throw new IllegalStateException("oneDNN failed with status " + status + " (" + what + ").");
    }

    /** Whether this processor has AMX, which multiplies bf16 ten times faster than others. */
    static boolean multipliesTiles() {
        return (dnnl.dnnl_get_effective_cpu_isa() & dnnl.dnnl_cpu_isa_avx512_core_amx) == dnnl.dnnl_cpu_isa_avx512_core_amx;
    }

    /** Memory whose address is set before it is used. */
    static dnnl_memory elsewhere(dnnl_memory_desc_t layout) {
        dnnl_memory memory = new dnnl_memory();
        check(dnnl.dnnl_memory_create(memory, layout, engine, new Address(0)), "memory");
        return memory;
    }

    /** How many floats this layout needs, which may be more than its values. */
    static long floats(dnnl_memory_desc_t layout) {
        return (dnnl.dnnl_memory_desc_get_size(layout) + Float.BYTES - 1) / Float.BYTES;
    }

    static Floats allocate(dnnl_memory_desc_t layout) {
        return new Floats(floats(layout));
    }

    /** The part of weights [a, b, k, k] at one place of the kernel. */
    static dnnl_memory_desc_t tap(dnnl_memory_desc_t weights, int y, int x) {
        dnnl_memory_desc_t part = new dnnl_memory_desc_t();
        long[] lengths = {weights.dims().get(0), weights.dims().get(1), 1, 1};
        check(dnnl.dnnl_memory_desc_init_submemory(part, weights, lengths, new long[] {0, 0, y, x}), "tap");
        return part;
    }

    /** The same memory as [b, a, k, k]. */
    static dnnl_memory_desc_t swapped(dnnl_memory_desc_t weights) {
        dnnl_memory_desc_t view = new dnnl_memory_desc_t();
        check(dnnl.dnnl_memory_desc_permute_axes(view, weights, new int[] {1, 0, 2, 3}), "axes");
        return view;
    }

    /** What oneDNN calls an order of weights. */
    static dnnl_memory_desc_t layout(WeightOrder order, ConvolutionShape shape) {
        int tag = switch (order.block()) {
            case 16 -> dnnl.dnnl_ABcd16b16a;
            case 8 -> dnnl.dnnl_ABcd8b8a;
            default -> dnnl.dnnl_abcd;
        };
        return layout(tag, shape.weights());
    }

    /** What oneDNN calls the values of operands. */
    static int type(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> dnnl.dnnl_f32;
            case BF16 -> dnnl.dnnl_bf16;
        };
    }

    /** Of one value. */
    static int bytes(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> Float.BYTES;
            case BF16 -> Short.BYTES;
        };
    }

    /** Of float32. */
    static dnnl_memory_desc_t strided(long[] lengths, long... strides) {
        return strided(Precision.FLOAT32, lengths, strides);
    }

    /** With any distances: oneDNN itself refuses some by which no two values lie at the same place. */
    static dnnl_memory_desc_t strided(Precision precision, long[] lengths, long... strides) {
        dnnl_memory_desc_t layout = new dnnl_memory_desc_t();
        long[] dense = new long[lengths.length];
        long length = 1;
        for (int i = lengths.length - 1; i >= 0; length *= lengths[i--]) dense[i] = length;
        check(dnnl.dnnl_memory_desc_init_by_strides(layout, lengths.length, lengths, type(precision), dense), "layout");
        layout.format_desc_blocking().strides().put(strides, 0, strides.length);
        return layout;
    }

    /** Of float32. */
    static dnnl_memory_desc_t layout(int tag, long... lengths) {
        return layout(Precision.FLOAT32, tag, lengths);
    }

    static dnnl_memory_desc_t layout(Precision precision, int tag, long... lengths) {
        dnnl_memory_desc_t layout = new dnnl_memory_desc_t();
        check(dnnl.dnnl_memory_desc_init_by_tag(layout, lengths.length, lengths, type(precision), tag), "layout");
        return layout;
    }
}
