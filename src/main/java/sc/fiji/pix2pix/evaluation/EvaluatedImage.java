package sc.fiji.pix2pix.evaluation;

import java.util.Map;
import sc.fiji.pix2pix.metrics.Judge.Verdict;
import sc.fiji.pix2pix.metrics.Measure;

/**
 * What was found about one pair.
 *
 * @param index number of the pair in its source
 * @param name of the pair
 * @param noise of the input, in its unit
 * @param verdicts by method; those that the pair does not allow are left out
 * @param settings of the methods that were tuned: Richardson-Lucy's iterations, Wiener's noise-to-signal ratio
 */
public record EvaluatedImage(int index, String name, double noise, Map<Method, Verdict> verdicts, Map<Method, Double> settings) {

    /** NaN where the method or figure is missing. */
    public double get(Measure measure, Method method) {
        Verdict verdict = verdicts.get(method);
        return verdict == null ? Double.NaN : verdict.get(measure);
    }
}
