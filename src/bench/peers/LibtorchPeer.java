import static org.bytedeco.pytorch.global.torch.binary_cross_entropy_with_logits;
import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.l1_loss;
import static org.bytedeco.pytorch.global.torch.ones_like;
import static org.bytedeco.pytorch.global.torch.zeros_like;

import java.io.IOException;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import sc.fiji.pix2pix.bench.Server;

/**
 * The training step of pix2pix on libtorch, on all cores: {@code prepare train channels width levels size batch precision}. With {@code bf16} weights,
 * activations and the state of Adam are all bfloat16, the fastest that libtorch has.
 */
public final class LibtorchPeer implements Server.Side {

    public static void main(String[] args) throws IOException {
        torch.set_num_threads(Runtime.getRuntime().availableProcessors());
        Server.serve(new LibtorchPeer());
    }

    @Override
    public Runnable prepare(String[] words) {
        int channels = Integer.parseInt(words[2]);
        int width = Integer.parseInt(words[3]);
        return new Training(new LibtorchNetworks.UNet(channels, width, Integer.parseInt(words[4])),
            new LibtorchNetworks.PatchGan(2 * channels, width),
            new long[] {Integer.parseInt(words[6]), channels, Integer.parseInt(words[5]), Integer.parseInt(words[5])}, words[7].equals("bf16"));
    }

    /** Networks, optimisers and one random batch. */
    private static final class Training implements Runnable {
        private final LibtorchNetworks.UNet generator;
        private final LibtorchNetworks.PatchGan discriminator;
        private final Adam generatorAdam;
        private final Adam discriminatorAdam;
        private final Tensor input;
        private final Tensor target;

        Training(LibtorchNetworks.UNet generator, LibtorchNetworks.PatchGan discriminator, long[] shape, boolean bf16) {
            this.generator = generator;
            this.discriminator = discriminator;
            ScalarType type = bf16 ? ScalarType.BFloat16 : ScalarType.Float;
            generator.to(type, false);
            discriminator.to(type, false);
            generatorAdam = adam(generator);
            discriminatorAdam = adam(discriminator);
            input = torch.rand(shape).mul(new Scalar(2.0)).sub(new Scalar(1.0)).to(type);
            target = torch.rand(shape).mul(new Scalar(2.0)).sub(new Scalar(1.0)).to(type);
        }

        private static Adam adam(Module module) {
            AdamOptions options = new AdamOptions(2e-4);
            options.betas().put(0.5, 0.999);
            return new Adam(module.parameters(), options);
        }

        @Override
        public void run() {
            try (PointerScope scope = new PointerScope()) {
                Tensor fake = generator.forward(input);
                discriminatorAdam.zero_grad();
                Tensor onFake = judge(fake.detach());
                Tensor onReal = judge(target);
                Tensor loss = binary_cross_entropy_with_logits(onFake, zeros_like(onFake)).add(
                    binary_cross_entropy_with_logits(onReal, ones_like(onReal)));
                loss.mul(new Scalar(0.5)).backward();
                discriminatorAdam.step();

                setTrained(discriminator, false);
                generatorAdam.zero_grad();
                Tensor judged = judge(fake);
                binary_cross_entropy_with_logits(judged, ones_like(judged)).add(l1_loss(fake, target).mul(new Scalar(100.0))).backward();
                generatorAdam.step();
                setTrained(discriminator, true);
            }
        }

        private Tensor judge(Tensor image) {
            return discriminator.forward(cat(new TensorVector(input, image), 1));
        }

        private static void setTrained(Module module, boolean trained) {
            TensorVector all = module.parameters();
            for (long i = 0; i < all.size(); i++) all.get(i).set_requires_grad(trained);
        }
    }
}
