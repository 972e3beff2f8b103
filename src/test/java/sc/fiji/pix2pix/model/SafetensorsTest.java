package sc.fiji.pix2pix.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

    static StateTensorList tensors() {
        return new StateTensorList().add("a.weight", new long[] {2, 1, 1, 3}, 1, 2, 3, 4, 5, 6).add("b", new long[] {1}, -0.5f);
    }

    static byte[] bytes(StateTensorList tensors) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Safetensors.write(tensors.list(), out);
        return out.toByteArray();
    }

    /** A file with this header and so many bytes of zeros. */
    private static byte[] file(String header, int values) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + values).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json).array();
    }

    private static IOException fails(byte[] bytes, StateTensorList into) {
        IOException e = assertThrows(IOException.class, () -> Safetensors.read(new ByteArrayInputStream(bytes), bytes.length, "x.zip",
            into.list()));
        assertTrue(e.getMessage().startsWith("x.zip "), e.getMessage());
        assertTrue(e.getMessage().endsWith("."), e.getMessage());
        return e;
    }

    @Test
    void writesTheFormatAsItIsDefined() throws IOException {
        byte[] bytes = bytes(new StateTensorList().add("w", new long[] {2}, 1, -2));
        String header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
        ByteBuffer expected = ByteBuffer.allocate(8 + 56 + 8).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(56).put((header + " ".repeat(56 - header.length())).getBytes(StandardCharsets.UTF_8)).putFloat(1).putFloat(-2);
        assertArrayEquals(expected.array(), bytes);
        assertEquals(bytes.length, Safetensors.size(new StateTensorList().add("w", new long[] {2}, 1, -2).list()));
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        byte[] bytes = bytes(tensors());
        StateTensorList read = tensors().zeroed();
        Safetensors.read(new ByteArrayInputStream(bytes), bytes.length, "x", read.list());
        tensors().assertSame(read);
    }

    @Test
    void readsTensorsInAnyOrder() throws IOException {
        StateTensorList t = tensors();
        byte[] bytes = bytes(new StateTensorList(List.of(t.list().get(1), t.list().get(0))));
        StateTensorList read = t.zeroed();
        Safetensors.read(new ByteArrayInputStream(bytes), bytes.length, "x", read.list());
        t.assertSame(read);
    }

    @Test
    void streamsMoreThanOneChunk() throws IOException {
        int n = 700_001; // 2.8 MB: two full chunks of 1 MB and a rest
        FloatBuffer values = ByteBuffer.allocateDirect(4 * n).order(ByteOrder.nativeOrder()).asFloatBuffer();
        for (int i = 0; i < n; i++) values.put(i, i);
        StateTensorList big = new StateTensorList().add("big", new long[] {n}, values);
        byte[] bytes = bytes(big);
        StateTensorList read = big.zeroed();
        Safetensors.read(new ByteArrayInputStream(bytes), bytes.length, "x", read.list());
        big.assertSame(read);
    }

    @Test
    void refusesToWriteWhatCannotBeReadAgain() {
        StateTensorList nan = new StateTensorList().add("w", new long[] {1}, Float.NaN);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> bytes(nan)).getMessage().contains("w"));
        StateTensorList twice = new StateTensorList().add("w", new long[] {1}, 1).add("w", new long[] {1}, 1);
        assertThrows(IllegalArgumentException.class, () -> bytes(twice));
    }

    @Test
    void everyTruncationIsNoticed() throws IOException {
        byte[] bytes = bytes(tensors());
        for (int length = 0; length < bytes.length; length++) {
            byte[] part = java.util.Arrays.copyOf(bytes, length);
            fails(part, tensors());
            // a stream that is shorter than it was said to be
            assertThrows(IOException.class, () -> Safetensors.read(new ByteArrayInputStream(part), bytes.length, "x.zip",
                tensors().list()));
        }
        fails(java.util.Arrays.copyOf(bytes, bytes.length + 1), tensors());
    }

    @Test
    void everyFlippedByteOfTheHeaderIsAnErrorOrHarmless() throws IOException {
        byte[] bytes = bytes(tensors());
        int header = 8 + ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
        for (int i = 0; i < header; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] flipped = bytes.clone();
                flipped[i] ^= (byte) (1 << bit);
                StateTensorList read = tensors().zeroed();
                try {
                    Safetensors.read(new ByteArrayInputStream(flipped), flipped.length, "x.zip", read.list());
                    tensors().assertSame(read); // white space became other white space
                } catch (IOException e) {
                    assertTrue(e.getMessage().startsWith("x.zip "), e.getMessage());
                }
            }
        }
    }

    @Test
    void namesWhatDoesNotFit() throws IOException {
        byte[] bytes = bytes(tensors());
        assertTrue(fails(bytes, new StateTensorList().add("b", new long[] {1}, 0)).getMessage().contains("holds the tensor a.weight"));
        assertTrue(fails(bytes, tensors().add("c", new long[] {1}, 0)).getMessage().contains("lacks the tensor c"));
        StateTensorList other = new StateTensorList().add("a.weight", new long[] {3, 1, 1, 2}, 1, 2, 3, 4, 5, 6).add("b", new long[] {1},
            0);
        assertTrue(fails(bytes, other).getMessage().contains("[2, 1, 1, 3]"));
    }

    @Test
    void refusesWeightsThatAreNotFinite() throws IOException {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            byte[] bytes = bytes(tensors());
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 4, bad);
            assertTrue(fails(bytes, tensors()).getMessage().contains("not finite"));
        }
    }

    @Test
    void forgedHeaderLengthsAllocateNothing() throws IOException {
        for (long length : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 0, 1, 1L << 32, 5 << 20, 200}) {
            byte[] bytes = bytes(tensors());
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
            fails(bytes, tensors());
        }
        // plausible for the claimed size, too large for any header
        IOException e = assertThrows(IOException.class, () -> SafetensorsHeader.read(new ByteArrayInputStream(
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(1L << 40).array()), 1L << 41, "x"));
        assertTrue(e.getMessage().contains("header"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '!', value = {
        "{} | 4",
        "[] | 0",
        "null | 0",
        "{\"w\":1} | 4",
        "{\"w\":{}} | 4",
        "{\"w\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}} | 4",
        "{\"w\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}} | 8",
        "{\"w\":{\"dtype\":4,\"shape\":[1],\"data_offsets\":[0,4]}} | 4",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":1,\"data_offsets\":[0,4]}} | 4",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}} | 4",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}} | 4",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}} | 0",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}} | 4",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,4]}} | 4",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999999],\"data_offsets\":[0,4]}} | 4",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1,1,1,1,1,1,1,1,1],\"data_offsets\":[0,4]}} | 4",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | 8",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}} | 4",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}} | 4",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,8]}} | 4",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | 8",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | 8",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"v\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | 4",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"v\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | 8",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}} | 4",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]} | 4"})
    void refusesForgedHeaders(String header, int values) {
        fails(file(header, values), new StateTensorList().add("w", new long[] {1}, 0));
    }

    @Test
    void refusesDeepNesting() {
        String deep = "{\"w\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        fails(file(deep, 0), new StateTensorList());
    }

    @Test
    void readsHeadersOfDoublesAndMetadata() throws IOException {
        byte[] bytes = file("{\"__metadata__\":{\"layout\":\"NCHW\"},\"one\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[0,8]}}  ",
            8);
        SafetensorsHeader header = SafetensorsHeader.read(new ByteArrayInputStream(bytes), bytes.length, "x");
        assertEquals("NCHW", header.metadata().get("layout"));
        assertEquals(1, header.entries().get("one").count());
        assertEquals(SafetensorsHeader.Type.F64, header.entries().get("one").type());
    }
}
