package sc.fiji.pix2pix.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link Server} in a process of its own, as the benchmark sees it. */
final class Worker implements AutoCloseable {
    private final String name;
    private final Path log;
    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    /** What one side said it cannot do. */
    static final class Refusal extends IOException {
        private static final long serialVersionUID = 1;

        Refusal(String message) {
            super(message);
        }
    }

    /**
     * @param log gets what the process says besides its answers
     * @param command starts the process
     */
    Worker(String name, Path log, List<String> command) throws IOException {
        this.name = name;
        this.log = log;
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Waits for the answer. */
    String ask(Object... words) throws IOException {
        commands.write(String.join(" ", Arrays.stream(words).map(Object::toString).toList()));
        commands.newLine();
        commands.flush();
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith("= ")) return line.substring(2);
            if (line.startsWith("! ")) throw new Refusal(line.substring(2));
        }
        throw new IOException(name + " ended in the middle of " + Arrays.toString(words) + "; see " + log + ".");
    }

    /** Milliseconds of each of {@code n} runs. */
    double[] run(int n) throws IOException {
        return n == 0 ? new double[0] : numbers(ask("run", n));
    }

    /** Largest resident memory so far, in MB; negative where the system does not tell. */
    double peakMegabytes() throws IOException {
        return Double.parseDouble(ask("memory")) / (1 << 20);
    }

    static double[] numbers(String answer) {
        return Arrays.stream(answer.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    @Override
    public void close() throws IOException {
        commands.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
