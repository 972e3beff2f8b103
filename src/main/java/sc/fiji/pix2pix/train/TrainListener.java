package sc.fiji.pix2pix.train;

import java.util.List;
import sc.fiji.pix2pix.progress.Progress;

/** Hears what a training does; a status bar, a window with curves, or a log. Stops it by {@link Progress#cancelled()}: what was trained is saved. */
public interface TrainListener extends Progress {

    /** A listener that hears nothing. */
    TrainListener NONE = (fraction, message) -> {};

    /** A sentence the user should read once, for example that images were padded to the crop. */
    default void note(String sentence) {}

    /** Called after each epoch with all epochs so far, those before a continuation included. */
    default void epochEnded(List<EpochRecord> history) {}
}
