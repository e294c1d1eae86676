package io.confab.domain.opening;

import io.confab.domain.device.DeviceRepository;
import io.confab.domain.push.ControlPush;
import io.confab.domain.push.OwnDevices;
import io.confab.domain.push.Pushes;
import io.confab.domain.user.Caller;
import jakarta.inject.Singleton;

/** Tells a user's other devices that they have changed their own state of a conversation. One command. */
@Singleton
class ConversationUpdates {
    private final DeviceRepository devices;
    private final Pushes pushes;

    ConversationUpdates(DeviceRepository devices, Pushes pushes) {
        this.devices = devices;
        this.pushes = pushes;
    }

    /** Every other device of the caller. */
    void tell(Caller caller, String conversationId, long changeTime) {
        pushes.deliver(OwnDevices.tell(
                caller,
                devices.findOfUser(caller.uid()),
                new ControlPush.ConversationUpdated(conversationId, changeTime)));
    }
}
