/** What an image of the sky shows: sky and noise, sources, their shapes and fluxes, and the seeing. Pixel centres have whole coordinates. */
package sc.fiji.pix2pix.photometry;
