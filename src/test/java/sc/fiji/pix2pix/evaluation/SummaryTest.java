package sc.fiji.pix2pix.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.metrics.Measure;

class SummaryTest {

    @Test
    void theExampleOfTheDocumentation() {
        Summary summary = Summary.of(new double[] {1, 2, Double.NaN, 6}, Measure.MAE::badness);
        assertEquals(3, summary.mean());
        assertEquals(1.5275, summary.standardError(), 1e-4);
        assertEquals(6, summary.worst());
        assertEquals(3, summary.count());
    }

    @Test
    void worstIsWhatIsFurthestFromRight() {
        assertEquals(20, Summary.of(new double[] {30, 20, 40}, Measure.PSNR::badness).worst());
        assertEquals(0.4, Summary.of(new double[] {1, 2, 0.4}, Measure.FLUX::badness).worst());
        assertEquals(-1, Summary.of(new double[] {9, -1}, Measure.FLUX::badness).worst());
        assertEquals(-0.5, Summary.of(new double[] {0.1, -0.5}, Measure.STRUCTURE::badness).worst());
    }

    @Test
    void noneAndOne() {
        Summary none = Summary.of(new double[] {Double.NaN}, Measure.MAE::badness);
        assertEquals(0, none.count());
        assertTrue(Double.isNaN(none.mean()) && Double.isNaN(none.worst()));
        assertTrue(Double.isNaN(Summary.of(new double[] {4}, Measure.MAE::badness).standardError()));
    }

    @Test
    void tablesAsText() {
        Table table = new Table("t", "Image", List.of("a,b", "c"), List.of(new Table.Row("say \"x\"", 1.0 / 3, 12), new Table.Row("y", Double.NaN,
            Double.POSITIVE_INFINITY)));
        assertEquals("Image,\"a,b\",c\n\"say \"\"x\"\"\",0.3333333,12\ny,,Infinity\n", table.toCsv());
    }
}
