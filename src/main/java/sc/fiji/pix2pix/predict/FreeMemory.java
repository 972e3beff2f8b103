package sc.fiji.pix2pix.predict;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory outside the Java heap that can be used without pressing the computer. */
final class FreeMemory {
    /** Half is left to other programs, to the growth of the Java heap and to what the native library needs for itself. */
    private static final double SHARE = 0.5;

    private FreeMemory() {}

    /** Bytes that a network may use now. */
    static long usable() {
        return (long) (SHARE * available());
    }

    private static long available() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long free = system.getFreeMemorySize();
        // Linux counts cached files as used though it gives them back; in a container with a limit of its own its
        // figure is not the one that counts.
        long total = fromProc("MemTotal:");
        if (total > 0 && system.getTotalMemorySize() >= total) free = Math.max(free, fromProc("MemAvailable:"));
        return free;
    }

    private static long fromProc(String key) {
        Path file = Path.of("/proc/meminfo");
        if (!Files.isReadable(file)) return -1;
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(key)) return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        } catch (IOException | NumberFormatException e) {
            return -1;
        }
        return -1;
    }
}
