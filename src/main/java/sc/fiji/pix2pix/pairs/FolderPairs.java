package sc.fiji.pix2pix.pairs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Pairs from two folders: images whose file names are equal up to the last dot belong together, whatever their formats
 * ({@code blurred/cell.01.TIF} and {@code sharp/cell.01.png}). Names without an exact counterpart are matched without regard to upper and
 * lower case. Both folders are listed once, when opened; images are read when asked for. Sub-folders are not searched, so the target folder
 * may lie inside the input folder.
 */
public final class FolderPairs implements PairSource {
    private final List<Match> matches;
    private final List<String> notes;
    private final ImageReader reader;

    private record Match(String name, Path input, Path target) {}

    private FolderPairs(List<Match> matches, List<String> notes, ImageReader reader) {
        this.matches = matches;
        this.notes = notes;
        this.reader = reader;
    }

    /**
     * Lists and matches the images of two folders; reads none. Files without a counterpart are left out and named in {@link #notes()}.
     *
     * @throws IOException if a folder is missing, no folder, unreadable or without an image, if both are the same, if two images of one
     *         folder have the same name up to the extension, or if no name occurs in both; the message names folders and files
     */
    public static FolderPairs open(Path input, Path target, ImageReader reader) throws IOException {
        ImageFolder inputs = ImageFolder.list(input, "input folder", reader, target);
        ImageFolder targets = ImageFolder.list(target, "target folder", reader, input);
        if (Files.isSameFile(input, target)) throw new IOException("Input and target are the same folder " + input
            + ": give two folders, or leave the target empty if each image shows input and target side by side.");
        Map<String, Path> unmatched = byName(inputs);
        Map<String, Path> left = byName(targets);
        List<Match> matches = new ArrayList<>();
        unmatched.entrySet().removeIf(entry -> {
            Path counterpart = left.remove(entry.getKey());
            return counterpart != null && matches.add(new Match(entry.getKey(), entry.getValue(), counterpart));
        });
        matchIgnoringCase(unmatched, left, matches);
        if (matches.isEmpty()) throw new IOException("No image in the input folder " + input + " (" + Names.some(fileNames(unmatched))
            + ") has the name of one in the target folder " + target + " (" + Names.some(fileNames(left))
            + "): give both images of a pair the same name before the extension.");
        matches.sort((a, b) -> a.name.compareTo(b.name));
        List<String> notes = new ArrayList<>(inputs.notes());
        notes.addAll(targets.notes());
        noteUnmatched(unmatched, input, target, notes);
        noteUnmatched(left, target, input, notes);
        return new FolderPairs(List.copyOf(matches), List.copyOf(notes), reader);
    }

    private static Map<String, Path> byName(ImageFolder folder) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        for (Path file : folder.files()) {
            Path other = files.put(ImageFolder.baseName(file), file);
            if (other != null) throw new IOException("The folder " + folder.folder() + " has two images of one name, " + other.getFileName()
                + " and " + file.getFileName() + ": keep one of them.");
        }
        return files;
    }

    /** Pairs up what is left by lower-case names, each of which must be the only one on its side. */
    private static void matchIgnoringCase(Map<String, Path> inputs, Map<String, Path> targets, List<Match> matches) throws IOException {
        Map<String, List<String>> lowerInputs = byLowerCase(inputs);
        Map<String, List<String>> lowerTargets = byLowerCase(targets);
        for (Map.Entry<String, List<String>> entry : lowerInputs.entrySet()) {
            List<String> counterparts = lowerTargets.get(entry.getKey());
            if (counterparts == null) continue;
            if (entry.getValue().size() > 1 || counterparts.size() > 1) throw new IOException("It is not clear which of the inputs "
                + Names.some(entry.getValue()) + " belongs to which of the targets " + Names.some(counterparts)
                + ": they differ only in upper and lower case; rename them.");
            String name = entry.getValue().get(0);
            matches.add(new Match(name, inputs.remove(name), targets.remove(counterparts.get(0))));
        }
    }

    private static Map<String, List<String>> byLowerCase(Map<String, Path> files) {
        Map<String, List<String>> lower = new HashMap<>();
        for (String name : files.keySet()) {
            lower.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>()).add(name);
        }
        return lower;
    }

    private static void noteUnmatched(Map<String, Path> files, Path folder, Path other, List<String> notes) {
        if (!files.isEmpty()) notes.add(Names.count(files.size(), "image") + " in " + folder + " left out, without a counterpart in "
            + other + ": " + Names.some(fileNames(files)) + ".");
    }

    private static List<String> fileNames(Map<String, Path> files) {
        return files.values().stream().map(file -> file.getFileName().toString()).toList();
    }

    @Override
    public int size() {
        return matches.size();
    }

    @Override
    public String name(int i) {
        return matches.get(i).name;
    }

    @Override
    public Pair load(int i) throws IOException {
        Match match = matches.get(i);
        return new Pair(match.name, reader.read(match.input), reader.read(match.target));
    }

    /** The file of the input of pair {@code i}. */
    public Path input(int i) {
        return matches.get(i).input;
    }

    /** The file of the target of pair {@code i}. */
    public Path target(int i) {
        return matches.get(i).target;
    }

    @Override
    public String inputName(int i) {
        return matches.get(i).input.toString();
    }

    @Override
    public String targetName(int i) {
        return matches.get(i).target.toString();
    }

    @Override
    public List<String> notes() {
        return notes;
    }
}
