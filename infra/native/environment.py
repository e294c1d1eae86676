"""The environment of a function in these runs: the settings of template.yaml, and addresses of what takes the place of AWS."""
import events

SETTINGS = {
    "CONFAB_MONGODB_DATABASE": events.DATABASE, "CONFAB_RECALL_WINDOW_SECONDS": "3600", "CONFAB_CONVERSATION_GRADE": "0",
    "CONFAB_CUSTOMER_SERVICE_UIDS": "", "CONFAB_TOKEN_EXPIRES_IN": "7200", "CONFAB_TOKEN_EXPIRES_THRESHOLD": "1200",
    "CONFAB_USER_DIRECTORY": "false", "CONFAB_FUNCTION_PREFIX": "confab-",
    "CONFAB_UPLOAD_BUCKET": "uploads", "CONFAB_UPLOAD_PUBLIC_URL": "https://cdn.example.com",
    # High, because events are repeated as fast as they are answered.
    "CONFAB_RATE_INVITES_BURST": "10000", "CONFAB_RATE_MESSAGES_BURST": "10000", "CONFAB_RATE_GROUP_MESSAGES_BURST": "10000",
    # Long, so that no push is handed over on a busy machine: the posted frames are checked.
    "CONFAB_PUSH_BUDGET": "10s"}
# Those that push to vendors, and have their secrets.
PUSHING = ("sendPushMsg", "sendMsgToGroup")


def environment(name, mongodb, peers):
    """For the function NAME, with a database and peers."""
    return {
        **SETTINGS,
        "QUARKUS_FUNQY_EXPORT": name,
        "CONFAB_MONGODB_URI": mongodb,
        "CONFAB_TOKEN_SECRET": events.TOKEN_SECRET,
        "CONFAB_REQUEST_AUTH_SECRET": events.REQUEST_SECRET,
        "CONFAB_PUSH_WEBSOCKET_ENDPOINT": f"http://{peers.address}/live",
        "AWS_ENDPOINT_URL_LAMBDA": f"http://{peers.address}",
        **peers.settings(name in PUSHING)}
