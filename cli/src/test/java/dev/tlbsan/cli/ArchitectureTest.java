package dev.tlbsan.cli;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds ARCHITECTURE.md to the code. */
class ArchitectureTest {
    private static final String PREFIX = "dev.tlbsan.";
    private static final Pattern MODULE_ROW = Pattern.compile("(?m)^\\| `([a-z]+)` \\|.*\\|([^|]*)\\|\\h*$");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```");
    private static final Pattern TYPE = Pattern.compile("\\b(?:class|record|interface|enum)\\h+(\\w+)");

    /** A type in Java case, perhaps with a member; words in capitals are registers and instructions. */
    private static final Pattern CLASS_NAME = Pattern.compile("([A-Z]\\w*[a-z]\\w*)([.#(<].*)?");

    private static final Pattern FOLDER_NAME = Pattern.compile("[\\w.-]+(/[\\w.-]+)*/|[\\w.-]+(/[\\w.-]+)+");
    private static final Pattern PACKAGE_NAME = Pattern.compile("dev(\\.[a-z][a-z0-9]*)+");

    @Test
    void everyArrowBetweenModulesIsInTheTable() throws IOException {
        assertThat(arrowsInDescriptors()).isEqualTo(arrowsInTable());
    }

    @Test
    void everyModuleInTheTableIsBuilt() throws IOException {
        Set<String> built = new TreeSet<>();
        Pattern.compile("<module>(\\w+)</module>")
                .matcher(Checkout.read("pom.xml"))
                .results()
                .forEach(module -> built.add(module.group(1)));
        assertThat(built).isEqualTo(arrowsInTable().keySet());
    }

    @Test
    void everyClassNamedExists() throws IOException {
        Set<String> types = new TreeSet<>();
        for (Path file : Checkout.javaFiles()) {
            TYPE.matcher(Files.readString(file)).results().forEach(type -> types.add(type.group(1)));
        }
        assertThat(types).containsAll(named(CLASS_NAME, 1));
    }

    @Test
    void everyFolderNamedExists() throws IOException {
        assertThat(named(FOLDER_NAME, 0))
                .allSatisfy(
                        folder -> assertThat(Checkout.root().resolve(folder)).exists());
    }

    @Test
    void everyPackageNamedExists() throws IOException {
        Set<String> packages = new TreeSet<>();
        for (Path file : Checkout.javaFiles()) {
            packages.add(String.valueOf(file.getParent()).replace('/', '.'));
        }
        assertThat(named(PACKAGE_NAME, 0))
                .allSatisfy(name -> assertThat(packages).anyMatch(folder -> folder.endsWith(".java." + name)));
    }

    private static Map<String, Set<String>> arrowsInTable() throws IOException {
        Map<String, Set<String>> arrows = new TreeMap<>();
        MODULE_ROW
                .matcher(Checkout.read("ARCHITECTURE.md"))
                .results()
                .forEach(row -> arrows.put(
                        row.group(1),
                        CODE.matcher(row.group(2))
                                .results()
                                .map(used -> used.group(1))
                                .collect(toCollection(TreeSet::new))));
        return arrows;
    }

    private static Map<String, Set<String>> arrowsInDescriptors() {
        Map<String, Set<String>> arrows = new TreeMap<>();
        for (Module module : ModuleLayer.boot().modules()) {
            if (module.isNamed() && module.getName().startsWith(PREFIX)) {
                arrows.put(
                        module.getName().substring(PREFIX.length()),
                        module.getDescriptor().requires().stream()
                                .map(Requires::name)
                                .filter(name -> name.startsWith(PREFIX))
                                .map(name -> name.substring(PREFIX.length()))
                                .collect(toCollection(TreeSet::new)));
            }
        }
        return arrows;
    }

    /** What ARCHITECTURE.md sets in code type, outside fenced blocks, in the given form. */
    private static Set<String> named(Pattern form, int group) throws IOException {
        String prose = FENCED.matcher(Checkout.read("ARCHITECTURE.md")).replaceAll("");
        return CODE.matcher(prose)
                .results()
                .map(code -> form.matcher(code.group(1)))
                .filter(matcher -> matcher.matches())
                .map(matcher -> ((MatchResult) matcher).group(group))
                .collect(toCollection(TreeSet::new));
    }
}
