package sc.fiji.pix2pix.host;

import ij.ImagePlus;
import ij.WindowManager;

/** The images that are open in ImageJ. */
public final class OpenImages {
    private OpenImages() {}

    /** The open image with this title, or null. */
    public static ImagePlus find(String title) {
        ImagePlus active = WindowManager.getCurrentImage();
        if (active != null && title.equals(active.getTitle())) return active;
        return WindowManager.getImage(title);
    }

    /** The open image with this title, or the active one for an empty title. @throws IllegalArgumentException if there is none */
    public static ImagePlus get(String title) {
        boolean active = title == null || title.isEmpty();
        ImagePlus image = active ? WindowManager.getCurrentImage() : find(title);
        if (image != null) return image;
        if (active) throw new IllegalArgumentException("No image is open; open the image to work on.");
        throw new IllegalArgumentException("No open image is titled \"" + title + "\". " + titles());
    }

    /** One sentence with the titles of all open images, for error messages. */
    public static String titles() {
        String[] titles = WindowManager.getImageTitles();
        return titles.length == 0 ? "No image is open." : "Open images: " + String.join(", ", titles) + ".";
    }
}
