package sc.fiji.pix2pix.fits;

import java.io.IOException;
import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import nom.tam.fits.compression.algorithm.quant.RandomSequence;

/** Floats that were stored as integers: scale and zero for each tile, with or without dither (standard 4.0, section 10.2). */
final class Quantization {
    /** What the method SUBTRACTIVE_DITHER_2 stores for 0.0. */
    private static final int ZERO = -2147483646;
    private static final int SEED_RANGE = 500;

    private final TileTable table;
    private final boolean dither;
    private final boolean exactZero;
    private final long seed;

    Quantization(Hdu hdu, TileTable table) throws IOException {
        this.table = table;
        String method = hdu.header().text("ZQUANTIZ").orElse("NO_DITHER");
        this.exactZero = method.equals("SUBTRACTIVE_DITHER_2");
        this.dither = exactZero || method.equals("SUBTRACTIVE_DITHER_1");
        if (!dither && !method.equals("NO_DITHER") && !method.equals("NONE"))
            throw hdu.bad("its floats were quantised by the unknown method " + method);
        this.seed = dither ? Math.floorMod(hdu.integer("ZDITHER0", 1) - 1, (long) RandomSequence.length()) : 0;
    }

    /** Values of the tile in a row of the table; an integer that stands for a missing one becomes NaN. */
    FloatBuffer restore(Buffer stored, int row) throws IOException {
        double scale = table.number("ZSCALE", row, 1);
        double zero = table.number("ZZERO", row, 0);
        double blank = table.number("ZBLANK", row, Double.NaN);
        float[] values = new float[stored.remaining()];
        int start = (int) ((row + seed) % RandomSequence.length());
        int next = first(start);
        for (int i = 0; i < values.length; i++) {
            int integer = stored instanceof IntBuffer b ? b.get(i) : ((ShortBuffer) stored).get(i);
            // Random numbers are single precision in CFITSIO, which the standard's values come from.
            double shifted = dither ? integer - (double) (float) RandomSequence.get(next) + 0.5 : integer;
            if (integer == blank) values[i] = Float.NaN;
            else if (exactZero && integer == ZERO) values[i] = 0;
            else values[i] = (float) (shifted * scale + zero);
            if (++next == RandomSequence.length()) {
                start = (start + 1) % RandomSequence.length();
                next = first(start);
            }
        }
        return FloatBuffer.wrap(values);
    }

    private static int first(int start) {
        return (int) (RandomSequence.get(start) * SEED_RANGE);
    }
}
