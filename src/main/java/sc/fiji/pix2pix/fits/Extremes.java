package sc.fiji.pix2pix.fits;

import sc.fiji.pix2pix.image.Raster;

/** The cards DATAMIN and DATAMAX, where a header has them, as the pixels now are. */
final class Extremes {
    private Extremes() {}

    static FitsHeader updated(FitsHeader header, Raster raster) {
        if (header.get("DATAMIN").isEmpty() && header.get("DATAMAX").isEmpty()) return header;
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (int c = 0; c < raster.channels(); c++) {
            for (float value : raster.plane(c)) {
                if (!Float.isFinite(value)) continue;
                min = Math.min(min, value);
                max = Math.max(max, value);
            }
        }
        if (min > max) return header.without(keyword -> keyword.equals("DATAMIN") || keyword.equals("DATAMAX"));
        return replaced(replaced(header, "DATAMIN", min), "DATAMAX", max);
    }

    private static FitsHeader replaced(FitsHeader header, String keyword, double value) {
        if (header.get(keyword).isEmpty() || header.number(keyword).orElse(Double.NaN) == value) return header;
        return header.with(FitsCard.of(keyword, value, header.get(keyword).get().comment()));
    }
}
