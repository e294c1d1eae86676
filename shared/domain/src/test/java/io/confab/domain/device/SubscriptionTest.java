package io.confab.domain.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscriptionTest {
    /** Keys of RFC 8291, appendix A. */
    private static final String P256DH =
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";

    private static final String AUTH = "BTBZMqHH6r4Tts7J_aSIgg";

    private static String json(String endpoint, String p256dh, String auth) {
        return "{\"endpoint\":\"" + endpoint + "\",\"expirationTime\":null,\"keys\":{\"p256dh\":\"" + p256dh
                + "\",\"auth\":\"" + auth + "\"}}";
    }

    @Test
    void parse_ofABrowser_isReadBackFromItsText() {
        Subscription subscription = Subscription.parse(json("https://fcm.googleapis.com/fcm/send/abc", P256DH, AUTH))
                .orElseThrow();

        assertThat(subscription.endpoint()).isEqualTo(URI.create("https://fcm.googleapis.com/fcm/send/abc"));
        assertThat(Subscription.parse(subscription.text())).hasValue(subscription);
        assertThat(subscription.text()).doesNotContain("expirationTime");
    }

    @Test
    void parse_anythingElse_isNone() {
        String url = "https://fcm.googleapis.com/x";
        String notOnTheCurve = P256DH.substring(0, P256DH.length() - 2) + "5w";
        for (String text : new String[] {
            "",
            "null",
            "[]",
            "\"x\"",
            "{",
            "{\"endpoint\":\"" + url + "\"}",
            json(url, "", AUTH),
            json(url, P256DH, ""),
            json(url, P256DH.substring(2), AUTH),
            json(url, notOnTheCurve, AUTH),
            json(url, "A" + P256DH.substring(1), AUTH),
            json(url, P256DH, AUTH + "AA"),
            json(url, "not base64!", AUTH),
            json("no url at all", P256DH, AUTH),
        }) {
            assertThat(Subscription.parse(text)).as(text).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://fcm.googleapis.com/fcm/send/abc, true",
        "https://FCM.googleapis.com/x, true",
        "https://fcm.googleapis.com:443/x, true",
        "https://updates.push.services.mozilla.com/wpush/v2/x, true",
        "https://web.push.apple.com/x, true",
        "https://a.b.notify.windows.com/x, true",
        "http://fcm.googleapis.com/x, false",
        "https://fcm.googleapis.com:8443/x, false",
        "https://user@fcm.googleapis.com/x, false",
        "https://fcm.googleapis.com@127.0.0.1/x, false",
        "https://evilpush.apple.com/x, false",
        "https://push.apple.com/x, false",
        "https://fcm.googleapis.com.evil.example/x, false",
        "https://sub.fcm.googleapis.com/x, false",
        "https://127.0.0.1/x, false",
        "https://169.254.169.254/latest/meta-data, false",
        "https://[::1]/x, false",
        "https://2130706433/x, false",
        "https://localhost/x, false",
        "file:///etc/passwd, false",
    })
    void allows_onlyListedHostsByHttpsOnTheDefaultPort(String endpoint, boolean isAllowed) {
        assertThat(new PushServices(
                                true,
                                PushServices.hosts(
                                        "fcm.googleapis.com, *.push.services.mozilla.com,*.push.apple.com,*.notify.windows.com"),
                                Optional.empty())
                        .allows(URI.create(endpoint)))
                .isEqualTo(isAllowed);
    }
}
