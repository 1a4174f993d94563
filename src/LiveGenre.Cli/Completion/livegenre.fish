# fish completion for livegenre; 'livegenre completion fish' prints it.

# livegenre itself knows its words: it is asked with the line up to the cursor.
function __livegenre_words
    set -l typed (commandline -cp)
    set -l line (string replace -r '^\S+' livegenre -- $typed)
    livegenre "[suggest:"(string length -- $line)"]" $line 2>/dev/null | string match -v -r '^(-\?|/\?|/h)$'
end

complete -c livegenre -a '(__livegenre_words)'
