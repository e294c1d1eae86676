package io.confab.api;

import java.util.List;
import java.util.stream.Collectors;

/** The files that make a folder of {@code functions} a Maven module, and the two lists of all modules. */
final class Modules {
    private static final String EXPORT = "quarkus.funqy.export=";

    private final List<FunctionModule> modules;

    Modules(List<FunctionModule> modules) {
        this.modules = modules;
    }

    /** functions/pom.xml, which builds them. */
    String functionsPom(String pom) {
        return new Marked("<modules>", "</modules>")
                .write(
                        pom,
                        modules.stream()
                                .map(module -> "    <module>" + module.name() + "</module>\n")
                                .collect(Collectors.joining()));
    }

    /** infra/all-functions/pom.xml, on which the modules depend that run all functions. */
    String allFunctionsPom(String pom) {
        return new Marked("<dependencies>", "</dependencies>")
                .write(
                        pom,
                        modules.stream()
                                .map(module ->
                                        """
                                            <dependency>
                                              <groupId>io.confab</groupId>
                                              <artifactId>%s</artifactId>
                                              <version>${project.version}</version>
                                            </dependency>
                                        """
                                                .formatted(module.name()))
                                .collect(Collectors.joining()));
    }

    /**
     * A function's POM: it inherits everything except its name, and what its author has added after that.
     *
     * @param present the present content; empty if the file is missing
     */
    String pom(FunctionModule module, String present) {
        String name = "  <artifactId>" + module.name() + "</artifactId>\n";
        int added = present.indexOf(name) + name.length();
        int end = present.indexOf("</project>");
        String others = present.contains(name) && end > 0 ? present.substring(added, end) : "";
        return """
               <?xml version="1.0" encoding="UTF-8"?>
               <project xmlns="http://maven.apache.org/POM/4.0.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                        xsi:schemaLocation="http://maven.apache.org/POM/4.0.0 http://maven.apache.org/xsd/maven-4.0.0.xsd">
                 <modelVersion>4.0.0</modelVersion>
                 <parent>
                   <groupId>io.confab</groupId>
                   <artifactId>confab-functions</artifactId>
                   <version>0.1.0-SNAPSHOT</version>
                 </parent>
               %s%s</project>
               """
                .formatted(name, others);
    }

    /**
     * A function's application.properties: the method that it exports, and everything else that its author has added.
     *
     * @param present the present content; empty if the file is missing
     */
    String properties(FunctionModule module, String present) {
        String others = present.lines()
                .filter(line -> !line.startsWith(EXPORT))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        return EXPORT + module.method() + "\n" + others;
    }
}
