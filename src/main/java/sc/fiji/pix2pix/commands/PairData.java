package sc.fiji.pix2pix.commands;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.pix2pix.host.HeldImage;
import sc.fiji.pix2pix.host.ImageFacts;
import sc.fiji.pix2pix.host.ImageFiles;
import sc.fiji.pix2pix.host.OpenImages;
import sc.fiji.pix2pix.host.StackImages;
import sc.fiji.pix2pix.host.StackPairs;
import sc.fiji.pix2pix.host.UnitChecks;
import sc.fiji.pix2pix.pairs.Direction;
import sc.fiji.pix2pix.pairs.FolderImages;
import sc.fiji.pix2pix.pairs.FolderPairs;
import sc.fiji.pix2pix.pairs.ImageSource;
import sc.fiji.pix2pix.pairs.PairSource;
import sc.fiji.pix2pix.pairs.SideBySidePairs;

/**
 * The pairs that "input" and "target" name: two folders, one folder of side-by-side images, or open images by title. Open images stay
 * locked until this is closed.
 */
final class PairData implements AutoCloseable {
    /** Share of the Java heap that sharp images may take. */
    private static final int CACHE_SHARE = 3;

    private final PairSource pairs;
    private final Map<String, Object> origin;
    private final List<HeldImage> held;
    private final Scale scale;
    private FolderPairs files;

    /** Arcseconds per pixel of pair {@code i}. */
    @FunctionalInterface
    private interface Scale {
        double of(int i) throws IOException;
    }

    private PairData(PairSource pairs, Scale scale, Map<String, Object> origin, List<HeldImage> held) {
        this.pairs = pairs;
        this.scale = scale;
        this.origin = origin;
        this.held = held;
    }

    /** @param target empty for side-by-side images, which {@code direction} then says how to read */
    static PairData open(String input, String target, String direction) throws IOException {
        if (input == null || input.isBlank())
            throw new IllegalArgumentException("\"input\" is missing: a folder, or the title of an open image.");
        boolean sideBySide = target == null || target.isBlank();
        Direction which = direction(direction);
        Map<String, Object> origin = new LinkedHashMap<>();
        ImagePlus inputImage = openImage(input);
        origin.put("input", input);
        if (sideBySide) {
            origin.put("direction", which.name());
            if (inputImage != null) return ofImages(StackPairs.sideBySide(inputImage, which), origin, inputImage);
            SideBySidePairs files = SideBySidePairs.open(folder(input), which, ImageFiles::read);
            return new PairData(files, i -> ImageFacts.of(files.file(i)).arcsecPerPixel(), origin, List.of());
        }
        ImagePlus targetImage = openImage(target);
        origin.put("target", target);
        if (inputImage != null && targetImage != null) {
            ImageFacts.requireSameUnit(ImageFacts.of(inputImage), ImageFacts.of(targetImage));
            return ofImages(StackPairs.of(inputImage, targetImage), origin, inputImage, targetImage);
        }
        if (inputImage != null || targetImage != null)
            throw new IllegalArgumentException("Input and target must both be folders or both be open images, but \""
                + (inputImage != null ? target : input) + "\" is no open image. " + OpenImages.titles());
        FolderPairs files = FolderPairs.open(folder(input), folder(target), ImageFiles::read);
        Scale scale = i -> ImageFacts.arcsecPerPixel(ImageFacts.of(files.input(i)), ImageFacts.of(files.target(i)));
        PairData data = new PairData(new UnitChecks(files), scale, origin, List.of());
        data.files = files;
        return data;
    }

