#!/usr/bin/env bash
# All tasks of this project; ./make without arguments lists them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

help() {
  cat <<'TEXT'
Usage: ./make TASK [ARGUMENT…]

  run [OPTION…]          start everything on this machine, with an embedded database   (infra/local/run --help)
  test                   all tests                                                     (./mvnw verify)
  test FUNCTION…         the tests of these functions, such as send-msg
  package FUNCTION…      function.zip of these functions for the JVM; without a name, of all
  native FUNCTION        function.zip of one function with a native executable         (docs/native.md)
  native all             one native image that holds all functions
  events ZIP             send real events to a native function.zip                     (infra/native/run-events --help)
  write                  write files derived from functions/*/api.yaml                 (CONTRIBUTING.md)
  bench [ARGUMENT…]      count commands, compare, load                                 (infra/bench/README.md)
  fuzz [ARGUMENT…]       fuzz the API                                                  (infra/fuzz/run --help)
  database [ARGUMENT…]   check or create the indexes of a database                    (docs/deploy.md)
  migrate [ARGUMENT…]    import from uni-im, and export                                (docs/migration.md)
  ci                     everything a change must pass

TEXT
}

fail() {
  echo "$1" >&2
  exit 2
}

# functions/a,functions/b; each must be a function.
modules() {
  local name list=''
  for name in "$@"; do
    [ -f "functions/$name/pom.xml" ] || fail "There is no function functions/$name: see functions/."
    list+=",functions/$name"
  done
  echo "${list:1}"
}

all_functions() {
  sed -n 's|.*<module>\(.*\)</module>.*|\1|p' functions/pom.xml
}

native() {
  GRAALVM_HOME=$(infra/native/builder)
  export GRAALVM_HOME
  case "$1" in
    all) ./mvnw package -Pimage -DskipTests -am -pl infra/image ;;
    *) ./mvnw package -Pnative -DskipTests -am -pl "$(modules "$1")" ;;
  esac
}

task=${1:-help}
[ $# -eq 0 ] || shift
case "$task" in
  run) exec infra/local/run "$@" ;;
  test)
    if [ $# -eq 0 ]; then
      exec ./mvnw verify
    fi
    list=$(modules "$@")
    exec ./mvnw verify -Pown -am -pl "$list"
    ;;
  package)
    if [ $# -eq 0 ]; then
      mapfile -t functions < <(all_functions)
      set -- "${functions[@]}"
    fi
    list=$(modules "$@")
    exec ./mvnw package -DskipTests -Dquarkus.build.skip=false -am -pl "$list"
    ;;
  native)
    [ $# -eq 1 ] || fail "Name one function, or all."
    native "$1"
    ;;
  events) exec infra/native/run-events "$@" ;;
  write) exec infra/api/write "$@" ;;
  bench) exec infra/bench/run "$@" ;;
  fuzz) exec infra/fuzz/run "$@" ;;
  database) exec infra/database/run "$@" ;;
  migrate) exec infra/migrate/run "$@" ;;
  ci) exec .ci/run ;;
  help | -h | --help) help ;;
  *)
    help >&2
    fail "Unknown task $task."
    ;;
esac
