package sc.fiji.pix2pix.samples;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Drawings and what they mean, side by side as RGB PNG: left the outlines of some shapes, right the same shapes as coloured, lit domes with their
 * shadows. The kind of shape decides its colour, so that the right side follows from the left.
 */
final class ShapeSamples {
    static final int SIZE = 128;

    /** Where light comes from: up and left, towards the viewer; a unit vector. */
    private static final double[] LIGHT = {-0.45, -0.55, 0.70};

    private enum Kind {
        CIRCLE(0xE4572E), SQUARE(0x2E86AB), TRIANGLE(0x4CA64C), HEXAGON(0x8E5BB5), STAR(0xF2B134);

        private final int colour;

        Kind(int colour) {
            this.colour = colour;
        }

        /** Distance of the edge from the centre in direction {@code angle}, at most 1. */
        private double edge(double angle) {
            return switch (this) {
                case CIRCLE -> 0.85;
                case SQUARE -> polygon(angle, 4);
                case TRIANGLE -> polygon(angle, 3);
                case HEXAGON -> polygon(angle, 6);
                case STAR -> star(angle);
            };
        }

        private static double polygon(double angle, int corners) {
            double sector = 2 * Math.PI / corners;
            return Math.cos(sector / 2) / Math.cos(positiveRemainder(angle, sector) - sector / 2);
        }

        /** Five points at distance 1, valleys at 0.45, straight edges between. */
        private static double star(double angle) {
            double half = Math.PI / 5;
            double a = positiveRemainder(angle, 2 * half);
            double fromPoint = a < half ? a : 2 * half - a;
            double valley = 0.45;
            return valley * Math.sin(half) / (Math.sin(fromPoint) * (1 - valley * Math.cos(half)) + valley * Math.sin(half) * Math.cos(fromPoint));
        }

        private static double positiveRemainder(double a, double b) {
            return a - b * Math.floor(a / b);
        }
    }

    private record Shape(Kind kind, double x, double y, double radius, double turn) {

        /** Below 1 inside, 1 on the edge. */
        double place(double px, double py) {
            double dx = px - x;
            double dy = py - y;
            return Math.hypot(dx, dy) / (radius * kind.edge(Math.atan2(dy, dx) + turn));
        }

        /** Roughly the distance from the edge in pixels, negative inside. */
        double distance(double px, double py) {
            return (place(px, py) - 1) * radius * kind.edge(Math.atan2(py - y, px - x) + turn);
        }
    }

    private ShapeSamples() {}

    /** Writes FOLDER/NAME. */
    static void write(Path folder, String name, long seed) throws IOException {
        ImageIO.write(draw(seed), "png", Files.createDirectories(folder).resolve(name).toFile());
    }

    /** 2 SIZE x SIZE pixels. */
    static BufferedImage draw(long seed) {
        Random random = new Random(seed);
        Shape[] shapes = new Shape[2 + random.nextInt(3)];
        for (int i = 0; i < shapes.length; i++) {
            Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
            shapes[i] = new Shape(kind, 20 + random.nextDouble() * (SIZE - 40), 20 + random.nextDouble() * (SIZE - 40), 16 + random.nextDouble() * 18,
                random.nextDouble() * 2 * Math.PI);
        }
        BufferedImage image = new BufferedImage(2 * SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                image.setRGB(x, y, outline(shapes, x, y));
                image.setRGB(SIZE + x, y, rendered(shapes, x, y));
            }
        }
        return image;
    }

    /** A black line of two pixels on white; later shapes hide earlier ones. */
    private static int outline(Shape[] shapes, int x, int y) {
        double ink = 0;
        for (Shape shape : shapes) {
            double d = shape.distance(x, y);
            ink = Math.max(d < 0 ? 0 : ink, limit(1.5 - Math.abs(d)));
        }
        return grey(255 * (1 - ink));
    }

    private static int rendered(Shape[] shapes, int x, int y) {
        double floor = 235 - 40.0 * y / SIZE;
        double[] rgb = {floor, floor * 0.98, floor * 0.94};
        for (Shape shape : shapes) {
            // A shadow that falls down and to the right, softer than the shape.
            double shadow = 0.4 * limit(0.5 - shape.distance(x - 4, y - 5) / 6);
            double covered = limit(0.5 - shape.distance(x, y));
            double shade = shade(shape, x, y);
            for (int c = 0; c < 3; c++) {
                double colour = shape.kind.colour >> 16 - 8 * c & 0xFF;
                rgb[c] = covered * (colour * shade + 120 * Math.max(0, shade - 1)) + (1 - covered) * rgb[c] * (1 - shadow);
            }
        }
        return level(rgb[0]) << 16 | level(rgb[1]) << 8 | level(rgb[2]);
    }

    /** Lambert's law on a dome over the shape. */
    private static double shade(Shape shape, int x, int y) {
        double place = Math.min(1, shape.place(x, y));
        double angle = Math.atan2(y - shape.y, x - shape.x);
        double slope = place * place * 0.9;
        double lit = slope * Math.cos(angle) * LIGHT[0] + slope * Math.sin(angle) * LIGHT[1] + Math.sqrt(1 - slope * slope) * LIGHT[2];
        return 0.35 + 0.85 * Math.max(0, lit);
    }

    private static int grey(double value) {
        return level(value) * 0x010101;
    }

    private static int level(double value) {
        return (int) Math.round(Math.max(0, Math.min(255, value)));
    }

    private static double limit(double v) {
        return Math.max(0, Math.min(1, v));
    }
}
