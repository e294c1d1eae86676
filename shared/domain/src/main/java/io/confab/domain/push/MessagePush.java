package io.confab.domain.push;

import io.confab.domain.message.Message;
import io.confab.domain.message.ShownBody;
import io.confab.domain.user.Profile;
import java.util.Optional;

/**
 * A message, for the users who get it.
 *
 * @param body the message's body, shortened if it is long
 * @param sendingDeviceId the device that sent it, named to the sender's other devices
 */
public record MessagePush(Message message, ShownBody body, Profile sender, Optional<String> sendingDeviceId)
        implements PushContent {
    @Override
    public <T> T in(Form<T> form) {
        return form.message(this);
    }
}
