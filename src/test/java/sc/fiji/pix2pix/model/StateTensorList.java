package sc.fiji.pix2pix.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.pix2pix.nn.StateTensor;

/** Builds and compares lists of tensors. */
final class StateTensorList {
    private final List<StateTensor> list;

    StateTensorList() {
        this(List.of());
    }

    StateTensorList(List<StateTensor> list) {
        this.list = new ArrayList<>(list);
    }

    StateTensorList add(String name, long[] shape, float... values) {
        return add(name, shape, FloatBuffer.wrap(values));
    }

    StateTensorList add(String name, long[] shape, FloatBuffer values) {
        list.add(new StateTensor(name, shape, values));
        return this;
    }

    List<StateTensor> list() {
        return list;
    }

    /** The same names and shapes, all values zero. */
    StateTensorList zeroed() {
        StateTensorList zeros = new StateTensorList();
        for (StateTensor t : list) zeros.add(t.name(), t.shape(), new float[t.values().limit()]);
        return zeros;
    }

    void assertSame(StateTensorList other) {
        assertEquals(list.size(), other.list.size());
        for (int i = 0; i < list.size(); i++) {
            assertEquals(list.get(i).name(), other.list.get(i).name());
            assertArrayEquals(list.get(i).shape(), other.list.get(i).shape());
            assertEquals(0, list.get(i).values().compareTo(other.list.get(i).values()), list.get(i).name());
        }
    }
}
