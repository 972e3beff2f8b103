/** Images as float planes, and what every user of them needs: missing values filled, edges continued. Reads and writes no files. */
package sc.fiji.pix2pix.image;
