package sc.fiji.pix2pix.intensity;

/** How pixel values become the network's values: chosen from the data, from minimum and maximum, from percentiles, or by an asinh stretch. */
public enum IntensityMethod { AUTO, LINEAR, PERCENTILE, ASINH }
