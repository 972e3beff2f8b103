package sc.fiji.pix2pix.nn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.const_dnnl_op_desc_t;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** One operation of oneDNN, made once for its shape. */
final class OneDnnPrimitive implements AutoCloseable {
    private static final int ARGUMENTS = 5;

    private final dnnl_primitive_desc description;
    private final dnnl_primitive primitive = new dnnl_primitive();
    private final List<dnnl_memory> memories = new ArrayList<>();
    private final long[] addresses = new long[ARGUMENTS];
    private final OneDnn.Address address = new OneDnn.Address(0);
    private final dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(ARGUMENTS);
    private final Floats scratchpad;
    private boolean closed;

    /** Takes over the description. */
    private OneDnnPrimitive(dnnl_primitive_desc description) {
        this.description = description;
        OneDnn.check(dnnl.dnnl_primitive_create(primitive, description), "primitive");
        dnnl_memory_desc_t wanted = layout(dnnl.dnnl_query_scratchpad_md);
        scratchpad = dnnl.dnnl_memory_desc_get_size(wanted) == 0 ? null : OneDnn.allocate(wanted);
        if (scratchpad != null) {
            take(dnnl.DNNL_ARG_SCRATCHPAD, wanted);
            set(0, scratchpad.address());
        }
    }

    /** @param forward the description of the forward operation, null for a forward operation */
    static dnnl_primitive_desc describe(Pointer operation, dnnl_primitive_desc forward) {
        return describe(operation, forward, 1, false);
    }

    /**
     * @param slope of max(v, slope v) behind the operation; 1 for none
     * @param adding to what is there
     */
    static dnnl_primitive_desc describe(Pointer operation, dnnl_primitive_desc forward, float slope, boolean adding) {
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        dnnl_primitive_attr attributes = attributes();
        dnnl_post_ops operations = new dnnl_post_ops();
        try {
            OneDnn.check(dnnl.dnnl_post_ops_create(operations), "activation");
            if (adding) OneDnn.check(dnnl.dnnl_post_ops_append_sum(operations, 1), "sum");
            if (slope != 1) OneDnn.check(dnnl.dnnl_post_ops_append_eltwise(operations, 1, dnnl.dnnl_eltwise_relu, slope, 0), "activation");
            OneDnn.check(dnnl.dnnl_primitive_attr_set_post_ops(attributes, operations), "activation");
            OneDnn.check(dnnl.dnnl_primitive_desc_create(description, new const_dnnl_op_desc_t(operation), attributes, OneDnn.engine(), forward),
                "description");
        } finally {
            dnnl.dnnl_post_ops_destroy(operations);
            dnnl.dnnl_primitive_attr_destroy(attributes);
        }
        return description;
    }

    /** The scratchpad is ours: oneDNN's own belongs to the thread that made the primitive, and crashes on another. */
    private static dnnl_primitive_attr attributes() {
        dnnl_primitive_attr attributes = new dnnl_primitive_attr();
        OneDnn.check(dnnl.dnnl_primitive_attr_create(attributes), "attributes");
        OneDnn.check(dnnl.dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl.dnnl_scratchpad_mode_user), "scratchpad");
        return attributes;
    }

    /** The operation of {@code description}, which now belongs to it. */
    static OneDnnPrimitive of(dnnl_primitive_desc description) {
        return new OneDnnPrimitive(description);
    }

    /** Copies from one layout to another, or adds the copy to what is there. */
    static OneDnnPrimitive reorder(dnnl_memory_desc_t from, dnnl_memory_desc_t to, boolean add) {
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        dnnl_primitive_attr attributes = attributes();
        dnnl_post_ops operations = new dnnl_post_ops();
        try {
            OneDnn.check(dnnl.dnnl_post_ops_create(operations), "sum");
            if (add) OneDnn.check(dnnl.dnnl_post_ops_append_sum(operations, 1), "sum");
            OneDnn.check(dnnl.dnnl_primitive_attr_set_post_ops(attributes, operations), "sum");
            OneDnn.check(dnnl.dnnl_reorder_primitive_desc_create(description, from, OneDnn.engine(), to, OneDnn.engine(), attributes), "reorder");
        } finally {
            dnnl.dnnl_post_ops_destroy(operations);
            dnnl.dnnl_primitive_attr_destroy(attributes);
        }
        return new OneDnnPrimitive(description);
    }

    /** The layout that oneDNN chose for an argument; valid as long as this primitive. */
    dnnl_memory_desc_t layout(int query) {
        return dnnl.dnnl_primitive_desc_query_md(description, query, 0);
    }

    /** Whether oneDNN has nothing for this but the loops that define it, which are hundreds of times slower. */
    static boolean isReference(dnnl_primitive_desc description) {
        try (PointerPointer<BytePointer> name = new PointerPointer<>(1)) {
            OneDnn.check(dnnl.dnnl_primitive_desc_query(description, dnnl.dnnl_query_impl_info_str, 0, name), "name");
            return name.get(BytePointer.class, 0).getString().startsWith("ref");
        }
    }

    /** One more argument, whose address is given at each run, in the order of these calls. */
    OneDnnPrimitive take(int role, dnnl_memory_desc_t layout) {
        dnnl_memory memory = OneDnn.elsewhere(layout);
        arguments.position(memories.size()).arg(role).memory(memory);
        arguments.position(0);
        memories.add(memory);
        return this;
    }

    private void set(int argument, long to) {
        if (addresses[argument] == to) return;
        address.set(to);
        OneDnn.check(dnnl.dnnl_memory_set_data_handle(memories.get(argument), address), "address");
        addresses[argument] = to;
    }

    void run(long... at) {
        if (closed) throw new IllegalStateException("This operation was closed.");
        int first = memories.size() - at.length;
        for (int i = 0; i < at.length; i++) set(first + i, at[i]);
        OneDnn.check(dnnl.dnnl_primitive_execute(primitive, OneDnn.stream(), memories.size(), arguments), "execution");
        OneDnn.check(dnnl.dnnl_stream_wait(OneDnn.stream()), "execution");
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        dnnl.dnnl_primitive_destroy(primitive);
        dnnl.dnnl_primitive_desc_destroy(description);
        for (dnnl_memory memory : memories) dnnl.dnnl_memory_destroy(memory);
        arguments.deallocate();
        if (scratchpad != null) scratchpad.close();
    }
}
