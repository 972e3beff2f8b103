/** The model file: settings, weights, intensity maps, provenance, checks on reading. */
package sc.fiji.pix2pix.model;
