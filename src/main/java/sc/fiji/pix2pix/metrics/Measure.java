package sc.fiji.pix2pix.metrics;

/**
 * The figures that an image is judged by, in the order of a table's columns. {@link Judge} says how each is found. "Stretched" is after an
 * intensity map, which weighs faint light more than linear flux does.
 */
public enum Measure {
    /** {@link Psnr} in dB; data range: highest minus lowest value of the truth. */
    PSNR("PSNR", Ideal.HIGHEST),
    /** {@link Ssim#gaussian}; data range as for the PSNR. */
    SSIM("SSIM", Ideal.HIGHEST),
    /** {@link PixelError#mae()} in the truth's unit. */
    MAE("MAE", Ideal.ZERO),
    /** {@link PixelError#rmse()} in the truth's unit. */
    RMSE("RMSE", Ideal.ZERO),
    /** PSNR after the stretch; data range: highest minus lowest value of the stretched truth. */
    PSNR_STRETCHED("PSNR_stretched", Ideal.HIGHEST),
    SSIM_STRETCHED("SSIM_stretched", Ideal.HIGHEST),
    /** In the stretch's unit, of which the training images filled -1 to 1. */
    MAE_STRETCHED("MAE_stretched", Ideal.ZERO),
    RMSE_STRETCHED("RMSE_stretched", Ideal.ZERO),
    /** {@link TotalFlux} of all pixel values as they are. */
    FLUX("Flux", Ideal.ONE),
    /** {@link TotalFlux} above the sky of the truth, measured where it is quietest. */
    FLUX_ABOVE_SKY("Flux_above_sky", Ideal.ONE),
    /** Median {@link SourceScore#fluxRatio()} of the truth's sources above 20 sigma. */
    APERTURE_FLUX("Aperture_flux", Ideal.ONE),
    /** Median {@link SourceScore#centroidShift()} of these, in pixels. */
    CENTROID("Centroid", Ideal.ZERO),
    /** Median {@link SourceScore#sizeRatio()} of these. */
    SIZE("Size", Ideal.ONE),
    /** Median {@link SourceScore#ellipticityError()} of these. */
    ELLIPTICITY("Ellipticity", Ideal.ZERO),
    /** Share of these whose shape can be measured in the image: the three above are those of this share only. */
    SHAPES("Shapes", Ideal.HIGHEST),
    /** {@link PowerSpectrum#ratio} below 0.1 cycles per pixel. */
    POWER_LOW("Power_low", Ideal.ONE),
    /** From 0.1 to 0.25 cycles per pixel. */
    POWER_MIDDLE("Power_middle", Ideal.ONE),
    /** From 0.25 to 0.5 cycles per pixel. */
    POWER_HIGH("Power_high", Ideal.ONE),
    /** {@link Detections#completeness} of all sources above 5 sigma. */
    COMPLETENESS("Completeness", Ideal.HIGHEST),
    /** {@link Detections#purity} of all sources above 5 sigma. */
    PURITY("Purity", Ideal.HIGHEST),
    /** {@link Detections#invented()}: number of sources that the truth has not. */
    INVENTED("Invented", Ideal.ZERO),
    /** {@link Residual#chiSquare()}, which needs the point spread function but no truth. */
    CHI_SQUARE("Chi_square", Ideal.ONE),
    /** {@link Residual#structure()}. */
    STRUCTURE("Structure", Ideal.ZERO),
    /** Share of the pixels to be judged that are NaN or infinite in the image; all other figures leave them out. */
    MISSING("Missing", Ideal.ZERO);

    private enum Ideal { HIGHEST, ZERO, ONE }

    private final String column;
    private final Ideal ideal;

    Measure(String column, Ideal ideal) {
        this.column = column;
        this.ideal = ideal;
    }

    /** Name of the column in a table. */
    public String column() {
        return column;
    }

    /**
     * How bad a value is, to compare values by: higher is worse. Ratios above and below 1 count alike (2 as 1/2); one that is not positive is
     * the worst.
     *
     * @return NaN for NaN
     */
    public double badness(double value) {
        return switch (ideal) {
            case HIGHEST -> -value;
            case ZERO -> Math.abs(value);
            case ONE -> Double.isNaN(value) ? value : value > 0 ? Math.abs(Math.log(value)) : Double.POSITIVE_INFINITY;
        };
    }
}
