package sc.fiji.pix2pix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.pix2pix.commands.CommandCall;
import sc.fiji.pix2pix.commands.CommandEntry;

class CommandLineTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return CommandLine.run(args, new PrintStream(out), new PrintStream(err));
    }

    @Test
    void aloneItListsTheCommands() {
        assertEquals(0, run());
        assertTrue(out.toString().contains("applyfolder"), out.toString());
    }

    @Test
    void failuresAreOneLineOnStandardError() {
        assertEquals(1, run("train", "input=/no such", "target=/no", "model=/tmp/m.zip", "epochs=0"));
        assertEquals(1, run("train", "epochs=1", "epochs=2"));
        assertEquals(1, run("apply", "model=/no.zip", "output=/tmp/o.tif"));
        assertEquals(1, run("samples"));
        assertEquals(4, err.toString().lines().filter(l -> l.startsWith("Pix2Pix: ")).count(), err.toString());
        assertEquals(4, err.toString().lines().count());
        assertEquals("", out.toString());
    }

    @Test
    void aTableThatIsInAFileIsNotPrinted(@TempDir Path folder) {
        assertEquals(0, run("simulate", "output=" + folder.resolve("fields"), "count=1", "size=16"), err.toString());
        assertTrue(Files.exists(folder.resolve("fields/fields.csv")));
        assertEquals("", out.toString());
    }

    /** Run with -Dpix2pix.write=true to write the page anew. */
    @Test
    void thePageOfCommandsIsUpToDate() throws IOException {
        Path page = Path.of("docs", "COMMANDS.md");
        if (Boolean.getBoolean("pix2pix.write")) Files.writeString(page, CommandLine.page());
        assertEquals(CommandLine.page(), Files.readString(page));
    }

    @Test
    void theReadmeHasEveryCommandWithItsKeys() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        for (CommandEntry entry : CommandEntry.values()) {
            String keys = new CommandCall(entry).inputs().stream().map(item -> "`" + item.getName() + "`").collect(Collectors.joining(" "));
            String row = "| " + entry.label() + " | `" + entry.id() + "` | " + keys + " |";
            assertTrue(readme.contains(row), "README.md lacks " + row);
        }
    }
}
