# Sourced by up, down and token: finds Java, builds the launcher when it is out of date.
# Kept to what bash 3.2 and the POSIX tools have.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
launcher=$here/target/parley-local.jar
stamp=$here/.state/launcher-built

fail() {
  printf 'parley: %s\n' "$1" >&2
  exit 1
}

find_java() {
  java=$(command -v java || true)
  if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
  fi
  local version=
  if [ -n "$java" ] && [ -x "$java" ]; then
    version=$("$java" -version 2>&1 | sed -n 's/^[^"]*version "\([0-9][0-9]*\).*/\1/p' | head -n 1)
  fi
  if [ -z "$version" ]; then
    fail "No Java found: install a JDK 17 or newer, and put it on the PATH or set JAVA_HOME to it."
  fi
  if [ "$version" -lt 17 ]; then
    fail "$java is too old: install a JDK 17 or newer, and put it on the PATH or set JAVA_HOME to it."
  fi
}

# Whether the launcher is missing, or a source is newer than both it and its last build (which
# leaves an unchanged jar as it is).
launcher_is_stale() {
  [ -f "$launcher" ] && [ -d "$here/target/lib" ] || return 0
  local newer
  newer=$(find "$here/src/main" "$here/pom.xml" "$here/../../pom.xml" -type f -newer "$launcher" 2>/dev/null)
  if [ -n "$newer" ] && [ -f "$stamp" ]; then
    newer=$(find "$here/src/main" "$here/pom.xml" "$here/../../pom.xml" -type f -newer "$stamp" 2>/dev/null)
  fi
  [ -n "$newer" ]
}

build_launcher() {
  command -v mvn >/dev/null ||
    fail "Maven is needed to build the launcher, and mvn is not on the PATH: install Maven 3.8.7 or newer."
  echo "Building the launcher ..." >&2
  mkdir -p "$here/.state"
  touch "$stamp.begin"
  mvn -q -DskipTests -Dspotless.check.skip=true -f "$here/pom.xml" package >&2 </dev/null ||
    fail "The build failed: see above, mend it and try again."
  mv "$stamp.begin" "$stamp"
}

# Sets the command line of the launcher, ready to be given a command.
prepare() {
  find_java
  if launcher_is_stale; then
    build_launcher
  fi
  launch=("$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx64m -jar "$launcher")
}
