package sc.fiji.pix2pix.model;

import java.io.IOException;

/** A file that is not what it should be; the message is the one sentence for the user. */
final class BadFile extends IOException {
    private static final long serialVersionUID = 1L;

    BadFile(String message) {
        super(message);
    }

    BadFile(String message, Throwable cause) {
        super(message, cause);
    }
}
