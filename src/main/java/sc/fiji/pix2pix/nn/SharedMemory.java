package sc.fiji.pix2pix.nn;

/** Memory that several users put something into in turn, each for as long as no other does. */
final class SharedMemory implements AutoCloseable {
    private Floats memory;
    private Object holder;

    /** Where so many values may be put; what a user put there before is there as long as it {@link #holds} it. */
    long address(long count) {
        return floats(count).address();
    }

    /** As {@link #address}. */
    Floats floats(long count) {
        if (memory == null || memory.values().limit() < count) {
            close();
            memory = new Floats(count);
        }
        return memory;
    }

    boolean holds(Object user) {
        return holder == user;
    }

    void heldBy(Object user) {
        holder = user;
    }

    @Override
    public void close() {
        if (memory != null) memory.close();
        memory = null;
        holder = null;
    }
}
