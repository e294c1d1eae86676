package io.confab.vendors.webpush;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Tells addresses of the internet from those of this machine and its networks, so that a host name that a client chose leads
 * nowhere inside, whatever a name server answers.
 */
final class PublicAddresses {
    private PublicAddresses() {}

    /** An address is not one of the internet. */
    static final class NotPublic extends IOException {
        private static final long serialVersionUID = 1L;

        NotPublic(String host) {
            super(host + " has an address that is not public");
        }
    }

    /** Resolves names. */
    interface Resolver {
        InetAddress[] resolve(String host) throws IOException;
    }

    /** @throws NotPublic if one of the host's addresses is not public */
    static void require(String host, InetAddress[] addresses) throws NotPublic {
        for (InetAddress address : addresses) {
            if (!isPublic(address)) {
                throw new NotPublic(host);
            }
        }
    }

    static boolean isPublic(InetAddress address) {
        boolean isSpecial = address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress();
        byte[] bytes = address.getAddress();
        return !isSpecial && (address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes));
    }

    /** Without 0/8, the carriers' 100.64/10, protocol assignments 192.0.0/24, benchmarks 198.18/15, and 240/4. */
    private static boolean isPublic4(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        boolean isReserved = first == 0
                || first >= 240
                || (first == 100 && (second & 0xc0) == 64)
                || (first == 192 && second == 0 && bytes[2] == 0)
                || (first == 198 && (second & 0xfe) == 18);
        return !isReserved;
    }

    /** Only global unicast (2000::/3), without the prefixes that contain an IPv4 address (6to4, Teredo). */
    private static boolean isPublic6(byte[] bytes) {
        boolean isGlobal = (bytes[0] & 0xe0) == 0x20;
        boolean is6to4 = bytes[0] == 0x20 && bytes[1] == 0x02;
        boolean isTeredo = bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0 && bytes[3] == 0;
        return isGlobal && !is6to4 && !isTeredo;
    }
}
