# bash completion for livegenre; 'livegenre completion bash' prints it.

# livegenre itself knows its words: it is asked with the line and the place of the cursor.
_livegenre() {
  local line="livegenre${COMP_LINE#"$1"}" at=$((COMP_POINT - ${#1} + 9)) words
  words="$("$1" "[suggest:$at]" "$line" 2>/dev/null | grep -vxF -e '-?' -e '/?' -e '/h')"
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$2")
}

# Where it knows none, a file may be meant.
complete -o bashdefault -o default -F _livegenre livegenre
