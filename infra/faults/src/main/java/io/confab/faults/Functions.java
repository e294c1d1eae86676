package io.confab.faults;

import io.confab.testing.FoundFunctions;
import io.confab.testing.MongoCommands;
import jakarta.inject.Singleton;
import java.lang.reflect.InvocationTargetException;

/** Calls the functions that Funqy found on the class path, as Lambda's runtime would. */
@Singleton
class Functions {
    private final FoundFunctions found;
    private final Outgoing outgoing;
    private final MongoCommands commands;

    Functions(FoundFunctions found, Outgoing outgoing, MongoCommands commands) {
        this.found = found;
        this.outgoing = outgoing;
        this.commands = commands;
    }

    Reply call(Call call) {
        outgoing.belongTo(call.tag());
        commands.reset();
        try {
            return new Reply(found.call(call.method(), call.event()), null, commands.names());
        } catch (InvocationTargetException e) {
            return new Reply(null, e.getCause().toString(), commands.names());
        }
    }
}
