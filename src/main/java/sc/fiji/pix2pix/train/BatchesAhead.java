package sc.fiji.pix2pix.train;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import sc.fiji.pix2pix.nn.Tensor;

/**
 * Reads, crops and augments the next batch of an epoch while a step is computed on the present one. What is in a batch depends on its epoch and
 * step alone, so that nothing changes but the time.
 */
final class BatchesAhead implements AutoCloseable {
    private final TrainingData data;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "Pix2Pix reader");
        thread.setDaemon(true);
        return thread;
    });
    private Batch present;
    private Batch next;
    private Future<?> reading;
    private int nextEpoch;
    private int nextStep;

    /** [batch, crop, crop, channels] each. */
    record Batch(Tensor inputs, Tensor targets) implements AutoCloseable {

        @Override
        public void close() {
            inputs.close();
            targets.close();
        }
    }

    BatchesAhead(TrainingData data, TrainSettings settings) {
        this.data = data;
        present = batch(settings);
        next = batch(settings);
    }

    private Batch batch(TrainSettings s) {
        return new Batch(Tensor.allocate(s.batch(), s.crop(), s.crop(), data.input().channels()),
            Tensor.allocate(s.batch(), s.crop(), s.crop(), data.target().channels()));
    }

    /**
     * The batch of a step, valid until the next call.
     *
     * @throws IOException if a pair cannot be read
     */
    Batch take(int epoch, int step) throws IOException {
        if (reading == null || epoch != nextEpoch || step != nextStep) start(epoch, step);
        finish();
        Batch taken = next;
        next = present;
        present = taken;
        // Not beyond the epoch: the validation at its end reads pairs too, and training may end with it.
        if (step + 1 < data.stepsPerEpoch()) start(epoch, step + 1);
        return taken;
    }

    private void start(int epoch, int step) throws IOException {
        finish();
        nextEpoch = epoch;
        nextStep = step;
        Batch into = next;
        reading = reader.submit(() -> {
            data.batch(epoch, step, into.inputs(), into.targets());
            return null;
        });
    }

    private void finish() throws IOException {
        if (reading == null) return;
        Future<?> waited = reading;
        reading = null;
        try {
            waited.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) throw io;
            if (e.getCause() instanceof RuntimeException r) throw r;
            if (e.getCause() instanceof Error error) throw error;
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The reading of the training pairs was interrupted.", e);
        }
    }

    /** Waits for what is being read: its memory cannot be freed before. */
    @Override
    public void close() {
        reader.shutdown();
        boolean interrupted = false;
        while (reading != null && !reading.isDone()) {
            try {
                reading.get();
            } catch (ExecutionException e) {
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
        present.close();
        next.close();
    }
}
