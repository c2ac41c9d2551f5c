#compdef baton @LINKS@
# The script for bash, through zsh's own layer for it.
autoload -U +X bashcompinit && bashcompinit
source "${functions_source[_baton]:A:h}/../../bash-completion/completions/baton"
if [[ "${words[1]:t}" == baton ]]; then
  _bash_complete -o default -F _complete_baton
else
  _bash_complete -o default -F _complete_baton_link
fi
