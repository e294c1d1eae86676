"""What a deployment has and a laptop has not: a database that speaks TLS by an authority of its own, and secrets in Secrets Manager."""
import itertools
import json
import os
import ssl
import subprocess

from lambda_runtime import Handler, Server

ARN = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:"
PASSWORD = "changeit"
# Settings that are secrets, the setting that names their secret, and their part of it.
SECRETS = {
    "CONFAB_MONGODB_URI": ("CONFAB_SECRET_DATABASE", "uri"),
    "CONFAB_TOKEN_SECRET": ("CONFAB_SECRET_TOKEN", "secret"),
    "CONFAB_REQUEST_AUTH_SECRET": ("CONFAB_SECRET_REQUEST", "secret"),
    "CONFAB_VAPID_PRIVATE_KEY": ("CONFAB_SECRET_PUSH", "vapidPrivateKey"),
    "CONFAB_UNIPUSH_SECRET": ("CONFAB_SECRET_PUSH", "unipushSecret")}


class Authorities:
    """Two authorities, and a certificate of the first one for this machine."""

    def __init__(self, folder):
        self.folder = folder
        self.right, self.wrong = (self._authority(name) for name in ("right", "wrong"))
        self.server = self._server()
        self.store = f"{folder}/right.p12"
        subprocess.run(["keytool", "-importcert", "-noprompt", "-alias", "right", "-file", self.right, "-keystore", self.store,
                        "-storetype", "PKCS12", "-storepass", PASSWORD], check=True, stderr=subprocess.DEVNULL)

    def _openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def _authority(self, name):
        self._openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                      "-subj", f"/CN={name}", "-keyout", f"{self.folder}/{name}.key", "-out", f"{self.folder}/{name}.pem")
        return f"{self.folder}/{name}.pem"

    def _server(self):
        key, request, names, signed = (f"{self.folder}/server.{kind}" for kind in ("key", "csr", "cnf", "crt"))
        with open(names, "w") as file:
            file.write("subjectAltName=IP:127.0.0.1")
        self._openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=server",
                      "-keyout", key, "-out", request)
        self._openssl("x509", "-req", "-days", "2", "-in", request, "-CA", self.right, "-CAkey", self.right.replace(".pem", ".key"),
                      "-CAcreateserial", "-extfile", names, "-out", signed)
        both = f"{self.folder}/server.pem"
        with open(both, "w") as file:
            for part in (key, signed):
                with open(part) as content:
                    file.write(content.read())
        return both


class SecretsManager(Server):
    """Answers BatchGetSecretValue, by https, and counts the calls."""

    def __init__(self, certificate):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.secrets, self.reads = {}, 0
        super().__init__(_SecretsHandler, context)


class _SecretsHandler(Handler):
    def do_POST(self):
        wanted = json.loads(self.read_body())["SecretIdList"]
        self.server.reads += 1
        found = [{"ARN": arn, "Name": arn, "SecretString": json.dumps(self.server.secrets[arn])}
                 for arn in wanted if arn in self.server.secrets]
        self.reply(200, json.dumps({"SecretValues": found, "Errors": []}).encode(), (("Content-Type", "application/x-amz-json-1.1"),))


class Cloud:
    """For the functions of one run."""

    def __init__(self, folder):
        self.authorities = Authorities(folder)
        self.secrets_manager = SecretsManager(self.authorities.server)
        self.numbers = itertools.count(1)

    @property
    def database_options(self):
        """Of a mongod that requires TLS."""
        return ("--tlsMode", "requireTLS", "--tlsCertificateKeyFile", self.authorities.server, "--tlsCAFile", self.authorities.right,
                "--tlsAllowConnectionsWithoutCertificates")

    def command(self, command):
        """Trusts the one who answers in the place of AWS."""
        trust = [f"-Djavax.net.ssl.trustStore={self.authorities.store}", f"-Djavax.net.ssl.trustStorePassword={PASSWORD}"]
        is_java = os.path.basename(command[0]) == "java"
        return [command[0], *trust, *command[1:]] if is_java else [*command, *trust]

    def with_tls(self, environment):
        """The database is asked by TLS."""
        address = environment["CONFAB_MONGODB_URI"]
        by_tls = address if "tls=true" in address else f"{address}{'&' if '?' in address else '/?'}tls=true"
        return {"CONFAB_MONGODB_CA": self.authorities.right, **environment, "CONFAB_MONGODB_URI": by_tls}

    def with_secrets(self, environment):
        """Moves the secrets of an environment to where a deployment has them."""
        number, rest = next(self.numbers), dict(environment)
        for setting, (named_by, part) in SECRETS.items():
            if setting in rest:
                arn = f"{ARN}{named_by.lower()}-{number}"
                self.secrets_manager.secrets.setdefault(arn, {})[part] = rest.pop(setting)
                rest[named_by] = arn
        return {**rest, "AWS_ENDPOINT_URL_SECRETS_MANAGER": f"https://{self.secrets_manager.address}"}
