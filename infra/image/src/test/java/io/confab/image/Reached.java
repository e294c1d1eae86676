package io.confab.image;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.confab.domain.push.Pushes;
import io.quarkus.funqy.Funq;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which methods of ours a function may come to call, by following calls from its handler in the compiled classes; a call of an interface may reach each implementation.
 * It errs only on the side of too many. It does not look behind {@link Pushes}: what its methods need is known, and vendors are not in every function.
 */
final class Reached {
    private static final JavaClasses CLASSES = classes();

    private Reached() {}

    private static JavaClasses classes() {
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter().importPackages("io.confab");
    }

    /** The methods that each function reaches, as {@code SimpleClass.method(FirstParameterType)}, by the function's name. */
    static Map<String, Set<String>> byFunction() {
        Map<String, Set<String>> reached = new TreeMap<>();
        CLASSES.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(Funq.class))
                .forEach(handler -> reached.put(nameOf(handler), from(handler)));
        return reached;
    }

    private static String nameOf(JavaMethod handler) {
        String name = handler.getAnnotationOfType(Funq.class).value();
        return name.isEmpty() ? handler.getName() : name;
    }

    private static Set<String> from(JavaMethod handler) {
        Set<JavaCodeUnit> seen = new HashSet<>(Set.of(handler));
        Deque<JavaCodeUnit> waiting = new ArrayDeque<>(seen);
        while (!waiting.isEmpty()) {
            called(waiting.pop()).flatMap(Reached::withImplementations).forEach(called -> {
                if (seen.add(called)) {
                    waiting.push(called);
                }
            });
        }
        return seen.stream().map(Reached::described).collect(Collectors.toSet());
    }

    private static Stream<JavaCodeUnit> called(JavaCodeUnit caller) {
        return Stream.concat(
                        caller.getCallsFromSelf().stream()
                                .map(call -> call.getTarget().resolveMember()),
                        Stream.concat(
                                caller.getMethodReferencesFromSelf().stream()
                                        .map(reference -> reference.getTarget().resolveMember()),
                                caller.getConstructorReferencesFromSelf().stream()
                                        .map(reference -> reference.getTarget().resolveMember())))
                .flatMap(Optional::stream)
                .map(JavaCodeUnit.class::cast)
                .filter(called -> called.getOwner().getPackageName().startsWith("io.confab"));
    }

    private static Stream<JavaCodeUnit> withImplementations(JavaCodeUnit called) {
        if (!(called instanceof JavaMethod method) || method.getOwner().isEquivalentTo(Pushes.class)) {
            return Stream.of(called);
        }
        String[] parameters =
                method.getRawParameterTypes().stream().map(JavaClass::getName).toArray(String[]::new);
        return Stream.concat(
                Stream.of(method),
                method.getOwner().getAllSubclasses().stream()
                        .map(type -> type.tryGetMethod(method.getName(), parameters))
                        .flatMap(Optional::stream));
    }

    private static String described(JavaCodeUnit unit) {
        String first = unit.getRawParameterTypes().stream()
                .findFirst()
                .map(JavaClass::getSimpleName)
                .orElse("");
        return unit.getOwner().getSimpleName() + "." + unit.getName() + "(" + first + ")";
    }
}
