package sc.fiji.pix2pix.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.pix2pix.nn.GanLoss;
import sc.fiji.pix2pix.nn.GeneratorSettings;
import sc.fiji.pix2pix.nn.Memory;

class TrainSettingsTest {

    @Test
    void paperIsAsPublished() {
        TrainSettings paper = TrainSettings.preset("paper");
        GeneratorSettings g = Session.generator(paper, 3, 3, 0);
        // 54.4 million weights at base width 64, 13.6 million at 32 (Isola et al. 2017, U-Net-256).
        assertEquals(54.4, Memory.weights(g) / 1e6, 0.1);
        assertEquals(13.6, Memory.weights(Session.generator(TrainSettings.preset("light"), 3, 3, 0)) / 1e6, 0.1);
        assertEquals(2.77, Memory.weights(Session.discriminator(paper, 3, 3)) / 1e6, 0.02);
    }

    @Test
    void theRateIsConstantAndThenFallsLinearly() {
        TrainSettings paper = TrainSettings.preset("paper");
        assertEquals(2e-4, paper.rateAt(1));
        assertEquals(2e-4, paper.rateAt(100));
        assertEquals(2e-4 * 100 / 101, paper.rateAt(101), 1e-12);
        assertEquals(2e-4 / 101, paper.rateAt(200), 1e-12);
        assertEquals(2e-4 / 101, paper.rateAt(300), 1e-12);
        assertEquals(2e-4, paper.with(Map.of("decay", 0)).rateAt(1000));
    }

    @Test
    void settingsAreTheSameAfterAWayThroughAMap() {
        TrainSettings s = TrainSettings.preset("small").with(Map.of("loss", "Hinge", "epochs", "7", "rate", "1e-5", "augment", "false", "seed", Long.MAX_VALUE));
        assertEquals(GanLoss.HINGE, s.loss());
        assertEquals(7, s.epochs());
        assertEquals(1e-5, s.rate());
        assertEquals(s, TrainSettings.preset("paper").with(s.toMap()));
    }

    @ParameterizedTest
    @CsvSource({"epochs,0", "epochs,-1", "epochs,two", "epochs,1.5", "batch,0", "crop,-256", "crop,100", "rate,0", "rate,NaN", "lambda,-1", "validation,1", "loss,mse",
        "averaging,1", "augment,maybe", "levels,13", "width,0", "patch,9", "intensity,log", "norm,layer", "crop,0", "precision,fp8"})
    void refusesWhatIsImpossibleNamingKeyAndValue(String key, String value) {
        String message = assertThrows(IllegalArgumentException.class, () -> TrainSettings.preset("paper").with(Map.of(key, value))).getMessage();
        assertTrue(message.startsWith(key + "=" + value) && message.contains("give "), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Paper ", "huge"})
    void unknownPresetsAreNamedWithTheKnownOnes(String name) {
        String message = assertThrows(IllegalArgumentException.class, () -> TrainSettings.preset(name)).getMessage();
        assertTrue(message.contains("paper, light, small"), message);
    }

    @Test
    void unknownKeysAreNamedWithTheKnownOnes() {
        String message = assertThrows(IllegalArgumentException.class, () -> TrainSettings.preset("paper").with(Map.of("epoch", 3))).getMessage();
        assertTrue(message.contains("\"epoch\"") && message.contains("epochs"), message);
    }

    @Test
    void theCropMustBeLargeEnoughForTheDiscriminator() {
        String message = assertThrows(IllegalArgumentException.class, () -> TrainSettings.preset("small").with(Map.of("crop", 16))).getMessage();
        assertTrue(message.startsWith("crop=16") && message.contains("32 or more") && message.contains("patch=3"), message);
        assertEquals(16, TrainSettings.preset("small").with(Map.of("crop", 16, "loss", "none")).crop());
    }
}
