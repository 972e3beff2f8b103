package sc.fiji.pix2pix.evaluation;

/** What was done to the images that are judged. */
public enum Method {
    /** The model that is evaluated. */
    MODEL(""),
    /** Nothing: the input as it is. */
    INPUT("_input"),
    /** Richardson-Lucy with the number of iterations that is best for the image: chosen with the truth, which the model does not see. */
    RICHARDSON_LUCY("_RL"),
    /** Wiener's filter with the regularisation that is best for the image, chosen likewise. */
    WIENER("_Wiener");

    private final String suffix;

    Method(String suffix) {
        this.suffix = suffix;
    }

    /** What is added to a measure's name in the columns of a table. */
    public String suffix() {
        return suffix;
    }

    /** Name in a list of methods. */
    public String label() {
        return this == MODEL ? "model" : suffix.substring(1);
    }
}
