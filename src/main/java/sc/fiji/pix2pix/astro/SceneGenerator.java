package sc.fiji.pix2pix.astro;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Draws fields of a few galaxies and stars. Shapes follow {@link GalaxyPopulation}; of those drawn for a field, the largest stands near
 * the middle. Fluxes are our choice: wide enough that faint and bright sources occur, without stars that outshine all else.
 */
final class SceneGenerator {
    private static final double SKY = 100;
    private static final double FAINT_STAR = 400;
    private static final double BRIGHT_STAR = 9000;
    /** Mean surface brightness inside the half-light radius, counts per pixel. */
    private static final double FAINT_DISC = 30;
    private static final double BRIGHT_DISC = 250;

    /** Arms are drawn where they can be seen: in discs that are not too small (pixels), too concentrated or too edge-on. */
    private static final double ARMS_LEAST_RADIUS = 6;
    private static final double ARMS_MOST_INDEX = 2.2;
    private static final double ARMS_LEAST_AXIS_RATIO = 0.3;
    private static final double KNOT_SHARE = 0.06;
    private static final double KNOT_SCATTER = 0.12;

    private final int size;
    private final FieldSettings settings;
    private final double pixelScale;
    private final double brightness;
    private final double texture;
    private final Random random;

    /** @param margin what is drawn beyond each edge of the field */
    SceneGenerator(FieldSettings settings, int margin, Random random) {
        this.size = settings.size() + 2 * margin;
        this.settings = settings;
        this.random = random;
        pixelScale = FieldSettings.ratio(settings.pixelScale(), random);
        brightness = FieldSettings.ratio(settings.brightness(), random);
        texture = settings.texture().high() == 0 ? 0 : settings.texture().draw(random);
    }

    /** Arcseconds per pixel that was drawn. */
    double pixelScale() {
        return pixelScale;
    }

    Scene draw() {
        if (settings.blank() > 0 && random.nextDouble() < settings.blank()) return new Scene(size, SKY * between(0.95, 1.05), List.of(), List.of(), settings.quick());
        List<GalaxyPopulation.Shape> shapes = new ArrayList<>();
        int wanted = FieldSettings.whole(settings.galaxies(), random);
        for (int i = 0; i < wanted; i++) shapes.add(GalaxyPopulation.draw(random));
        shapes.sort(Comparator.comparingDouble(GalaxyPopulation.Shape::halfLightArcsec).reversed());
        List<Galaxy> galaxies = new ArrayList<>();
        for (GalaxyPopulation.Shape shape : shapes) galaxies.add(drawGalaxy(shape, galaxies));
        List<PointSource> stars = new ArrayList<>();
        int count = FieldSettings.whole(settings.stars(), random);
        for (int i = 0; i < count; i++) stars.add(new PointSource(anywhere(), anywhere(), brightness * drawStarFlux()));
        return new Scene(size, SKY * between(0.95, 1.05), galaxies, stars, settings.quick());
    }

    private Galaxy drawGalaxy(GalaxyPopulation.Shape shape, List<Galaxy> others) {
        double radius = shape.halfLightArcsec() / pixelScale;
        double[] place = others.isEmpty() ? new double[] {nearMiddle(), nearMiddle()} : drawPlace(radius, others);
        double flux = brightness * 2 * Math.PI * radius * radius * logBetween(FAINT_DISC, BRIGHT_DISC);
        Sersic profile = new Sersic(shape.sersicIndex(), radius);
        Galaxy smooth = new Galaxy(place[0], place[1], flux, profile, shape.shear(), between(0, Math.PI), null, drawTexture(), List.of());
        boolean spiral = radius >= ARMS_LEAST_RADIUS && shape.sersicIndex() <= ARMS_MOST_INDEX && smooth.axisRatio() >= ARMS_LEAST_AXIS_RATIO;
        return spiral ? addArms(smooth) : smooth;
    }

    private Texture drawTexture() {
        return texture == 0 ? null : new Texture(random.nextLong(), texture * random.nextDouble());
    }

    private Galaxy addArms(Galaxy disc) {
        int arms = random.nextDouble() < 0.7 ? 2 : 3 + random.nextInt(2);
        double pitch = Math.toRadians(between(14, 28)) * (random.nextBoolean() ? 1 : -1);
        SpiralArms spiral = new SpiralArms(arms, pitch, between(0, 2 * Math.PI), between(0.65, 0.9), between(1.5, 3));
        double knotFlux = disc.flux() * KNOT_SHARE;
        Galaxy galaxy = new Galaxy(disc.x(), disc.y(), disc.flux() - knotFlux, disc.profile(), disc.shear(), disc.angle(), spiral, disc.texture(), List.of());
        return galaxy.withKnots(drawKnots(galaxy, knotFlux));
    }

    /** Knots of unequal flux along the arms, from half to two and a half half-light radii. */
    private List<PointSource> drawKnots(Galaxy galaxy, double flux) {
        int count = 8 + random.nextInt(16);
        double[] weights = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) sum += weights[i] = logBetween(0.2, 1);
        List<PointSource> knots = new ArrayList<>();
        for (double weight : weights) {
            double r = between(0.5, 2.5);
            double step = 2 * Math.PI / galaxy.arms().arms();
            double angle = galaxy.arms().angleAt(r) + step * random.nextInt(galaxy.arms().arms()) + KNOT_SCATTER * random.nextGaussian();
            double[] place = galaxy.positionOf(r * StrictMath.cos(angle), r * StrictMath.sin(angle));
            knots.add(new PointSource(place[0], place[1], flux * weight / sum));
        }
        return knots;
    }

    /** Tries to keep the cores of galaxies apart; a crowded field keeps the last try. */
    private double[] drawPlace(double radius, List<Galaxy> others) {
        double[] place = null;
        for (int attempt = 0; attempt < 30; attempt++) {
            place = new double[] {anywhere(), anywhere()};
            boolean free = true;
            for (Galaxy other : others) {
                double apart = Math.hypot(place[0] - other.x(), place[1] - other.y());
                free &= apart > 1.5 * (radius + other.profile().halfLightRadius());
            }
            if (free) break;
        }
        return place;
    }

    /** Numbers of stars per flux fall as its power -1.5, as they roughly do away from the plane of the Milky Way. */
    private double drawStarFlux() {
        double faint = 1 / Math.sqrt(FAINT_STAR);
        double bright = 1 / Math.sqrt(BRIGHT_STAR);
        double root = 1 / between(bright, faint);
        return root * root;
    }

    private double anywhere() {
        return between(0, size - 1);
    }

    private double nearMiddle() {
        return size / 2.0 + 6 * random.nextGaussian();
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    private double logBetween(double low, double high) {
        return low * StrictMath.pow(high / low, random.nextDouble());
    }
}
