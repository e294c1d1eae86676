package io.confab.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.error.ErrorCode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The pages of {@code docs/api} that are written from the reference. */
final class Pages {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GENERATED =
            "<!-- Written from functions/*/api.yaml: change those, then ./infra/api/write -->\n\n";
    private static final Map<String, String> ROLES = Map.of(
            "service", "customer service",
            "superuser", "`uni-im-admin`");

    private final Reference reference;

    Pages(Reference reference) {
        this.reference = reference;
    }

    /** The pages by their file names. */
    Map<String, String> all() {
        Map<String, String> pages = new LinkedHashMap<>();
        reference.methods().stream()
                .collect(Collectors.groupingBy(MethodReference::feature, LinkedHashMap::new, Collectors.toList()))
                .forEach((feature, methods) -> pages.put(feature + ".md", page(feature, methods)));
        pages.put("objects.md", objects());
        pages.put("errors.md", errors());
        pages.put("rights.md", rights());
        pages.put("methods.md", methods());
        return pages;
    }

    /** The README with its table of methods written anew. */
    String readme(String readme) {
        String table = reference.methods().stream()
                .collect(Collectors.groupingBy(MethodReference::feature, LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(feature -> "| [" + feature.getKey() + "](docs/api/" + feature.getKey() + ".md) | "
                        + feature.getValue().stream()
                                .map(method -> "[`" + method.method() + "`](docs/api/" + feature.getKey() + ".md#"
                                        + anchor(method.method()) + ")")
                                .collect(Collectors.joining(" "))
                        + " |\n")
                .collect(Collectors.joining("", "| | |\n|---|---|\n", ""));
        return new Marked("<!-- methods -->", "<!-- /methods -->").write(readme, table);
    }

    private static String page(String feature, List<MethodReference> methods) {
        StringBuilder page =
                new StringBuilder(GENERATED).append("# ").append(title(feature)).append("\n\n");
        methods.forEach(method -> page.append("- [")
                .append(method.method())
                .append("](#")
                .append(anchor(method.method()))
                .append("): ")
                .append(method.summary())
                .append('\n'));
        methods.forEach(method -> page.append('\n').append(section(method)));
        return page.toString();
    }

    private static String section(MethodReference method) {
        StringBuilder text =
                new StringBuilder("## ").append(method.method()).append("\n\n").append(method.summary());
        if (method.access() == Access.SIGNED) {
            text.append(" For back ends: [signed](README.md#signed-requests).");
        }
        if (method.access() == Access.OPEN) {
            text.append(" For everybody: `GET` or `POST`, without a token.");
        }
        text.append("\n\n");
        if (!method.description().isEmpty()) {
            text.append(method.description()).append("\n\n");
        }
        text.append(parameters(Schemas.parameters(method)));
        text.append("Answers ").append(answers(method)).append(".\n\n");
        Map<ErrorCode, String> refusals = method.refusals();
        if (!refusals.isEmpty()) {
            text.append("| refusal | when |\n|---|---|\n");
            refusals.forEach((code, when) -> text.append("| ")
                    .append(code.httpStatus())
                    .append(" `")
                    .append(code.code())
                    .append("` | ")
                    .append(when)
                    .append(" |\n"));
            text.append('\n');
        }
        return text.append(example(method)).toString();
    }

    private static String parameters(ObjectNode schema) {
        if (schema.path("properties").isEmpty()) {
            return "No parameters.\n\n";
        }
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.textValue()));
        return "| parameter | type | |\n|---|---|---|\n"
                + schema.get("properties").properties().stream()
                        .map(field ->
                                "| `" + field.getKey() + "`" + (required.contains(field.getKey()) ? " *" : "") + " | "
                                        + TypeText.of(field.getValue()) + " | "
                                        + field.getValue().path("description").asText()
                                        + byDefault(field.getValue()) + " |\n")
                        .collect(Collectors.joining())
                + "\n";
    }

    private static String byDefault(JsonNode schema) {
        return schema.has("default") ? "; default " + schema.get("default") : "";
    }

    private static String answers(MethodReference method) {
        StringBuilder text = new StringBuilder();
        if (method.data() != null) {
            text.append("`data`: ").append(TypeText.of(method.data()));
        }
        if (method.list()) {
            text.append(", with `hasMore` and `nextCursor`");
        }
        method.reply().forEach((name, schema) -> text.append(text.isEmpty() ? "`" : ", `")
                .append(name)
                .append("`: ")
                .append(TypeText.of(schema)));
        return text.toString();
    }

    private static String example(MethodReference method) {
        MethodReference.Example example = method.example();
        StringBuilder text = new StringBuilder();
        text.append(
                example.given().isEmpty()
                        ? "Example"
                        : "Example, after "
                                + example.given().stream()
                                        .map(step -> step.as() + "'s `" + step.call() + "`")
                                        .distinct()
                                        .collect(Collectors.joining(", ")));
        text.append(", called by ")
                .append(example.as())
                .append(":\n\n```\n")
                .append(request(method))
                .append("\n\n")
                .append(pretty(exampleReply(method)))
                .append("\n```\n");
        return text.toString();
    }

