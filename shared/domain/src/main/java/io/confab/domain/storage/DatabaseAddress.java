package io.confab.domain.storage;

import com.mongodb.ConnectionString;
import com.mongodb.MongoException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Checks the connection string of a database before it is used. What is wrong is said in one sentence that names the setting and
 * no part of the value: the driver's own messages contain the password or hide the reason behind a time-out.
 */
public final class DatabaseAddress {
    private static final Pattern SCHEME = Pattern.compile("mongodb(\\+srv)?://");
    /** Hosts, and a database; so an @ behind the question mark is one of an option's value. */
    private static final Pattern WITHOUT_USER = Pattern.compile("[^:/@]*(:\\d{1,5})?(,[^:/@]*(:\\d{1,5})?)*(/[^/@]*)?");

    private static final Pattern ENCODED =
            Pattern.compile("([^$:/?#\\[\\]@%]|%\\p{XDigit}{2})*(:([^$:/?#\\[\\]@%]|%\\p{XDigit}{2})*)?");
    private static final Pattern DOCUMENT_DB =
            Pattern.compile("(?i).*\\.docdb(-elastic)?\\.amazonaws\\.com(\\.cn)?(:\\d+)?");
    private static final Pattern ELASTIC = Pattern.compile("(?i).*\\.docdb-elastic\\..*");

    private DatabaseAddress() {}

    /** The address cannot be used; the message says why, without any part of it. */
    public static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Wrong(String sentence) {
            super(sentence, null, false, false);
        }
    }

    /**
     * Parses a connection string; asks a name server if it is one of {@code mongodb+srv}.
     *
     * @param name how whoever wrote it knows it, such as {@code CONFAB_MONGODB_URI}
     * @throws Wrong if it cannot be used, or would work until the first failover only
     */
    public static ConnectionString parse(String name, String uri) {
        if (!SCHEME.matcher(uri).lookingAt()) {
            throw noAddress(name);
        }
        if (!ENCODED.matcher(user(uri.substring(uri.indexOf("://") + 3))).matches()) {
            throw new Wrong("User or password in " + name
                    + " has a special character ($ : / ? # [ ] @ %): write it percent-encoded, such as %24 for $.");
        }
        ConnectionString parsed = parsed(name, uri);
        requireReplicaSet(name, parsed);
        requireNoRetries(name, parsed);
        return parsed;
    }

    /** Whether this is the name of a server of Amazon DocumentDB, with or without a port. */
    public static boolean isDocumentDb(String host) {
        return DOCUMENT_DB.matcher(host).matches();
    }

    /** What stands before the hosts, with everything that an unescaped character would make part of something else. */
    private static String user(String rest) {
        int options = rest.indexOf('?');
        String begin = options < 0 ? rest : rest.substring(0, options);
        int end = begin.lastIndexOf('@');
        if (end < 0 && !WITHOUT_USER.matcher(begin).matches()) {
            end = rest.lastIndexOf('@');
        }
        return end < 0 ? "" : rest.substring(0, end);
    }

    private static ConnectionString parsed(String name, String uri) {
        try {
            return new ConnectionString(uri);
        } catch (IllegalArgumentException e) {
            throw noAddress(name);
        } catch (MongoException | LinkageError e) {
            // Quarkus brings the driver's name look-up, and it fails to load where Quarkus is not running: in the
            // tools.
            throw new Wrong("The hosts of " + name + " cannot be looked up: correct it, or write a list of hosts.");
        }
    }

    private static void requireReplicaSet(String name, ConnectionString address) {
        List<String> hosts = address.getHosts();
        boolean isOneOfMany = hosts.stream()
                .anyMatch(host -> isDocumentDb(host) && !ELASTIC.matcher(host).matches());
        if (address.getRequiredReplicaSetName() == null
                && !address.isSrvProtocol()
                && !Boolean.TRUE.equals(address.isLoadBalanced())
                && (hosts.size() > 1 || isOneOfMany)) {
            throw new Wrong(name + " has no replica set, so nothing could be stored after a failover: add"
                    + " replicaSet=<name> to its options, replicaSet=rs0 for Amazon DocumentDB.");
        }
    }

    private static void requireNoRetries(String name, ConnectionString address) {
        if (address.getHosts().stream().anyMatch(DatabaseAddress::isDocumentDb)
                && !Boolean.FALSE.equals(address.getRetryWritesValue())) {
            throw new Wrong(name + " is an address of Amazon DocumentDB, which refuses writes that can be repeated: add"
                    + " retryWrites=false to its options.");
        }
    }

    private static Wrong noAddress(String name) {
        return new Wrong(
                name + " is no MongoDB address: write it like mongodb://user:password@host:27017/, with special"
                        + " characters of user and password percent-encoded.");
    }
}
