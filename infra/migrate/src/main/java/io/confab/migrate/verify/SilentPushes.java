package io.confab.migrate.verify;

import io.confab.domain.device.Device;
import io.confab.domain.push.DevicePush;
import io.confab.domain.push.GroupPush;
import io.confab.domain.push.PushReport;
import io.confab.domain.push.Pushes;
import jakarta.inject.Singleton;
import java.util.List;

/** Sends no pushes: an operator's tool must not notify users. */
@Singleton
class SilentPushes implements Pushes {
    @Override
    public void deliver(List<DevicePush> pushes) {}

    @Override
    public PushReport deliverOnce(String requestId, List<DevicePush> pushes) {
        return new PushReport.Nothing();
    }

    @Override
    public void fanOut(GroupPush push) {}

    @Override
    public void giveUpFanOut(String groupId, String changeId, String error) {}

    @Override
    public void park(String eventId, String error) {}

    @Override
    public void deliverPending(String recordId, String connectionId) {}

    @Override
    public void endConnection(Device device, String reason) {}
}
