package io.confab.migrate.map;

import com.fasterxml.jackson.databind.JsonNode;
import io.confab.domain.text.Cut;
import io.confab.domain.text.Names;
import io.confab.domain.user.AvatarFile;
import io.confab.domain.user.StoredPeople;
import io.confab.migrate.origin.Source;
import io.confab.migrate.report.Reason;
import io.confab.migrate.report.Report;
import java.util.Optional;

/** Brings a document's texts, names and avatars within the limits that apply to clients, and reports changes. */
record Bounds(Source source, Report report) {
    /** A name, cleaned and cut; empty if it has no visible character. */
    Optional<String> name(String field, int maxLength) {
        return source.text(field)
                .map(given -> {
                    String name = Names.shown(given, maxLength);
                    return name.equals(given) ? given : changed(Reason.NAME, field, name);
                })
                .filter(name -> !name.isEmpty());
    }

    /** A text, cut. */
    Optional<String> text(String field, int maxLength) {
        return source.text(field).map(given -> cut(field, given, maxLength));
    }

    String cut(String field, String given, int maxLength) {
        return given.length() <= maxLength ? given : changed(Reason.TEXT_TOO_LONG, field, Cut.first(given, maxLength));
    }

    /** The document's avatar; empty if Confab would refuse it from a client. */
    Optional<AvatarFile> avatar() {
        Optional<AvatarFile> given = Documents.avatar(source);
        Optional<AvatarFile> taken = given.flatMap(AvatarFile::shown);
        if (given.isPresent() && taken.isEmpty()) {
            report.changed(source, Reason.AVATAR, "avatar_file");
        }
        return taken;
    }

    /** A payload, with its avatar and nickname within their limits. */
    JsonNode payload(JsonNode given) {
        JsonNode bound = given.deepCopy();
        StoredPeople.bound(bound);
        return bound.equals(given) ? given : changed(Reason.AVATAR, "payload", bound);
    }

    private <T> T changed(Reason reason, String field, T value) {
        report.changed(source, reason, field);
        return value;
    }
}
