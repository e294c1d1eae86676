package io.confab.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Fields that are absent if they have no value. */
final class Fields {
    private Fields() {}

    static void putIfPresent(ObjectNode json, String name, String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
