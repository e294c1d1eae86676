package io.confab.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.confab.testing.FunctionTestBase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
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

    /** An operator's tool wrote what is no text or no object: that field is as if absent, and the others are served. */
    @Test
    void getUsersInfo_fieldsOfOtherTypes_areAsIfAbsent() {
        // Given
        Map<String, Object> odd = new HashMap<>(Map.of("nickname", 5, "username", List.of(), "mobile", 13812345678L));
        odd.putAll(Map.of("email", new Document(), "avatar_file", "/u", "gender", "1", "role", "admin", "tags", "x"));
        odd.putAll(Map.of("identities", List.of(5), "register_date", new Date(), "folded_nickname", 7));
        odd.putAll(Map.of("status", "0", "valid_token_date", new Date(), "dcloud_appid", "app", "presence", 1));
        users.add("0123456789", odd);
        users.add("bob", Map.of("nickname", "Bob", "avatar_file", new Document("url", 5).append("name", "n")));

        // When
        Reply reply = call("getUsersInfo", "alice", Map.of("user_ids", List.of("0123456789", "bob")));

        // Then
        assertThat(reply.outcome()).isEqualTo("200 0");
        assertThat(reply.data())
                .hasToString("[{\"_id\":\"0123456789\",\"nickname\":\"用户6789\"},"
                        + "{\"_id\":\"bob\",\"nickname\":\"Bob\",\"avatar_file\":{\"name\":\"n\"}}]");
    }

    /** Whoever cannot be told from a banned user may not call, until the record is mended. */
    @Test
    void getUsersInfo_unreadableStatusOrCut_shutsOutItsUserAlone() {
        users.add("bob", Map.of("status", "0"));
        users.add("carol", Map.of("valid_token_date", new Date(0)));

        assertThat(call("getUsersInfo", "bob", Map.of("user_ids", List.of("alice")))
                        .outcome())
                .isEqualTo("403 uni-id-account-banned");
        assertThat(call("getUsersInfo", "carol", Map.of("user_ids", List.of("alice")))
                        .outcome())
                .isEqualTo("403 uni-id-account-banned");
        assertThat(call("getUsersInfo", "alice", Map.of("user_ids", List.of("bob", "carol")))
                        .data())
                .hasSize(2);
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
