package sc.fiji.pix2pix.pairs;

import java.util.Arrays;
import java.util.Random;

/** Which pairs are trained on and which are held out to judge each epoch. The same size, share and seed give the same split. */
public final class Split {
    private final int[] training;
    private final int[] validation;

    private Split(int[] training, int[] validation) {
        this.training = training;
        this.validation = validation;
    }

    /**
     * Draws the held-out pairs at random. Their number is the share of the size, rounded; at least one if the share is above 0 and there
     * are two pairs or more; one pair at least is always left to train on.
     *
     * @param size number of pairs, at least 1
     * @param share share held out, from 0 (none) to below 1
     * @throws IllegalArgumentException if size or share lies outside
     */
    public static Split of(int size, double share, long seed) {
        if (size < 1) throw new IllegalArgumentException(size + " pairs cannot be split: at least 1 is needed.");
        if (!(share >= 0 && share < 1))
            throw new IllegalArgumentException("A share of " + share + " cannot be held out: give 0 or more, below 1.");
        int held = share == 0 ? 0 : Math.min(size - 1, Math.max(1, (int) Math.round(size * share)));
        int[] order = new int[size];
        for (int i = 0; i < size; i++) order[i] = i;
        // Fisher-Yates from the front; java.util.Random is the same on every Java.
        Random random = new Random(seed);
        for (int i = 0; i < held; i++) {
            int other = i + random.nextInt(size - i);
            int moved = order[i];
            order[i] = order[other];
            order[other] = moved;
        }
        Arrays.sort(order, 0, held);
        Arrays.sort(order, held, size);
        return new Split(Arrays.copyOfRange(order, held, size), Arrays.copyOf(order, held));
    }

    /** Numbers of the pairs to train on, ascending, at least one; a copy. */
    public int[] training() {
        return training.clone();
    }

    /** Numbers of the pairs held out, ascending, maybe none; a copy. */
    public int[] validation() {
        return validation.clone();
    }
}
