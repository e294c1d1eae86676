# What the commands of this folder share. Sourced by them.

fail() {
  echo "$1" >&2
  exit 1
}

need_node() {
  command -v node >/dev/null && command -v npm >/dev/null ||
    fail 'Node.js is missing: install version 20.19 or newer, with npm (https://nodejs.org).'
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
    fail "This is Node.js $(node --version): 20.19 or newer is needed."
}

# Installs what package-lock.json names, unless exactly that is installed.
install_packages() {
  local lock stamp=node_modules/.installed
  lock=$(sha256sum package-lock.json package.json ./*/package.json)
  if [ "$(cat "$stamp" 2>/dev/null)" != "$lock" ]; then
    npm ci --silent --no-progress || fail 'npm ci failed: see above.'
    echo "$lock" >"$stamp"
  fi
}
