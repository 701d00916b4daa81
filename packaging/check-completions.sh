#!/usr/bin/env bash
# Asks real shells to complete plimsoll, which must be first on PATH. Ends with 1 at the first wrong answer.
set -euo pipefail
expect() { # WHAT WANTED GIVEN
  case "$3" in *"$2"*) ;; *) echo "wrong: $1: wanted '$2', got '$3'" >&2; exit 1 ;; esac
}

bash_replies() { # LINE
  bash --norc -c '
    source /usr/share/bash-completion/bash_completion 2>/dev/null
    source <(plimsoll completions bash)
    COMP_LINE=$1 COMP_POINT=${#1}
    read -ra COMP_WORDS <<< "$1"
    [ "${1: -1}" = " " ] && COMP_WORDS+=("")
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    compopt() { echo "compopt $*"; }
    _plimsoll
    printf "%s\n" "${COMPREPLY[@]}"' - "$1"
}
expect "bash, commands" recommend "$(bash_replies 'plimsoll reco')"
expect "bash, options" --use-case "$(bash_replies 'plimsoll recommend --us')"
expect "bash, use cases" coding "$(bash_replies 'plimsoll recommend --use-case ')"
expect "bash, a tag with a colon" 8b "$(bash_replies 'plimsoll fit qwen3:8')"
expect "bash, GPUs with spaces" 'RTX\ 4090' "$(bash_replies 'plimsoll scan --gpu RTX\ 40')"
expect "bash, folders" 'compopt -o dirnames' "$(bash_replies 'plimsoll scan --root ')"

fish_replies() { fish --no-config -c "plimsoll completions fish | source; complete -C '$1'"; }
expect "fish, commands" recommend "$(fish_replies 'plimsoll reco')"
expect "fish, models" qwen3:8b "$(fish_replies 'plimsoll fit qwen3:8')"
expect "fish, quantizations" Q4_K_M "$(fish_replies 'plimsoll fit x --quant Q4_K')"

# zsh completes only at a prompt: a pseudo terminal types the line and a tab, and the screen is read.
zsh_replies() { # LINE
  python3 - "$1" <<'PYTHON'
import os, pty, select, sys, time
child, terminal = pty.fork()
if child == 0:
    os.environ.update(TERM="dumb", PS1="> ")
    os.execvp("zsh", ["zsh", "-f", "-i"])
def read(seconds):
    text, end = b"", time.time() + seconds
    while time.time() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                text += os.read(terminal, 65536)
            except OSError:
                break
    return text
def ask(line, marker=None):
    os.write(terminal, line.encode())
    text = b""
    for _ in range(60):
        text += read(0.5)
        if marker is None or marker in text:
            break
    return text
ask("autoload -Uz compinit; compinit -u -D; source <(plimsoll completions zsh); print REA''DY\n", b"READY")
os.write(terminal, (sys.argv[1] + "\t").encode())
print(read(6).decode(errors="replace"))
os.write(terminal, b"\x03exit\n")
PYTHON
}
expect "zsh, commands" recommend "$(zsh_replies 'plimsoll reco')"
expect "zsh, use cases" summarization "$(zsh_replies 'plimsoll recommend --use-case ')"
