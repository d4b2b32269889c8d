# bash completion for ring-snapshot
_ring_snapshot() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
    local commands=" login logout list get watch status doctor completion"
    local word words=$commands
    case $previous in
        --settings|--password-file) COMPREPLY=($(compgen -f -- "$current")); return ;;
        --out) mapfile -t COMPREPLY < <(compgen -d -- "$current"); return ;;
        --flow) COMPREPLY=($(compgen -W 'auto token browser' -- "$current")); return ;;
    esac
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case $word in
            login) words=" --username --password --password-file --2fa-code --flow --refresh-token --show-token" ;;
            logout) words="" ;;
            list) words=" --everything" ;;
            get) words=" --all --location --fresh --cached --wait --require-fresh --max-age --out --name --latest --retries --exec --save" ;;
            watch) words=" --all --location --fresh --cached --wait --require-fresh --max-age --out --name --latest --retries --exec --save --every --between --count --for --keep --keep-last --allow-drain --on-failure --heartbeat" ;;
            status) words=" --max-age" ;;
            doctor) words=" --report --out" ;;
            completion) words=" bash zsh fish" ;;
            *) continue ;;
        esac
        break
    done
    COMPREPLY=($(compgen -W "$words --help --version --licenses --settings --json --quiet --verbose --no-color" -- "$current"))
}
complete -o filenames -F _ring_snapshot ring-snapshot
