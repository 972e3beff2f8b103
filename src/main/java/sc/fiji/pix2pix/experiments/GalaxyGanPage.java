package sc.fiji.pix2pix.experiments;
import java.nio.file.Path;
import java.util.List;
final class GalaxyGanPage {
    GalaxyGanPage(GalaxyGanPlan plan, List<GalaxyGanScores> scores, Path gan, Path l1) {}
    String text() { return ""; }
}
