package sc.fiji.pix2pix.host;

import ij.IJ;

/**
 * Remembers that Escape was pressed. ImageJ keeps only a flag that any of its readers resets, so it is looked at twenty times a second in a
 * thread of its own, which ends with {@link #close()}.
 */
final class EscapeKey implements AutoCloseable {
    private static final int INTERVAL_MS = 50;
    private volatile boolean pressed;
    private volatile boolean closed;

    EscapeKey() {
        if (IJ.getInstance() == null) return;
        IJ.resetEscape();
        Thread watch = new Thread(this::watch, "Pix2Pix-Escape");
        watch.setDaemon(true);
        watch.start();
    }

    private void watch() {
        while (!pressed && !closed) {
            if (IJ.escapePressed()) pressed = true;
            try {
                Thread.sleep(INTERVAL_MS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    boolean pressed() {
        return pressed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
