package sc.fiji.pix2pix.train;

import java.io.IOException;
import sc.fiji.pix2pix.image.MissingValues;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.image.Reflection;
import sc.fiji.pix2pix.nn.Generator;
import sc.fiji.pix2pix.nn.Tensor;
import sc.fiji.pix2pix.pairs.Pair;

/**
 * Judges a generator on the pairs held out: mean absolute difference and PSNR in the target's units. Images larger than 512 x 512 count with
 * their centre. Missing pixels of the target do not count.
 */
final class Validation implements AutoCloseable {
    private static final int LARGEST = 512;

    private final TrainingData data;
    private Tensor x;

    /** Both NaN where nothing is held out; PSNR's data range is the highest minus the lowest target value (NaN if they are equal). */
    record Score(double l1, double psnr) {}

    Validation(TrainingData data) {
        this.data = data;
    }

    Score score(Generator generator, TrainListener listener) throws IOException {
        generator.setCheck(listener::check);
        try {
            return scoreAll(generator, listener);
        } finally {
            generator.setCheck(() -> {});
        }
    }

    private Score scoreAll(Generator generator, TrainListener listener) throws IOException {
        double absolute = 0;
        double squares = 0;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        long count = 0;
        for (int i = 0; i < data.validationSize(); i++) {
            listener.check();
            Pair pair = centre(data.validationPair(i));
            Raster output = infer(generator, pair.input());
            for (int c = 0; c < output.channels(); c++) {
                float[] truth = pair.target().plane(c);
                float[] made = output.plane(c);
                for (int p = 0; p < truth.length; p++) {
                    if (!Float.isFinite(truth[p])) continue;
                    double d = made[p] - truth[p];
                    absolute += Math.abs(d);
                    squares += d * d;
                    low = Math.min(low, truth[p]);
                    high = Math.max(high, truth[p]);
                    count++;
                }
            }
        }
        if (count == 0) return new Score(Double.NaN, Double.NaN);
        return new Score(absolute / count, high == low ? Double.NaN : 10 * Math.log10((high - low) * (high - low) / (squares / count)));
    }

    private Raster infer(Generator generator, Raster image) {
        int stride = generator.settings().stride();
        int w = (image.width() + stride - 1) / stride * stride;
        int h = (image.height() + stride - 1) / stride * stride;
        x = Tensor.reuse(x, 1, h, w, image.channels());
        TrainingData.write(pad(data.input().maps().forward(MissingValues.fill(image)), w, h), x, 0);
        Tensor y = generator.infer(x);
        Raster output = new Raster(image.width(), image.height(), y.c(), PixelType.FLOAT32);
        for (int c = 0; c < y.c(); c++) {
            for (int row = 0; row < image.height(); row++) {
                for (int column = 0; column < image.width(); column++)
                    output.plane(c)[row * image.width() + column] = y.floats().get((row * w + column) * y.c() + c);
            }
        }
        return data.target().maps().inverse(output, PixelType.FLOAT32);
    }

    private static Raster pad(Raster image, int w, int h) {
        if (image.width() == w && image.height() == h) return image;
        Raster padded = new Raster(w, h, image.channels(), image.type());
        for (int c = 0; c < image.channels(); c++) {
            for (int row = 0; row < h; row++) {
                for (int column = 0; column < w; column++)
                    padded.plane(c)[row * w + column] = image.get(Reflection.index(column, image.width()), Reflection.index(row, image.height()), c);
            }
        }
        return padded;
    }

    private static Pair centre(Pair pair) {
        int w = Math.min(LARGEST, pair.input().width());
        int h = Math.min(LARGEST, pair.input().height());
        if (w == pair.input().width() && h == pair.input().height()) return pair;
        int left = (pair.input().width() - w) / 2;
        int top = (pair.input().height() - h) / 2;
        return new Pair(pair.name(), pair.input().crop(left, top, w, h), pair.target().crop(left, top, w, h));
    }

    @Override
    public void close() {
        if (x != null) x.close();
    }
}
