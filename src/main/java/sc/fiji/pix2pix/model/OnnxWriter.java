package sc.fiji.pix2pix.model;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;
import sc.fiji.pix2pix.nn.GeneratorSettings;
import sc.fiji.pix2pix.nn.StateTensor;
import sc.fiji.pix2pix.nn.Upsampling;

/**
 * A generator as <a href="https://onnx.ai/onnx/operators/">ONNX</a>, for other programs: what it does at inference, float32. Input
 * {@code input} [batch, input channels, height, width], output {@code output} [batch, output channels, height, width], height and width
 * multiples of {@link GeneratorSettings#stride()}; both in the network's values, about -1 to 1, not in pixel values.
 */
public final class OnnxWriter {
    /** Of 2021, and enough: every current program reads it. */
    private static final int OPERATOR_SET = 13;
    private static final int FORMAT = 7;
    /** Of the normalisations, as in the network. */
    private static final float EPSILON = 1e-5f;
    /** Slope of LeakyReLU. */
    private static final float LEAKY = 0.2f;

    private final GeneratorSettings settings;
    private final Map<String, StateTensor> state;
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("generator");
    private int nodes;

    private OnnxWriter(GeneratorSettings settings, List<StateTensor> state) {
        this.settings = settings;
        this.state = state.stream().collect(Collectors.toMap(StateTensor::name, Function.identity()));
    }

    /**
     * Writes the file entirely or, on any failure, not at all.
     *
     * @param state weights and running statistics of a generator with these settings, named as {@code Generator.state()} does
     * @throws IOException with one sentence that names the file or folder and the remedy
     * @throws IllegalArgumentException if the weights have 2 GB or more, which ONNX cannot hold in one file, or one is missing
     */
    public static void write(Path file, GeneratorSettings settings, List<StateTensor> state) throws IOException {
        long size = state.stream().mapToLong(t -> 4L * t.count()).sum();
        if (size > Integer.MAX_VALUE - (1 << 20))
            throw new IllegalArgumentException(file + " cannot be written: ONNX holds less than 2 GB of weights in one file, this network has "
                + (size >> 20) + " MB; make its width smaller.");
        ModelProto model = new OnnxWriter(settings, state).model();
        AtomicFile.write(file, size, out -> {
            OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
            model.writeTo(buffered);
            buffered.flush();
        });
    }

    private ModelProto model() {
        graph.addInput(image("input", settings.inputChannels()));
        graph.addOutput(image("output", settings.outputChannels()));
        network();
        return ModelProto.newBuilder().setIrVersion(FORMAT).setProducerName("Pix2Pix for ImageJ")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET)).setGraph(graph).build();
    }

    /** The same order of layers as in {@code Generator}. */
    private void network() {
        int n = settings.levels();
        String[] skips = new String[n];
        String h = "input";
        for (int i = 0; i < n; i++) {
            if (i > 0) h = node("LeakyRelu", List.of(h), real("alpha", LEAKY));
            h = convolution("Conv", "down." + i, h, 4, 2);
            if (i > 0 && i < n - 1) h = normalised("dnorm." + i, h);
            skips[i] = h;
        }
        for (int i = n - 1; i >= 0; i--) {
            h = node("Relu", List.of(h));
            h = settings.upsampling() == Upsampling.RESIZE ? convolution("Conv", "up." + i, doubled(h), 3, 1)
                : convolution("ConvTranspose", "up." + i, h, 4, 2);
            if (i > 0) h = node("Concat", List.of(skips[i - 1], normalised("unorm." + i, h)), whole("axis", 1));
        }
        if (settings.refinement() > 0) h = node("Concat", List.of(node("LeakyRelu", List.of(h), real("alpha", LEAKY)), "input"), whole("axis", 1));
        for (int i = 0; i < settings.refinement(); i++) h = convolution("Conv", "refine." + i, i == 0 ? h : node("LeakyRelu", List.of(h), real("alpha", LEAKY)), 3, 1);
        graph.addNode(settings.residual() ? named("Add", List.of("input", h), "output") : named("Tanh", List.of(h), "output"));
    }

    /** Bias included, padding 1. */
    private String convolution(String operator, String name, String x, int kernel, int stride) {
        return node(operator, List.of(x, weight(name + ".weight"), weight(name + ".bias")), whole("kernel_shape", kernel, kernel),
            whole("strides", stride, stride), whole("pads", 1, 1, 1, 1));
    }

    private String normalised(String name, String x) {
        return switch (settings.norm()) {
            case NONE -> x;
            case INSTANCE -> node("InstanceNormalization", List.of(x, weight(name + ".weight"), weight(name + ".bias")),
                real("epsilon", EPSILON));
            case BATCH -> node("BatchNormalization", List.of(x, weight(name + ".weight"), weight(name + ".bias"), weight(name + ".running_mean"),
                weight(name + ".running_var")), real("epsilon", EPSILON));
        };
    }

    /** Each pixel becomes 2 x 2 equal ones. */
    private String doubled(String x) {
        if (graph.getInitializerList().stream().noneMatch(t -> t.getName().equals("scales"))) {
            TensorProto.Builder scales = TensorProto.newBuilder().setName("scales").setDataType(TensorProto.DataType.FLOAT_VALUE).addDims(4);
            for (float scale : new float[] {1, 1, 2, 2}) scales.addFloatData(scale);
            graph.addInitializer(scales);
        }
        return node("Resize", List.of(x, "", "scales"), text("mode", "nearest"), text("coordinate_transformation_mode", "asymmetric"),
            text("nearest_mode", "floor"));
    }

    /** Stores a tensor of the network's state in the file; returns its name. */
    private String weight(String name) {
        StateTensor tensor = state.get(name);
        if (tensor == null) throw new IllegalArgumentException("The weights " + name + " of the network are missing.");
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * tensor.count()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(tensor.values().duplicate().rewind());
        TensorProto.Builder stored = TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT_VALUE)
            .setRawData(ByteString.copyFrom(bytes));
        for (long length : tensor.shape()) stored.addDims(length);
        graph.addInitializer(stored);
        return name;
    }

    /** Adds an operation; returns the name of its result. */
    private String node(String operator, List<String> inputs, AttributeProto... attributes) {
        String result = operator.toLowerCase() + "." + nodes++;
        graph.addNode(named(operator, inputs, result, attributes));
        return result;
    }

    private static NodeProto named(String operator, List<String> inputs, String result, AttributeProto... attributes) {
        return NodeProto.newBuilder().setOpType(operator).setName(result).addAllInput(inputs).addOutput(result)
            .addAllAttribute(Arrays.asList(attributes)).build();
    }

    private static ValueInfoProto image(String name, int channels) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDimBuilder().setDimParam("batch");
        shape.addDimBuilder().setDimValue(channels);
        shape.addDimBuilder().setDimParam("height");
        shape.addDimBuilder().setDimParam("width");
        return ValueInfoProto.newBuilder().setName(name).setType(TypeProto.newBuilder().setTensorType(
            TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE).setShape(shape))).build();
    }

    /** One number where the operator wants one, else a list. */
    private static AttributeProto whole(String name, long... values) {
        AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
        if (values.length == 1) return attribute.setType(AttributeType.INT).setI(values[0]).build();
        for (long value : values) attribute.addInts(value);
        return attribute.setType(AttributeType.INTS).build();
    }

    private static AttributeProto real(String name, float value) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeType.FLOAT).setF(value).build();
    }

    private static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(value)).build();
    }
}
