package sc.fiji.pix2pix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** Reference tensors that PyTorch computed in float64, from {@code src/test/resources/golden}. */
public final class Golden {
    private final Map<String, double[]> tensors = new HashMap<>();
    private final Map<String, long[]> shapes = new HashMap<>();
    private final JsonNode meta;

    public Golden(String name) throws IOException {
        byte[] file;
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name + ".safetensors")) {
            file = in.readAllBytes();
        }
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) bytes.getLong(0);
        JsonNode header = new ObjectMapper().readTree(file, 8, length);
        meta = header.get("__metadata__");
        header.fields().forEachRemaining(e -> {
            if (e.getKey().startsWith("__")) return;
            long[] shape = new long[e.getValue().get("shape").size()];
            for (int i = 0; i < shape.length; i++) shape[i] = e.getValue().get("shape").get(i).asLong();
            int start = e.getValue().get("data_offsets").get(0).asInt();
            int end = e.getValue().get("data_offsets").get(1).asInt();
            double[] values = new double[(end - start) / 8];
            for (int i = 0; i < values.length; i++) values[i] = bytes.getDouble(8 + length + start + 8 * i);
            tensors.put(e.getKey(), values);
            shapes.put(e.getKey(), shape);
        });
    }

    public String meta(String key) {
        return meta.get(key).asText();
    }

    public int number(String key) {
        return Integer.parseInt(meta(key));
    }

    /** Values of a tensor, last axis fastest. */
    public double[] get(String name) {
        double[] values = tensors.get(name);
        if (values == null) throw new IllegalArgumentException("No tensor " + name);
        return values;
    }

    public long[] shape(String name) {
        return shapes.get(name);
    }

    /** A tensor of layout NCHW as NHWC. */
    public double[] nhwc(String name) {
        double[] nchw = get(name);
        long[] s = shape(name);
        double[] result = new double[nchw.length];
        int at = 0;
        for (int n = 0; n < s[0]; n++) {
            for (int c = 0; c < s[1]; c++) {
                for (int y = 0; y < s[2]; y++) {
                    for (int x = 0; x < s[3]; x++) result[(int) (((n * s[2] + y) * s[3] + x) * s[1] + c)] = nchw[at++];
                }
            }
        }
        return result;
    }
}
