package io.confab.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectionTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(
                    "io.confab.domain",
                    "io.confab.wire",
                    "io.confab.push",
                    "io.confab.vendors",
                    "io.confab.edge",
                    "io.confab.functions");

    static List<ArchRule> rules() {
        return Directions.RULES;
    }

    @ParameterizedTest
    @MethodSource("rules")
    void rule_product_holds(ArchRule rule) {
        rule.check(PRODUCT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"domain", "push", "vendors", "edge"})
    void module_packages_formNoCircle(String module) {
        Directions.noCircleIn(module).check(PRODUCT);
    }

    @Test
    void product_imported_isNotEmpty() {
        assertThat(PRODUCT)
                .extracting(Object::toString)
                .anyMatch(name -> name.contains("io.confab.domain."))
                .anyMatch(name -> name.contains("io.confab.vendors."));
    }

    @Test
    void startsThreads_everyWayToStartOne_isSeen() {
        Set<String> seen = new ClassFileImporter()
                .importClasses(Offender.class).get(Offender.class).getAccessesFromSelf().stream()
                        .filter(Directions.STARTS_THREADS)
                        .map(access -> access.getOrigin().getName())
                        .collect(Collectors.toSet());

        assertThat(seen).containsExactlyInAnyOrder("thread", "pool", "async", "parallel");
    }

    /** What the domain may not do, and one thing it may. */
    static final class Offender {
        private Offender() {}

        static Object thread() {
            return new Thread(() -> {});
        }

        static Object pool() {
            return Executors.newSingleThreadExecutor();
        }

        static void async() {
            CompletableFuture.runAsync(() -> {}).join();
        }

        static Object parallel() {
            return List.of(1).parallelStream();
        }

        static Object innocent() {
            return List.of(1).stream();
        }
    }
}
