package sc.fiji.pix2pix.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import sc.fiji.pix2pix.photometry.Source;

/**
 * Which sources of the truth an image shows, and which of those it shows are real. A source of the truth and one of the image belong
 * together if they are the nearest to each other that are still free, within a radius; the closest go first. Completeness is the share of
 * the truth's sources that are found, purity the share of the image's sources that are real, both without unit, for example by signal to
 * noise (the usual figures of source counts; for deep networks see Park et al. 2024). Example: of truth's sources at S/N 50, 20 and 6 an
 * image shows the first two and one more at S/N 8; completeness is 2/3 over all and 1 above S/N 10, purity 2/3 over all and 0 from 5 to 10.
 *
 * @param truth sources of the truth
 * @param image sources of the image
 */
public record Detections(List<Found> truth, List<Found> image) {

    /**
     * @param signalToNoise of the source where it was detected
     * @param matched whether the other image has it too
     */
    public record Found(double signalToNoise, boolean matched) {}

    public Detections {
        truth = List.copyOf(truth);
        image = List.copyOf(image);
    }

    /**
     * @param truth sources that an image should show
     * @param alsoTrue sources too faint to be expected, which are not invented if an image shows them
     * @param image sources that it shows
     * @param radius within which sources belong together, in pixels
     */
    public static Detections match(List<Source> truth, List<Source> alsoTrue, List<Source> image, double radius) {
        boolean[] inTruth = new boolean[truth.size()];
        boolean[] inImage = new boolean[image.size()];
        pair(truth, inTruth, image, inImage, radius);
        pair(alsoTrue, new boolean[alsoTrue.size()], image, inImage, radius);
        return new Detections(found(truth, inTruth), found(image, inImage));
    }

    private record Couple(int truth, int image, double distance) {}

    /** Marks those that belong together; sources of the image that are marked already are left out. */
    private static void pair(List<Source> truth, boolean[] inTruth, List<Source> image, boolean[] inImage, double radius) {
        List<Couple> couples = new ArrayList<>();
        for (int i = 0; i < truth.size(); i++) {
            for (int j = 0; j < image.size(); j++) {
                double distance = truth.get(i).distance(image.get(j));
                if (distance <= radius) couples.add(new Couple(i, j, distance));
            }
        }
        couples.sort(Comparator.comparingDouble(Couple::distance));
        for (Couple couple : couples) {
            if (inTruth[couple.truth] || inImage[couple.image]) continue;
            inTruth[couple.truth] = true;
            inImage[couple.image] = true;
        }
    }

    private static List<Found> found(List<Source> sources, boolean[] matched) {
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < matched.length; i++) found.add(new Found(sources.get(i).signalToNoise(), matched[i]));
        return found;
    }

    /** Those of several images together. */
    public static Detections pooled(List<Detections> all) {
        return new Detections(all.stream().flatMap(d -> d.truth.stream()).toList(), all.stream().flatMap(d -> d.image.stream()).toList());
    }

    /** Share of the truth's sources with S/N in [lowest, highest) that the image shows; NaN if there is none. */
    public double completeness(double lowest, double highest) {
        return share(truth, lowest, highest);
    }

    /** Share of the image's sources with S/N in [lowest, highest) that are real; NaN if there is none. */
    public double purity(double lowest, double highest) {
        return share(image, lowest, highest);
    }

    /** Number of the image's sources that are not in the truth. */
    public int invented() {
        return (int) image.stream().filter(f -> !f.matched).count();
    }

    /** Number of the given sources with S/N in [lowest, highest). */
    public static int count(List<Found> sources, double lowest, double highest) {
        return (int) within(sources, lowest, highest).count();
    }

    private static double share(List<Found> sources, double lowest, double highest) {
        return (double) within(sources, lowest, highest).filter(Found::matched).count() / count(sources, lowest, highest);
    }

    private static Stream<Found> within(List<Found> sources, double lowest, double highest) {
        return sources.stream().filter(f -> f.signalToNoise >= lowest && f.signalToNoise < highest);
    }
}
