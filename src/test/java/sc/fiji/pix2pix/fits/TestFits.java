package sc.fiji.pix2pix.fits;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Builds files byte by byte, right ones and wrong ones. */
final class TestFits {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A header, filled up; each card as it should stand. */
    TestFits header(String... cards) {
        for (String card : cards) out.writeBytes(String.format("%-80s", card).getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(String.format("%-80s", "END").getBytes(StandardCharsets.ISO_8859_1));
        return fill(' ');
    }

    TestFits data(byte... bytes) {
        out.writeBytes(bytes);
        return fill(0);
    }

    TestFits floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
        for (float value : values) bytes.putFloat(value);
        return data(bytes.array());
    }

    private TestFits fill(int with) {
        while (out.size() % 2880 != 0) out.write(with);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
