package sc.fiji.pix2pix.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are broken, foreign or forged: always an IOException of one sentence that names the file, or the true content. */
class HostileModelFileTest {
    @TempDir
    Path folder;
    private Path file;
    private byte[] good;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("model.zip");
        ModelFile.write(file, ModelFileTest.description(), ModelFileTest.weights().list(), ModelFileTest.checkpoint());
        good = Files.readAllBytes(file);
    }

    /** Reads all there is. */
    private void read() throws IOException {
        StateTensorList weights = ModelFileTest.weights().zeroed();
        StateTensorList part = new StateTensorList(ModelFileTest.checkpoint().tensors().get("discriminator")).zeroed();
        try (ModelFile model = ModelFile.open(file)) {
            assertEquals(ModelFileTest.description().generator(), model.description().generator());
            assertEquals(ModelFileTest.description().input(), model.description().input());
            assertEquals(ModelFileTest.description().training(), model.description().training());
            model.readGenerator(weights.list());
            assertEquals(ModelFileTest.checkpoint().state(), model.checkpointState());
            model.readCheckpoint("discriminator", part.list());
        }
        ModelFileTest.weights().assertSame(weights);
        new StateTensorList(ModelFileTest.checkpoint().tensors().get("discriminator")).assertSame(part);
    }

    private String fails() {
        IOException e = assertThrows(IOException.class, this::read);
        assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
        assertTrue(e.getMessage().endsWith("."), e.getMessage());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
        return e.getMessage();
    }

    private String fails(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        return fails();
    }

    private Map<String, byte[]> entries() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (java.util.zip.ZipFile zip = new java.util.zip.ZipFile(file.toFile())) {
            for (ZipEntry e : java.util.Collections.list(zip.entries())) entries.put(e.getName(), zip.getInputStream(e).readAllBytes());
        }
        return entries;
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> e : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(e.getKey()));
                zip.write(e.getValue());
            }
        }
        return bytes.toByteArray();
    }

    /** The model with a word of its description replaced. */
    private String failsWith(String old, String replacement) throws IOException {
        Map<String, byte[]> entries = entries();
        String text = new String(entries.get(ModelFile.DESCRIPTION), StandardCharsets.UTF_8);
        assertTrue(text.contains(old), text);
        entries.put(ModelFile.DESCRIPTION, text.replace(old, replacement).getBytes(StandardCharsets.UTF_8));
        return fails(zip(entries));
    }

    @Test
    void namesWhatIsNotAFile() {
        Path none = folder.resolve("none.zip");
        assertEquals("There is no model file " + none + ".", assertThrows(IOException.class, () -> ModelFile.open(none)).getMessage());
        assertTrue(assertThrows(IOException.class, () -> ModelFile.open(folder)).getMessage().startsWith(folder + " is a folder"));
    }

    @Test
    void everyTruncationIsNoticed() throws IOException {
        for (int length = 0; length < good.length; length += length < 100 || length > good.length - 200 ? 1 : 7) fails(Arrays.copyOf(good,
            length));
    }

    @Test
    void everyFlippedBitIsAnErrorOrHarmless() throws IOException {
        int noticed = 0;
        for (int i = 0; i < good.length; i++) {
            byte[] flipped = good.clone();
            flipped[i] ^= (byte) (1 << i % 8);
            Files.write(file, flipped);
            try {
                read();
            } catch (IOException e) {
                assertTrue(e.getMessage().contains(file.toString()) && e.getMessage().endsWith("."), e.getMessage());
                noticed++;
            }
        }
        assertTrue(noticed > good.length / 2, noticed + " of " + good.length);
    }

    @Test
    void randomRubbishIsNoticed() throws IOException {
        java.util.Random random = new java.util.Random(1);
        for (int i = 0; i < 300; i++) {
            byte[] rubbish = good.clone();
            for (int k = random.nextInt(30); k >= 0; k--) rubbish[random.nextInt(rubbish.length)] = (byte) random.nextInt();
            Files.write(file, rubbish);
            try {
                read();
            } catch (IOException e) {
                assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
            }
        }
    }

    @Test
    void foreignFiles() throws IOException {
        assertTrue(fails("not a zip".getBytes(StandardCharsets.UTF_8)).contains("not a model file"));
        assertTrue(fails(zip(Map.of("readme.txt", new byte[10]))).contains("has no pix2pix.json"));
        assertTrue(fails(zip(Map.of(ModelFile.DESCRIPTION,
            "{\"format\":\"other\"}".getBytes(StandardCharsets.UTF_8)))).contains("not a model of this plugin"));
    }

    @Test
    void aZipThatSomebodyPackedAgainIsRead() throws IOException {
        Map<String, byte[]> entries = entries();
        entries.put("notes.txt", new byte[5]);
        Files.write(file, zip(entries));
        read();
    }

    @Test
    void missingEntries() throws IOException {
        for (String name : new String[] {ModelFile.DESCRIPTION, ModelFile.GENERATOR, "checkpoint/discriminator.safetensors"}) {
            write();
            Map<String, byte[]> entries = entries();
            entries.remove(name);
            assertTrue(fails(zip(entries)).contains(name));
        }
    }

    @Test
    void anEntryTwice() throws IOException {
        // the same length, so that only the name in the two directories of the zip needs to change
        Map<String, byte[]> entries = entries();
        entries.put("generator.safetensorz", entries.get(ModelFile.GENERATOR));
        String text = new String(zip(entries), StandardCharsets.ISO_8859_1).replace("generator.safetensorz", ModelFile.GENERATOR);
        assertTrue(fails(text.getBytes(StandardCharsets.ISO_8859_1)).contains("twice"));
    }

    @Test
    void zipBombs() throws IOException {
        Map<String, byte[]> entries = entries();
        entries.put(ModelFile.DESCRIPTION, new byte[Json.MAX_BYTES + 1]);
        assertTrue(fails(zip(entries)).contains("refused"));

        write();
        entries = entries();
        byte[] weights = entries.get(ModelFile.GENERATOR);
        entries.put(ModelFile.GENERATOR, Arrays.copyOf(weights, 50 << 20));
        assertTrue(fails(zip(entries)).contains("truncated"));

        Map<String, byte[]> many = new LinkedHashMap<>();
        for (int i = 0; i < 1001; i++) many.put("e" + i, new byte[0]);
        assertTrue(fails(zip(many)).contains("1001 entries"));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 0x7fffffffL, 0xfffffffeL})
    void forgedSizesInTheDirectory(long size) throws IOException {
        for (int field : new int[] {20, 24}) { // packed and unpacked size in the central directory
            for (String name : new String[] {ModelFile.DESCRIPTION, "checkpoint/discriminator.safetensors"}) {
                byte[] forged = good.clone();
                int nameAt = new String(good, StandardCharsets.ISO_8859_1).lastIndexOf(name);
                ByteBuffer.wrap(forged).order(ByteOrder.LITTLE_ENDIAN).putInt(nameAt - 46 + field, (int) size);
                fails(forged);
            }
        }
    }

    @Test
    void aWrongCheckSumIsNoticedEvenWhenTheContentIsPlausible() throws IOException {
        byte[] bytes = good.clone();
        int weights = indexOf(bytes, "data_offsets");
        int bias = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("}}", weights) + 40; // among the kernel's values
        bytes[bias] ^= 1;
        assertTrue(fails(bytes).contains("check sum"));
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }

    @Test
    void otherVersions() throws IOException {
        assertTrue(failsWith("\"formatVersion\" : 1", "\"formatVersion\" : 2").contains("newer version"));
        write();
        failsWith("\"formatVersion\" : 1", "\"formatVersion\" : 0");
        write();
        failsWith("\"formatVersion\" : 1", "\"formatVersion\" : \"1\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '!', value = {
        "\"levels\" : 1 | \"levels\" : 0",
        "\"levels\" : 1 | \"levels\" : 1e9",
        "\"levels\" : 1 | \"levels\" : 99999999999999999999",
        "\"width\" : 1 | \"width\" : -1",
        "\"width\" : 1 | \"width\" : null",
        "\"outputChannels\" : 2 | \"outputChannels\" : 3",
        "\"norm\" : \"INSTANCE\" | \"norm\" : \"GROUP\"",
        "\"dropout\" : false | \"dropout\" : 0",
        "\"dropout\" : false | \"dropout\" : false, \"attention\" : true",
        "\"upsampling\" : \"RESIZE\" | \"upsampling\" : [[]]",
        "\"residual\" : false | \"residual\" : true",
        "\"type\" : \"GRAY16\" | \"type\" : \"GRAY64\"",
        "\"type\" : \"FLOAT32\" | \"type\" : \"RGB\"",
        "\"softening\" : 3.25 | \"softening\" : 0",
        "\"softening\" : 3.25 | \"softening\" : 1e999",
        "\"softening\" : 3.25 | \"softening\" : NaN",
        "\"asinh\" | \"java.lang.Runtime\"",
        "\"maps\" : | \"mops\" :",
        "\"generator\" : | \"generator\" : 1, \"x\" :",
        "\"history\" : | \"history\" : [1], \"x\" :",
        "\"training\" : | \"training\" : [], \"x\" :",
        "\"format\" : | \"format\" : \"pix2pix-imagej\", \"format\" :"})
    void descriptionsThatCannotBe(String old, String replacement) throws IOException {
        failsWith(old, replacement);
    }

    @Test
    void aHugeNetworkIsNotBelieved() throws IOException {
        String message = failsWith("\"levels\" : 1,\n    \"width\" : 1", "\"levels\" : 12,\n    \"width\" : 512");
        assertTrue(message.contains("18 weights") || message.contains("17 weights"), message);
    }
}
