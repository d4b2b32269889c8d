# bash completion for ring-snapshot
_ring_snapshot() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
    local command= word words
    case $previous in
        --settings|--password-file) COMPREPLY=($(compgen -f -- "$current")); return ;;
        --out) mapfile -t COMPREPLY < <(compgen -d -- "$current"); return ;;
        --flow) COMPREPLY=($(compgen -W 'auto token browser' -- "$current")); return ;;
    esac
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case $word in
            login|logout|list|get|watch|status|doctor|completion) command=$word; break ;;
        esac
    done
    case $command in
        login) words="--help --username --password --password-file --2fa-code --flow --refresh-token --show-token --licenses --settings --json --quiet --verbose --no-color " ;;
        logout) words="--help --licenses --settings --json --quiet --verbose --no-color " ;;
        list) words="--help --everything --licenses --settings --json --quiet --verbose --no-color " ;;
        get) words="--help --all --location --fresh --cached --wait --require-fresh --max-age --out --name --latest --retries --exec --save --licenses --settings --json --quiet --verbose --no-color " ;;
        watch) words="--help --all --location --fresh --cached --wait --require-fresh --max-age --out --name --latest --retries --exec --save --every --between --count --for --keep --keep-last --allow-drain --on-failure --heartbeat --licenses --settings --json --quiet --verbose --no-color " ;;
        status) words="--help --max-age --licenses --settings --json --quiet --verbose --no-color " ;;
        doctor) words="--help --report --out --licenses --settings --json --quiet --verbose --no-color " ;;
        completion) words="--help --licenses --settings --json --quiet --verbose --no-color bash zsh fish" ;;
        *) words="login logout list get watch status doctor completion --help --version --licenses --settings --json --quiet --verbose --no-color" ;;
    esac
    COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o filenames -F _ring_snapshot ring-snapshot
