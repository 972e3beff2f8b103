package sc.fiji.pix2pix;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The command line: {@code Main COMMAND key=value ...}, without arguments a list of commands and keys. The exit code is 0, or 1 after one
 * line on standard error. It uses ImageJ's classes. An ImageJ folder and a Fiji bring their own, and a second copy among the jars would
 * disturb them, so the copy that comes with this program has a name that no class path picks up; it is loaded here if there is no other.
 */
public final class Main {
    private static final String OWN_IMAGEJ = ".jar.commandline";

    private Main() {}

    public static void main(String[] args) throws IOException, ReflectiveOperationException {
        System.setProperty("java.awt.headless", "true");
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        int code;
        try {
            code = hasImageJ() ? CommandLine.run(args, System.out, System.err) : runWithOwnImageJ(args);
        } catch (InvocationTargetException e) {
            System.err.println("Pix2Pix: " + e.getCause());
            code = 1;
        }
        System.out.flush();
        System.exit(code);
    }

    private static boolean hasImageJ() {
        return Main.class.getClassLoader().getResource("ij/IJ.class") != null;
    }

    /** Runs this class path again in a class loader that has ImageJ besides. */
    private static int runWithOwnImageJ(String[] args) throws IOException, ReflectiveOperationException {
        Path imageJ = findImageJ();
        if (imageJ == null) {
            System.err.println("Pix2Pix: ImageJ is missing; add its ij.jar to the class path.");
            return 1;
        }
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) urls.add(Path.of(entry).toUri().toURL());
        urls.add(imageJ.toUri().toURL());
        URLClassLoader loader = new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        Class<?> commandLine = Class.forName(CommandLine.class.getName(), true, loader);
        return (int) commandLine.getMethod("run", String[].class, PrintStream.class, PrintStream.class).invoke(null, args, System.out,
            System.err);
    }

    /** ImageJ's own jar beside the plugins folder this class lies in, or the copy in the folder of jars. */
    private static Path findImageJ() throws IOException {
        Path home;
        try {
            Path plugins = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI()).getParent();
            home = plugins == null ? null : plugins.getParent();
        } catch (URISyntaxException e) {
            return null;
        }
        if (home == null) return null;
        if (Files.isRegularFile(home.resolve("ij.jar"))) return home.resolve("ij.jar");
        if (!Files.isDirectory(home.resolve("jars"))) return null;
        try (Stream<Path> jars = Files.list(home.resolve("jars"))) {
            return jars.filter(f -> f.getFileName().toString().endsWith(OWN_IMAGEJ)).findFirst().orElse(null);
        }
    }
}
