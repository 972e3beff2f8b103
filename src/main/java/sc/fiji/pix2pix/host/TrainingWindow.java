package sc.fiji.pix2pix.host;

import ij.IJ;
import ij.ImageJ;
import ij.WindowManager;
import java.awt.Canvas;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.Graphics;
import java.awt.Image;
import java.awt.Rectangle;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.List;
import sc.fiji.pix2pix.train.EpochRecord;

/**
 * The window with the curves of a training. It is no image window, so that the active image stays what it was for the commands after the
 * training. Closing it stops nothing; Escape in it does.
 */
final class TrainingWindow {
    private final String title;
    private final View view = new View();
    private Frame frame;

    TrainingWindow(String title) {
        this.title = title;
    }

    void show(List<EpochRecord> history) {
        Image picture = TrainingPlot.draw(history).createImage();
        EventQueue.invokeLater(() -> {
            view.show(picture);
            if (frame == null) open();
            frame.setTitle(title + ": epoch " + history.get(history.size() - 1).epoch());
        });
    }

    private void open() {
        frame = new Frame(title);
        frame.add(view);
        frame.setResizable(false);
        frame.addWindowListener(new WindowAdapter() {
            @Override
            public void windowClosing(WindowEvent e) {
                WindowManager.removeWindow(frame);
                frame.dispose();
            }
        });
        frame.setAutoRequestFocus(false);
        frame.pack();
        ImageJ main = IJ.getInstance();
        if (main != null) {
            frame.addKeyListener(main);
            view.addKeyListener(main);
            placeBeside(main);
        }
        frame.setVisible(true);
        WindowManager.addWindow(frame);
    }

    /** Left of the place where images open, below ImageJ's window. */
    private void placeBeside(ImageJ main) {
        Rectangle screen = main.getGraphicsConfiguration().getBounds();
        int x = Math.max(screen.x, Math.min(main.getX() - frame.getWidth(), screen.x + screen.width - frame.getWidth()));
        frame.setLocation(x, Math.max(screen.y, Math.min(main.getY() + main.getHeight() + 10, screen.y
            + screen.height - frame.getHeight())));
    }

    private static final class View extends Canvas {
        private static final long serialVersionUID = 1L;
        private transient Image picture;

        void show(Image next) {
            picture = next;
            repaint();
        }

        @Override
        public void update(Graphics g) {
            paint(g);
        }

        @Override
        public void paint(Graphics g) {
            if (picture != null) g.drawImage(picture, 0, 0, this);
        }

        @Override
        public Dimension getPreferredSize() {
            return picture == null ? new Dimension(1, 1) : new Dimension(picture.getWidth(this), picture.getHeight(this));
        }
    }
}
