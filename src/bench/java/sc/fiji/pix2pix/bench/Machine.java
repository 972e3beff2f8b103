package sc.fiji.pix2pix.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the figures were measured on. */
final class Machine {
    private static final Path CPU = Path.of("/proc/cpuinfo");
    private static final List<String> VECTORS = List.of("avx2", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16", "asimd", "bf16");

    private Machine() {}

    static String describe() throws IOException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        String vectors = VECTORS.stream().filter(flags()::contains).collect(Collectors.joining(", "));
        return String.format(Locale.ROOT, "%s; %d cores%s; %d GB of memory; %s %s; Java %s; load before the run %.1f", cpu(),
            system.getAvailableProcessors(), vectors.isEmpty() ? "" : " (" + vectors + ")", Math.round(system.getTotalMemorySize() / 1e9),
            system.getName(), system.getArch(), Runtime.version(), system.getSystemLoadAverage());
    }

    /** Whether other programs compute too, so that figures say little. */
    static boolean busy() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return system.getSystemLoadAverage() > system.getAvailableProcessors();
    }

    private static String cpu() throws IOException {
        String name = value("model name");
        if (name != null) return name;
        String windows = System.getenv("PROCESSOR_IDENTIFIER");
        return windows != null ? windows : System.getProperty("os.arch");
    }

    /** Why bfloat16 cannot be measured here, or null if it can. */
    static String lacksBf16() throws IOException {
        if (!Files.exists(CPU)) return "whether this CPU computes in bfloat16 is known on Linux only";
        List<String> flags = flags();
        return flags.contains("amx_bf16") || flags.contains("avx512_bf16") ? null : "this CPU has neither AMX nor AVX512-BF16";
    }

    private static List<String> flags() throws IOException {
        String flags = value("flags") != null ? value("flags") : value("Features");
        return flags == null ? List.of() : Arrays.asList(flags.split(" "));
    }

    private static String value(String key) throws IOException {
        if (!Files.exists(CPU)) return null;
        try (Stream<String> lines = Files.lines(CPU)) {
            return lines.filter(l -> l.split(":")[0].strip().equals(key)).map(l -> l.substring(l.indexOf(':') + 1).strip()).findFirst().orElse(null);
        }
    }
}
