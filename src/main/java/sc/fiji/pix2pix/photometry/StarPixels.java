package sc.fiji.pix2pix.photometry;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.math3.exception.MathIllegalArgumentException;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresOptimizer.Optimum;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.util.Pair;
import sc.fiji.pix2pix.image.Raster;

/**
 * The valid pixels around a star, as (value - sky) / scale so that the fitted numbers are of order 1. The parameters of the fit are, in this order:
 * peak, x, y, qxx, qxy, qyy, sky, 1 / beta (see {@link ProfileFit}); a Gaussian has no last one.
 */
final class StarPixels {
    private static final int PARAMETERS = 8;
    private static final int BETA = 7;
    private static final int ROUNDS = 200;
    /** 1 / beta from a Gaussian in all but name to a profile whose flux all but diverges. */
    private static final double LEAST_INVERSE_BETA = 0.002;
    private static final double MOST_INVERSE_BETA = 0.95;
    private static final double FIRST_INVERSE_BETA = 0.33;
    private static final double LN2 = Math.log(2);

    private final double x;
    private final double y;
    private final double sky;
    private final double radius;
    private final double scale;
    private final double[] dx;
    private final double[] dy;
    private final double[] values;

    StarPixels(Raster image, double x, double y, double sky, double radius) {
        this.x = x;
        this.y = y;
        this.sky = sky;
        this.radius = radius;
        int most = (int) ((2 * radius + 1) * (2 * radius + 1));
        double[] u = new double[most];
        double[] v = new double[most];
        double[] light = new double[most];
        int count = 0;
        double highest = 0;
        for (int row = (int) Math.max(0, Math.ceil(y - radius)); row <= Math.min(image.height() - 1, y + radius); row++) {
            for (int column = (int) Math.max(0, Math.ceil(x - radius)); column <= Math.min(image.width() - 1, x + radius); column++) {
                float value = image.get(column, row, 0);
                if (!Float.isFinite(value) || Math.hypot(column - x, row - y) > radius) continue;
                u[count] = column - x;
                v[count] = row - y;
                light[count] = value - sky;
                highest = Math.max(highest, light[count++]);
            }
        }
        dx = Arrays.copyOf(u, count);
        dy = Arrays.copyOf(v, count);
        values = Arrays.copyOf(light, count);
        scale = highest > 0 ? highest : 1;
        for (int i = 0; i < count; i++) values[i] /= scale;
    }

    Optional<ProfileFit> fit(double sigma, boolean moffat) {
        int free = moffat ? PARAMETERS : PARAMETERS - 1;
        if (values.length < 2 * PARAMETERS) return Optional.empty();
        double q = 1 / (2 * LN2 * sigma * sigma);
        double[] start = {1, 0, 0, q, 0, q, 0, FIRST_INVERSE_BETA};
        try {
            Optimum best = new LevenbergMarquardtOptimizer().optimize(new LeastSquaresBuilder().start(Arrays.copyOf(start, free)).target(values)
                .model(this::model).parameterValidator(StarPixels::valid).lazyEvaluation(false).maxEvaluations(ROUNDS).maxIterations(ROUNDS).build());
            return result(best.getPoint().toArray(), moffat);
        } catch (MathIllegalStateException | MathIllegalArgumentException e) {
            return Optional.empty(); // too many rounds, or a matrix that became singular
        }
    }

    private Optional<ProfileFit> result(double[] p, boolean moffat) {
        boolean found = p[0] > 0 && p[3] > 0 && p[5] > 0 && p[3] * p[5] > p[4] * p[4] && Math.hypot(p[1], p[2]) < radius / 2;
        if (!found) return Optional.empty();
        double beta = moffat ? 1 / p[BETA] : Double.POSITIVE_INFINITY;
        return Optional.of(new ProfileFit(p[0] * scale, x + p[1], y + p[2], p[3], p[4], p[5], sky + p[6] * scale, beta, residual(p) * scale));
    }

    private double residual(double[] p) {
        RealVector model = model(new ArrayRealVector(p, false)).getFirst();
        double sum = 0;
        for (int i = 0; i < values.length; i++) sum += (values[i] - model.getEntry(i)) * (values[i] - model.getEntry(i));
        return Math.sqrt(sum / values.length);
    }

    private static RealVector valid(RealVector p) {
        if (p.getDimension() > BETA) p.setEntry(BETA, Math.max(LEAST_INVERSE_BETA, Math.min(MOST_INVERSE_BETA, p.getEntry(BETA))));
        return p;
    }

    /** Profile and its derivatives by the parameters at all pixels. */
    private Pair<RealVector, RealMatrix> model(RealVector point) {
        double[] p = point.toArray();
        double[] model = new double[values.length];
        double[][] derivatives = new double[values.length][p.length];
        boolean moffat = p.length > BETA;
        double u = moffat ? p[BETA] : 0;
        double k = Math.expm1(LN2 * u);
        for (int i = 0; i < model.length; i++) {
            double a = dx[i] - p[1];
            double b = dy[i] - p[2];
            double q = Math.max(0, p[3] * a * a + 2 * p[4] * a * b + p[5] * b * b);
            double log = Math.log1p(k * q);
            double shape = moffat ? Math.exp(-log / u) : Math.exp(-LN2 * q);
            double byQ = p[0] * shape * (moffat ? -k / (u * (1 + k * q)) : -LN2);
            double[] d = derivatives[i];
            model[i] = p[0] * shape + p[6];
            d[0] = shape;
            d[1] = -2 * byQ * (p[3] * a + p[4] * b);
            d[2] = -2 * byQ * (p[4] * a + p[5] * b);
            d[3] = byQ * a * a;
            d[4] = 2 * byQ * a * b;
            d[5] = byQ * b * b;
            d[6] = 1;
            if (moffat) d[BETA] = p[0] * shape * (log / u - LN2 * (1 + k) * q / (1 + k * q)) / u;
        }
        return new Pair<>(new ArrayRealVector(model, false), new Array2DRowRealMatrix(derivatives, false));
    }
}
