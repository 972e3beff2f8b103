package sc.fiji.pix2pix.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * One side of a comparison, in a process of its own. Commands come as lines: {@code prepare WHAT ...} makes the work ready, {@code run N} does it N
 * times and answers the milliseconds of each, {@code memory} answers the largest resident memory in bytes since the start or the last {@code reset}.
 * An answer is one line after {@code "= "}, a failure one after {@code "! "}; between commands the process sleeps. Uses the JDK alone, since peers
 * have class paths of their own.
 */
public final class Server {

    /** What one side can do. */
    public interface Side {
        /** Makes ready what {@code run} will time. */
        Runnable prepare(String[] words) throws Exception;

        /** Any other command. */
        default String answer(String[] words) throws Exception {
            throw new IllegalArgumentException("There is no command " + words[0] + ".");
        }
    }

    private Server() {}

    /** Serves until the input ends, then ends the process: natives may have threads that would keep it. */
    public static void serve(Side side) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err); // libraries talk
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Runnable work = null;
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ");
            try {
                if (words[0].equals("prepare")) {
                    work = null; // can be collected before the next
                    work = side.prepare(words);
                }
                String answer = switch (words[0]) {
                    case "prepare" -> "ready";
                    case "run" -> times(work, Integer.parseInt(words[1]));
                    case "memory" -> Long.toString(peakMemory());
                    case "reset" -> resetPeak();
                    default -> side.answer(words);
                };
                answers.println("= " + answer);
            } catch (Exception | LinkageError | OutOfMemoryError e) {
                e.printStackTrace();
                answers.println("! " + e.toString().replace('\n', ' '));
            }
            answers.flush();
        }
        Runtime.getRuntime().halt(0);
    }

    private static String times(Runnable work, int n) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < n; i++) {
            long start = System.nanoTime();
            work.run();
            all.append(String.format(Locale.ROOT, i == 0 ? "%.3f" : " %.3f", (System.nanoTime() - start) / 1e6));
        }
        return all.toString();
    }

    /** In bytes; -1 where the system does not tell (Linux does). */
    private static long peakMemory() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) return -1;
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmHWM:")) return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
        return -1;
    }

    private static String resetPeak() throws IOException {
        Path file = Path.of("/proc/self/clear_refs");
        if (!Files.exists(file)) return "unknown";
        Files.writeString(file, "5"); // see proc(5)
        return "done";
    }
}
