package sc.fiji.pix2pix.model;

/** The version of this software, for whatever it writes. */
public final class SoftwareVersion {
    private SoftwareVersion() {}

    /** "development" where it does not run from its jar. */
    public static String current() {
        String version = SoftwareVersion.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
