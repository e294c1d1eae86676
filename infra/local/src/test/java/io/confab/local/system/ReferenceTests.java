package io.confab.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.api.MethodReference;
import io.confab.api.MethodReference.Example;
import io.confab.api.MethodReference.Rights;
import io.confab.api.Reference;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Tests the API reference: its examples, and its table of rights. */
interface ReferenceTests extends UsesConfab {
    Reference REFERENCE = Reference.read(Path.of("..", ".."));

    @TestFactory
    default Stream<DynamicTest> examples_asWritten_areAnswered() {
        return REFERENCE.methods().stream()
                .map(method -> DynamicTest.dynamicTest(method.method(), () -> {
                    Example example = method.example();
                    Script script = new Script(confab().client());
                    List.of("alice", "bob", "carol", "dave", "erin")
                            .forEach(name -> script.person(name, confab().register(name + Confab.unique())));

                    Reply reply = script.run(example.given()).call(example.as(), method.method(), example.params());

                    script.assertAnswered(reply, expected(example));
                }));
    }

    private static ObjectNode expected(Example example) {
        ObjectNode expected = Client.JSON.createObjectNode().put("errCode", 0).put("errMsg", "");
        if (example.data() != null) {
            expected.set("data", example.data());
        }
        example.reply().forEach(expected::set);
        return expected;
    }

    @TestFactory
    default Stream<DynamicTest> rights_ofEveryRole_areAsWritten() {
        return REFERENCE.methods().stream()
                .filter(method -> method.rights() != null)
                .map(method -> DynamicTest.dynamicTest(method.method(), () -> assertRights(method)));
    }

    private void assertRights(MethodReference method) {
        Rights rights = method.rights();
        Script scene = null;
        for (Map.Entry<String, String> role : rights.outcomes().entrySet()) {
            scene = scene == null ? scene() : scene;
            scene.person("actor", scene.person(role.getKey()));

            Reply reply = scene.run(rights.given()).call("actor", method.method(), rights.params());

            String outcome = reply.body().path("errCode").asText();
            assertThat(outcome.equals("0") ? "ok" : outcome)
                    .as("%s as %s: %s", method.method(), role.getKey(), reply.body())
                    .isEqualTo(role.getValue());
            assertThat(scene.call("banned", method.method(), rights.params()).outcome())
                    .isEqualTo("403 uni-id-account-banned");
            boolean untouched = rights.given().isEmpty() && (!outcome.equals("0") || isRead(method.method()));
            scene = untouched ? scene : null;
        }
    }

    private static boolean isRead(String method) {
        return method.startsWith("get") || method.startsWith("search");
    }

    /** A group, users with each role in and outside of it, and a message of a member. */
    private Script scene() {
        Script scene = new Script(confab().client());
        Stream.of("creator", "admin", "member", "muted", "target", "outsider")
                .forEach(role -> scene.person(role, confab().register(role)));
        scene.person("banned", confab().knownUser(Confab.BANNED));
        scene.person("service", confab().knownUser(Confab.CUSTOMER_SERVICE));
        scene.person("superuser", confab().knownUser(Confab.SUPERUSER));
        String group = confab().group(
                        scene.person("creator"),
                        scene.person("admin"),
                        scene.person("member"),
                        scene.person("muted"),
                        scene.person("target"));
        change(scene, group, "admin", Map.of("role", List.of("admin")));
        change(scene, group, "muted", Map.of("mute_type", 1));
        String message = confab().sendTextToGroup(scene.person("member"), group, "hello")
                .path("_id")
                .asText();
        return scene.keep("group", group).keep("conversation", "group_" + group).keep("message", message);
    }

    private void change(Script scene, String group, String role, Map<String, ?> change) {
        Map<String, Object> params = new HashMap<>(change);
        params.put("group_id", group);
        params.put("user_id", scene.person(role).uid());
        confab().call(scene.person("creator"), "updateGroupMember", params).data();
    }
}
