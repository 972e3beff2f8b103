package sc.fiji.pix2pix.astro;

/** The two gamma functions that Sersic profiles need; strict arithmetic, so that every machine gets the same bits. */
final class GammaFunction {
    /** Beyond this argument P(a, x) is 1 in double precision for every a up to 20. */
    private static final double SATURATED = 200;

    private GammaFunction() {}

    /** ln Gamma(x) for x > 0: Stirling's series (DLMF 5.11.1) after shifting x beyond 10 by Gamma(x + 1) = x Gamma(x). */
    static double logGamma(double x) {
        double shift = 1;
        while (x < 10) shift *= x++;
        double z = 1 / (x * x);
        double series = (1.0 / 12 - z * (1.0 / 360 - z * (1.0 / 1260 - z / 1680))) / x;
        return (x - 0.5) * StrictMath.log(x) - x + 0.5 * StrictMath.log(2 * Math.PI) + series - StrictMath.log(shift);
    }

    /** The regularised lower incomplete gamma function P(a, x) for 0 < a <= 20, x >= 0, by its power series (DLMF 8.11.4). */
    static double lowerRegularised(double a, double x) {
        if (x <= 0) return 0;
        if (x > SATURATED) return 1;
        double term = 1 / a;
        double sum = term;
        for (int k = 1; term > sum * 1e-17; k++) {
            term *= x / (a + k);
            sum += term;
        }
        return Math.min(1, sum * StrictMath.exp(a * StrictMath.log(x) - x - logGamma(a)));
    }
}