    private static String request(MethodReference method) {
        return method.access() == Access.OPEN
                ? "GET /" + method.method()
                : "POST /" + method.method() + "\n" + pretty(method.example().params());
    }

    private static ObjectNode exampleReply(MethodReference method) {
        ObjectNode reply = JSON.createObjectNode().put("errCode", 0).put("errMsg", "");
        if (method.example().data() != null) {
            reply.set("data", method.example().data());
        }
        method.example().reply().forEach(reply::set);
        return reply;
    }

    private String objects() {
        StringBuilder page = new StringBuilder(GENERATED).append("# Objects\n");
        reference.components().properties().forEach(component -> {
            JsonNode schema = component.getValue();
            page.append("\n## ")
                    .append(component.getKey())
                    .append("\n\n")
                    .append(schema.path("description").asText())
                    .append("\n");
            if (!schema.path("properties").isEmpty()) {
                Set<String> required = new HashSet<>();
                schema.path("required").forEach(name -> required.add(name.textValue()));
                page.append("\n| field | type | |\n|---|---|---|\n");
                schema.get("properties").properties().forEach(field -> page.append("| `")
                        .append(field.getKey())
                        .append("`")
                        .append(required.contains(field.getKey()) ? "" : " ?")
                        .append(" | ")
                        .append(TypeText.of(field.getValue()))
                        .append(" | ")
                        .append(field.getValue().path("description").asText())
                        .append(" |\n"));
            }
        });
        return page.toString();
    }

    private String errors() {
        StringBuilder page = new StringBuilder(GENERATED)
                .append(
                        "# Errors\n\nAll error codes. `errCode` is a string, except where a number stands here. Those that every method can "
                                + "answer are explained in [Refusals](README.md#refusals).\n\n| status | errCode | methods |\n|---|---|---|\n");
        Arrays.stream(ErrorCode.values()).forEach(code -> page.append("| ")
                .append(code.httpStatus())
                .append(" | ")
                .append(code.code() instanceof Integer ? code.code() : "`" + code.code() + "`")
                .append(" | ")
                .append(code == ErrorCode.NOT_READY ? "all that store something; " : "")
                .append(reference.methods().stream()
                        .filter(method -> method.refusals().containsKey(code))
                        .map(Pages::link)
                        .collect(Collectors.joining(", ")))
                .append(" |\n"));
        return page.toString();
    }

    private String rights() {
        StringBuilder page = new StringBuilder(GENERATED)
                .append(
                        """
                        # Who may do what

                        The result of the same call for each role. The roles are: creator, admin, muted member and ordinary member of one
                        group; an outsider; customer service, which has extra rights only at conversation grade 100; a user with the role
                        `uni-im-admin` who is not a member of the group. Tests make every one of these calls, on the embedded database and on
                        MongoDB. A banned user gets `uni-id-account-banned` from every method.

                        """)
                .append("| method | ")
                .append(MethodReference.Rights.ROLES.stream()
                        .map(role -> ROLES.getOrDefault(role, role))
                        .collect(Collectors.joining(" | ")))
                .append(" |\n|---|")
                .append("---|".repeat(MethodReference.Rights.ROLES.size()))
                .append('\n');
        reference.methods().stream().filter(method -> method.rights() != null).forEach(method -> page.append("| ")
                .append(link(method))
                .append(" | ")
                .append(method.rights().outcomes().values().stream()
                        .map(outcome -> "ok".equals(outcome) ? "yes" : "`" + outcome + "`")
                        .collect(Collectors.joining(" | ")))
                .append(" |\n"));
        return page.append("\nOnly for back ends, with signed requests: ")
                .append(reference.methods().stream()
                        .filter(method -> method.access() == Access.SIGNED)
                        .map(Pages::link)
                        .collect(Collectors.joining(", ")))
                .append(". For everybody, without a token: ")
                .append(reference.methods().stream()
                        .filter(method -> method.access() == Access.OPEN)
                        .map(Pages::link)
                        .collect(Collectors.joining(", ")))
                .append(".\n")
                .toString();
    }

    private String methods() {
        StringBuilder page = new StringBuilder(GENERATED).append("# Methods\n\n| method | |\n|---|---|\n");
        reference.methods().forEach(method -> page.append("| ")
                .append(link(method))
                .append(" | ")
                .append(method.summary())
                .append(" |\n"));
        return page.toString();
    }

    private static String link(MethodReference method) {
        return "[" + method.method() + "](" + method.feature() + ".md#" + anchor(method.method()) + ")";
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT);
    }

    static String title(String feature) {
        return Character.toUpperCase(feature.charAt(0)) + feature.substring(1);
    }

    private static String pretty(JsonNode json) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
