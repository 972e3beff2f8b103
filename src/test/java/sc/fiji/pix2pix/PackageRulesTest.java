package sc.fiji.pix2pix;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may use whom; docs/architecture.md says why. */
class PackageRulesTest {
    private static final String ROOT = "sc.fiji.pix2pix";
    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages(ROOT);

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "progress|", "image|progress", "intensity|image", "pairs|image progress", "nn|progress", "model|nn intensity image",
            "train|nn pairs intensity model image progress",
        "predict|model nn intensity image progress", "fits|image progress", "astro|image intensity pairs progress fits", "photometry|image intensity",
        "deconvolution|image progress astro photometry", "galaxy|predict model astro photometry intensity image progress",
        "samples|astro image fits", "metrics|image intensity photometry",
        "evaluation|image intensity pairs progress astro photometry deconvolution metrics",
        "host|image pairs progress train fits",
        "commands|host train predict model pairs intensity image nn progress samples astro metrics fits photometry deconvolution evaluation galaxy",
        "experiments|commands host predict model nn pairs image progress astro galaxy photometry metrics evaluation",
        "ij|commands host progress"})
    void aPackageUsesOnlyThoseBelowIt(String name, String allowed) {
        String[] packages = allowed == null ? new String[0] : allowed.split(" ");
        String[] permitted = new String[packages.length + 1];
        permitted[0] = ROOT + "." + name + "..";
        for (int i = 0; i < packages.length; i++) permitted[i + 1] = ROOT + "." + packages[i] + "..";
        DescribedPredicate<JavaClass> others = resideInAPackage(ROOT + "..").and(DescribedPredicate.not(resideInAnyPackage(permitted)));
        noClasses().that().resideInAPackage(ROOT + "." + name + "..").should().dependOnClassesThat(others).allowEmptyShould(true)
            .check(CLASSES);
    }

    @Test
    void imageJIsKnownAboveTheLibraryOnly() {
        noClasses().that().resideOutsideOfPackages(ROOT, ROOT + ".host..", ROOT + ".commands..", ROOT + ".ij..").should()
            .dependOnClassesThat()
            .resideInAnyPackage("ij..", "org.scijava..").check(CLASSES);
    }

    /** Only ONNX's protobuf classes, which come in ND4J's jars, serve elsewhere: they load nothing native. */
    @Test
    void nd4jIsKnownToTheEngineOnly() {
        noClasses().that().resideOutsideOfPackage(ROOT + ".nn..").and().doNotHaveFullyQualifiedName(ROOT + ".model.OnnxWriter").should().dependOnClassesThat().resideInAnyPackage("org.nd4j..",
            "org.bytedeco..").check(CLASSES);
    }

    @Test
    void onlyMainEndsTheProcess() {
        noClasses().that().doNotHaveFullyQualifiedName(ROOT + ".Main").should().callMethod(System.class, "exit", int.class).check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
