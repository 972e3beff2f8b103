package sc.fiji.pix2pix.bench;

import java.io.IOException;
import java.util.stream.DoubleStream;

/** The same work by two sides that take turns, so that what else happens on the machine meets both alike. */
record Contest(Timing own, Timing peer) {
    /** Native threads may spin for a while after their last work; the other side must not pay for that. */
    private static final int PAUSE_MS = 400;
    /** Java compiles loops while they run, on the same cores: a small training step is slow for its first 20 or so, of the thousands that a training takes. */
    static final int WARM_UP_S = 10;
    /**
     * A turn lasts so long at least. After a pause this plugin's first tenth of a second is slow, if its main thread is not bound to a core; libtorch's is not. A training and a
     * large image take far longer, and in a turn of four small training steps it was half of what was measured.
     */
    static final int TURN_MS = 1000;

    /**
     * @param warmUp runs of each side before the first that counts, at least; more until it has run for {@value #WARM_UP_S} seconds
     * @param rounds how often each side has its turn; who begins alternates
     * @param runs of a side in its turn, at least; as many more as {@value #TURN_MS} ms take
     */
    static Contest of(Worker own, Worker peer, int warmUp, int rounds, int runs) throws IOException {
        int ownRuns = Math.max(runs, (int) Math.ceil(TURN_MS / warm(own, warmUp)));
        int peerRuns = Math.max(runs, (int) Math.ceil(TURN_MS / warm(peer, warmUp)));
        DoubleStream.Builder ours = DoubleStream.builder();
        DoubleStream.Builder theirs = DoubleStream.builder();
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < 2; turn++) {
                pause();
                boolean ownTurn = (round + turn) % 2 == 0;
                for (double ms : ownTurn ? own.run(ownRuns) : peer.run(peerRuns)) (ownTurn ? ours : theirs).add(ms);
            }
        }
        return new Contest(Timing.of(ours.build().toArray()), Timing.of(theirs.build().toArray()));
    }

    /** Milliseconds of the last run. */
    private static double warm(Worker side, int runs) throws IOException {
        double ms = 0;
        double last = 0;
        for (int done = 0; done < runs || ms < 1000 * WARM_UP_S; done++) {
            last = side.run(1)[0];
            ms += last;
        }
        return last;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    double ratio() {
        return own.median() / peer.median();
    }
}
