package sc.fiji.pix2pix.commands;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import sc.fiji.pix2pix.model.ModelDescription;
import sc.fiji.pix2pix.model.SoftwareVersion;
import sc.fiji.pix2pix.nn.Precision;
import sc.fiji.pix2pix.predict.TileSettings;

/** What made a result, as sentences for HISTORY cards. */
final class Provenance {
    private Provenance() {}

    /** Software version, the model's name and SHA-256, settings, the seed of its training, and what it was applied in. */
    static List<String> of(Path model, ModelDescription description, TileSettings tiles, Precision precision) throws IOException {
        return List.of("Pix2Pix " + SoftwareVersion.current() + ": applied the model " + model.getFileName() + ", SHA-256 " + sha256(model),
            "Pix2Pix settings: tile=" + tiles.tile() + " overlap=" + tiles.overlap() + ", training seed " + seed(description) + ", precision " + precision);
    }

    /** One sentence: software version, model and SHA-256 of its file, seed of its training. */
    static String model(String name, Path file, ModelDescription description) throws IOException {
        return "Pix2Pix " + SoftwareVersion.current() + ": model " + name + ", SHA-256 " + sha256(file) + ", training seed " + seed(description) + ".";
    }

    /** One sentence about a result that no model made. */
    static List<String> of(String method, String settings) {
        return List.of("Pix2Pix " + SoftwareVersion.current() + ": " + method + ", " + settings);
    }

    private static Object seed(ModelDescription description) {
        Object seed = description.training().get("settings") instanceof Map<?, ?> settings ? settings.get("seed") : null;
        return seed == null ? "unknown" : seed;
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
