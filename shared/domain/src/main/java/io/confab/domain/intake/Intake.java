package io.confab.domain.intake;

import io.confab.domain.config.ConfabConfig;
import io.confab.domain.error.ErrorCode;
import io.confab.domain.error.Refusal;
import io.confab.domain.friend.FriendMaking;
import io.confab.domain.ids.Hashes;
import io.confab.domain.json.Params;
import io.confab.domain.membership.MemberMaking;
import io.confab.domain.once.UnderWay;
import io.confab.domain.send.ServerSending;
import io.confab.domain.storage.BrokenDatabase;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import org.bson.BsonValue;
import org.jboss.logging.Logger;

/**
 * Carries out what other programs leave in {@code confab-inbox} (docs/triggers.md): messages, friends and members need numbers,
 * keys and heads that only the services store.
 *
 * <p>A row is carried out once: it is taken under a lease, and its end is recorded last. If the process dies in between, another
 * takes it over after the lease, because the source of its event tells it until then; the services then find what was stored under keys that are derived from the row. A row that
 * fails five times is refused.
 */
@Singleton
public class Intake {
    private static final Logger LOG = Logger.getLogger(Intake.class);
    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration BUDGET_FOR_OLDER = Duration.ofSeconds(3);
    private static final int MAX_OLDER = 100;
    private static final int MAX_TRIES = 5;

    private final IntakeRepository rows;
    private final ServerSending sending;
    private final FriendMaking friends;
    private final MemberMaking members;
    private final Clock clock;
    private final Duration lease;

    Intake(
            IntakeRepository rows,
            ServerSending sending,
            FriendMaking friends,
            MemberMaking members,
            Clock clock,
            ConfabConfig config) {
        this.rows = rows;
        this.sending = sending;
        this.friends = friends;
        this.members = members;
        this.clock = clock;
        this.lease = config.push().lease();
    }

    /**
     * Carries out a row, if it waits, and then older ones that wait, within some seconds.
     *
     * @param id the text of the row's id
     * @throws UnderWay while another process has it, which may have died: its source must tell it again
     */
    public void complete(String id) {
        Optional<IntakeRow> row = rows.takeNamed(id, clock.millis(), leaseUntil());
        if (row.isEmpty() && rows.isUnderWay(id, clock.millis(), leaseUntil())) {
            throw new UnderWay("another process has a row of the inbox");
        }
        row.ifPresent(this::carryOut);
        long end = clock.millis() + BUDGET_FOR_OLDER.toMillis();
        for (BsonValue older : rows.findWaiting(clock.millis(), MAX_OLDER)) {
            if (clock.millis() >= end) {
                return;
            }
            rows.take(older, clock.millis(), leaseUntil()).ifPresent(this::carryOut);
        }
    }

    private long leaseUntil() {
        return clock.millis() + lease.toMillis();
    }

    private void carryOut(IntakeRow row) {
        String id = Hashes.md5(row.id.toString());
        try {
            carryOut(row, id);
            rows.finish(row, expireAt());
        } catch (Refusal e) {
            boolean passes = e.code().httpStatus() == ErrorCode.RATE_LIMITED.httpStatus();
            if (!passes || row.triesSoFar() >= MAX_TRIES) {
                rows.refuse(row, e.code().code(), expireAt());
            }
        } catch (RuntimeException e) {
            if (BrokenDatabase.isCauseOf(e)) {
                throw e;
            }
            LOG.warnf(e, "inbox row failed: row=%s try=%d", id, row.triesSoFar());
            if (row.triesSoFar() >= MAX_TRIES) {
                rows.refuse(row, ErrorCode.INTERNAL_ERROR.code(), expireAt());
            }
        }
    }

    private void carryOut(IntakeRow row, String id) {
        Params params = RowParams.of(row, id);
        switch (row.kind != null && row.kind.isString() ? row.kind.asString().getValue() : "") {
            case "message" -> sending.sendOfInbox(params);
            case "friend" -> friends.make(
                    params.requiredId("user_id"),
                    params.requiredId("friend_uid"),
                    FriendMaking.Names.decode(params),
                    row.time);
            case "member" -> members.make(
                    params.requiredId("group_id"),
                    params.requiredId("user_id"),
                    MemberMaking.decodeRole(params),
                    row.triesSoFar() > 1);
            default -> throw Refusal.badParam("kind", "must be message, friend or member");
        }
    }

    private Date expireAt() {
        return new Date(clock.millis() + KEPT.toMillis());
    }
}
