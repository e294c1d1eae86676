package io.confab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every link into the project's own documents and files, in code and in documents, leads to something. */
class LinksTest {
    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Pattern IN_CODE = Pattern.compile("docs/[\\w./-]+\\.md(?:#[\\w-]+)?");
    private static final Pattern IN_DOCUMENTS = Pattern.compile("\\]\\((?!https?:)([^)\\s]*)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Set<String> ELSEWHERE = Set.of("target", ".git", ".confab", "node_modules");

    private final Map<Path, Set<String>> anchors = new HashMap<>();

    @Test
    void code_linksToDocuments_resolve() {
        List<String> broken = new ArrayList<>();
        files(".java").forEach(file -> IN_CODE.matcher(text(file)).results().forEach(link -> {
            if (!resolves(file, ROOT, link.group())) {
                broken.add(ROOT.relativize(file) + ": " + link.group());
            }
        }));
        assertThat(broken).isEmpty();
    }

    @Test
    void documents_links_resolve() {
        List<String> broken = new ArrayList<>();
        files(".md").forEach(file -> IN_DOCUMENTS.matcher(text(file)).results().forEach(link -> {
            if (!resolves(file, file.getParent(), link.group(1))) {
                broken.add(ROOT.relativize(file) + ": " + link.group(1));
            }
        }));
        assertThat(broken).isEmpty();
    }

    private boolean resolves(Path from, Path base, String link) {
        int hash = link.indexOf('#');
        Path target = hash == 0
                ? from
                : base.resolve(hash < 0 ? link : link.substring(0, hash)).normalize();
        return Files.exists(target)
                && (hash < 0
                        || anchors.computeIfAbsent(target, LinksTest::headings).contains(link.substring(hash + 1)));
    }

    /** As a browser of repositories names them. */
    private static Set<String> headings(Path document) {
        return HEADING.matcher(text(document))
                .results()
                .map(heading -> heading.group(1).strip().toLowerCase(Locale.ROOT))
                .map(heading ->
                        heading.replaceAll("[^\\p{L}\\p{M}\\p{N}\\s_-]", "").replaceAll("\\s", "-"))
                .collect(Collectors.toSet());
    }

    private static List<Path> files(String ending) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return ELSEWHERE.contains(folder.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(ending)) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(found).isNotEmpty();
        return found;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
