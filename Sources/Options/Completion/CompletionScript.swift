import Base

/// The scripts that make a shell ask the program for completions.
///
/// They hold no option and no name: all of that is answered by the program itself (its hidden command `__complete`), so that
/// a script never falls behind the program. An answer is a line with its kind (words, files or folders), then a line for each
/// word with a tab and its meaning.
package enum CompletionScript: String, CaseIterable, ArgumentValue {
  case bash, zsh, fish

  /// The script for the program of that name.
  package func text(program: String) -> String {
    let template =
      switch self {
      case .bash: Self.bashTemplate
      case .zsh: Self.zshTemplate
      case .fish: Self.fishTemplate
      }
    return template.pieces(between: "PROGRAM").joined(separator: program)
  }

  private static let bashTemplate = """
    # Completion of PROGRAM for bash: source it, or put it into a folder of bash-completion as `PROGRAM`.
    _PROGRAM() {
      local kind reply
      COMPREPLY=()
      {
        IFS= read -r kind
        while IFS= read -r reply; do COMPREPLY+=("$reply"); done
      } < <("${COMP_WORDS[0]}" __complete bash -- "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
      case $kind in
        files) compopt -o default ;;
        folders) compopt -o dirnames ;;
      esac
    }
    complete -F _PROGRAM PROGRAM

    """

  private static let zshTemplate = """
    #compdef PROGRAM
    # Completion of PROGRAM for zsh: put it into a folder of $fpath as `_PROGRAM`, or source it after compinit.
    _PROGRAM() {
      local -a answer candidates meanings
      local line
      answer=("${(@f)$("${words[1]}" __complete zsh -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
      case ${answer[1]} in
        files) _files ;;
        folders) _files -/ ;;
        *)
          for line in "${(@)answer[2,-1]}"; do
            candidates+=("${line%%$'\\t'*}")
            meanings+=("${line%%$'\\t'*}  ${line#*$'\\t'}")
          done
          compadd -M 'm:{a-zA-Z}={A-Za-z}' -l -d meanings -a candidates
          ;;
      esac
    }
    if [[ ${funcstack[1]} == _PROGRAM ]]; then _PROGRAM "$@"; else compdef _PROGRAM PROGRAM; fi

    """

  private static let fishTemplate = """
    # Completion of PROGRAM for fish: put it into ~/.config/fish/completions/PROGRAM.fish, or source it.
    function __PROGRAM_complete
      set -l words (commandline -opc)
      set -l answer ($words[1] __complete fish -- $words[2..] (commandline -ct) 2>/dev/null)
      switch "$answer[1]"
        case files
          __fish_complete_path (commandline -ct)
        case folders
          __fish_complete_directories (commandline -ct)
        case '*'
          printf '%s\\n' $answer[2..]
      end
    end
    complete -c PROGRAM -f -a '(__PROGRAM_complete)'

    """
}
