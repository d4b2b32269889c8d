# bash completion for ring-snapshot

# Prints how the value of an option is completed; fails for an option without one.
_ring_snapshot_value() {
    case $1 in
        --settings) echo '@files' ;;
        --color) echo 'auto always never' ;;
        --username) echo '' ;;
        --password) echo '' ;;
        --password-file) echo '@files' ;;
        --2fa-code) echo '' ;;
        --flow) echo 'auto token browser' ;;
        --refresh-token) echo '' ;;
        --location) echo '' ;;
        --wait) echo '30s 1m 5m 15m 1h 1d' ;;
        --max-age) echo '30s 1m 5m 15m 1h 1d' ;;
        -o|--out) echo '@folders' ;;
        --name) echo '' ;;
        --latest) echo '' ;;
        --retries) echo '' ;;
        --exec) echo '@programs' ;;
        --upload) echo '' ;;
        --upload-name) echo '' ;;
        --s3-endpoint) echo '' ;;
        --s3-region) echo '' ;;
        --s3-path-style) echo 'auto on off' ;;
        --show-as) echo 'auto kitty iterm sixel blocks ascii' ;;
        --every) echo '30s 1m 5m 15m 1h 1d' ;;
        --between) echo '' ;;
        --count) echo '' ;;
        --for) echo '30s 1m 5m 15m 1h 1d' ;;
        --keep) echo '30s 1m 5m 15m 1h 1d' ;;
        --keep-last) echo '' ;;
        --keep-hourly) echo '' ;;
        --keep-daily) echo '' ;;
        --keep-weekly) echo '' ;;
        --on-failure) echo '@programs' ;;
        --gallery) echo '@folders' ;;
        --heartbeat) echo '' ;;
        --notify) echo '' ;;
        --mqtt) echo '' ;;
        --mqtt-password-file) echo '@files' ;;
        --mqtt-ca) echo '@files' ;;
        --mqtt-discovery) echo '' ;;
        --from) echo '' ;;
        --to) echo '' ;;
        --ffmpeg) echo '@files' ;;
        --at) echo '' ;;
        --service) echo '' ;;
        --page-listen) echo '' ;;
        --listen) echo '' ;;
        --host) echo '' ;;
        --base-path) echo '' ;;
        --frame-ancestor) echo '' ;;
        --title) echo '' ;;
        --new-key) echo '' ;;
        --revoke-key) echo '' ;;
        --days) echo '' ;;
        --day) echo '' ;;
        --last) echo '30s 1m 5m 15m 1h 1d' ;;
        --fps) echo '' ;;
        --length) echo '30s 1m 5m 15m 1h 1d' ;;
        --size) echo '' ;;
        --quality) echo '' ;;
        *) return 1 ;;
    esac
}

# Offers the lines of standard input that begin with $1.
_ring_snapshot_lines() {
    local line
    while IFS= read -r line; do
        if [[ $line == "$1"* ]]; then
            COMPREPLY+=("$line")
        fi
    done
}

_ring_snapshot_cameras() {
    local typed=$1 program=${COMP_WORDS[0]} line quoting
    # The names are compared without case.
    quoting=$(shopt -p nocasematch)
    shopt -s nocasematch
    case $typed in
        [\"\']*)
            _ring_snapshot_lines "${typed#?}" \
                < <("${program/#\~/$HOME}" completion cameras 2>/dev/null)
            ;;
        *)
            while IFS= read -r line; do
                if [[ $line == "${typed//\\/}"* ]]; then
                    COMPREPLY+=("$(printf %q "$line")")
                fi
            done < <("${program/#\~/$HOME}" completion cameras 2>/dev/null)
            ;;
    esac
    $quoting
}

# Offers what completes $2, which is a value of the kind $1.
_ring_snapshot_offer() {
    case $1 in
        @files) compopt -o filenames 2>/dev/null; _ring_snapshot_lines "" < <(compgen -f -- "$2") ;;
        @folders) compopt -o filenames 2>/dev/null; _ring_snapshot_lines "" < <(compgen -d -- "$2") ;;
        @programs) _ring_snapshot_lines "" < <(compgen -c -- "$2") ;;
        @cameras) _ring_snapshot_cameras "$2" ;;
        *) _ring_snapshot_lines "" < <(compgen -W "$1" -- "$2") ;;
    esac
}

