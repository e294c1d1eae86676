package io.confab.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.BaseStream;

/** Which module may use which: functions → edge → push → wire → domain, vendors → push; and who may start threads. */
public final class Directions {
    private static final String DOMAIN = "io.confab.domain..";
    private static final String WIRE = "io.confab.wire..";
    private static final String PUSH = "io.confab.push..";
    private static final String VENDORS = "io.confab.vendors..";
    private static final String EDGE = "io.confab.edge..";
    private static final String FUNCTIONS = "io.confab.functions..";
    private static final String LOCAL = "io.confab.local..";
    private static final String REPOSITORY = "io.confab.domain.storage.Repository";
    private static final String READS = "io.confab.domain.storage.Reads";

    private static final Set<String> DOMAIN_CLASSES_WITH_JSON = Set.of(
            // reads parameters
            "json.Params",
            "intake.RowParams",
            "identity.SignedParams",
            "identity.EcmaScriptNumber",
            "user.AvatarFile",
            "device.Subscription",
            // keeps free JSON of users and back ends
            "storage.FreeJson",
            "json.JsonLength",
            "send.SendMsgRequest",
            "send.Content",
            "message.MessageBody",
            "message.Preview",
            "message.ShownBody",
            "push.GivenPush",
            // writes what is stored in the form in which clients get it
            "user.StoredPeople",
            "message.UserList",
            "forward.MergedHistory",
            "forward.Forwarding",
            "notification.Announcement",
            "notification.AnnouncedDocument",
            "notification.Notifications",
            "push.NotificationPush",
            "friend.FriendAdded",
            "friend.InviteSent",
            "membership.JoinAsked");

    private static final Map<Class<?>, Set<String>> THREAD_SOURCES = Map.of(
            Thread.class, Set.of("<init>"),
            Timer.class, Set.of("<init>"),
            ExecutorService.class, Set.of("<init>"),
            ForkJoinPool.class, Set.of("<init>", "commonPool"),
            CompletableFuture.class, Set.of("runAsync", "supplyAsync"),
            Collection.class, Set.of("parallelStream"),
            BaseStream.class, Set.of("parallel"));

    static final DescribedPredicate<JavaAccess<?>> STARTS_THREADS =
            DescribedPredicate.describe("starts threads", Directions::startsThreads);

    private static final DescribedPredicate<JavaMethod> CALLED_FROM_ANOTHER_PACKAGE =
            DescribedPredicate.describe("are called from another package", Directions::isCalledFromAnotherPackage);

    private static final DescribedPredicate<JavaClass> OF_A_REPOSITORY =
            DescribedPredicate.describe("are repositories, or nested in one", Directions::isOfRepository);

