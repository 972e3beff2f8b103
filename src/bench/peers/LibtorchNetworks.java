import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.BatchNormOptions;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.ConvTranspose2dImpl;
import org.bytedeco.pytorch.ConvTranspose2dOptions;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** The two networks of pix2pix (Isola et al. 2017, section 6.1) as libtorch modules, the same as the plugin's. A bias only where no norm follows. */
final class LibtorchNetworks {

    private LibtorchNetworks() {}

    private static Conv2dImpl convolution(int in, int out, int stride, boolean bias) {
        Conv2dOptions options = new Conv2dOptions(in, out, new LongPointer(4, 4));
        options.stride().put(new LongPointer(stride, stride));
        options.padding().put(new LongPointer(1, 1));
        options.bias().put(bias);
        return new Conv2dImpl(options);
    }

    private static ConvTranspose2dImpl transposed(int in, int out, boolean bias) {
        ConvTranspose2dOptions options = new ConvTranspose2dOptions(in, out, new LongPointer(4, 4));
        options.stride().put(new LongPointer(2, 2));
        options.padding().put(new LongPointer(1, 1));
        options.bias().put(bias);
        return new ConvTranspose2dImpl(options);
    }

    private static Tensor leakyRelu(Tensor x) {
        return torch.leaky_relu(x, new Scalar(0.2));
    }

    /** Encoder and decoder with skip connections, dropout in the three innermost decoder levels that have a norm. */
    static final class UNet extends Module {
        private final int levels;
        private final Conv2dImpl[] down;
        private final ConvTranspose2dImpl[] up;
        private final BatchNorm2dImpl[] downNorm;
        private final BatchNorm2dImpl[] upNorm;

        UNet(int channels, int width, int levels) {
            super("generator");
            this.levels = levels;
            down = new Conv2dImpl[levels];
            up = new ConvTranspose2dImpl[levels];
            downNorm = new BatchNorm2dImpl[levels];
            upNorm = new BatchNorm2dImpl[levels];
            for (int i = 0; i < levels; i++) {
                int inner = width * Math.min(1 << i, 8);
                int outer = i == 0 ? channels : width * Math.min(1 << (i - 1), 8);
                boolean innermost = i == levels - 1;
                boolean normed = i > 0 && !innermost;
                down[i] = register_module("down" + i, convolution(outer, inner, 2, !normed));
                if (normed) downNorm[i] = register_module("downNorm" + i, new BatchNorm2dImpl(new BatchNormOptions(inner)));
                up[i] = register_module("up" + i, transposed(innermost ? inner : 2 * inner, outer, i == 0));
                if (i > 0) upNorm[i] = register_module("upNorm" + i, new BatchNorm2dImpl(new BatchNormOptions(outer)));
            }
        }

        Tensor forward(Tensor x) {
            Tensor[] skips = new Tensor[levels];
            Tensor h = x;
            for (int i = 0; i < levels; i++) {
                if (i > 0) h = leakyRelu(h);
                h = down[i].forward(h);
                if (downNorm[i] != null) h = downNorm[i].forward(h);
                skips[i] = h;
            }
            for (int i = levels - 1; i >= 0; i--) {
                h = up[i].forward(torch.relu(h));
                if (i == 0) return torch.tanh(h);
                h = upNorm[i].forward(h);
                if (i >= levels - 3) h = torch.dropout(h, 0.5, true);
                h = torch.cat(new TensorVector(skips[i - 1], h), 1);
            }
            throw new IllegalStateException("A U-Net has at least one level.");
        }
    }

    /** Three strided convolutions, one of stride 1, and one to a logit per patch. */
    static final class PatchGan extends Module {
        private static final int LAYERS = 5;
        private final Conv2dImpl[] layer = new Conv2dImpl[LAYERS];
        private final BatchNorm2dImpl[] norm = new BatchNorm2dImpl[LAYERS];

        PatchGan(int channels, int width) {
            super("discriminator");
            int in = channels;
            for (int i = 0; i < LAYERS; i++) {
                int out = i == LAYERS - 1 ? 1 : width << i;
                boolean normed = i > 0 && i < LAYERS - 1;
                layer[i] = register_module("layer" + i, convolution(in, out, i < 3 ? 2 : 1, !normed));
                if (normed) norm[i] = register_module("norm" + i, new BatchNorm2dImpl(new BatchNormOptions(out)));
                in = out;
            }
        }

        Tensor forward(Tensor x) {
            Tensor h = x;
            for (int i = 0; i < LAYERS; i++) {
                h = layer[i].forward(h);
                if (norm[i] != null) h = norm[i].forward(h);
                if (i < LAYERS - 1) h = leakyRelu(h);
            }
            return h;
        }
    }
}
