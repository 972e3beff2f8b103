package sc.fiji.pix2pix.progress;

/**
 * What long work reports to and is stopped by. The core calls {@link #report} often (cheap, any thread that does the work) and never asks
 * whether there is a screen.
 */
@FunctionalInterface
public interface Progress {

    /** Reports nothing, is never cancelled. */
    Progress NONE = (fraction, message) -> {};

    /**
     * @param fraction share of the work that is done, 0 to 1
     * @param message what is being done now, in a few words
     */
    void report(double fraction, String message);

    /** Whether the user wants the work to stop, by Escape for one. */
    default boolean cancelled() {
        return false;
    }

    /**
     * This progress as seen by one of several equal parts of the work.
     *
     * @param n 0 is the first
     */
    default Progress part(int n, int total) {
        return part(n, total, "");
    }

    /** As {@link #part}, with the part's number behind each message. */
    default Progress numbered(int n, int total) {
        return part(n, total, total == 1 ? "" : " (" + (n + 1) + "/" + total + ")");
    }

    private Progress part(int n, int total, String number) {
        Progress whole = this;
        return new Progress() {
            @Override
            public void report(double fraction, String message) {
                whole.report((n + fraction) / total, message + number);
            }

            @Override
            public boolean cancelled() {
                return whole.cancelled();
            }
        };
    }

    /** @throws CancelledException if the user wants the work to stop */
    default void check() {
        if (cancelled()) throw new CancelledException();
    }
}
