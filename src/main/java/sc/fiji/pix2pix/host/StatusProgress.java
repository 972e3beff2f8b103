package sc.fiji.pix2pix.host;

import ij.IJ;
import sc.fiji.pix2pix.progress.Progress;

/** Shows progress in ImageJ's status bar and stops the work on Escape. Without ImageJ's window it shows nothing and is never cancelled. */
public final class StatusProgress implements Progress, AutoCloseable {
    private static final long INTERVAL_NS = 100_000_000L;
    private final EscapeKey escape = new EscapeKey();
    private final boolean visible = IJ.getInstance() != null;
    private long next = System.nanoTime();
    private boolean closed;

    @Override
    public synchronized void report(double fraction, String message) {
        long now = System.nanoTime();
        // Work that was cancelled or failed in one thread may go on for a moment in others.
        if (!visible || closed || now < next) return;
        next = now + INTERVAL_NS;
        IJ.showStatus(message);
        IJ.showProgress(Math.min(fraction, 0.999));
    }

    @Override
    public boolean cancelled() {
        return escape.pressed();
    }

    @Override
    public synchronized void close() {
        closed = true;
        escape.close();
        if (!visible) return;
        IJ.showProgress(1.0);
        IJ.showStatus("");
    }
}
