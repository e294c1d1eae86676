package io.confab.domain.push;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.domain.text.Lines;

/**
 * A push that another program wrote: a caller of sendPushMsg, or the function that handed it over.
 *
 * @param title without line breaks
 * @param content without line breaks
 * @param payload any JSON; sent as it is
 */
public record GivenPush(String title, String content, JsonNode payload) implements PushContent {

    public GivenPush {
        title = Lines.joined(title);
        content = Lines.joined(content);
    }

    @Override
    public <T> T in(Form<T> form) {
        return form.given(this);
    }
}
