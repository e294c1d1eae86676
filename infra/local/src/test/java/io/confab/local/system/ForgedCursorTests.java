package io.confab.local.system;

import static io.confab.local.system.ReferenceTests.REFERENCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.confab.api.MethodReference;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Cursors whose checksum is right and whose content is not: anybody can make them. They are refused by name, by every list. */
interface ForgedCursorTests extends UsesConfab {
    List<String> NO_NUMBERS = List.of(
            "",
            "x",
            "-1",
            "-9223372036854775808",
            "9223372036854775807",
            "9223372036854775808",
            "1e3",
            "1.0",
            "+1",
            "01",
            " 1",
            "１",
            "null",
            "NaN");

    /**
     * A list and the content of its cursors.
     *
     * @param name the input of the checksum, in addition to the content
     * @param values the values of a valid cursor; empty for a list without a second page
     */
    record ForgedList(String method, Map<String, ?> params, String name, List<String> values) {
        List<List<String>> wrongValues() {
            List<List<String>> wrong = new ArrayList<>(List.of(List.of(), append(values, "1"), append(values, "")));
            for (int i = 0; i < values.size(); i++) {
                wrong.add(values.subList(0, i));
                if (values.get(i).equals("x")) {
                    wrong.add(replace(values, i, "x".repeat(2_048)));
                } else {
                    for (String word : NO_NUMBERS) {
                        wrong.add(replace(values, i, word));
                    }
                }
            }
            return wrong;
        }

        String forge(List<String> forged) {
            String content = forged.stream().map(value -> value + "\n").collect(Collectors.joining());
            CRC32 checksum = new CRC32();
            checksum.update((name + "\n" + content).getBytes(UTF_8));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((content + Long.toHexString(checksum.getValue())).getBytes(UTF_8));
        }

        private static List<String> append(List<String> values, String value) {
            List<String> longer = new ArrayList<>(values);
            longer.add(value);
            return longer;
        }

        private static List<String> replace(List<String> values, int place, String value) {
            List<String> changed = new ArrayList<>(values);
            changed.set(place, value);
            return changed;
        }
    }

    private static Stream<ForgedList> lists(String friend, String group, String message) {
        String inGroup = "group_" + group;
        List<String> timeAndId = List.of("1", "x");
        return Stream.of(
                new ForgedList("getBlockList", Map.of(), "getBlockList", timeAndId),
                new ForgedList("getFriendList", Map.of(), "getFriendList", timeAndId),
                new ForgedList("getFriendList", Map.of("friend_uid", friend), "getFriendList,one", List.of()),
                new ForgedList("getFriendInviteList", Map.of(), "getFriendInviteList,OptionalInt.empty", timeAndId),
                new ForgedList(
                        "getNotificationList",
                        Map.of(),
                        "getNotificationList,NotificationFilter[types=[], excludedTypes=[]]",
                        timeAndId),
                new ForgedList("getGroupList", Map.of(), "getGroupList,Optional.empty", timeAndId),
                new ForgedList(
                        "getGroupMemberList",
                        Map.of("group_id", group),
                        "getGroupMemberList," + group + ",Optional.empty",
                        List.of("x")),
                new ForgedList(
                        "getGroupJoinList", Map.of(), "getGroupJoinList,Optional.empty,OptionalInt.empty", timeAndId),
                new ForgedList("searchGroups", Map.of("keyword", "forged"), "searchGroups,forged", List.of("x")),
                new ForgedList("searchUsers", Map.of("keyword", "forged"), "searchUsers,forged", List.of("x")),
                new ForgedList(
                        "getConversationList",
                        Map.of(),
                        "getConversationList,OptionalLong.empty,Optional.empty",
                        timeAndId),
                new ForgedList(
                        "getMsgList",
                        Map.of("conversation_id", inGroup),
                        "getMsgList," + inGroup + ",Newest[]",
                        List.of("1")),
                new ForgedList(
                        "getMsgList",
                        Map.of("conversation_id", inGroup, "afterSeq", 0),
                        "getMsgList," + inGroup + ",AfterSeq[seq=0]",
                        List.of("1")),
                new ForgedList(
                        "getMsgList",
                        Map.of("conversation_id", inGroup, "minUpdateTime", 0),
                        "getMsgList," + inGroup + ",ChangedSince[updateTime=0]",
                        List.of("1", "1")),
                new ForgedList(
                        "getMsgList",
                        Map.of("conversation_id", inGroup, "_id", message),
                        "getMsgList," + inGroup + ",ById[id=" + message + "]",
                        List.of()),
                new ForgedList(
                        "searchMsg",
                        Map.of("keyword", "forged"),
                        "searchMsg,Optional.empty,forged",
                        List.of("1", "x", "1")),
                new ForgedList(
                        "searchMsg",
                        Map.of("keyword", "forged", "conversation_id", inGroup),
                        "searchMsg,Optional[" + inGroup + "],forged",
                        List.of("1")),
                new ForgedList(
                        "getUsersInfo",
                        Map.of("user_ids", List.of(friend)),
                        "getUsersInfo,[" + friend + "]",
                        List.of("1")),
                new ForgedList(
                        "getMsgReaders",
                        Map.of("msgId", message),
                        "getMsgReaders," + message,
                        List.of("unread", "1", "x")));
    }

    @Test
    default void cursor_forged_isRefusedByEveryList() {
        // Given
        Account ada = confab().register("Ada");
        Account ben = confab().register("Ben");
        String group = confab().group(ada, ben);
        String message =
                confab().sendTextToGroup(ada, group, "hello").path("_id").asText();
        List<ForgedList> lists = lists(ben.uid(), group, message).toList();

        // Then
        assertThat(lists.stream().map(ForgedList::method))
                .as("every list; getUserList, closed here, shares its pages with searchUsers")
                .containsAll(REFERENCE.methods().stream()
                        .filter(method -> method.list()
                                || method.parameters().at("/properties").has("cursor"))
                        .map(MethodReference::method)
                        .filter(Predicate.not("getUserList"::equals))
                        .toList());
        for (ForgedList list : lists) {
            if (!list.values().isEmpty()) {
                assertThat(callWith(ada, list, list.values()).outcome())
                        .as("a good one of %s", list)
                        .isEqualTo("200 0");
            }
            list.wrongValues().forEach(values -> {
                Reply reply = callWith(ada, list, values);
                assertThat(reply.outcome()).as("%s of %s", values, list).isEqualTo("400 param-error");
                assertThat(reply.message()).startsWith("cursor: ");
            });
        }
    }

    private Reply callWith(Account caller, ForgedList list, List<String> values) {
        Map<String, Object> params = new HashMap<>(list.params());
        params.put("cursor", list.forge(values));
        return confab().call(caller, list.method(), params);
    }
}
