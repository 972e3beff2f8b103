/** Measurements that pages under {@code docs} show, each repeated by one command. Nothing else uses them. */
package sc.fiji.pix2pix.experiments;
