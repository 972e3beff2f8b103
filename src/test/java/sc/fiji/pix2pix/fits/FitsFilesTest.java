package sc.fiji.pix2pix.fits;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.progress.CancelledException;
import sc.fiji.pix2pix.progress.Progress;

class FitsFilesTest {
    private static final float NAN = Float.NaN;
    @TempDir Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("image.fits"), bytes);
    }

    /**
     * Two columns, two rows; the stored numbers 1, 2, 3, -4 with 3 as BLANK, the value being 10 + 0.5 * stored. FITS begins at the bottom.
     */
    @ParameterizedTest
    @CsvSource({"8,252", "16,-4", "32,-4", "64,-4", "-32,-4", "-64,-4"})
    void everyTypeIsScaledAndBlanked(int bitpix, int last) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(32);
        for (int value : new int[] {1, 2, 3, last}) {
            switch (bitpix) {
                case 8 -> data.put((byte) value);
                case 16 -> data.putShort((short) value);
                case 32 -> data.putInt(value);
                case 64 -> data.putLong(value);
                case -32 -> data.putFloat(value);
                default -> data.putDouble(value);
            }
        }
        Path file = file(new TestFits().header("SIMPLE  =                    T", "BITPIX  = " + bitpix, "NAXIS   = 2", "NAXIS1  = 2",
            "NAXIS2  = 2", "BSCALE  = 5.0D-1", "BZERO   = 10", "BLANK   = 3").data(data.array()).bytes());
        Raster raster = FitsFiles.read(file).raster();
        float third = bitpix > 0 ? NAN : 11.5f;
        assertArrayEquals(new float[] {third, 10 + last / 2f, 10.5f, 11}, raster.plane(0));
        assertEquals(PixelType.FLOAT32, raster.type());
    }

    @Test
    void unsigned16BitsAndNanStayThemselves() throws IOException {
        Path file = file(new TestFits().header("SIMPLE  =                    T", "BITPIX  =                   16", "NAXIS   =     2",
            "NAXIS1  =                    2", "NAXIS2  =                    1", "BZERO   =                32768")
            .data(new byte[] {(byte) 0x80, 0, 0x7f, (byte) 0xff}).bytes());
        assertArrayEquals(new float[] {0, 65535}, FitsFiles.read(file).raster().plane(0));
        Path floats = file(new TestFits().header("SIMPLE  =                    T", "BITPIX  = -32", "NAXIS   = 2", "NAXIS1  = 2",
            "NAXIS2  = 1")
            .floats(NAN, -0.1f).bytes());
        assertArrayEquals(new float[] {NAN, -0.1f}, FitsFiles.read(floats).raster().plane(0));
    }

    /** A primary unit without data, a table, two images. */
    private static byte[] extensions() {
        return new TestFits().header("SIMPLE  =                    T", "BITPIX  = 8", "NAXIS   = 0", "TELESCOP= 'T1'", "BUNIT   = 'Jy'")
            .header("XTENSION= 'BINTABLE'", "BITPIX  = 8", "NAXIS   = 2", "NAXIS1  = 4", "NAXIS2  = 3", "PCOUNT  = 5", "GCOUNT  = 1",
                "TFIELDS = 1", "TFORM1  = '1E'").data(new byte[17])
            .header("XTENSION= 'IMAGE   '", "BITPIX  = -32", "NAXIS   = 3", "NAXIS1  = 2", "NAXIS2  = 1", "NAXIS3  = 2", "PCOUNT  = 0",
                "GCOUNT  = 1", "EXTNAME = 'SCI'", "INHERIT = T", "BUNIT   = 'adu'").floats(1, 2, NAN, NAN)
            .header("XTENSION= 'IMAGE   '", "BITPIX  = -32", "NAXIS   = 2", "NAXIS1  = 1", "NAXIS2  = 2", "EXTNAME = 'SCI'", "EXTVER  = 2")
            .floats(5, 6).bytes();
    }

    @Test
    void theFirstImageOrTheOneThatIsNamedIsRead() throws IOException {
        Path file = file(extensions());
        FitsImage first = FitsFiles.read(file);
        assertArrayEquals(new float[] {1, 2}, first.raster().plane(0));
        assertArrayEquals(new float[] {NAN, NAN}, first.raster().plane(1));
        assertEquals("T1", first.header().text("TELESCOP").orElse(""));
        assertEquals("adu", first.header().text("BUNIT").orElse(""));
        for (String choice : List.of("3", "SCI,2", "sci,2"))
            assertArrayEquals(new float[] {6, 5}, FitsFiles.read(file, choice, Progress.NONE).raster().plane(0));
        assertEquals("0 (no image), 1 (no image), 2 SCI (2 x 1), 3 SCI (1 x 2)", FitsFiles.contents(file));
        assertTrue(assertThrows(IOException.class, () -> FitsFiles.read(file, 1)).getMessage().contains("holds no image"));
        String message = assertThrows(IOException.class, () -> FitsFiles.read(file, "ERR", Progress.NONE)).getMessage();
        assertTrue(message.contains("no part ERR") && message.contains("3 SCI (1 x 2)"), message);
    }

    @Test
    void gzipIsSeenByItsContent() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(extensions());
        }
        Path file = file(packed.toByteArray());
        assertTrue(FitsFiles.isFits(file));
        assertArrayEquals(new float[] {6, 5}, FitsFiles.read(file, 3).raster().plane(0));
        for (int length : new int[] {5, 20, packed.size() / 2, packed.size() - 20})
            assertFails(java.util.Arrays.copyOf(packed.toByteArray(), length), "damaged or cut short");
    }

    private void assertFails(byte[] bytes, String reason) throws IOException {
        Path file = file(bytes);
        String message = assertThrows(IOException.class, () -> FitsFiles.read(file, 3)).getMessage();
        assertTrue(message.contains("image.fits") && message.contains(reason), message);
    }

    private static String[] cards(String... changed) {
        List<String> cards = new java.util.ArrayList<>(List.of("SIMPLE  =                    T", "BITPIX  = -32", "NAXIS   = 2",
            "NAXIS1  = 10",
            "NAXIS2  = 10"));
        for (String card : changed) {
            cards.removeIf(c -> c.startsWith(card.substring(0, 8)));
            cards.add(card);
        }
        return cards.toArray(String[]::new);
    }

    /** All of them promise more than there is, or nothing that can be. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"NAXIS2  = 100000|is cut short: it has 5760 bytes, its header says 4002880",
        "NAXIS1  = 9223372036854775807|is cut short", "NAXIS2  = 2000000000|is cut short", "NAXIS1  = -5|length -5",
            "NAXIS1  = 1.5|no whole number",
        "NAXIS1  = 'ten'|no whole number ('ten')", "NAXIS1  =|no whole number", "NAXIS   = 1000|0 to 999 axes",
            "NAXIS   = 3|no card NAXIS3",
        "BITPIX  = 12|BITPIX is 12", "NAXIS   = 1|no image", "NAXIS   = 0|no image", "SIMPLE  = F|does not begin with the card SIMPLE",
            "BSCALE  = 0|BSCALE is 0",
        "BZERO   = 'x'|BZERO is no number", "BZERO   = 1E9999|BZERO is no number"})
    void whatAHeaderPromisesIsChecked(String card, String reason) throws IOException {
        Path file = file(new TestFits().header(cards(card)).floats(new float[100]).bytes());
        String message = assertThrows(IOException.class, () -> FitsFiles.read(file)).getMessage();
        assertTrue(message.contains("image.fits") && message.contains(reason), message);
    }

    @ParameterizedTest
    @ValueSource(ints = {5759 - 2480, 2880, 2879, 80, 30, 9})
    void aTruncatedFileIsAnError(int length) throws IOException {
        byte[] bytes = new TestFits().header(cards()).floats(new float[100]).bytes();
        Path file = file(java.util.Arrays.copyOf(bytes, length));
        String message = assertThrows(IOException.class, () -> FitsFiles.read(file)).getMessage();
        assertTrue(message.contains("image.fits is cut short"), message);
    }

    @Test
    void anEmptyFileAndAHeaderWithoutEndAreCalledSo() throws IOException {
        Path empty = file(new byte[0]);
        assertEquals("The file " + empty + " is empty. Get it again.", assertThrows(IOException.class, () -> FitsFiles.read(empty)).getMessage());
        byte[] bytes = new TestFits().header(cards()).floats(new float[100]).bytes();
        byte[] endless = java.util.Arrays.copyOf(bytes, 2880);
        int end = new String(endless, java.nio.charset.StandardCharsets.US_ASCII).indexOf("END ");
        endless[end] = 'X';
        Path file = file(endless);
        String message = assertThrows(IOException.class, () -> FitsFiles.read(file)).getMessage();
        assertTrue(message.contains("ends after 2880 bytes, before its header does (card END)"), message);
    }

    @Test
    void missingFillingAtTheEndIsForgiven() throws IOException {
        byte[] bytes = new TestFits().header(cards()).floats(new float[100]).bytes();
        assertEquals(10, FitsFiles.read(file(java.util.Arrays.copyOf(bytes, 2880 + 400))).raster().height());
    }

    @Test
    void whatJavaCannotHoldIsNotAllocated() throws IOException {
        Path file = folder.resolve("huge.fits");
        Files.write(file, new TestFits().header(cards("NAXIS1  = 40000", "NAXIS2  = 40000", "BITPIX  = 8", "NAXIS   = 3",
            "NAXIS3  = 1000")).bytes());
        try (java.io.RandomAccessFile sparse = new java.io.RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(2880 + 1_600_000_000_000L);
        } catch (IOException e) {
            return; // a file system without sparse files
        }
        String message = assertThrows(IOException.class, () -> FitsFiles.read(file)).getMessage();
        assertTrue(message.contains("needs more memory than Java has"), message);
    }

    @Test
    void cardsComeBackAsTheyWere() throws IOException {
        String[] odd = {"COMMENT   as it is  / not a value", "        blank keyword", "HIERARCH ESO DET DIT = 1.5 / long name",
            "EXPTIME =  1.50000E+01 /s",
            "LONGSTR = 'begins &'", "CONTINUE  'and ends'", "HISTORY 'old'", "KEY_1   = 'it''s / no comment' / yes"};
        String[] cards = Stream.concat(Stream.of(cards()), Stream.of(odd)).toArray(String[]::new);
        FitsImage image = FitsFiles.read(file(new TestFits().header(cards).floats(new float[100]).bytes()));
        assertEquals("it's / no comment", image.header().text("KEY_1").orElse(""));
        Path copy = folder.resolve("copy.fits");
        FitsFiles.write(copy, new FitsImage(image.raster(), FitsHeader.fromInfo(image.header().toInfo())));
        String header = new String(Files.readAllBytes(copy), 0, 2880, StandardCharsets.US_ASCII);
        for (String card : odd) assertEquals(0, header.indexOf(String.format("%-80s", card)) % 80, card);
        assertEquals(image.header(), FitsFiles.read(copy).header());
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(2, left.count());
        }
    }

    @Test
    void minimumAndMaximumAreBroughtUpToDate() throws IOException {
        FitsHeader header = FitsHeader.of(List.of(FitsCard.of("DATAMIN", 5.0, ""), FitsCard.of("DATAMAX", 7.0, "largest")));
        Path file = folder.resolve("minmax.fits");
        FitsFiles.write(file, new FitsImage(new Raster(2, 1, PixelType.FLOAT32, new float[] {5, 9}), header));
        assertEquals(9, FitsFiles.read(file).header().number("DATAMAX").orElse(0));
        FitsFiles.write(file, new FitsImage(new Raster(2, 1, PixelType.FLOAT32, new float[] {NAN, NAN}), header));
        assertFalse(FitsFiles.read(file).header().get("DATAMAX").isPresent());
    }

    @Test
    void aCancelledReadingOrWritingLeavesNothing() throws IOException {
        Progress cancelled = new Progress() {
            @Override
            public void report(double fraction, String message) {}

            @Override
            public boolean cancelled() {
                return true;
            }
        };
        Path file = file(extensions());
        assertThrows(CancelledException.class, () -> FitsFiles.read(file, "", cancelled));
        FitsImage image = FitsFiles.read(file);
        assertThrows(CancelledException.class, () -> FitsFiles.write(folder.resolve("new.fits"), image, cancelled));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(1, left.count());
        }
    }
}
