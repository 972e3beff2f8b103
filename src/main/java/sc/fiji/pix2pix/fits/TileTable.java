package sc.fiji.pix2pix.fits;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The binary table of a tile-compressed image (standard 4.0, sections 7.3 and 10.1): a row for each tile, arrays in a heap behind it. */
final class TileTable {
    private static final Pattern FORM = Pattern.compile("([0-9]{0,9})([LXBIJKAEDCMPQ])([BIJKED]?).*");

    /**
     * A column.
     *
     * @param offset of its field in a row, in bytes
     * @param type code letter: P or Q for arrays in the heap
     * @param element code letter of the elements of such an array
     */
    private record Column(long offset, char type, char element) {}

    private final Hdu hdu;
    private final byte[] bytes;
    private final long rowLength;
    private final long heap;
    private final Map<String, Column> columns = new HashMap<>();

    /** @param bytes the whole data of the unit; may be null if only {@link #has} is asked */
    TileTable(Hdu hdu, byte[] bytes) throws IOException {
        this.hdu = hdu;
        this.bytes = bytes;
        this.rowLength = hdu.integer("NAXIS1");
        this.heap = hdu.integer("THEAP", ArrayShape.saturated(rowLength, hdu.integer("NAXIS2")));
        long offset = 0;
        long fields = Math.min(999, hdu.integer("TFIELDS"));
        for (int i = 1; i <= fields; i++) {
            String form = hdu.header().text("TFORM" + i).orElse("").strip();
            Matcher parts = FORM.matcher(form);
            if (!parts.matches()) throw hdu.bad("its card TFORM" + i + " is \"" + form + "\"");
            char type = parts.group(2).charAt(0);
            char element = parts.group(3).isEmpty() ? 'B' : parts.group(3).charAt(0);
            columns.put(hdu.header().text("TTYPE" + i).orElse("").strip().toUpperCase(Locale.ROOT), new Column(offset, type, element));
            long repeat = parts.group(1).isEmpty() ? 1 : Long.parseLong(parts.group(1));
            offset += type == 'X' ? (repeat + 7) / 8 : repeat * width(type);
        }
        if (offset > rowLength) throw hdu.bad("the fields of its table are longer than its rows of " + rowLength + " bytes");
    }

    private static int width(char type) {
        return switch (type) {
            case 'I' -> 2;
            case 'J', 'E' -> 4;
            case 'K', 'D', 'C', 'P' -> 8;
            case 'M', 'Q' -> 16;
            default -> 1;
        };
    }

    boolean has(String name) {
        return columns.containsKey(name);
    }

    /** A number of a row; the card of the same name where there is no such column, the default where there is neither. */
    double number(String name, int row, double otherwise) throws IOException {
        Column column = columns.get(name);
        if (column == null) return hdu.real(name, otherwise);
        ByteBuffer field = field(column, row);
        return switch (column.type) {
            case 'D' -> field.getDouble();
            case 'E' -> field.getFloat();
            case 'J' -> field.getInt();
            case 'K' -> field.getLong();
            case 'I' -> field.getShort();
            case 'B' -> field.get() & 0xff;
            default -> throw hdu.bad("its column " + name + " holds no numbers");
        };
    }

    /** The array of a row, big-endian; empty if there is none or no such column. */
    ByteBuffer array(String name, int row) throws IOException {
        Column column = columns.get(name);
        if (column == null) return ByteBuffer.allocate(0);
        if (column.type != 'P' && column.type != 'Q') throw hdu.bad("its column " + name + " holds no arrays");
        ByteBuffer field = field(column, row);
        long count = column.type == 'P' ? field.getInt() : field.getLong();
        long offset = column.type == 'P' ? field.getInt() : field.getLong();
        long length = count < 0 ? Long.MAX_VALUE : ArrayShape.saturated(count, width(column.element));
        if (length == 0) return ByteBuffer.allocate(0);
        if (offset < 0 || length > bytes.length || offset > bytes.length || heap < 0 || heap > bytes.length - length - offset)
            throw hdu.bad("the compressed tile " + (row + 1) + " lies outside the data");
        return ByteBuffer.wrap(bytes, (int) (heap + offset), (int) length).slice();
    }

    private ByteBuffer field(Column column, int row) {
        return ByteBuffer.wrap(bytes, (int) (row * rowLength + column.offset), width(column.type));
    }
}