    /** All rules. */
    public static final List<ArchRule> RULES = List.of(
            mayNotKnow(DOMAIN, WIRE, PUSH, VENDORS, EDGE, FUNCTIONS, LOCAL),
            mayNotKnow(WIRE, PUSH, VENDORS, EDGE, FUNCTIONS, LOCAL),
            mayNotKnow(PUSH, VENDORS, EDGE, FUNCTIONS, LOCAL),
            mayNotKnow(VENDORS, EDGE, FUNCTIONS, LOCAL),
            mayNotKnow(EDGE, VENDORS, FUNCTIONS, LOCAL),
            mayNotKnow(FUNCTIONS, VENDORS, LOCAL),
            noClasses()
                    .that()
                    .resideInAnyPackage(DOMAIN, WIRE, PUSH, EDGE, FUNCTIONS, LOCAL)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "software.amazon.awssdk.services.sns..",
                            "com.zerodeplibs..",
                            "org.eclipse.microprofile.rest.client..",
                            "io.quarkus.rest..")
                    .because("most functions are built without the libraries of vendors")
                    .allowEmptyShould(true),
            noClasses()
                    .that()
                    .resideInAnyPackage(DOMAIN, WIRE, VENDORS, EDGE, FUNCTIONS)
                    .and()
                    .doNotHaveFullyQualifiedName(READS)
                    .should()
                    .accessTargetWhere(STARTS_THREADS)
                    .because(
                            "on Lambda nothing runs after the reply: threads are push's, a laptop's, and those of Reads,"
                                    + " which waits for them")
                    .allowEmptyShould(true),
            noClasses()
                    .that()
                    .resideInAnyPackage(DOMAIN)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("software.amazon.awssdk..", "com.amazonaws..", "io.quarkus.funqy..")
                    .because("the domain knows MongoDB, not where it runs")
                    .allowEmptyShould(true),
            noClasses()
                    .that()
                    .resideInAPackage(DOMAIN)
                    .and(DescribedPredicate.not(DescribedPredicate.describe(
                            "keep free or stored JSON, or read parameters", Directions::mayKnowJson)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("com.fasterxml..")
                    .because("services return records, and wire writes replies and pushes")
                    .allowEmptyShould(true),
            noClasses()
                    .that()
                    .resideInAnyPackage(DOMAIN, WIRE, PUSH, VENDORS, EDGE, FUNCTIONS)
                    .and()
                    .resideOutsideOfPackages("io.confab.domain.storage", "io.confab.domain.schema")
                    .and(DescribedPredicate.not(OF_A_REPOSITORY))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("com.mongodb.client..", "org.bson.conversions..")
                    .because("queries are built by repositories"),
            noClasses()
                    .that()
                    .areAssignableTo(REPOSITORY)
                    .should()
                    .beAssignableTo(PanacheMongoRepositoryBase.class)
                    .because("a repository holds Panache; to inherit it is to offer deleteAll() to everybody"),
            methods()
                    .that()
                    .areDeclaredIn(REPOSITORY)
                    .should()
                    .notBePublic()
                    .because("what the repositories share is theirs"));

    private Directions() {}

    /** No packages of a module, {@code io.confab.<module>}, depend on each other in a circle. */
    public static ArchRule noCircleIn(String module) {
        return slices().matching("io.confab." + module + ".(*)..")
                .should()
                .beFreeOfCycles()
                .because("a module with a circle of packages can only be read as a whole");
    }

    /** Repositories have no public method that only their own package calls. To be checked on all classes of the product. */
    public static ArchRule repositoriesOfferWhatOthersCall() {
        return methods()
                .that()
                .areDeclaredInClassesThat()
                .areAssignableTo(REPOSITORY)
                .and()
                .arePublic()
                .should(ArchCondition.from(CALLED_FROM_ANOTHER_PACKAGE))
                .because("what only its own package calls is package-private");
    }

    private static boolean isOfRepository(JavaClass type) {
        return type.isAssignableTo(REPOSITORY)
                || type.getEnclosingClass().filter(Directions::isOfRepository).isPresent();
    }

    private static boolean isCalledFromAnotherPackage(JavaMethod method) {
        return method.getAccessesToSelf().stream().anyMatch(access -> !access.getOriginOwner()
                .getPackage()
                .equals(method.getOwner().getPackage()));
    }

    private static ArchRule mayNotKnow(String module, String... others) {
        return noClasses()
                .that()
                .resideInAPackage(module)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .because("the arrows go functions, edge, push, wire, domain, and from vendors to push")
                .allowEmptyShould(true);
    }

    private static boolean mayKnowJson(JavaClass type) {
        String outermost = type.getName().replaceFirst("\\$.*", "");
        return DOMAIN_CLASSES_WITH_JSON.contains(outermost.substring("io.confab.domain.".length()));
    }

    private static boolean startsThreads(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        return owner.isEquivalentTo(Executors.class)
                || THREAD_SOURCES.entrySet().stream()
                        .anyMatch(source -> owner.isAssignableTo(source.getKey())
                                && source.getValue().contains(access.getTarget().getName()));
    }
}
