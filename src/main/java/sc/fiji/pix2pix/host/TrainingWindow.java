package sc.fiji.pix2pix.host;

import ij.IJ;
import ij.WindowManager;
import java.awt.Canvas;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.Graphics;
import java.awt.Image;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.List;
import sc.fiji.pix2pix.train.EpochRecord;

/**
 * The window with the curves of a training. It is no image window, so that the active image stays what it was for the commands after the training.
 * Closing it stops nothing; Escape in it does.
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
        if (IJ.getInstance() != null) {
            frame.addKeyListener(IJ.getInstance());
            view.addKeyListener(IJ.getInstance());
        }
        frame.setAutoRequestFocus(false);
        frame.pack();
        frame.setVisible(true);
        WindowManager.addWindow(frame);
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
