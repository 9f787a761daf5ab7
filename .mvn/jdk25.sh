# Sourced by mvnw and tlbsan: sets JAVA_HOME to a JDK 25, or says that there is none and exits.

is_jdk25() {
    [ -x "$1/bin/javac" ] && grep -q '^JAVA_VERSION="25[".+-]' "$1/release" 2>/dev/null
}

first_jdk25() {
    for jdk_home do
        if is_jdk25 "$jdk_home"; then
            printf '%s\n' "$jdk_home"
            return
        fi
    done
    return 1
}

home_of_java_on_path() {
    java_on_path=$(command -v java) || return 0
    java_on_path=$(readlink -f "$java_on_path" 2>/dev/null) || return 0
    printf '%s\n' "${java_on_path%/bin/java}"
}

if ! JAVA_HOME=$(first_jdk25 "${JAVA_HOME-}" "$(home_of_java_on_path)" \
    /usr/lib/jvm/* /usr/java/* /opt/* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home); then
    echo "tlbsan: no JDK 25 found; install one and set JAVA_HOME to it" >&2
    exit 1
fi
export JAVA_HOME
