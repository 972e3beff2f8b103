package sc.fiji.pix2pix.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.pix2pix.Golden;
import sc.fiji.pix2pix.nn.DiscriminatorSettings;
import sc.fiji.pix2pix.nn.GanLoss;
import sc.fiji.pix2pix.nn.PixelLoss;
import sc.fiji.pix2pix.nn.Precision;
import sc.fiji.pix2pix.nn.GeneratorSettings;
import sc.fiji.pix2pix.nn.NnAccess;
import sc.fiji.pix2pix.nn.NormKind;
import sc.fiji.pix2pix.nn.StateTensor;
import sc.fiji.pix2pix.nn.Tensor;
import sc.fiji.pix2pix.nn.Upsampling;

/** Five training steps agree with PyTorch's in outputs, gradients, losses, weights and running statistics. */
class Pix2PixParityTest {

    @ParameterizedTest
    @ValueSource(strings = {"unet_batchnorm_bce_b1", "unet_batchnorm_bce_b2", "unet_instancenorm_lsgan_b2", "unet_nonorm_bce_b1"})
    void agreesWithPyTorch(String name) throws IOException {
        compare(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unet_batchnorm_bce_b2", "unet_nonorm_bce_b1"})
    void agreesWithPyTorchOnNd4jAlone(String name) throws IOException {
        NnAccess.onNd4jAlone(() -> {
            compare(name);
            return null;
        });
    }

    private static void compare(String name) throws IOException {
        Golden golden = new Golden(name);
        NormKind norm = NormKind.valueOf(golden.meta("norm").toUpperCase(Locale.ROOT));
        GanLoss loss = GanLoss.valueOf(golden.meta("gan").toUpperCase(Locale.ROOT));
        GeneratorSettings g = new GeneratorSettings(golden.number("cin"), golden.number("cout"), golden.number("levels"), golden.number("ngf"), norm,
            false, false, Upsampling.TRANSPOSED);
        DiscriminatorSettings d = new DiscriminatorSettings(golden.number("cin"), golden.number("cout"), golden.number("ngf"), golden.number("dlayers"), norm);
        try (Pix2Pix net = new Pix2Pix(g, d, loss, PixelLoss.L1, golden.number("lambda_l1"), Precision.FLOAT32, 1);
            Tensor input = tensor(golden, "input");
            Tensor target = tensor(golden, "target")) {
            load(golden, "init.G.", net.generator.state());
            load(golden, "init.D.", net.discriminator.state());
            for (int step = 0; step < golden.number("steps"); step++) {
                Pix2Pix.StepLosses losses = net.step(input, target, Double.parseDouble(golden.meta("lr")), true, 0);
                if (step == 0) {
                    assertClose("fake", golden.nhwc("fake"), net.fake().floats(), 1e-4);
                    for (StateTensor t : NnAccess.gradients(net.generator)) assertClose("grad.G." + t.name(), golden.get("grad.G." + t.name()), t.values(), 1e-3);
                    for (StateTensor t : NnAccess.gradients(net.discriminator)) assertClose("grad.D." + t.name(), golden.get("grad.D." + t.name()), t.values(), 1e-3);
                }
                double[] expected = golden.get("losses." + step);
                assertEquals(expected[0], losses.dReal(), 1e-3 * Math.abs(expected[0]), "loss of D on real in step " + step);
                assertEquals(expected[1], losses.dFake(), 1e-3 * Math.abs(expected[1]), "loss of D on fake in step " + step);
                assertEquals(expected[2], losses.gan(), 1e-3 * Math.abs(expected[2]), "adversarial loss in step " + step);
                assertEquals(expected[3], losses.l1(), 1e-3 * Math.abs(expected[3]), "L1 in step " + step);
            }
            for (StateTensor t : net.generator.state()) assertClose("final.G." + t.name(), golden.get("final.G." + t.name()), t.values(), 1e-3);
            for (StateTensor t : net.discriminator.state()) assertClose("final.D." + t.name(), golden.get("final.D." + t.name()), t.values(), 1e-3);
            assertClose("final.fake", golden.nhwc("final.fake"), net.generator.forward(input, 0).floats(), 1e-3);
        }
    }

    private static Tensor tensor(Golden golden, String name) {
        long[] s = golden.shape(name);
        Tensor t = Tensor.allocate((int) s[0], (int) s[2], (int) s[3], (int) s[1]);
        double[] values = golden.nhwc(name);
        for (int i = 0; i < values.length; i++) t.floats().put(i, (float) values[i]);
        return t;
    }

    private static void load(Golden golden, String prefix, List<StateTensor> state) {
        for (StateTensor t : state) {
            if (t.name().contains("running")) continue;
            double[] values = golden.get(prefix + t.name());
            FloatBuffer floats = FloatBuffer.allocate(values.length);
            for (int i = 0; i < values.length; i++) floats.put(i, (float) values[i]);
            t.set(floats);
        }
    }

    /** The norm of the difference is within {@code tolerance} of the norm of the expected values; what should be zero is. */
    private static void assertClose(String what, double[] expected, FloatBuffer actual, double tolerance) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += (expected[i] - actual.get(i)) * (expected[i] - actual.get(i));
            norm += expected[i] * expected[i];
        }
        if (Math.sqrt(norm) < 1e-12) assertTrue(Math.sqrt(difference) < 1e-12, what + " should be zero");
        else assertTrue(Math.sqrt(difference / norm) <= tolerance, what + " differs by " + Math.sqrt(difference / norm));
    }
}
