package io.confab.local;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.confab.testing.Directions;
import org.junit.jupiter.api.Test;

class NoCircleTest {
    @Test
    void packages_formNoCircle() {
        Directions.noCircleIn("local")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.confab.local"));
    }
}
