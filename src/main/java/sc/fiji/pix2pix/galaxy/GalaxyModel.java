package sc.fiji.pix2pix.galaxy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.function.Function;
import sc.fiji.pix2pix.astro.NetworkInput;
import sc.fiji.pix2pix.astro.Range;
import sc.fiji.pix2pix.image.MissingValues;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.model.ModelDescription;
import sc.fiji.pix2pix.predict.Predictor;
import sc.fiji.pix2pix.predict.TileSettings;
import sc.fiji.pix2pix.progress.Progress;

/**
 * A model that undoes a point spread function of stated width under stated noise: one trained with {@code conditions}, which gives it an image in units
 * of the sky noise and planes of FWHM and noise ({@link NetworkInput}). Images may be in any unit that is linear in flux. Not for several
 * threads at once.
 *
 * <pre>{@code
 * try (GalaxyModel model = GalaxyModel.bundled()) {
 *     Raster restored = model.deconvolve(image, Observation.measure(image, 4.2), false, TileSettings.AUTOMATIC, Progress.NONE);
 * }
 * }</pre>
 */
public final class GalaxyModel implements AutoCloseable {
    private static final String RESOURCE = "galaxy.zip";
    /** Arcseconds per pixel of the fields that {@code tools/train-galaxy-model.sh} simulates. */
    private static final Range BUNDLED_PIXEL_SCALE = new Range(0.015, 0.1);
    /** Contrasts of those fields as the third part of its training met them: each part looks at the range in some fields only, and the last one met less bright ones. */
    private static final Range BUNDLED_CONTRAST = new Range(1, 2452);

    private final Predictor predictor;
    private final TrainedDomain domain;

    private GalaxyModel(Predictor predictor, TrainedDomain domain) {
        this.predictor = predictor;
        this.domain = domain;
    }

    /** The model that comes with this software. */
    public static GalaxyModel bundled() throws IOException {
        Path copy = copyOfBundled();
        try {
            return bundled(copy);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    /** The bundled model from its copy. */
    public static GalaxyModel bundled(Path copy) throws IOException {
        return open(copy, description -> TrainedDomain.of(description, BUNDLED_PIXEL_SCALE).withContrast(BUNDLED_CONTRAST));
    }

    /** The bundled model's file in the temporary folder; the caller deletes it. */
    public static Path copyOfBundled() throws IOException {
        try (InputStream in = GalaxyModel.class.getResourceAsStream(RESOURCE)) {
            if (in == null) throw new IOException("The bundled galaxy model is missing from this installation: install it anew, or give a \"model\".");
            Path copy = Files.createTempFile("galaxy", ".zip");
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            return copy;
        }
    }

    /** @throws IOException if the file is no model, damaged, or was trained without conditions */
    public static GalaxyModel open(Path file) throws IOException {
        return open(file, description -> TrainedDomain.of(description, null));
    }

    private static GalaxyModel open(Path file, Function<ModelDescription, TrainedDomain> domain) throws IOException {
        Predictor predictor = Predictor.open(file);
        ModelDescription description = predictor.description();
        boolean conditions = description.training().get("data") instanceof Map<?, ?> data && "true".equals(String.valueOf(data.get("conditions")));
        if (!conditions || description.target().channels() != 1) {
            predictor.close();
            throw new IOException("The model " + file + " was not trained with \"conditions\", so it cannot be told seeing and noise: apply it with "
                + "\"Apply Pix2Pix Model...\".");
        }
        try {
            NetworkInput.requireKnown(description.input().channels());
        } catch (IllegalArgumentException e) {
            predictor.close();
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        return new GalaxyModel(predictor, domain.apply(description));
    }

    public ModelDescription description() {
        return predictor.description();
    }

    /** Whether the model is told how sharp the stars of the result are to be. */
    public boolean asksForStars() {
        return TrainedDomain.asksForStars(description());
    }

    /** What the model was trained for. */
    public TrainedDomain domain() {
        return domain;
    }

    /**
     * The image as the model thinks it was before the PSF.
     *
     * @param image any size, one channel, any unit linear in flux; missing pixels (NaN) are missing in the result
     * @param fast once, in place of the mean of four quarter turns, which is nearer to the truth
     * @return a new image of the same size and unit
     * @throws IllegalArgumentException if the PSF is larger than the image, or far wider than those of the training
     * @throws sc.fiji.pix2pix.progress.CancelledException if the user cancelled
     */
    public Raster deconvolve(Raster image, Observation seen, boolean fast, TileSettings tiles, Progress progress) {
        if (image.channels() != 1) throw new IllegalArgumentException("An image of " + image.channels() + " channels is deconvolved channel by channel.");
        domain.requirePossible(seen.fwhm(), image);
        int channels = description().input().channels();
        Raster planes = NetworkInput.of(channels, image, seen.level(), seen.noise(), seen.psf(), seen.fwhm(),
            asksForStars() ? seen.starFwhm() : 0, progress.part(0, 2));
        Progress rest = progress.part(1, 2);
        Raster restored = fast ? predictor.apply(planes, tiles, rest) : predictor.applyTurned(planes, tiles, rest);
        restored = NetworkInput.withoutFrame(restored, channels);
        NetworkInput.unscale(restored, seen.level(), seen.noise());
        return MissingValues.copy(image, restored);
    }

    /** Whether the last result is that of the whole image; see {@link Predictor#exact}. */
    public boolean exact() {
        return predictor.exact();
    }

    @Override
    public void close() {
        predictor.close();
    }
}
