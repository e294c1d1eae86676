package io.confab.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each function has the rights of AWS that its code can use, and no others. */
class RightsTest {
    private static final Path ROOT = Path.of("..", "..");

    /** A right, and the methods of ours that need it: those that hand something to a client of AWS. */
    private static final Map<String, Set<String>> NEEDED_BY = Map.of(
            "MayFanOut",
            Set.of("Pushes.fanOut(GroupPush)", "Pushes.giveUpFanOut(String)", "Invocations.nextHop(ObjectNode)"),
            "MayHandOverPushes",
            Set.of(
                    "Pushes.deliver(List)",
                    "Pushes.deliverOnce(String)",
                    "Pushes.deliverPending(String)",
                    "Pushes.park(String)",
                    "Invocations.sendPushMsg(Handover)"),
            "MayPostToConnections",
            Set.of(
                    "Pushes.deliver(List)",
                    "Pushes.deliverOnce(String)",
                    "Pushes.endConnection(Device)",
                    "OnlineChannel.push(List)",
                    "OnlineChannel.close(String)"),
            "MayPublishToDevices",
            Set.of("OfflineChannel.push(List)"),
            "MayUpload",
            Set.of("S3Uploads.permit(UploadFile)"));

    @Test
    void everyFunction_hasTheRightsThatItsCodeUses() {
        assertThat(inTemplate()).isEqualTo(reached());
    }

    @Test
    void document_namesTheFunctionsOfEachRight() throws IOException {
        Map<String, Set<String>> byRight = new TreeMap<>();
        inTemplate()
                .forEach((function, rights) -> rights.forEach(right ->
                        byRight.computeIfAbsent(right, name -> new TreeSet<>()).add(function)));
        Map<String, Set<String>> documented = Pattern.compile("(?m)^\\| `(May\\w+)` \\|[^|]+\\| ([^|]+) \\|$")
                .matcher(Files.readString(ROOT.resolve("docs/security.md")))
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1),
                        row -> new TreeSet<>(
                                List.of(row.group(2).replace("`", "").split(" "))),
                        (first, second) -> first,
                        TreeMap::new));

        assertThat(documented).isEqualTo(byRight);
    }

    private static Map<String, Set<String>> reached() {
        Map<String, Set<String>> rights = new TreeMap<>();
        Reached.byFunction().forEach((function, methods) -> {
            Set<String> needed = NEEDED_BY.entrySet().stream()
                    .filter(right -> right.getValue().stream().anyMatch(methods::contains))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!needed.isEmpty()) {
                rights.put(function, needed);
            }
        });
        return rights;
    }

    private static Map<String, Set<String>> inTemplate() {
        Map<String, Set<String>> rights = new TreeMap<>();
        SamTemplate.functions().values().forEach(properties -> {
            if (properties.get("Policies") instanceof List<?> policies) {
                String function = properties.get("FunctionName").toString().replace("${AWS::StackName}-", "");
                rights.put(
                        function,
                        policies.stream().map(Object::toString).collect(Collectors.toCollection(TreeSet::new)));
            }
        });
        return rights;
    }
}
