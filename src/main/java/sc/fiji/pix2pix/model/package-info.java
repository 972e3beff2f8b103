/**
 * The model file: what a training leaves and an application needs, in one zip that is written atomically and read with distrust. Weights
 * are stored as safetensors, everything else as JSON; nothing that is read can run code or make the reader allocate more than the file
 * holds.
 */
package sc.fiji.pix2pix.model;
