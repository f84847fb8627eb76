#!/usr/bin/env bash
# The two steps of action.yml: `install` finds or builds the program, `check` runs it. What a workflow asks for comes in
# environment variables; each becomes one argument, and no value is ever read by the shell as anything but text.
# Written for bash 3.2, which is what macOS has.
set -euo pipefail

fail() { # MESSAGE: the exit code is that of "could not check"
  printf '::error title=mitigap::%s\n' "$1"
  exit 2
}

# A value with a line break could set an output that is not its own.
one_line() { # NAME VALUE
  case $2 in *$'\n'* | *$'\r'*) fail "the input \`$1\` must be one line" ;; esac
}

output() { # NAME VALUE
  printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"
}

build() { # FOLDER
  command -v cargo >/dev/null || fail "neither \`mitigap\` nor \`cargo\` is installed here; install Rust, or name a program with \`binary\`"
  cargo install --path "$GITHUB_ACTION_PATH" --locked --root "$1" || fail "mitigap could not be built; the log says why"
}

install() {
  local program said
  one_line binary "$INPUT_BINARY"
  one_line version "$INPUT_VERSION"
  if [ -n "$INPUT_BINARY" ]; then
    program=$INPUT_BINARY
  elif ! program=$(command -v mitigap); then
    build "$RUNNER_TEMP/mitigap"
    program=$RUNNER_TEMP/mitigap/bin/mitigap
  fi
  said=$("$program" --version) || fail "the program that \`binary\` names, or that is installed, does not run"
  printf '%s\n' "$said"
  if [ -n "$INPUT_VERSION" ] && [ "$said" != "mitigap $INPUT_VERSION" ]; then
    fail "another version is installed than the input \`version\` asks for"
  fi
  output program "$program"
}

arguments=(check --format=github)

option() { # FLAG VALUE
  one_line "${1#--}" "$2"
  [ -z "$2" ] || arguments+=("$1=$2")
}

each_line() { # VALUE: every line that is not empty, as an argument
  local line
  while IFS= read -r line || [ -n "$line" ]; do
    line=${line%$'\r'}
    [ -z "$line" ] || arguments+=("$line")
  done <<<"$1"
}

check() {
  local code=0
  option --config "$INPUT_CONFIG"
  option --profile "$INPUT_PROFILE"
  option --fail-on "$INPUT_FAIL_ON"
  option --baseline "$INPUT_BASELINE"
  option --as-of "$INPUT_AS_OF"
  one_line sarif "$INPUT_SARIF"
  [ -z "$INPUT_SARIF" ] || arguments+=("--output=sarif=$INPUT_SARIF")
  each_line "$INPUT_ARGS"
  arguments+=(--)
  each_line "$INPUT_PATHS"
  "$MITIGAP" "${arguments[@]}" || code=$?
  output exit-code "$code"
  if [ -n "$INPUT_SARIF" ] && [ -f "$INPUT_SARIF" ]; then
    output sarif "$INPUT_SARIF"
  fi
  exit "$code"
}

case ${1:-} in
  install) install ;;
  check) check ;;
  *) fail "action.sh takes \`install\` or \`check\`" ;;
esac
