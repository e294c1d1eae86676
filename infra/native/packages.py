"""What a build of a function leaves behind, and how it is started: a native executable, or classes for Lambda's Java runtime."""
import glob
import os
import platform
import stat
import subprocess
import tempfile
import threading
import zipfile

HANDLER = "io.quarkus.funqy.lambda.FunqyStreamHandler::handleRequest"
CLIENT = "com.amazonaws.services.lambda.runtime.api.client"
# The client itself would unpack it to a path that all processes share, while others have it loaded.
LIBRARY = f"libaws-lambda-jni.linux-{'aarch_64' if platform.machine() == 'aarch64' else 'x86_64'}.so"
_FETCHING = threading.Lock()
HERE = os.path.dirname(os.path.abspath(__file__))


class Package:
    """A function.zip, unpacked into a folder of its own until the end of the block; or an executable itself."""

    def __init__(self, path):
        self.path, self.folder, self.binary = path, None, None

    def __enter__(self):
        if zipfile.is_zipfile(self.path):
            self.folder = tempfile.TemporaryDirectory(prefix="confab-package")
            with zipfile.ZipFile(self.path) as archive:
                archive.extractall(self.folder.name)
            bootstrap = os.path.join(self.folder.name, "bootstrap")
            self.binary = bootstrap if os.path.exists(bootstrap) else None
        else:
            self.binary = os.path.abspath(self.path)
        if self.binary:
            os.chmod(self.binary, os.stat(self.binary).st_mode | stat.S_IXUSR)
        elif not os.path.isdir(os.path.join(self.folder.name, "lib")):
            raise SystemExit(f"{self.path} holds neither a bootstrap nor a lib folder: build it as README.md says")
        return self

    def __exit__(self, *_):
        if self.folder:
            self.folder.cleanup()

    @property
    def command(self):
        if self.binary:
            return [self.binary]
        classes = [os.path.join(runtime_client(), "*"), self.folder.name, os.path.join(self.folder.name, "lib", "*")]
        # As Lambda starts it, in 512 MB.
        return ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx384m",
                f"-D{CLIENT}.runtimeapi.NativeClient.JNI={os.path.join(runtime_client(), LIBRARY)}",
                "-cp", ":".join(classes), CLIENT + ".AWSLambda", HANDLER]

    def __str__(self):
        size = f"{self.path}: {os.path.getsize(self.path) / 1e6:.1f} MB"
        return size + (f", executable {os.path.getsize(self.binary) / 1e6:.1f} MB" if self.binary else ", for the JVM")


def runtime_client():
    """The folder of the runtime interface client, which polls Lambda for a Java function; Maven fetches it once."""
    with _FETCHING:
        return _fetched()


def _fetched():
    folder = os.path.join(os.environ.get("XDG_CACHE_HOME", os.path.expanduser("~/.cache")), "confab", "runtime-client")
    pom = os.path.join(HERE, "runtime-client.xml")
    mark = os.path.join(folder, "complete")
    if not os.path.exists(mark) or os.path.getmtime(mark) < os.path.getmtime(pom):
        subprocess.run([os.path.join(HERE, "..", "..", "mvnw"), "-B", "-q", "-f", pom, "dependency:copy-dependencies",
                        f"-DoutputDirectory={folder}"], check=True, stdout=subprocess.DEVNULL)
        jar, = glob.glob(os.path.join(folder, "aws-lambda-java-runtime-interface-client-*.jar"))
        with zipfile.ZipFile(jar) as archive, open(os.path.join(folder, LIBRARY), "wb") as library:
            library.write(archive.read("jni/" + LIBRARY))
        with open(mark, "w"):
            pass
    return folder


def functions_of(path, every):
    """The functions in a package: one in functions/<method>/target/…, otherwise all."""
    parts = os.path.abspath(path).split(os.sep)
    if "functions" not in parts:
        return every
    words = parts[parts.index("functions") + 1].split("-")
    return [words[0] + "".join(word.capitalize() for word in words[1:])]
