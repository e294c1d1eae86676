package io.confab.migrate.map;

import io.confab.migrate.origin.Source;
import io.confab.migrate.report.NotTakenException;
import io.confab.migrate.report.Reason;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The users and groups that exist: all ids in memory, some hundred bytes each. */
public final class Known {
    private static final int MAX_ID_LENGTH = 128;

    private final Set<String> users = new HashSet<>();
    private final Map<String, String> creators = new HashMap<>();

    public void addUser(String uid) {
        users.add(uid);
    }

    public void addGroup(String groupId, String creator) {
        creators.put(groupId, creator);
    }

    public boolean isUser(String uid) {
        return users.contains(uid);
    }

    public boolean isGroup(String groupId) {
        return creators.containsKey(groupId);
    }

    public boolean isCreator(String groupId, String uid) {
        return uid.equals(creators.get(groupId));
    }

    /** The user that a field refers to. */
    public String user(Source source, String field) throws NotTakenException {
        String uid = required(source, field);
        if (!isUser(uid)) {
            throw new NotTakenException(Reason.UNKNOWN_USER, field + " " + uid);
        }
        return uid;
    }

    /** The group that a field refers to. */
    public String group(Source source, String field) throws NotTakenException {
        String groupId = required(source, field);
        if (!isGroup(groupId)) {
            throw new NotTakenException(Reason.UNKNOWN_GROUP, field + " " + groupId);
        }
        return groupId;
    }

    /** The document's own id. */
    static String id(Source source) throws NotTakenException {
        String id = source.id();
        boolean good = !id.isEmpty()
                && id.length() <= MAX_ID_LENGTH
                && id.chars().noneMatch(character -> character == '#' || character < ' ');
        if (!good) {
            throw new NotTakenException(Reason.NO_ID, "_id");
        }
        return id;
    }

    static String required(Source source, String field) throws NotTakenException {
        return source.text(field).orElseThrow(() -> new NotTakenException(Reason.MISSING_FIELD, field));
    }

    static long requiredTime(Source source, String field) throws NotTakenException {
        return source.time(field).orElseThrow(() -> new NotTakenException(Reason.MISSING_FIELD, field));
    }
}
