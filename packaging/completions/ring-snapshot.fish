# fish completion for ring-snapshot
complete -c ring-snapshot -f
complete -c ring-snapshot -l help -d 'this help'
complete -c ring-snapshot -l version -d 'the version of this program'
complete -c ring-snapshot -l licenses -d 'its licence and those of what is built into it'
complete -c ring-snapshot -l settings -d 'the settings file to use' -r -F
complete -c ring-snapshot -l json -d 'results as JSON, one object a line'
complete -c ring-snapshot -l quiet -d 'only results and errors'
complete -c ring-snapshot -l verbose -d 'show each request and its outcome'
complete -c ring-snapshot -l no-color -d 'no colours (as does NO_COLOR)'
complete -c ring-snapshot -n __fish_use_subcommand -a login -d 'log in once; later runs need no password'
complete -c ring-snapshot -n __fish_use_subcommand -a logout -d 'forget the stored session'
complete -c ring-snapshot -n __fish_use_subcommand -a list -d 'the cameras of the account'
complete -c ring-snapshot -n __fish_use_subcommand -a get -d 'download a snapshot of one, several or all cameras'
complete -c ring-snapshot -n __fish_use_subcommand -a watch -d 'keep downloading, on a schedule, until stopped'
complete -c ring-snapshot -n __fish_use_subcommand -a status -d 'what is stored here - settings, login, newest pictures'
complete -c ring-snapshot -n __fish_use_subcommand -a doctor -d 'find out why it does not work, and say what to do'
complete -c ring-snapshot -n __fish_use_subcommand -a completion -d 'print the completion script for a shell'
complete -c ring-snapshot -n '__fish_seen_subcommand_from login' -l username -d 'the e-mail address of the Ring account' -x
complete -c ring-snapshot -n '__fish_seen_subcommand_from login' -l password -d 'better left out - it is asked for' -x
complete -c ring-snapshot -n '__fish_seen_subcommand_from login' -l password-file -d 'read the password from the first line of FILE (- - standard input)' -r -F
complete -c ring-snapshot -n '__fish_seen_subcommand_from login' -l 2fa-code -d 'the two-factor code, when it is there already' -x
complete -c ring-snapshot -n '__fish_seen_subcommand_from login' -l flow -d 'the way in - auto (default), token or browser' -x
complete -c ring-snapshot -n '__fish_seen_subcommand_from login' -l refresh-token -d 'take over a refresh token, plain or as ring-client-api keeps it (- - standard input)' -x
complete -c ring-snapshot -n '__fish_seen_subcommand_from login' -l show-token -d 'print the stored refresh token for use in ring-client-api'
complete -c ring-snapshot -n '__fish_seen_subcommand_from list' -l everything -d 'also devices that take no pictures'
complete -c ring-snapshot -n '__fish_seen_subcommand_from get' -l all -d 'every camera of the account'
complete -c ring-snapshot -n '__fish_seen_subcommand_from get' -l location -d 'every camera of one home' -x
complete -c ring-snapshot -n '__fish_seen_subcommand_from get' -l fresh -d 'ask the camera for a new picture first'
complete -c ring-snapshot -n '__fish_seen_subcommand_from get' -l cached -d 'take the newest picture Ring has (default)'
complete -c ring-snapshot -n '__fish_seen_subcommand_from get' -l wait -d 'how long to wait for a fresh picture (60s)' -x
complete -c ring-snapshot -n '__fish_seen_subcommand_from get' -l require-fresh -d 'no file unless the picture is fresh; implies --fresh'
complete -c ring-snapshot -n '__fish_seen_subcommand_from get' -l max-age -d 'no file when the picture is older than this' -x
complete -c ring-snapshot -n '__fish_seen_subcommand_from get' -l out -d 'folder to save in, or x.jpg for one camera (- - standard output)' -r -F
complete -c ring-snapshot -n '__fish_seen_subcommand_from get' -l name -d 'file name; fields - {id} {name} {kind} {model} {location} {time -FORMAT} {utc -FORMAT}' -x
complete -c ring-snapshot -n '__fish_seen_subcommand_from get' -l latest -d 'keep a copy under a steady name too, e.g. {name}.jpg' -x
complete -c ring-snapshot -n '__fish_seen_subcommand_from get' -l retries -d 'attempts per picture, 1 to 100 (3)' -x
complete -c ring-snapshot -n '__fish_seen_subcommand_from get' -l exec -d 'run for each saved picture, without a shell' -x
complete -c ring-snapshot -n '__fish_seen_subcommand_from get' -l save -d 'remember these options in the settings'
complete -c ring-snapshot -n '__fish_seen_subcommand_from watch' -l all -d 'every camera of the account'
complete -c ring-snapshot -n '__fish_seen_subcommand_from watch' -l location -d 'every camera of one home' -x
complete -c ring-snapshot -n '__fish_seen_subcommand_from watch' -l fresh -d 'ask the camera for a new picture first'
complete -c ring-snapshot -n '__fish_seen_subcommand_from watch' -l cached -d 'take the newest picture Ring has (default)'
complete -c ring-snapshot -n '__fish_seen_subcommand_from watch' -l wait -d 'how long to wait for a fresh picture (60s)' -x
complete -c ring-snapshot -n '__fish_seen_subcommand_from watch' -l require-fresh -d 'no file unless the picture is fresh; implies --fresh'
complete -c ring-snapshot -n '__fish_seen_subcommand_from watch' -l max-age -d 'no file when the picture is older than this' -x
complete -c ring-snapshot -n '__fish_seen_subcommand_from watch' -l out -d 'folder to save in, or x.jpg for one camera (- - standard output)' -r -F
complete -c ring-snapshot -n '__fish_seen_subcommand_from watch' -l name -d 'file name; fields - {id} {name} {kind} {model} {location} {time -FORMAT} {utc -FORMAT}' -x
complete -c ring-snapshot -n '__fish_seen_subcommand_from watch' -l latest -d 'keep a copy under a steady name too, e.g. {name}.jpg' -x
complete -c ring-snapshot -n '__fish_seen_subcommand_from watch' -l retries -d 'attempts per picture, 1 to 100 (3)' -x
complete -c ring-snapshot -n '__fish_seen_subcommand_from watch' -l exec -d 'run for each saved picture, without a shell' -x
complete -c ring-snapshot -n '__fish_seen_subcommand_from watch' -l save -d 'remember these options in the settings'
complete -c ring-snapshot -n '__fish_seen_subcommand_from watch' -l every -d 'from one round to the next, 10s or more (5m)' -x
complete -c ring-snapshot -n '__fish_seen_subcommand_from watch' -l between -d 'only in that part of the day, local time' -x
complete -c ring-snapshot -n '__fish_seen_subcommand_from watch' -l count -d 'stop after this many rounds' -x
complete -c ring-snapshot -n '__fish_seen_subcommand_from watch' -l for -d 'stop after this time' -x
complete -c ring-snapshot -n '__fish_seen_subcommand_from watch' -l keep -d 'delete pictures that are older, never the newest' -x
complete -c ring-snapshot -n '__fish_seen_subcommand_from watch' -l keep-last -d 'keep the newest N pictures of each camera' -x
complete -c ring-snapshot -n '__fish_seen_subcommand_from watch' -l allow-drain -d 'let --fresh wake battery cameras more often than every 10 minutes'
complete -c ring-snapshot -n '__fish_seen_subcommand_from watch' -l on-failure -d 'run when a camera starts or stops failing' -x
complete -c ring-snapshot -n '__fish_seen_subcommand_from watch' -l heartbeat -d 'fetch this after each good round' -x
complete -c ring-snapshot -n '__fish_seen_subcommand_from status' -l max-age -d 'end with 7 when a camera’s newest picture is older than this' -x
complete -c ring-snapshot -n '__fish_seen_subcommand_from doctor' -l report -d 'for a public forum - without names, addresses and ids'
complete -c ring-snapshot -n '__fish_seen_subcommand_from doctor' -l out -d 'the folder for pictures to look at' -r -F
complete -c ring-snapshot -n '__fish_seen_subcommand_from completion' -a 'bash zsh fish'
