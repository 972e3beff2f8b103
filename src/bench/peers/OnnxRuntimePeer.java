import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Random;
import sc.fiji.pix2pix.bench.Server;

/** Inference by ONNX Runtime on all cores: {@code prepare model.onnx channels height width batch tiles} runs that many tiles in batches. */
public final class OnnxRuntimePeer implements Server.Side {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private String open;
    private OrtSession session;

    public static void main(String[] args) throws IOException {
        Server.serve(new OnnxRuntimePeer());
    }

    @Override
    public Runnable prepare(String[] words) throws OrtException {
        if (!words[1].equals(open)) session = open(words[1]);
        open = words[1];
        long[] shape = {Long.parseLong(words[5]), Long.parseLong(words[2]), Long.parseLong(words[3]), Long.parseLong(words[4])};
        int tiles = Integer.parseInt(words[6]);
        FloatBuffer values = random(Math.toIntExact(shape[0] * shape[1] * shape[2] * shape[3]));
        return () -> {
            for (int done = 0; done < tiles; done += shape[0]) {
                long[] now = shape.clone();
                now[0] = Math.min(shape[0], tiles - done);
                run(values.slice(0, Math.toIntExact(now[0] * now[1] * now[2] * now[3])), now);
            }
        };
    }

    private OrtSession open(String model) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(Runtime.getRuntime().availableProcessors());
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        return environment.createSession(model, options);
    }

    private static FloatBuffer random(int length) {
        FloatBuffer values = ByteBuffer.allocateDirect(Float.BYTES * length).order(ByteOrder.nativeOrder()).asFloatBuffer();
        Random random = new Random(1);
        for (int i = 0; i < length; i++) values.put(i, 2 * random.nextFloat() - 1);
        return values;
    }

    private void run(FloatBuffer values, long[] shape) {
        try (OnnxTensor input = OnnxTensor.createTensor(environment, values, shape); OrtSession.Result result = session.run(Map.of("input", input))) {
            if (result.size() != 1) throw new IllegalStateException("ONNX Runtime gave " + result.size() + " outputs.");
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
