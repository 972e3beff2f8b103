package sc.fiji.pix2pix.train;

import java.util.LinkedHashMap;
import java.util.Map;

/** Losses summed over the steps of an epoch that is under way; a training stopped in its middle goes on with them. */
final class EpochSums {
    private static final String[] NAMES = {"dReal", "dFake", "gan", "l1", "probabilityReal", "probabilityFake"};

    private final double[] sums = new double[NAMES.length];
    private int adversarialSteps;
    private int steps;
    private double seconds;

    void add(Pix2Pix.StepLosses losses) {
        double[] values = {losses.dReal(), losses.dFake(), losses.gan(), losses.l1(), losses.probabilityReal(), losses.probabilityFake()};
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) sums[i] += values[i];
        }
        steps++;
        if (!Double.isNaN(losses.gan())) adversarialSteps++;
    }

    void addSeconds(double more) {
        seconds += more;
    }

    /** Steps of this epoch so far. */
    int steps() {
        return steps;
    }

    double meanL1() {
        return sums[3] / steps;
    }

    /** The epoch's record; starts the next epoch. */
    EpochRecord finish(int epoch, double rate, Validation.Score score) {
        double n = adversarialSteps == 0 ? Double.NaN : adversarialSteps;
        EpochRecord record = new EpochRecord(epoch, rate, (sums[0] + sums[1]) / (2 * n), sums[2] / n, meanL1(), sums[4] / n, sums[5] / n, score.l1(),
            score.psnr(), seconds);
        clear();
        return record;
    }

    private void clear() {
        java.util.Arrays.fill(sums, 0);
        steps = 0;
        adversarialSteps = 0;
        seconds = 0;
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < NAMES.length; i++) map.put(NAMES[i], sums[i]);
        map.put("steps", steps);
        map.put("adversarialSteps", adversarialSteps);
        map.put("seconds", seconds);
        return map;
    }

    void restore(Map<?, ?> map) {
        for (int i = 0; i < NAMES.length; i++) sums[i] = ((Number) map.get(NAMES[i])).doubleValue();
        steps = ((Number) map.get("steps")).intValue();
        adversarialSteps = ((Number) map.get("adversarialSteps")).intValue();
        seconds = ((Number) map.get("seconds")).doubleValue();
    }
}
