"""Makes a user of a deployed stack by a signed call, and prints a link that signs them in.

For first steps and tests: your own back end makes its users in the same way (docs/api/accounts.md#externalregister).
"""

import argparse
import sys

import stack as stacks
from client import Client
from stack import Failure, command


def sign_in(client, name):
    """Registers the user if they are new; their id and token."""
    status, reply = client.call_signed("externalRegister", {"externalUid": name, "nickname": name})
    if reply.get("errCode") == "uni-id-account-exists":
        status, reply = client.call_signed("externalLogin", {"externalUid": name})
    if reply.get("errCode") != 0:
        raise Failure(f"The user {name} was refused: {status} {reply.get('errCode')} {reply.get('errMsg', '')}")
    return reply["uid"], reply["newToken"]["token"]


@command
def main(arguments=None):
    parser = argparse.ArgumentParser(prog="infra/deploy/user", description=__doc__)
    parser.add_argument("name", help="the id by which your back end knows the user, and their nickname")
    parser.add_argument("--stack", default="confab", help="name of the stack (%(default)s)")
    options = parser.parse_args(arguments)
    stack = stacks.require(options.stack)
    uid, token = sign_in(Client(stack.urls(), stack.request_secret()), options.name)
    print(f"uid  {uid}")
    print(f"link {stack.output('WebUrl')}/#token={token}")


if __name__ == "__main__":
    sys.exit(main())
