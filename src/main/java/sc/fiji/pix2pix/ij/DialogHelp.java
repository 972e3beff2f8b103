package sc.fiji.pix2pix.ij;

import java.util.List;
import org.scijava.module.ModuleItem;
import sc.fiji.pix2pix.commands.CommandCall;

/** What the button "Help" of a command's dialog shows: every field with its meaning and its key in macros. */
final class DialogHelp {
    private DialogHelp() {}

    static String of(CommandCall call, List<ModuleItem<?>> items) {
        StringBuilder html = new StringBuilder("<html><b>" + text(call.entry().label().replace("...", "")) + "</b><dl>");
        for (ModuleItem<?> item : items) {
            html.append("<dt><b>").append(text(item.getLabel())).append("</b> (").append(item.getName()).append(")</dt>");
            String description = CommandCall.description(item);
            if (!description.equals(item.getLabel())) html.append("<dd>").append(text(description)).append(".</dd>");
        }
        return html.append("</dl></html>").toString();
    }

    private static String text(String plain) {
        return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
