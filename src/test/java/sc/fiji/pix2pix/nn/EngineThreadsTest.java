package sc.fiji.pix2pix.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The number of threads is chosen once for all that computes; in a process of its own, since it cannot be changed afterwards. */
class EngineThreadsTest {

    @Test
    void oneThreadMeansOneEverywhere() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
            EngineThreadsTest.class.getName()).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        assertEquals(0, process.waitFor());
        assertEquals("1 1 1", output);
    }

    /** Prints how many threads the engine, OpenMP in another thread than the first, and Java's kernels use. */
    public static void main(String[] args) throws InterruptedException {
        Engine.useThreads(1);
        OneDnn.available(); // loads the OpenMP library that ND4J then shares
        Engine.startNd4j();
        Engine.useThreads(8);
        int[] found = new int[1];
        Thread other = new Thread(() -> found[0] = NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads());
        other.start();
        other.join();
        Set<Thread> workers = ConcurrentHashMap.newKeySet();
        Blocks.each(1000, i -> workers.add(Thread.currentThread()));
        System.out.println(Engine.threads() + " " + found[0] + " " + workers.size());
    }
}
