package sc.fiji.pix2pix.nn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.const_dnnl_op_desc_t;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Pointer;

/** One operation of oneDNN, made once for its shape, with the memory that its arguments point to. */
final class OneDnnPrimitive implements AutoCloseable {
    private final dnnl_primitive_desc description;
    private final dnnl_primitive primitive = new dnnl_primitive();
    private final List<dnnl_memory> owned = new ArrayList<>();
    private final List<dnnl_memory> given = new ArrayList<>();
    private final OneDnn.Address address = new OneDnn.Address(0);
    private final dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(8);
    private int count;

    /** Takes over the description. */
    private OneDnnPrimitive(dnnl_primitive_desc description) {
        this.description = description;
        OneDnn.check(dnnl.dnnl_primitive_create(primitive, description), "primitive");
        dnnl_memory_desc_t scratchpad = layout(dnnl.dnnl_query_scratchpad_md);
        if (dnnl.dnnl_memory_desc_get_size(scratchpad) > 0) {
            dnnl_memory memory = OneDnn.allocate(scratchpad);
            owned.add(memory);
            bind(dnnl.DNNL_ARG_SCRATCHPAD, memory);
        }
    }

    /** @param forward the description of the forward operation, null for a forward operation */
    static dnnl_primitive_desc describe(Pointer operation, dnnl_primitive_desc forward) {
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        dnnl_primitive_attr attributes = attributes();
        try {
            OneDnn.check(dnnl.dnnl_primitive_desc_create(description, new const_dnnl_op_desc_t(operation), attributes, OneDnn.engine(), forward),
                "description");
        } finally {
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
        org.bytedeco.dnnl.dnnl_post_ops operations = new org.bytedeco.dnnl.dnnl_post_ops();
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

    /** An argument that is always this memory. */
    OneDnnPrimitive bind(int role, dnnl_memory memory) {
        arguments.position(count).arg(role).memory(memory);
        arguments.position(0);
        count++;
        return this;
    }

    /** An argument whose address is given at each run, in the order of these calls. */
    OneDnnPrimitive take(int role, dnnl_memory_desc_t layout) {
        dnnl_memory memory = OneDnn.elsewhere(layout);
        owned.add(memory);
        given.add(memory);
        return bind(role, memory);
    }

    void run(long... addresses) {
        for (int i = 0; i < addresses.length; i++) {
            address.set(addresses[i]);
            OneDnn.check(dnnl.dnnl_memory_set_data_handle(given.get(i), address), "address");
        }
        OneDnn.check(dnnl.dnnl_primitive_execute(primitive, OneDnn.stream(), count, arguments), "execution");
        OneDnn.check(dnnl.dnnl_stream_wait(OneDnn.stream()), "execution");
    }

    @Override
    public void close() {
        dnnl.dnnl_primitive_destroy(primitive);
        dnnl.dnnl_primitive_desc_destroy(description);
        for (dnnl_memory memory : owned) dnnl.dnnl_memory_destroy(memory);
        arguments.deallocate();
    }
}
