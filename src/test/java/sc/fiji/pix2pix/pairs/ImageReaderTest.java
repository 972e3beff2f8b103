package sc.fiji.pix2pix.pairs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageReaderTest {

    @ParameterizedTest
    @CsvSource({"m51.fits,true,m51", "m51.FITS.GZ,true,m51", "m51.fit.fz,true,m51", "m51.tar.gz,false,m51.tar", "m51.ome.tif,true,m51",
        "m51.fz,false,m51"})
    void packedFitsFilesAreImages(String name, boolean image, String base) {
        ImageReader reader = new FakeImages();
        assertEquals(image, reader.accepts(name));
        assertEquals(base, ImageFolder.baseName(Path.of(name)));
    }
}
