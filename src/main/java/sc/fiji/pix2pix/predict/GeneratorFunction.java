package sc.fiji.pix2pix.predict;

import java.util.List;
import sc.fiji.pix2pix.nn.Cut;
import sc.fiji.pix2pix.nn.Generator;
import sc.fiji.pix2pix.nn.GeneratorSettings;
import sc.fiji.pix2pix.nn.Memory;
import sc.fiji.pix2pix.nn.RowSink;
import sc.fiji.pix2pix.nn.RowSource;
import sc.fiji.pix2pix.nn.Survey;
import sc.fiji.pix2pix.nn.Tile;
import sc.fiji.pix2pix.nn.TiledInference;

/** A generator as a {@link TileFunction}. */
final class GeneratorFunction implements TileFunction {
    private final Generator generator;
    private final GeneratorSettings settings;
    private final TiledInference inference;
    private final List<Cut> cuts;

    /** @param generator is closed with this function */
    GeneratorFunction(Generator generator) {
        this.generator = generator;
        settings = generator.settings();
        inference = new TiledInference(generator);
        cuts = Cut.all(settings);
    }

    @Override
    public int inputChannels() {
        return settings.inputChannels();
    }

    @Override
    public int outputChannels() {
        return settings.outputChannels();
    }

    @Override
    public int stride() {
        return settings.stride();
    }

    @Override
    public List<Cut> cuts() {
        return cuts;
    }

    @Override
    public long bytes(Cut cut, int n, int h, int w) {
        return Memory.tileBytes(settings, generator.precision(), cut.level(), n, h, w);
    }

    @Override
    public long wholeBytes(Cut cut, int h, int w) {
        return Memory.wholeBytes(settings, generator.precision(), cut.level(), h, w);
    }

    @Override
    public void begin(Cut cut, int h, int w) {
        inference.begin(cut.level(), h, w);
    }

    @Override
    public void input(int n, int h, int w, RowSource rows) {
        inference.input(n, h, w, rows);
    }

    @Override
    public List<Survey> surveys() {
        return inference.surveys();
    }

    @Override
    public void run(List<Tile> tiles, RowSink to) {
        inference.run(tiles, to);
    }

    @Override
    public void setCheck(Runnable check) {
        generator.setCheck(check);
    }

    @Override
    public void release() {
        inference.release();
    }

    @Override
    public void close() {
        inference.close();
    }
}
