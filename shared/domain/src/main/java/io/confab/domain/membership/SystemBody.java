package io.confab.domain.membership;

import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * The body of a system message about a change of a group, if it is no {@link io.confab.domain.message.UserList}
 * (docs/rules.md#system-messages).
 */
sealed interface SystemBody {

    /** As it is stored. */
    BsonValue toBson();

    /** A change of which everything is said. */
    record Nothing() implements SystemBody {
        @Override
        public BsonValue toBson() {
            return new BsonDocument();
        }
    }

    /** A field of the group has a new value. */
    record SettingChanged(String field, BsonValue value) implements SystemBody {
        @Override
        public BsonValue toBson() {
            return new BsonDocument("updateData", new BsonDocument(field, value));
        }
    }

    /** A member has other roles. */
    record RolesChanged(String uid, List<String> added, List<String> removed) implements SystemBody {
        static RolesChanged of(String uid, List<String> before, List<String> after) {
            return new RolesChanged(uid, without(after, before), without(before, after));
        }

        private static List<String> without(List<String> roles, List<String> others) {
            return roles.stream().filter(role -> !others.contains(role)).toList();
        }

        @Override
        public BsonValue toBson() {
            return new BsonDocument("user_id", new BsonString(uid))
                    .append("addRole", array(added))
                    .append("delRole", array(removed));
        }

        private static BsonArray array(List<String> roles) {
            return new BsonArray(roles.stream().map(BsonString::new).toList());
        }
    }
}
