package io.confab.migrate.map;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.domain.device.Device;
import io.confab.domain.json.Params;
import io.confab.domain.user.Nickname;
import io.confab.domain.user.User;
import io.confab.migrate.origin.Source;
import io.confab.migrate.report.NotTakenException;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;

/**
 * Users and their devices. Passwords, their salts and versions, and stored tokens are not taken: Confab has no sign-in by
 * password, and tokens of the old system stay valid if both systems have the same {@code tokenSecret}.
 */
final class Accounts {
    private static final String UNI_PUSH = "unipush";

    private Accounts() {}

    static BsonDocument user(Source source, Known known, Bounds bounds) throws NotTakenException {
        User user = new User();
        user.id = Known.id(source);
        user.username = bounds.text("username", Params.MAX_STRING).orElse(null);
        user.nickname = bounds.name("nickname", Nickname.MAX_LENGTH).orElse(null);
        user.avatarFile = bounds.avatar().orElse(null);
        user.gender = source.number("gender").map(Long::intValue).orElse(null);
        user.mobile = bounds.text("mobile", Params.MAX_STRING).orElse(null);
        user.email = bounds.text("email", Params.MAX_STRING).orElse(null);
        user.status = source.number("status").map(Long::intValue).orElse(null);
        user.role = orNull(source.texts("role"));
        user.dcloudAppid = orNull(source.texts("dcloud_appid"));
        user.tags = orNull(source.texts("tags"));
        user.identities = orNull(identities(source));
        user.registerDate = source.time("register_date").orElse(null);
        user.validTokenDate = source.time("valid_token_date").orElse(null);
        user.fold();
        return Documents.of(user);
    }

    static BsonDocument device(Source source, Known known) throws NotTakenException {
        Device device = new Device();
        device.id = Known.id(source);
        device.userId = known.user(source, "user_id");
        device.deviceId = Known.required(source, "device_id");
        device.deviceKey = Device.key(device.userId, device.deviceId);
        device.appid =
                source.text("appid").or(() -> source.text("dcloud_appid")).orElse(null);
        device.platform = source.text("platform").orElse(null);
        device.pushClientid = source.text("push_clientid").orElse(null);
        device.cidKey = device.cid();
        device.channel = source.text("channel").orElse(device.pushClientid == null ? null : UNI_PUSH);
        device.endpoint = source.text("endpoint").orElse(null);
        device.tokenExpired = source.time("token_expired").orElse(0L);
        return Documents.of(device);
    }

    private static List<User.Identity> identities(Source source) {
        List<User.Identity> identities = new ArrayList<>();
        for (JsonNode identity : source.json().path("identities")) {
            if (identity.path("provider").isTextual() && identity.path("uid").isTextual()) {
                identities.add(new User.Identity(
                        identity.path("provider").textValue(),
                        identity.path("uid").textValue()));
            }
        }
        return identities;
    }

    private static <T> List<T> orNull(List<T> values) {
        return values.isEmpty() ? null : values;
    }
}