    /**
     * Pairs made from sharp images while they are trained on.
     *
     * @param how what the keys of {@link DegradationKeys} say, "sharp" (a folder, or the title of an open stack), "conditions" and "degradationseed"
     */
    static PairData openSharp(Map<String, ?> how) throws IOException {
        String sharp = String.valueOf(how.get("sharp"));
        DegradationKeys keys = new DegradationKeys(how);
        boolean conditions = Boolean.parseBoolean(String.valueOf(how.get("conditions")));
        if (keys.saysStars() && !conditions)
            throw new IllegalArgumentException("\"starfwhm\" needs \"conditions\": only a network that is given planes about the image can be told it.");
        if (keys.hasEdges() && !conditions)
            throw new IllegalArgumentException("\"edges\" needs \"conditions\": only a network that is given planes about the image can be told what was seen of it.");
        long seed = how.get("degradationseed") instanceof Number n ? n.longValue() : 0;
        ImagePlus image = openImage(sharp);
        Map<String, Object> origin = new LinkedHashMap<>();
        origin.put("sharp", sharp);
        origin.putAll(new TreeMap<>(keys.toMap()));
        origin.put("conditions", conditions);
        origin.put("degradationseed", seed);
        if (image != null) {
            SharpPairs pairs = degraded(StackImages.of(image), keys, i -> ImageFacts.of(image), conditions, seed, origin);
            return ofImages(pairs, origin, image);
        }
        FolderImages images = FolderImages.open(folder(sharp), "folder of sharp images", ImageFiles::read, Runtime.getRuntime().maxMemory() / CACHE_SHARE);
        SharpPairs pairs = degraded(images, keys, i -> ImageFacts.of(images.file(i)), conditions, seed, origin);
        return new PairData(pairs, i -> ImageFacts.of(images.file(i)).arcsecPerPixel(), origin, List.of());
    }

    private static SharpPairs degraded(ImageSource images, DegradationKeys keys, SharpPairs.Facts facts, boolean conditions, long seed, Map<String, Object> origin)
        throws IOException {
        SharpPairs pairs = SharpPairs.of(images, SharpPairs.settings(keys, images.size(), facts), conditions, seed);
        origin.put("fwhm_px", pairs.fwhm().toString());
        if (pairs.stars().high() > 0) origin.put("starfwhm_px", pairs.stars().toString());
        return pairs;
    }

    private static PairData ofImages(PairSource pairs, Map<String, Object> origin, ImagePlus... images) {
        List<HeldImage> held = new ArrayList<>();
        ImageFacts first = ImageFacts.of(images[0]);
        ImageFacts last = ImageFacts.of(images[images.length - 1]);
        PairData data = new PairData(pairs, i -> ImageFacts.arcsecPerPixel(first, last), origin, held);
        try {
            for (ImagePlus image : images) held.add(new HeldImage(image));
        } catch (RuntimeException e) {
            data.close();
            throw e;
        }
        return data;
    }

    /** An open image wins over nothing, a folder wins over an open image: what looks like a path is never taken for a title by chance. */
    private static ImagePlus openImage(String name) {
        return isFolder(name) ? null : OpenImages.find(name);
    }

    private static boolean isFolder(String name) {
        try {
            return Files.isDirectory(Path.of(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static Path folder(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("\"" + name + "\" is neither a folder nor the title of an open image. "
                + OpenImages.titles());
        }
    }

    static Direction direction(String name) {
        for (Direction direction : Direction.values()) if (direction.name().equalsIgnoreCase(name)) return direction;
        throw new IllegalArgumentException("direction=" + name + " is not possible: it is AtoB or BtoA.");
    }

    PairSource pairs() {
        return pairs;
    }

    /** The files, if the pairs are those of two folders; else null. */
    FolderPairs files() {
        return files;
    }

    /** Arcseconds per pixel of pair {@code i}. @throws IllegalArgumentException if its headers do not say it, or contradict each other */
    double scale(int i) throws IOException {
        return scale.of(i);
    }

    /** Where the pairs came from, as the model keeps it and {@code continue} reads it. */
    Map<String, Object> origin() {
        return origin;
    }

    @Override
    public void close() {
        held.forEach(HeldImage::close);
    }
}
