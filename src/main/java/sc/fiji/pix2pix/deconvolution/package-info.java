/** Classical deconvolution, tools of their own and the baselines that networks are judged against: Richardson-Lucy and Wiener. */
package sc.fiji.pix2pix.deconvolution;
