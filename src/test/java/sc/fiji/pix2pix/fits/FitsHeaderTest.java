package sc.fiji.pix2pix.fits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FitsHeaderTest {
    static FitsHeader header(String... cards) {
        return FitsHeader.of(Stream.of(cards).map(FitsCard::new).toList());
    }

    @Test
    void cardsAreWrittenInFixedFormat() {
        assertEquals("OBJECT  = 'it''s   '           / quoted", FitsCard.of("OBJECT", "it's", "quoted").line().stripTrailing());
        assertEquals("VALUE   =                 -1.5", FitsCard.of("VALUE", -1.5, "").line().stripTrailing());
        assertEquals("FLAG    =                    T / yes", FitsCard.of("FLAG", true, "yes").line().stripTrailing());
        assertThrows(IllegalArgumentException.class, () -> FitsCard.of("TOOLONGKEY", 1, ""));
        assertThrows(IllegalArgumentException.class, () -> FitsCard.of("lower", 1, ""));
        assertThrows(IllegalArgumentException.class, () -> FitsCard.of("VALUE", Double.NaN, ""));
        assertThrows(IllegalArgumentException.class, () -> new FitsCard("x".repeat(81)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"A       = 1.5D-3 / d|0.0015", "A       =-.5|-0.5", "A       = +12.|12", "A       = '3'|NaN",
        "A       = 1E99999|NaN",
        "A       = 1E500|NaN", "A       =|NaN", "A         5|NaN", "A       = 5 6|NaN"})
    void numbersAreReadAsTheStandardAllows(String card, double value) {
        assertEquals(value, header(card).number("A").orElse(Double.NaN));
    }

    @Test
    void aCardIsReplacedWithItsContinuation() {
        FitsHeader header = header("A       = 'one &'", "CONTINUE  'two'", "B       = 2").with(FitsCard.of("A", 1, ""));
        assertEquals(List.of("A", "B"), header.cards().stream().map(FitsCard::keyword).toList());
    }

    @Test
    void historyIsBrokenBetweenWords() {
        FitsHeader header = FitsHeader.EMPTY.history("one " + "a".repeat(70) + " M\u00fcller " + "b".repeat(100));
        assertEquals(List.of("HISTORY one", "HISTORY " + "a".repeat(70), "HISTORY M?ller", "HISTORY " + "b".repeat(72), "HISTORY "
            + "b".repeat(28)),
            header.cards().stream().map(c -> c.line().stripTrailing()).map(l -> l.equals("HISTORY M?ller " + "b".repeat(65))
                ? "HISTORY M?ller" : l).toList());
    }

    @Test
    void theHeaderTravelsInTheInfoBetweenOtherText() {
        FitsHeader header = header("SIMPLE  =                    T", "EXPTIME =  3.0E+1 /s", "", "COMMENT  two  spaces");
        assertEquals(header, FitsHeader.fromInfo(header.toInfo()));
        String info = header.toInfo("taken on Monday");
        assertEquals(header, FitsHeader.fromInfo(info));
        assertTrue(info.startsWith("taken on Monday\nSIMPLE"), info);
        String longer = FitsHeader.addHistory(info + "by hand\n", "sharpened");
        assertTrue(longer.startsWith("taken on Monday\nSIMPLE") && longer.endsWith("HISTORY sharpened\nEND\nby hand\n"), longer);
        assertEquals(FitsHeader.EMPTY, FitsHeader.fromInfo(null));
        assertEquals(FitsHeader.EMPTY, FitsHeader.fromInfo("SIMPLE  = but no end"));
    }

    @Test
    void historyOfAnImageWithoutHeaderIsKept() {
        String info = FitsHeader.addHistory("taken on Monday", "sharpened");
        assertEquals("taken on Monday\nHISTORY sharpened\n", info);
        assertEquals(header("HISTORY sharpened"), FitsHeader.fromInfo(info));
        assertEquals("HISTORY sharpened\n", FitsHeader.addHistory(null, "sharpened"));
    }

    /** The upper left pixel of the part is (10, 20) from the top; 80 - 20 - 30 = 30 rows lie below it. */
    @Test
    void aCropMovesEverythingThatCountsPixels() {
        FitsHeader part = header("NAXIS1  = 100", "NAXIS2  = 80", "CRPIX1  = 50.123456789012345 / middle", "CRPIX2  = 4.05E1",
            "CRPIX1A = -3", "CRPIX3  = 7",
            "CNPIX1  = 8734", "CNPIX2  = 7218", "LTV1    = 2.0", "CD1_1   = 1E-5").cropped(10, 20, 40, 30);
        assertEquals(header("NAXIS1  =                   40 / width", "NAXIS2  =                   30 / height",
            "CRPIX1  =   40.123456789012345 / middle",
            "CRPIX2  =                 10.5", "CRPIX1A =                  -13", "CRPIX3  = 7", "CNPIX1  =                 8744",
                "CNPIX2  =                 7248",
            "LTV1    =                 -8.0", "CD1_1   = 1E-5"), part);
        FitsHeader whole = header("NAXIS2  = 80", "CRPIX1  = 5 /x");
        assertEquals("CRPIX1  = 5 /x", whole.cropped(0, 0, 40, 80).get("CRPIX1").orElseThrow().line().stripTrailing());
    }

    @Test
    void aReferencePixelThatIsMissingOrNoNumberIsPutRight() {
        FitsHeader missing = header("NAXIS2  = 80", "CTYPE1  = 'RA---TAN'", "CDELT1  = 1E-4", "CDELT2A = 1E-4").cropped(10, 20, 40, 30);
        assertEquals(-10, missing.number("CRPIX1").orElse(0));
        assertEquals(-30, missing.number("CRPIX2A").orElse(0));
        FitsHeader wrong = header("NAXIS2  = 80", "CRPIX1  = 'middle'").cropped(10, 20, 40, 30);
        assertFalse(wrong.get("CRPIX1").isPresent());
        assertTrue(wrong.toInfo().contains("CRPIX1 held no number"), wrong.toInfo());
        assertEquals(header("OBJECT  = 'M 51'"), header("OBJECT  = 'M 51'").cropped(1, 1, 1, 1));
    }

    /** The first six as astropy's proj_plane_pixel_area says. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"CDELT1=-1e-4 CDELT2=1.2e-4|0.39436024140372", "CDELT1=-1e-4 CDELT2=1e-4 CROTA2=30|0.36",
        "CD1_1=-5e-5 CD1_2=2e-5 CD2_1=2e-5 CD2_2=5e-5|0.19386593305684216",
            "PC1_1=.8 PC1_2=-.6 PC2_1=.6 PC2_2=.8 CDELT1=-2e-4 CDELT2=2e-4|0.72",
        "CUNIT1='arcsec' CUNIT2='arcsec' CDELT1=-.4 CDELT2=.4|0.4", "CD1_1=-5e-5 CD2_2=5e-5 CDELT1=1 CDELT2=1|0.18", "CDELT1=1e-4|NaN",
            "CD1_1=1e-4 CD1_2=1e-4|NaN",
        "CDELT1=0 CDELT2=0|NaN", "CTYPE1='WAVE' CDELT1=1 CDELT2=1|NaN", "CD1_1=1e-4 CD2_2=1e-4 PC1_1=1 CDELT1=2e-4 CDELT2=2e-4|NaN",
        "CD1_1=1e-4 CD2_2=1e-4 PC1_1=1 CDELT1=1e-4 CDELT2=1e-4|0.36", "CUNIT1='m' CDELT1=1 CDELT2=1|NaN", "CDELT1=1e-4 CDELT2='x'|NaN"})
    void thePixelScaleIsThatOfTheCoordinates(String cards, double arcsec) {
        FitsHeader header = header("CTYPE1  = 'RA---TAN'", "CTYPE2  = 'DEC--TAN'");
        for (String card : cards.split(" ")) {
            String keyword = card.substring(0, card.indexOf('='));
            header = header.with(new FitsCard(String.format("%-8s= %s", keyword, card.substring(card.indexOf('=') + 1))));
        }
        assertEquals(arcsec, header.pixelScaleArcsec().orElse(Double.NaN), 1e-9);
    }

    /** Of the plate of M 67: 67.2 arcsec a millimetre, 25.284450 micrometres a pixel. */
    @Test
    void platesAndPlainCardsStateAScaleToo() {
        assertEquals(1.69911504, header("PLTSCALE= 67.2", "XPIXELSZ= 25.28445", "YPIXELSZ= 25.28445").pixelScaleArcsec().orElse(0), 1e-9);
        assertEquals(0.05, header("PIXSCALE= 0.05").pixelScaleArcsec().orElse(0));
        assertEquals(OptionalDouble.empty(), header("CDELT1  = 0.1", "CDELT2  = 0.1").pixelScaleArcsec());
    }

    @Test
    void tablesOfOtherExtensionsAreLeftOutWithANote() {
        FitsHeader header = Wcs.withoutTables(header("CPDIS1  = 'LOOKUP'", "DP1     = 'EXTVER: 1'", "D2IMDIS1= 'LOOKUP'", "A_ORDER = 2",
            "CRPIX1  = 5"));
        assertEquals(List.of("A_ORDER", "CRPIX1", "HISTORY", "HISTORY", "HISTORY"),
            header.cards().stream().map(FitsCard::keyword).toList());
        assertEquals(List.of("OBJECT"), header("A_0_2   = 1", "OBJECT  = 'x'", "CTYPE1  = 'RA'", "CD1_1   = 1",
            "LTM1_1  = 1").withoutCoordinates().cards().stream()
            .map(FitsCard::keyword).toList());
    }
}
