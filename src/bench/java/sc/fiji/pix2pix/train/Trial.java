package sc.fiji.pix2pix.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import sc.fiji.pix2pix.pairs.PairSource;

/** Opens to the benchmark a training in a precision that the processor may have to emulate. */
public final class Trial {

    private Trial() {}

    /** Trains in the precision of the settings; returns the lowest mean absolute difference and the highest PSNR in dB of the pairs held out. */
    public static double[] train(TrainSettings settings, PairSource pairs, Path model) throws IOException {
        List<EpochRecord> history = Trainer.trainAsTold(settings, null, pairs, Map.of(), model, TrainListener.NONE);
        return new double[] {history.stream().mapToDouble(EpochRecord::validationL1).min().orElseThrow(),
            history.stream().mapToDouble(EpochRecord::validationPsnr).max().orElseThrow()};
    }
}
