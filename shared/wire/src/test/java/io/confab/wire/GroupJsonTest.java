package io.confab.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confab.domain.group.Group;
import io.confab.domain.user.AvatarFile;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;

class GroupJsonTest {
    private static final String HUGE = "x".repeat(1_000_000);

    private static Group group() {
        Group group = new Group();
        group.id = "g";
        group.userId = "alice";
        group.name = "Tea";
        return group;
    }

    @Test
    void info_whateverIsStored_isWithinItsBounds() {
        Group group = group();
        group.name = "\u202ETea\n" + HUGE;
        group.introduction = HUGE;
        group.notification = new BsonDocument("content", new BsonString(HUGE)).append("create_time", new BsonInt64(7));
        group.avatarFile = new AvatarFile(HUGE, null, null);
        group.joinOption = HUGE;
        group.type = HUGE;
        group.ext = new BsonDocument("a", new BsonString(HUGE));
        ObjectNode info = GroupJson.info(group);
        assertThat(info.path("name").textValue()).isEqualTo("Tea" + "x".repeat(27));
        assertThat(info.path("introduction").textValue()).hasSize(240);
        assertThat(info.path("notification").path("content").textValue()).hasSize(2_000);
        assertThat(info.path("notification").path("create_time").longValue()).isEqualTo(7);
        assertThat(info.path("join_option").textValue()).isEqualTo("needPermission");
        assertThat(info.has("avatar_file")).isFalse();
        assertThat(info.has("ext")).isFalse();
        assertThat(info.toString()).hasSizeLessThan(4_000);
    }

    @Test
    void info_ext_leavesUpTo5000CharactersOfJson() {
        Group group = group();
        group.ext = new BsonDocument("a", new BsonString("x".repeat(5_000 - "{\"a\":\"\"}".length())));
        assertThat(GroupJson.info(group).path("ext").path("a").isTextual()).isTrue();
        group.ext.asDocument().append("b", new BsonString(""));
        assertThat(GroupJson.info(group).has("ext")).isFalse();
    }

    @Test
    void info_extThatIsNoJson_breaksNothing() {
        Group group = group();
        group.ext = new BsonDocument("a", new BsonBinary(new byte[] {1}));
        assertThat(GroupJson.info(group).path("ext").path("a").isNull()).isTrue();
    }
}
