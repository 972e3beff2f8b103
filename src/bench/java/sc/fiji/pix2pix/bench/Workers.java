package sc.fiji.pix2pix.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Starts processes with the class paths that the build prepared below {@code target/bench}. */
final class Workers {
    private static final Path FOLDER = Path.of("target", "bench");

    private Workers() {}

    /** The folder for what the benchmark needs for itself. */
    static Path file(String name) {
        return FOLDER.resolve(name);
    }

    /** This plugin, on the class path of the benchmark. */
    static Worker own(String heap) throws IOException {
        return new Worker("Pix2Pix", file("own.log"), java(heap, System.getProperty("java.class.path"), OwnSide.class.getName()));
    }

    static Worker libtorch() throws IOException {
        return new Worker("libtorch", file("libtorch.log"), java("1g", peers(), "LibtorchPeer"));
    }

    static Worker onnxRuntime() throws IOException {
        return new Worker("ONNX Runtime", file("onnxruntime.log"), java("1g", peers(), "OnnxRuntimePeer"));
    }

    static Worker python(String python, String script) throws IOException {
        return new Worker(script, file("python.log"), List.of(python, Path.of("src", "bench", "python", script).toString()));
    }

    private static String peers() {
        return file("peers-classes") + File.pathSeparator + file("peers") + File.separator + "*";
    }

    /** A fresh program on the jars that are installed in ImageJ. */
    static ProcessBuilder installed(Class<?> main, String... arguments) throws IOException {
        List<String> path = new ArrayList<>(List.of(file("classes").toString()));
        try (Stream<Path> files = Files.walk(Path.of("target", "dist"))) {
            files.filter(f -> f.toString().endsWith(".jar")).map(Path::toString).forEach(path::add);
        }
        List<String> command = java("1g", String.join(File.pathSeparator, path), main.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(file("first-use.log").toFile());
    }

    private static List<String> java(String heap, String classPath, String main) {
        return new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + heap, "-cp", classPath, main));
    }
}
