package io.confab.local;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.confab.testing.Directions;
import org.junit.jupiter.api.Test;

class NoCircleTest {
    private static JavaClasses classes(String... packages) {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(packages);
    }

    @Test
    void packages_formNoCircle() {
        Directions.noCircleIn("local").check(classes("io.confab.local"));
    }

    @Test
    void repositories_ofTheWholeProduct_offerOnlyWhatOthersCall() {
        Directions.repositoriesOfferWhatOthersCall()
                .check(classes(
                        "io.confab.domain",
                        "io.confab.wire",
                        "io.confab.push",
                        "io.confab.vendors",
                        "io.confab.edge",
                        "io.confab.functions",
                        "io.confab.local"));
    }
}
