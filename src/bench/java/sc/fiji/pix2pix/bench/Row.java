package sc.fiji.pix2pix.bench;

import java.util.Locale;

/**
 * A line of the table of targets.
 *
 * @param own what this plugin took, in words
 * @param peer what the peer took, in words
 * @param figure what is compared with the target; NaN if it was not measured
 * @param target the largest figure that is good
 * @param speed GFLOP/s, NaN where that says nothing
 */
record Row(String work, String own, String peer, double figure, double target, double speed) {

    /** @param gflop work of one run, NaN if that says nothing */
    static Row of(String work, String peer, Contest contest, double target, double gflop) {
        return new Row(work, contest.own() + " ms", peer + ": " + contest.peer() + " ms", contest.ratio(), target,
            gflop / contest.own().median() * 1000);
    }

    /** @param why clause that says why it could not be measured */
    static Row notRun(String work, double target, String why) {
        return new Row(work, "not run: " + why, "", Double.NaN, target, Double.NaN);
    }

    /** A figure without a peer. */
    static Row alone(String work, String own, double figure, double target) {
        return new Row(work, own, "", figure, target, Double.NaN);
    }

    /** @param peak GFLOP/s of the machine */
    String markdown(double peak) {
        String reached = Double.isNaN(figure) ? "" : figure <= target ? "yes" : "no";
        String share = Double.isNaN(speed) ? "" : Timing.number(speed) + " (" + Math.round(100 * speed / peak) + " %)";
        return "| " + String.join(" | ", work, own, peer, Double.isNaN(figure) ? "" : String.format(Locale.ROOT, "%.2f", figure),
            "<= " + (target == Math.rint(target) ? String.valueOf((long) target) : String.format(Locale.ROOT, "%.2f", target)), reached, share) + " |";
    }

    static String head() {
        return "| work | this plugin | peer | figure | target | reached | GFLOP/s (of the machine's) |\n|---|---|---|---|---|---|---|";
    }
}
