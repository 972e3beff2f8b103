package sc.fiji.pix2pix.progress;

/** The user stopped the work. Not an error: whoever catches it undoes what is half done and says nothing more than "cancelled". */
public final class CancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CancelledException() {
        super("Cancelled.");
    }
}
