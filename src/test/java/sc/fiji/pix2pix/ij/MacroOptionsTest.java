package sc.fiji.pix2pix.ij;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MacroOptionsTest {

    private static Map<String, String> parse(String text) {
        return MacroOptions.parse(text, name -> name.equals("dir") ? "/data/my dir" : null);
    }

    @Test
    void readsValuesBracketsQuotesAndSwitches() {
        assertEquals(Map.of("input", "/a b/c", "model", "/m.zip", "overwrite", "true", "target", "x y"),
            parse("input=[/a b/c] model=/m.zip overwrite target='x y' "));
    }

    @Test
    void aKeyInsideAnotherKeyOrValueIsNotFound() {
        assertEquals(Map.of("old_model", "a", "model", "b"), parse("old_model=a model=b"));
        assertEquals(Map.of("path", "/x model=q", "model", "b"), parse("path=[/x model=q] model=b"));
    }

    @Test
    void bracketsNest() {
        assertEquals(Map.of("input", "/data [2020] raw", "target", "t"), parse("input=[/data [2020] raw] target=t"));
        assertEquals(Map.of("input", "a]b"), parse("input=a]b"));
    }

    @Test
    void keysAreLowerCaseAndEmptyValuesStayEmpty() {
        assertEquals(Map.of("epochs", "5", "target", ""), parse("Epochs=5 target=[]"));
        assertEquals(Map.of("target", "", "epochs", "5"), parse("target= epochs=5"));
    }

    @Test
    void variablesOfTheMacroAreResolved() {
        assertEquals(Map.of("input", "/data/my dir", "target", "&none"), parse("input=&dir target=&none"));
    }

    @Test
    void whatCannotBeReadIsAnError() {
        assertThrows(IllegalArgumentException.class, () -> parse("input=[/a b"));
        assertThrows(IllegalArgumentException.class, () -> parse("input='a"));
        assertThrows(IllegalArgumentException.class, () -> parse("input=[a]b"));
        assertThrows(IllegalArgumentException.class, () -> parse("epochs=1 epochs=2"));
        assertThrows(IllegalArgumentException.class, () -> parse("=1"));
    }

    @Test
    void nothingGivesNothing() {
        assertEquals(Map.of(), parse("  "));
    }
}
