package sc.fiji.pix2pix.fits;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/** How large a pixel is on the sky, by what a header says (standard 4.0, section 8.1). */
final class PixelScale {
    private static final Pattern SKY = Pattern.compile("(RA|DEC|.LON|.LAT|..LN|..LT)(-.*)?");
    private static final Set<String> DIRECT = Set.of("PIXSCALE", "SECPIX", "SECPIX1");
    /** Two statements of one scale may differ by so much. */
    private static final double TOLERANCE = 0.01;

    private PixelScale() {}

    static OptionalDouble arcsec(FitsHeader header) {
        if (states(header, "CTYPE") || states(header, "CUNIT")) {
            if (statesMatrix(header, "CD") || statesMatrix(header, "PC") || states(header, "CDELT")) return ofCoordinates(header);
        }
        OptionalDouble plate = ofPlate(header);
        if (plate.isPresent()) return plate;
        return DIRECT.stream().sorted().map(header::number).filter(OptionalDouble::isPresent).map(v -> positive(v.getAsDouble()))
            .findFirst().orElse(OptionalDouble.empty());
    }

    private static boolean states(FitsHeader header, String name) {
        return header.get(name + 1).isPresent() || header.get(name + 2).isPresent();
    }

    private static boolean statesMatrix(FitsHeader header, String name) {
        return states(header, name + "1_") || states(header, name + "2_");
    }

    private static OptionalDouble ofCoordinates(FitsHeader header) {
        double unit = arcsecPerUnit(header, 1) * arcsecPerUnit(header, 2);
        boolean cd = statesMatrix(header, "CD");
        boolean pc = statesMatrix(header, "PC");
        double steps = header.number("CDELT1").orElse(Double.NaN) * header.number("CDELT2").orElse(Double.NaN);
        double byMatrix = Math.sqrt(Math.abs(unit * determinant(header, "CD", 0)));
        double bySteps = Math.sqrt(Math.abs(unit * steps * determinant(header, "PC", 1)));
        if (cd && pc && !(Math.abs(byMatrix / bySteps - 1) <= TOLERANCE)) return OptionalDouble.empty();
        return positive(cd ? byMatrix : bySteps);
    }

    /** Why there is no scale, to follow the image's name. */
    static String problem(FitsHeader header) {
        boolean steps = states(header, "CDELT");
        boolean cd = statesMatrix(header, "CD");
        boolean pc = statesMatrix(header, "PC");
        if (!cd && !pc && !steps) return "has no world coordinates in its header";
        if (!(arcsecPerUnit(header, 1) * arcsecPerUnit(header, 2) > 0)) return "has axes that are not those of the sky (CTYPE1="
            + header.text("CTYPE1").orElse("") + ", CTYPE2=" + header.text("CTYPE2").orElse("") + ")";
        if (cd && pc) return "has world coordinates that contradict each other (cards CDi_j, PCi_j with CDELTi)";
        return "has world coordinates that give its pixels no size (cards " + (cd ? "CDi_j" : pc ? "PCi_j, CDELTi" : "CDELTi") + ")";
    }

    private static double determinant(FitsHeader header, String name, double diagonal) {
        return header.number(name + "1_1").orElse(diagonal) * header.number(name + "2_2").orElse(diagonal)
            - header.number(name + "1_2").orElse(0) * header.number(name + "2_1").orElse(0);
    }

    /** NaN if the axis is none of the sky. Degrees are the default of the sky's axes. */
    private static double arcsecPerUnit(FitsHeader header, int axis) {
        String type = header.text("CTYPE" + axis).orElse("").toUpperCase(Locale.ROOT);
        String unit = header.text("CUNIT" + axis).orElse("").toLowerCase(Locale.ROOT);
        boolean sky = SKY.matcher(type).matches();
        if (!type.isEmpty() && !sky) return Double.NaN;
        return switch (unit) {
            case "" -> sky ? 3600 : Double.NaN;
            case "deg", "degree", "degrees" -> 3600;
            case "arcmin" -> 60;
            case "arcsec" -> 1;
            case "mas" -> 1e-3;
            case "rad" -> Math.toDegrees(3600);
            default -> Double.NaN;
        };
    }

    /** PLTSCALE is in arcseconds a millimetre, the pixels of the scan in micrometres. */
    private static OptionalDouble ofPlate(FitsHeader header) {
        double area = header.number("XPIXELSZ").orElse(Double.NaN) * header.number("YPIXELSZ").orElse(Double.NaN);
        return positive(header.number("PLTSCALE").orElse(Double.NaN) * Math.sqrt(area) / 1000);
    }

    private static OptionalDouble positive(double scale) {
        return scale > 0 && Double.isFinite(scale) ? OptionalDouble.of(scale) : OptionalDouble.empty();
    }
}
