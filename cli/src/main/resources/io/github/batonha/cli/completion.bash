
# The names of the nodes, processes and groups that `baton install` wrote last, one a line. Reads one file; starts no JVM.
_baton_names() {
  local baton_set
  baton_set=$(_baton_set) || return 0
  awk -v kinds=" $* " '
    function name(line) { sub(/^[^:]*: "/, "", line); sub(/",?$/, "", line); return line }
    function say(kind, line) { if (index(kinds, " " kind " ") && !(line in said)) { said[line]; print line } }
    /^    "[a-zA-Z]+" : / { section = $1 }
    /^      "name" : "/ { if (section == "\"hosts\"") say("nodes", name($0)); if (section == "\"processes\"") say("processes", name($0)) }
    /^        "groupId" : "/ { if (section == "\"processes\"") say("groups", name($0)) }
  ' "$baton_set"
}

# Where --home or BATON_HOME points, else the running demo, else the home of a package or of a release, else the folder that baton is installed in.
_baton_set() {
  local baton_home="${BATON_HOME:-}" baton_bin baton_i baton_folder
  for ((baton_i = 1; baton_i < ${#COMP_WORDS[@]} - 1; baton_i++)); do
    if [[ "${COMP_WORDS[baton_i]}" == --home ]]; then
      baton_home="${COMP_WORDS[baton_i + 1]}"
      if [[ "$baton_home" == "=" ]]; then baton_home="${COMP_WORDS[baton_i + 2]:-}"; fi
    elif [[ "${COMP_WORDS[baton_i]}" == --home=* ]]; then
      baton_home="${COMP_WORDS[baton_i]#--home=}"
    fi
  done
  if [[ -n "$baton_home" ]]; then
    set -- "${baton_home/#\~/$HOME}"
  else
    baton_bin="${COMP_WORDS[0]/#\~/$HOME}"
    if [[ "$baton_bin" != */* ]]; then
      baton_bin=$(type -P "$baton_bin" 2>/dev/null || whence -p "$baton_bin" 2>/dev/null)
    fi
    baton_bin=$(readlink -f -- "$baton_bin") || return 1
    set -- "${baton_bin%/*}/.baton/demo" "${baton_bin%/*}/../home" "${baton_bin%/*}/.."
  fi
  for baton_folder in "$@"; do
    if [[ -r "$baton_folder/generated/set.json" ]]; then
      printf '%s\n' "$baton_folder/generated/set.json"
      return 0
    fi
  done
  return 1
}

# The links beside baton: the command of that name.
_complete_baton_link() {
  COMP_WORDS=("${COMP_WORDS[0]}" "${COMP_WORDS[0]##*/}" "${COMP_WORDS[@]:1}")
  COMP_CWORD=$((COMP_CWORD + 1))
  _complete_baton "$@"
}
complete -F _complete_baton_link -o default @LINKS@
