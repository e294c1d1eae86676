package io.confab.domain.send;

import io.confab.domain.message.NameSpace;
import java.util.List;

/**
 * The messages to one conversation, in this order.
 *
 * @param names who chose the requests' unique ids
 */
record Outgoing(Destination destination, List<SendMsgRequest> requests, NameSpace names) {}
