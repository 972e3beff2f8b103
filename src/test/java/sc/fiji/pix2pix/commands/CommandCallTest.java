package sc.fiji.pix2pix.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleItem;
import org.scijava.plugin.Plugin;

class CommandCallTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "train|input target direction model preset epochs batch crop rate lambda loss intensity validation seed",
        "continue|model epochs", "apply|image model tile overlap output", "applyfolder|input model output", "info|model"})
    void commandsHaveTheirPublicKeys(String id, String keys) {
        List<String> names = new CommandCall(CommandEntry.of(id)).inputs().stream().map(ModuleItem::getName).toList();
        assertTrue(names.containsAll(List.of(keys.split(" "))), names.toString());
    }

    @ParameterizedTest
    @EnumSource(CommandEntry.class)
    void theFirstWordOfALabelIsTheKey(CommandEntry entry) {
        for (ModuleItem<?> item : new CommandCall(entry).inputs()) {
            String word = item.getLabel().split("[ :]")[0].toLowerCase(Locale.ROOT);
            assertEquals(item.getName(), word, item.getLabel());
        }
    }

    @ParameterizedTest
    @EnumSource(CommandEntry.class)
    void keysAreLowerCaseAndNothingPersists(CommandEntry entry) {
        for (ModuleItem<?> item : new CommandCall(entry).inputs()) {
            assertTrue(item.getName().matches("[a-z]+"), item.getName());
            assertFalse(item.isPersisted(), item.getName());
            if (item.getType() == boolean.class)
                assertEquals("false", CommandCall.defaultText(item), "a macro cannot switch off " + item.getName());
        }
        Plugin plugin = entry.type().getAnnotation(Plugin.class);
        assertEquals(entry.label(), plugin.label());
        assertEquals("", plugin.menuPath());
        assertEquals(0, plugin.menu().length);
    }

    @Test
    void theMenuListsEveryCommand() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("plugins.config")).stream().filter(l -> l.contains("CommandPlugIn")).toList();
        List<String> expected = Arrays.stream(CommandEntry.values())
            .map(e -> "Plugins>Pix2Pix, \"" + e.label() + "\", sc.fiji.pix2pix.ij.CommandPlugIn(\"" + e.id() + "\")").toList();
        assertEquals(expected, lines);
    }

    @Test
    void scriptsFindTheCommands() {
        try (Context context = new Context(CommandService.class)) {
            for (CommandEntry entry : CommandEntry.values()) {
                CommandInfo info = context.service(CommandService.class).getCommand(entry.type().getName());
                assertNotNull(info, entry.id());
                assertTrue(info.isValid(), info.getProblems().toString());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "modle=/m.zip|\"modle\" is no key", "epochs=two|epochs=two is not possible: it has to be a whole number",
            "rate=NaN|rate=NaN is not possible: it has to be a number",
        "loss=mse|it is one of preset, bce, lsgan, hinge, none", "overwrite=maybe|it is true or false",
            "preset=huge|preset=huge is not possible"})
    void wrongInputsAreErrors(String option, String message) {
        CommandCall call = new CommandCall(CommandEntry.TRAIN);
        String[] parts = option.split("=");
        Map<String, String> values = new java.util.LinkedHashMap<>(Map.of("input", "/in"));
        if (!parts[0].equals("modle")) values.put("model", "/m.zip");
        values.put(parts[0], parts[1]);
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> call.setInputs(values, name -> null));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void aMissingInputIsAnError() {
        CommandCall call = new CommandCall(CommandEntry.TRAIN);
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> call.setInputs(Map.of("input", "/in"), name ->
            null));
        assertTrue(e.getMessage().startsWith("\"model\" is missing"), e.getMessage());
    }
}
