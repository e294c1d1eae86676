package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GetUsersInfoFunctionTest extends FunctionTestBase {
    @Test
    void getUsersInfo_knownAndUnknown_givesThoseWhoExist() {
        // Given
        users.add("bob", Map.of("nickname", "Bob", "mobile", "13812345678", "avatar_file", new Document("url", "/u")));

        // When
        Reply reply = call(event("known-and-unknown"));

        // Then: nothing but what everyone may see
        assertThat(reply.data())
                .hasToString("[{\"_id\":\"bob\",\"nickname\":\"Bob\",\"avatar_file\":{\"url\":\"/u\"}}]");
    }

    @Test
    void getUsersInfo_namelessUsers_areShownMasked() {
        // Given
        users.add("mail", Map.of("nickname", "", "username", "", "email", "abcd@x.y"));
        users.add("phone", Map.of("nickname", "", "username", "", "mobile", "13812341234"));
        users.add("0123456789", Map.of("nickname", "", "username", ""));

        // When
        Reply reply = call("getUsersInfo", "alice", Map.of("user_ids", List.of("mail", "phone", "0123456789", "mail")));

        // Then
        List<String> names = new ArrayList<>();
        reply.data().forEach(user -> names.add(user.get("nickname").asText()));
        assertThat(names).containsExactlyInAnyOrder("ab***@x.y", "138****1234", "用户6789");
    }

    @Test
    void getUsersInfo_badIds_are400() {
        List<String> tooMany = IntStream.range(0, 501).mapToObj(i -> "u" + i).toList();
        assertThat(call(event("no-ids")).outcome()).isEqualTo("400 param-error");
        assertThat(call("getUsersInfo", "alice", Map.of("user_ids", "bob")).outcome())
                .isEqualTo("400 param-error");
        assertThat(call("getUsersInfo", "alice", Map.of("user_ids", List.of(1))).outcome())
                .isEqualTo("400 param-error");
        assertThat(call("getUsersInfo", "alice", Map.of("user_ids", tooMany)).outcome())
                .isEqualTo("400 param-error");
        assertThat(call("getUsersInfo", "alice", Map.of("user_ids", tooMany.subList(0, 500)))
                        .outcome())
                .isEqualTo("200 0");
    }
}
