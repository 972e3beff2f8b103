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

    /** @throws CancelledException if the user wants the work to stop */
    default void check() {
        if (cancelled()) throw new CancelledException();
    }
}
