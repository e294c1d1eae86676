package io.confab.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The functions with a URL in {@code template.yaml}, and the outputs with their URLs. The rest is written by hand, including
 * the functions without a URL, each of which is connected with queues, routes or itself in a different way.
 */
final class Template {
    private static final Marked FUNCTIONS = new Marked(
            "  # ---- Written by ./infra/api/write from functions/*/api.yaml; only the settings of URLs (&url) by hand.",
            "# ---- Written until here.");
    private static final Marked OUTPUTS = new Marked(
            "  # ---- Written by ./infra/api/write from functions/*/api.yaml.", "# ---- Written until here.");
    private static final Pattern URL_SETTINGS = Pattern.compile("FunctionUrlConfig: &url\n(?: {8,}.*\n)+");

    /** For a method that anybody may call, by GET too. */
    private static final String OPEN_URL = String.join(
            "\n        ",
            "",
            "AuthType: NONE",
            "Cors:",
            "  AllowOrigins: !Ref AllowOrigins",
            "  AllowMethods: [GET, POST]",
            "  AllowHeaders: [content-type]",
            "  MaxAge: 3600");

    private final List<MethodReference> methods;

    Template(Reference reference) {
        methods = reference.methods().stream()
                .sorted(Comparator.comparing(MethodReference::method))
                .toList();
    }

    /** The template with both lists written anew. */
    String write(String template) {
        return OUTPUTS.write(FUNCTIONS.write(template, functions(urlSettings(template))), outputs());
    }

    /** The settings of URLs are written with the first function; all others refer to them. */
    private static String urlSettings(String template) {
        Matcher matcher = URL_SETTINGS.matcher(template);
        if (!matcher.find()) {
            throw new IllegalStateException("template.yaml has no FunctionUrlConfig: &url");
        }
        return matcher.group();
    }

    private String functions(String urlSettings) {
        String all = methods.stream().map(Template::function).collect(Collectors.joining("\n"));
        return all.replaceFirst("FunctionUrlConfig: \\*url\n", Matcher.quoteReplacement(urlSettings)) + "\n";
    }

    private static String function(MethodReference method) {
        FunctionModule module = FunctionModule.of(method);
        String policies = method.may().isEmpty()
                ? ""
                : method.may().stream()
                        .map(permission -> "!Ref " + permission.policy())
                        .collect(Collectors.joining(", ", "      Policies: [", "]\n"));
        return """
                 %s:
                   Type: AWS::Serverless::Function
                   Properties:
                     FunctionName: !Sub ${AWS::StackName}-%s
                     CodeUri: %s
                     FunctionUrlConfig:%s
                     Environment:
                       Variables:
               """
                        .formatted(
                                module.resource(),
                                method.method(),
                                module.file("target/function.zip"),
                                method.access() == Access.OPEN ? OPEN_URL : " *url")
                + variables(method)
                + policies;
    }

    private static String variables(MethodReference method) {
        List<String> variables = new ArrayList<>();
        variables.add("QUARKUS_FUNQY_EXPORT: " + method.method());
        method.secrets().forEach(secret -> variables.addAll(secret.variables()));
        method.environment().forEach((name, value) -> variables.add(name + ": " + value));
        return variables.stream()
                .map(variable -> "          " + variable + "\n")
                .collect(Collectors.joining());
    }

    private String outputs() {
        return methods.stream()
                .map(method -> FunctionModule.of(method).resource() + "Url")
                .map(url -> "  " + url + ":\n    Value: !GetAtt " + url + ".FunctionUrl\n")
                .collect(Collectors.joining());
    }
}