_ring_snapshot() {
    local current=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD-1]}
    local index word command="" below="" options="" words=" login logout list get watch history show service status archive serve gallery timelapse upload doctor completion help version" kind
    COMPREPLY=()
    # What stands behind "=" is a word of its own here.
    if [[ $current == "=" ]]; then
        current=""
    elif [[ $option == "=" ]]; then
        option=${COMP_WORDS[COMP_CWORD-2]}
    fi
    if [[ $option == -* ]] && kind=$(_ring_snapshot_value "$option"); then
        _ring_snapshot_offer "$kind" "$current"
        return
    fi
    for ((index = 1; index < COMP_CWORD && ${#below} == 0; index++)); do
        word=${COMP_WORDS[index]}
        if [[ $word != -* ]]; then
            if ((${#command} == 0)); then
                command=$word
            else
                below=$word
            fi
        elif _ring_snapshot_value "$word" >/dev/null; then
            if [[ ${COMP_WORDS[index+1]} == "=" ]]; then
                index=$((index + 1))
            fi
            index=$((index + 1))
        fi
    done
    case $command in
        login) options=" --username --password --password-file --2fa-code --flow --refresh-token --show-token" words="" ;;
        logout) options="" words="" ;;
        list) options=" --everything" words="" ;;
        get) options=" --all --location --fresh --cached --wait --require-fresh --max-age -o --out --name --latest --exif --retries --exec --upload --upload-name --s3-endpoint --s3-region --s3-path-style --save --forget --show --show-as" words="@cameras" ;;
        watch) options=" --all --location --fresh --cached --wait --require-fresh --max-age -o --out --name --latest --exif --retries --exec --upload --upload-name --s3-endpoint --s3-region --s3-path-style --save --every --between --count --for --keep --keep-last --keep-hourly --keep-daily --keep-weekly --dry-run --allow-drain --on-failure --gallery --heartbeat --notify --notify-picture --notify-test --mqtt --mqtt-password-file --mqtt-ca --mqtt-insecure --mqtt-discovery" words="@cameras" ;;
        history) options=" --all --location --from --to -o --out --name --films --again --exif --upload --upload-name --s3-endpoint --s3-region --s3-path-style --ffmpeg" words="@cameras" ;;
        show) options=" --at --show-as" words="@cameras" ;;
        service) options=" --all --location --fresh --cached --wait --require-fresh --max-age -o --out --name --latest --exif --retries --exec --upload --upload-name --s3-endpoint --s3-region --s3-path-style --save --every --between --count --for --keep --keep-last --keep-hourly --keep-daily --keep-weekly --allow-drain --on-failure --gallery --heartbeat --notify --notify-picture --mqtt --mqtt-password-file --mqtt-ca --mqtt-insecure --mqtt-discovery --service --system --page --page-listen --print --log --keep-alive" words="install status logs stop start remove@cameras" ;;
        status) options=" --max-age" words="@cameras" ;;
        archive) options=" --read" words="@commands check rebuild backup export" ;;
        serve) options=" --listen --host --base-path --frame-ancestor --password-file --no-password --title --max-age --set-password --new-key --revoke-key" words="@cameras" ;;
        gallery) options=" --days --from --to --title --copy --check" words="@folders@cameras" ;;
        timelapse) options=" --all --location --day --from --to --last --between --at --every --skip-dark --fps --length --size --quality --stamp --deflicker -o --out --name --overwrite --ffmpeg --print-command" words="@cameras" ;;
        upload) options=" --upload-name --from --check --forget --s3-endpoint --s3-region --s3-path-style" words="@cameras" ;;
        doctor) options=" --report -o --out" words="" ;;
        completion) options="" words="bash zsh fish" ;;
        help) options="" words="login logout list get watch history show service status archive serve gallery timelapse upload doctor completion help version" ;;
        version) options="" words="" ;;
        "") ;;
        *) words="" ;;
    esac
    if [[ $words == "@commands "* ]]; then
        if [[ -n $below ]]; then
            words=@files
        else
            words=${words#@commands }
        fi
    fi
    if [[ $current != -* ]]; then
        _ring_snapshot_offer "$words" "$current"
        if ((${#COMPREPLY[@]} > 0)) || [[ -n $current ]]; then
            return
        fi
    fi
    _ring_snapshot_lines "" < <(compgen -W "$options -h --help -V --version --licenses --settings --json -q --quiet -v --verbose --color --ascii --no-color" -- "$current")
}
complete -F _ring_snapshot ring-snapshot
