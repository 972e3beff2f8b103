package sc.fiji.pix2pix.imagej;

import ij.IJ;
import ij.ImageJ;
import ij.Menus;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import java.awt.Button;
import java.awt.Checkbox;
import java.awt.Component;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.GraphicsEnvironment;
import java.awt.Label;
import java.awt.Menu;
import java.awt.MenuBar;
import java.awt.MenuItem;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.TextField;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.awt.event.KeyEvent;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.swing.JLabel;

/**
 * Runs inside a real ImageJ, in a process of its own whose class path is ij.jar and this class alone: ImageJ loads the plugin itself.
 * Starts ImageJ, carries out the steps of a script (one a line, what follows the first space is the argument) and writes what it saw to a
 * file. Ends the process.
 */
public final class ImageJProbe {
    private static final List<String> SEEN = new ArrayList<>();

    private ImageJProbe() {}

    /** @param args folder of the installation, file with the steps, file to write */
    public static void main(String[] args) throws Exception {
        Thread limit = new Thread(() -> {
            pause(Long.getLong("probe.limit", 240_000));
            screenshot(args[2] + ".png");
            see("limit", "The steps did not end in time; windows: " + windows());
            end(args[2], 3);
        });
        limit.setDaemon(true);
        limit.start();
        try {
            ImageJ.main(new String[] {"-ijpath", args[0], "-port0"});
            for (String line : Files.readAllLines(Path.of(args[1]))) {
                int space = line.indexOf(' ');
                step(space < 0 ? line : line.substring(0, space), space < 0 ? "" : line.substring(space + 1));
            }
            for (String window : windows()) see("window", window);
            end(args[2], 0);
        } catch (Throwable e) {
            see("exception", e.toString());
            e.printStackTrace();
            end(args[2], 2);
        }
    }

    private static void step(String name, String argument) throws Exception {
        switch (name) {
            case "menu" -> menu();
            case "macro" -> see("macro", String.valueOf(IJ.runMacro(Files.readString(Path.of(argument)))));
            case "background" -> new Thread(() -> IJ.runMacro(read(argument)), "Run$_probe").start();
            case "command" -> IJ.doCommand(argument);
            case "record" -> new Recorder();
            case "field" -> field(argument);
            case "fields" -> see("fields", fields());
            case "switch" -> flip(Integer.parseInt(argument));
            case "ok" -> press(0);
            case "cancel" -> press(1);
            case "status" -> see("status", status());
            case "recorded" -> Files.writeString(Path.of(argument), recorded());
            case "screenshot" -> screenshot(argument);
            case "wait" -> pause(Long.parseLong(argument));
            case "escape" -> escape();
            case "idle" -> idle();
            case "until" -> until(argument);
            case "dialog" -> see("dialog", dialog() == null ? "none" : dialog().getTitle());
            default -> throw new IllegalArgumentException(name);
        }
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Every entry below Plugins>Pix2Pix, and what ImageJ would run for it. */
    private static void menu() {
        MenuBar bar = Menus.getMenuBar();
        for (int i = 0; i < bar.getMenuCount(); i++) {
            for (int j = 0; j < bar.getMenu(i).getItemCount(); j++) {
                MenuItem item = bar.getMenu(i).getItem(j);
                if (!(item instanceof Menu menu) || !item.getLabel().equals("Pix2Pix")) continue;
                for (int k = 0; k < menu.getItemCount(); k++) {
                    String label = menu.getItem(k).getLabel();
                    see("menu", bar.getMenu(i).getLabel() + ">Pix2Pix>" + label + " = " + Menus.getCommands().get(label));
                }
            }
        }
    }

    /** {@code number value}: sets a text field of the open dialog. */
    private static void field(String argument) throws Exception {
        int space = argument.indexOf(' ');
        TextField field = (TextField) waitForDialog().getStringFields().get(Integer.parseInt(argument.substring(0, space)));
        EventQueue.invokeAndWait(() -> field.setText(argument.substring(space + 1)));
    }

    /** What the text fields of the open dialog hold. */
    private static String fields() {
        List<String> texts = new ArrayList<>();
        for (Object field : waitForDialog().getStringFields()) texts.add(((TextField) field).getText());
        return texts.toString();
    }

    private static void flip(int number) throws Exception {
        Checkbox box = (Checkbox) waitForDialog().getCheckboxes().get(number);
        EventQueue.invokeAndWait(() -> box.setState(!box.getState()));
    }

    private static void press(int number) throws Exception {
        GenericDialog dialog = waitForDialog();
        Button button = dialog.getButtons()[number];
        EventQueue.invokeAndWait(() -> dialog.actionPerformed(new ActionEvent(button, ActionEvent.ACTION_PERFORMED, button.getLabel())));
        pause(300);
    }

    private static String status() {
        for (Component component : IJ.getInstance().getStatusBar().getComponents()) {
            if (component instanceof Label label) return label.getText();
            if (component instanceof JLabel label) return label.getText();
        }
        return "";
    }

    private static GenericDialog waitForDialog() {
        for (int i = 0; i < 100; i++) {
            if (dialog() instanceof GenericDialog dialog) return dialog;
            pause(100);
        }
        throw new IllegalStateException("No dialog opened; windows: " + windows());
    }

    private static Dialog dialog() {
        for (Window window : Window.getWindows()) if (window instanceof Dialog dialog && window.isShowing()) return dialog;
        return null;
    }

    private static String recorded() {
        return Recorder.getInstance().getText();
    }

    private static void escape() {
        ImageJ ij = IJ.getInstance();
        see("escape", String.valueOf(System.currentTimeMillis()));
        EventQueue.invokeLater(() -> ij.keyPressed(new KeyEvent(ij, KeyEvent.KEY_PRESSED, System.currentTimeMillis(), 0, KeyEvent.VK_ESCAPE,
            KeyEvent.CHAR_UNDEFINED)));
    }

    /** Waits until the commands and macros that other threads run have ended; ImageJ names those threads so. */
    private static void idle() {
        pause(200);
        Thread self = Thread.currentThread();
        while (Thread.getAllStackTraces().keySet().stream().anyMatch(t -> t != self
            && (t.getName().startsWith("Run$_") || t.getName().startsWith("Pix2Pix-"))))
            pause(20);
        see("idle", String.valueOf(System.currentTimeMillis()));
        pause(300);
    }

    /** Waits until a window with this text in its title shows. */
    private static void until(String title) {
        while (windows().stream().noneMatch(w -> w.contains(title))) pause(100);
        pause(500);
    }

    private static List<String> windows() {
        List<String> titles = new ArrayList<>();
        for (Window window : Window.getWindows()) {
            if (!window.isShowing()) continue;
            String title = window instanceof Dialog d ? d.getTitle() : window instanceof Frame f ? f.getTitle() : "";
            titles.add((window instanceof Dialog ? "DIALOG " : "") + window.getClass().getSimpleName() + ": " + title);
        }
        return titles;
    }

    private static void screenshot(String file) {
        if (GraphicsEnvironment.isHeadless()) return;
        try {
            Rectangle screen = new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
            ImageIO.write(new Robot().createScreenCapture(screen), "png", new File(file));
        } catch (Exception e) {
            see("screenshot", e.toString());
        }
    }

    private static synchronized void see(String what, String value) {
        SEEN.add(what + "\t" + value.replace("\n", "\\n"));
    }

    private static synchronized void end(String file, int code) {
        try {
            Files.write(Path.of(file), SEEN);
        } catch (java.io.IOException e) {
            e.printStackTrace();
        }
        Runtime.getRuntime().halt(code);
    }

    private static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
