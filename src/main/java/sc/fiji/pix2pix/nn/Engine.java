package sc.fiji.pix2pix.nn;

import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.util.function.IntConsumer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.common.config.ND4JSystemProperties;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Loads the native libraries once, each when it is needed first, with the settings that they must have before. */
public final class Engine {
    private static final int CORES = Runtime.getRuntime().availableProcessors();
    /** Bytes of a page, on every Linux that there are natives for. */
    private static final long PAGE = 1 << 12;
    /** Of Linux 5.14 and later: take pages now, as if they were written to. */
    private static final int MADV_POPULATE_WRITE = 23;
    /** How often OpenMP's threads look for work before they sleep. */
    private static final int LOOKS = 2000;
    private static boolean started;
    private static boolean nd4jStarted;
    private static int threads = CORES;

    private Engine() {}

    /** Threads that native and Java kernels use, together: they take turns. By default every core that this JVM may use. */
    public static synchronized int threads() {
        return threads;
    }

    /**
     * How many threads to use, at most every core. Native libraries read it once: it counts if nothing was computed yet.
     *
     * @param wanted 1 or more
     */
    public static synchronized void useThreads(int wanted) {
        if (!started) threads = Math.max(1, Math.min(wanted, CORES));
    }

    /** Calls {@code task} for 0 to {@code count} - 1 on so many threads. */
    public static void inParallel(int count, IntConsumer task) {
        Team.share(count, task);
    }

    /** A sentence that says why computing is slower than it could be here, or null. */
    public static String slower() {
        String failure = OneDnn.failure();
        return failure == null ? null : "oneDNN could not be loaded (" + failure + "): ND4J's own operations are used, which are slower.";
    }

    /**
     * Makes native memory ready if that has not happened yet.
     *
     * @throws IllegalStateException if this computer has no native library that fits
     */
    public static synchronized void start() {
        if (started) return;
        // JavaCPP bounds native memory by twice the Java heap by default: the memory check before training and applying is ours instead.
        setDefault("org.bytedeco.javacpp.maxbytes", "0");
        setDefault("org.bytedeco.javacpp.maxphysicalbytes", "0");
        setDefault(ND4JSystemProperties.LOG_INITIALIZATION, "false");
        setDefault("slf4j.internal.verbosity", "ERROR");
        configureNativeThreads();
        try {
            new BytePointer(1).close();
        } catch (LinkageError | RuntimeException e) {
            throw notLoaded("The native library of JavaCPP", e);
        }
        started = true;
    }

    /**
     * Loads ND4J if that has not happened yet.
     *
     * @throws IllegalStateException if it cannot be loaded on this computer
     */
    static synchronized void startNd4j() {
        if (nd4jStarted) return;
        start();
        // ImageJ loads plugins by a class loader of its own, which the thread's context class loader need not be.
        ND4JClassLoading.setNd4jClassloaderFromClass(Engine.class);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try {
            Thread.currentThread().setContextClassLoader(Engine.class.getClassLoader());
            Nd4j.create(1).close();
            NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
        } catch (LinkageError | RuntimeException e) {
            throw notLoaded("The native library of ND4J", e);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        nd4jStarted = true;
    }

    private static IllegalStateException notLoaded(String what, Throwable e) {
        return new IllegalStateException(what + " could not be loaded (" + Loader.getPlatform() + ", " + reason(e)
            + "). Restart ImageJ; if this stays, install the Pix2Pix build for this system, or after Refresh Menus only restart.", e);
    }

    /**
     * By default OpenMP's threads spin while they wait for each other and after their work, which takes the cores from Java's kernels and from
     * every other program: measured four times slower on two busy cores. libgomp and OpenBLAS read this once, from the environment of the process,
     * when they are loaded, and Java cannot set that by itself. For as long as it takes to wake a thread (0.04 ms where this was measured) they do spin: most calls
     * follow each other in less. Training of width 16 takes 8 % less time so, and 4 % more while another program keeps one of two cores busy; with 0.1 ms that is 37 %.
     */
    private static void configureNativeThreads() {
        // It would count more than the policy, which somebody may have chosen.
        if (System.getenv("OMP_WAIT_POLICY") == null) setEnvironment("GOMP_SPINCOUNT", Integer.toString(LOOKS));
        setEnvironment("OMP_WAIT_POLICY", "passive");
        // Also where these are all cores: a container may allow fewer than libgomp sees.
        setEnvironment("OMP_NUM_THREADS", Integer.toString(threads));
        setEnvironment("OPENBLAS_NUM_THREADS", Integer.toString(threads));
    }

    private static void setEnvironment(String name, String value) {
        if (System.getenv(name) != null || Platform.isWindows()) return;
        try {
            NativeLibrary.getProcess().getFunction("setenv").invokeInt(new Object[] {name, value, 0});
        } catch (LinkageError | RuntimeException e) {
            // Only speed is lost.
            return;
        }
    }

    /**
     * Asks Linux for all pages of an array at once. The first touch of each is a call of the system otherwise, which for the weights of a large network takes
     * longer than reading them. (Pages of 2 MB take less time still, but training of width 64 then takes 15 % more, perhaps since arrays begin at the same places of the caches.)
     */
    static void populate(long address, long bytes) {
        if (!Platform.isLinux()) return;
        long first = (address + PAGE - 1) / PAGE * PAGE;
        long length = (address + bytes) / PAGE * PAGE - first;
        try {
            // Older systems refuse, and nothing has changed.
            NativeLibrary.getProcess().getFunction("madvise").invokeInt(new Object[] {new Pointer(first), new NativeLong(length), MADV_POPULATE_WRITE});
        } catch (LinkageError | RuntimeException e) {
            // Only speed is lost.
            return;
        }
    }

    private static void setDefault(String key, String value) {
        if (System.getProperty(key) == null) System.setProperty(key, value);
    }

    static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) cause = cause.getCause();
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }
}
