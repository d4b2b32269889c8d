# fish completion for ring-snapshot

# Whether the command is one of these; without any, whether there is none yet.
function __ring_snapshot_command_is
    set -l tokens (commandline -opc)
    set -l is_value no
    for token in $tokens[2..-1]
        if test $is_value = yes
            set is_value no
        else if contains -- $token --settings --color --username --password --password-file --2fa-code --flow --refresh-token --location --wait --max-age -o --out --name --latest --retries --exec --upload --upload-name --s3-endpoint --s3-region --s3-path-style --show-as --every --between --count --for --keep --keep-last --keep-hourly --keep-daily --keep-weekly --on-failure --gallery --heartbeat --notify --mqtt --mqtt-password-file --mqtt-ca --mqtt-discovery --from --to --ffmpeg --at --service --page-listen --listen --host --base-path --frame-ancestor --title --new-key --revoke-key --days --day --last --fps --length --size --quality
            set is_value yes
        else if not string match -q -- '-*' $token
            contains -- $token $argv
            return
        end
    end
    test (count $argv) -eq 0
end

function __ring_snapshot_cameras
    set -l tokens (commandline -opc)
    $tokens[1] completion cameras 2>/dev/null
end

complete -c ring-snapshot -f
complete -c ring-snapshot -s h -l help -d 'show this help'
complete -c ring-snapshot -s V -l version -d 'show the version'
complete -c ring-snapshot -l licenses -d 'show licences'
complete -c ring-snapshot -l settings -d 'use this settings file' -r -F
complete -c ring-snapshot -l json -d 'print results as JSON, one object a line'
complete -c ring-snapshot -s q -l quiet -d 'print only errors and data: no progress, notices, or lines for pictures'
complete -c ring-snapshot -s v -l verbose -d 'show each request and its outcome'
complete -c ring-snapshot -l color -d 'use colours (default auto: on a terminal, unless NO_COLOR is set)' -x -a 'auto always never'
complete -c ring-snapshot -l ascii -d 'use only ASCII characters'
complete -c ring-snapshot -l no-color -d 'use no colours, the same as --color never'
complete -c ring-snapshot -n __ring_snapshot_command_is -a login -d 'log in to your Ring account (once)'
complete -c ring-snapshot -n __ring_snapshot_command_is -a logout -d 'forget the stored login'
complete -c ring-snapshot -n __ring_snapshot_command_is -a list -d 'list your cameras'
complete -c ring-snapshot -n __ring_snapshot_command_is -a get -d 'download a snapshot of one, several or all cameras'
complete -c ring-snapshot -n __ring_snapshot_command_is -a watch -d 'take pictures on a schedule until stopped'
complete -c ring-snapshot -n __ring_snapshot_command_is -a history -d 'save the pictures that your cameras took by themselves'
complete -c ring-snapshot -n __ring_snapshot_command_is -a show -d 'show saved pictures in the terminal, without asking Ring'
complete -c ring-snapshot -n __ring_snapshot_command_is -a service -d 'take pictures in the background, also after a restart'
complete -c ring-snapshot -n __ring_snapshot_command_is -a status -d 'show login, settings and newest saved pictures'
complete -c ring-snapshot -n __ring_snapshot_command_is -a archive -d 'show what is recorded about saved pictures'
complete -c ring-snapshot -n __ring_snapshot_command_is -a serve -d 'show saved pictures in a browser'
complete -c ring-snapshot -n __ring_snapshot_command_is -a gallery -d 'write a page of saved pictures as files'
complete -c ring-snapshot -n __ring_snapshot_command_is -a timelapse -d 'make a film of saved pictures'
complete -c ring-snapshot -n __ring_snapshot_command_is -a upload -d 'upload saved pictures to an S3-compatible object store'
complete -c ring-snapshot -n __ring_snapshot_command_is -a doctor -d 'find out what is wrong and how to fix it'
complete -c ring-snapshot -n __ring_snapshot_command_is -a completion -d 'print the completion script for a shell'
complete -c ring-snapshot -n __ring_snapshot_command_is -a help -d 'explain a command'
complete -c ring-snapshot -n __ring_snapshot_command_is -a version -d 'show the version'
complete -c ring-snapshot -n '__ring_snapshot_command_is login' -l username -d 'log in with this e-mail address' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is login' -l password -d 'not recommended: you will be asked' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is login' -l password-file -d 'read the password from the first line of FILE (- for standard input)' -r -F
complete -c ring-snapshot -n '__ring_snapshot_command_is login' -l 2fa-code -d 'give the two-factor code if you already have it' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is login' -l flow -d 'choose the way to log in (default auto)' -x -a 'auto token browser'
complete -c ring-snapshot -n '__ring_snapshot_command_is login' -l refresh-token -d 'take over a refresh token, plain or as ring-client-api keeps it (- for standard input)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is login' -l show-token -d 'print the stored refresh token for use in ring-client-api'
complete -c ring-snapshot -n '__ring_snapshot_command_is list' -l everything -d 'also list devices that take no pictures'
complete -c ring-snapshot -n '__ring_snapshot_command_is get' -x -a '(__ring_snapshot_cameras)'
complete -c ring-snapshot -n '__ring_snapshot_command_is get' -l all -d 'take all your cameras'
complete -c ring-snapshot -n '__ring_snapshot_command_is get' -l location -d 'take all cameras of one home' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is get' -l fresh -d 'ask the camera for a new picture first'
complete -c ring-snapshot -n '__ring_snapshot_command_is get' -l cached -d 'take the newest picture that Ring has (default)'
complete -c ring-snapshot -n '__ring_snapshot_command_is get' -l wait -d 'wait this long for a fresh picture (default 60s)' -x -a '30s 1m 5m 15m 1h 1d'
complete -c ring-snapshot -n '__ring_snapshot_command_is get' -l require-fresh -d 'fail instead of saving an older picture (implies --fresh)'
complete -c ring-snapshot -n '__ring_snapshot_command_is get' -l max-age -d 'fail if the picture is older than this' -x -a '30s 1m 5m 15m 1h 1d'
complete -c ring-snapshot -n '__ring_snapshot_command_is get' -s o -l out -d 'save in this folder, or as x.jpg for one camera (- for standard output)' -x -a '(__fish_complete_directories)'
complete -c ring-snapshot -n '__ring_snapshot_command_is get' -l name -d 'name the files like this, with {id} {name} {kind} {model} {location} {time:FORMAT} {utc:FORMAT}' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is get' -l latest -d 'also keep the newest under this fixed name, such as {name}.jpg' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is get' -l exif -d 'write camera and capture time into the picture, as EXIF'
complete -c ring-snapshot -n '__ring_snapshot_command_is get' -l retries -d 'try each picture up to this many times, 1 to 100 (default 3)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is get' -l exec -d 'run this for each saved picture, without a shell' -x -a '(__fish_complete_command)'
complete -c ring-snapshot -n '__ring_snapshot_command_is get' -l upload -d 'upload each picture to an S3-compatible object store too (may be given several times; with ?profile=NAME at its end each in a store of its own)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is get' -l upload-name -d 'name the pictures so there, with the fields of --name' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is get' -l s3-endpoint -d 'the address of the object store (default: that of Amazon S3)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is get' -l s3-region -d 'the region of the bucket (default us-east-1)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is get' -l s3-path-style -d 'name the bucket in the path of addresses (default auto: on unless it is Amazon\'s)' -x -a 'auto on off'
complete -c ring-snapshot -n '__ring_snapshot_command_is get' -l save -d 'remember these options in the settings'
complete -c ring-snapshot -n '__ring_snapshot_command_is get' -l forget -d 'forget the options that --save has remembered'
complete -c ring-snapshot -n '__ring_snapshot_command_is get' -l show -d 'show the pictures in the terminal too'
complete -c ring-snapshot -n '__ring_snapshot_command_is get' -l show-as -d 'draw them this way (default auto: the best that the terminal can)' -x -a 'auto kitty iterm sixel blocks ascii'
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -x -a '(__ring_snapshot_cameras)'
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l all -d 'take all your cameras'
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l location -d 'take all cameras of one home' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l fresh -d 'ask the camera for a new picture first'
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l cached -d 'take the newest picture that Ring has (default)'
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l wait -d 'wait this long for a fresh picture (default 60s)' -x -a '30s 1m 5m 15m 1h 1d'
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l require-fresh -d 'fail instead of saving an older picture (implies --fresh)'
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l max-age -d 'fail if the picture is older than this' -x -a '30s 1m 5m 15m 1h 1d'
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -s o -l out -d 'save in this folder, or as x.jpg for one camera' -x -a '(__fish_complete_directories)'
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l name -d 'name the files like this, with {id} {name} {kind} {model} {location} {time:FORMAT} {utc:FORMAT}' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l latest -d 'also keep the newest under this fixed name, such as {name}.jpg' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l exif -d 'write camera and capture time into the picture, as EXIF'
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l retries -d 'try each picture up to this many times, 1 to 100 (default 3)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l exec -d 'run this for each saved picture, without a shell' -x -a '(__fish_complete_command)'
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l upload -d 'upload each picture to an S3-compatible object store too (may be given several times; with ?profile=NAME at its end each in a store of its own)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l upload-name -d 'name the pictures so there, with the fields of --name' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l s3-endpoint -d 'the address of the object store (default: that of Amazon S3)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l s3-region -d 'the region of the bucket (default us-east-1)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l s3-path-style -d 'name the bucket in the path of addresses (default auto: on unless it is Amazon\'s)' -x -a 'auto on off'
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l save -d 'remember these options in the settings'
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l every -d 'time between rounds (default 5m, at least 10s)' -x -a '30s 1m 5m 15m 1h 1d'
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l between -d 'take pictures only in this part of the day, local time' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l count -d 'stop after this many rounds' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l for -d 'stop after this time' -x -a '30s 1m 5m 15m 1h 1d'
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l keep -d 'delete older pictures, never the newest' -x -a '30s 1m 5m 15m 1h 1d'
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l keep-last -d 'keep only the newest N pictures of each camera' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l keep-hourly -d 'beyond --keep, keep the newest of each of the last N hours' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l keep-daily -d 'beyond --keep, keep the newest of each of the last N days' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l keep-weekly -d 'beyond --keep, keep the newest of each of the last N weeks' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l dry-run -d 'list what would be deleted, and take no pictures'
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l allow-drain -d 'let --fresh wake battery cameras more often than every 10 minutes'
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l on-failure -d 'run this when a camera starts or stops failing' -x -a '(__fish_complete_command)'
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l gallery -d 'keep a page of the pictures in this folder up to date' -x -a '(__fish_complete_directories)'
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l heartbeat -d 'call this URL after each successful round' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l notify -d 'send a message when a camera fails or works again: ntfys://HOST/TOPIC, or https:// for JSON (may be given several times)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l notify-picture -d 'add the newest picture to the message'
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l notify-test -d 'send a test message, and do no more'
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l mqtt -d 'publish pictures for Home Assistant and others: mqtts://USER@HOST/PREFIX' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l mqtt-password-file -d 'the broker\'s password is the first line of this file' -r -F
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l mqtt-ca -d 'trust only the certificates in this file for the broker' -r -F
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l mqtt-insecure -d 'let mqtt:// without encryption leave the home network'
complete -c ring-snapshot -n '__ring_snapshot_command_is watch' -l mqtt-discovery -d 'where Home Assistant looks for devices (default homeassistant); off: nowhere' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is history' -x -a '(__ring_snapshot_cameras)'
complete -c ring-snapshot -n '__ring_snapshot_command_is history' -l all -d 'take all your cameras'
complete -c ring-snapshot -n '__ring_snapshot_command_is history' -l location -d 'take all cameras of one home' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is history' -l from -d 'from this time on, such as "2026-11-23 08:00" (default yesterday)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is history' -l to -d 'up to this time, or to the end of a day (default now)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is history' -s o -l out -d 'save in this folder' -x -a '(__fish_complete_directories)'
complete -c ring-snapshot -n '__ring_snapshot_command_is history' -l name -d 'name the files like this, with {id} {name} {kind} {model} {location} {time:FORMAT} {utc:FORMAT}' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is history' -l films -d 'save the films that Ring keeps them in, too'
complete -c ring-snapshot -n '__ring_snapshot_command_is history' -l again -d 'ask Ring again for what was fetched before'
complete -c ring-snapshot -n '__ring_snapshot_command_is history' -l exif -d 'write camera and capture time into the picture, as EXIF'
complete -c ring-snapshot -n '__ring_snapshot_command_is history' -l upload -d 'upload each picture to an S3-compatible object store too (may be given several times; with ?profile=NAME at its end each in a store of its own)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is history' -l upload-name -d 'name the pictures so there, with the fields of --name' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is history' -l s3-endpoint -d 'the address of the object store (default: that of Amazon S3)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is history' -l s3-region -d 'the region of the bucket (default us-east-1)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is history' -l s3-path-style -d 'name the bucket in the path of addresses (default auto: on unless it is Amazon\'s)' -x -a 'auto on off'
complete -c ring-snapshot -n '__ring_snapshot_command_is history' -l ffmpeg -d 'use this ffmpeg (default the one on PATH)' -r -F
complete -c ring-snapshot -n '__ring_snapshot_command_is show' -x -a '(__ring_snapshot_cameras)'
complete -c ring-snapshot -n '__ring_snapshot_command_is show' -l at -d 'the picture nearest to this time, such as 14:41 or "yesterday 14:41"' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is show' -l show-as -d 'draw it this way (default auto: the best that the terminal can)' -x -a 'auto kitty iterm sixel blocks ascii'
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -x -a 'install status logs stop start remove'
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -x -a '(__ring_snapshot_cameras)'
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l all -d 'take all your cameras'
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l location -d 'take all cameras of one home' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l fresh -d 'ask the camera for a new picture first'
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l cached -d 'take the newest picture that Ring has (default)'
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l wait -d 'wait this long for a fresh picture (default 60s)' -x -a '30s 1m 5m 15m 1h 1d'
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l require-fresh -d 'fail instead of saving an older picture (implies --fresh)'
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l max-age -d 'fail if the picture is older than this' -x -a '30s 1m 5m 15m 1h 1d'
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -s o -l out -d 'save in this folder, or as x.jpg for one camera' -x -a '(__fish_complete_directories)'
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l name -d 'name the files like this, with {id} {name} {kind} {model} {location} {time:FORMAT} {utc:FORMAT}' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l latest -d 'also keep the newest under this fixed name, such as {name}.jpg' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l exif -d 'write camera and capture time into the picture, as EXIF'
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l retries -d 'try each picture up to this many times, 1 to 100 (default 3)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l exec -d 'run this for each saved picture, without a shell' -x -a '(__fish_complete_command)'
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l upload -d 'upload each picture to an S3-compatible object store too (may be given several times; with ?profile=NAME at its end each in a store of its own)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l upload-name -d 'name the pictures so there, with the fields of --name' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l s3-endpoint -d 'the address of the object store (default: that of Amazon S3)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l s3-region -d 'the region of the bucket (default us-east-1)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l s3-path-style -d 'name the bucket in the path of addresses (default auto: on unless it is Amazon\'s)' -x -a 'auto on off'
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l save -d 'remember these options in the settings'
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l every -d 'time between rounds (default 5m, at least 10s)' -x -a '30s 1m 5m 15m 1h 1d'
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l between -d 'take pictures only in this part of the day, local time' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l count -d 'stop after this many rounds' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l for -d 'stop after this time' -x -a '30s 1m 5m 15m 1h 1d'
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l keep -d 'delete older pictures, never the newest' -x -a '30s 1m 5m 15m 1h 1d'
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l keep-last -d 'keep only the newest N pictures of each camera' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l keep-hourly -d 'beyond --keep, keep the newest of each of the last N hours' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l keep-daily -d 'beyond --keep, keep the newest of each of the last N days' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l keep-weekly -d 'beyond --keep, keep the newest of each of the last N weeks' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l allow-drain -d 'let --fresh wake battery cameras more often than every 10 minutes'
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l on-failure -d 'run this when a camera starts or stops failing' -x -a '(__fish_complete_command)'
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l gallery -d 'keep a page of the pictures in this folder up to date' -x -a '(__fish_complete_directories)'
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l heartbeat -d 'call this URL after each successful round' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l notify -d 'send a message when a camera fails or works again: ntfys://HOST/TOPIC, or https:// for JSON (may be given several times)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l notify-picture -d 'add the newest picture to the message'
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l mqtt -d 'publish pictures for Home Assistant and others: mqtts://USER@HOST/PREFIX' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l mqtt-password-file -d 'the broker\'s password is the first line of this file' -r -F
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l mqtt-ca -d 'trust only the certificates in this file for the broker' -r -F
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l mqtt-insecure -d 'let mqtt:// without encryption leave the home network'
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l mqtt-discovery -d 'where Home Assistant looks for devices (default homeassistant); off: nowhere' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l service -d 'the name of this service, for having several' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l system -d 'a service of the machine, with a user of its own'
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l page -d 'also serve the page of the pictures to browsers'
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l page-listen -d 'where the page listens (default 127.0.0.1:8642, this machine only)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l print -d 'show the files and commands, and do nothing'
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l log -d 'for service run: keep a log beside the settings'
complete -c ring-snapshot -n '__ring_snapshot_command_is service' -l keep-alive -d 'for service run: end at once when it runs or needs a person'
complete -c ring-snapshot -n '__ring_snapshot_command_is status' -x -a '(__ring_snapshot_cameras)'
complete -c ring-snapshot -n '__ring_snapshot_command_is status' -l max-age -d 'exit with code 7 if any camera\'s newest picture is older' -x -a '30s 1m 5m 15m 1h 1d'
complete -c ring-snapshot -n '__ring_snapshot_command_is archive' -F -a 'check rebuild backup export'
complete -c ring-snapshot -n '__ring_snapshot_command_is archive' -l read -d 'read and decode every picture, not only look at its size'
complete -c ring-snapshot -n '__ring_snapshot_command_is serve' -x -a '(__ring_snapshot_cameras)'
complete -c ring-snapshot -n '__ring_snapshot_command_is serve' -l listen -d 'listen here (default 127.0.0.1:8642, this machine only)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is serve' -l host -d 'answer to this name too, as of a proxy; may be given several times' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is serve' -l base-path -d 'serve the page below this path, for a proxy that keeps it' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is serve' -l frame-ancestor -d 'let pages of this origin show it in a frame; may be given several times' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is serve' -l password-file -d 'require the password in the first line of this file' -r -F
complete -c ring-snapshot -n '__ring_snapshot_command_is serve' -l no-password -d 'let everybody in who can connect'
complete -c ring-snapshot -n '__ring_snapshot_command_is serve' -l title -d 'the title of the page' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is serve' -l max-age -d 'show a camera\'s newest picture as old from this age on' -x -a '30s 1m 5m 15m 1h 1d'
complete -c ring-snapshot -n '__ring_snapshot_command_is serve' -l set-password -d 'ask for a password, store it, and end'
complete -c ring-snapshot -n '__ring_snapshot_command_is serve' -l new-key -d 'print a key for one device, and end' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is serve' -l revoke-key -d 'make a key invalid, and end' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is gallery' -x -a '(__fish_complete_directories)'
complete -c ring-snapshot -n '__ring_snapshot_command_is gallery' -x -a '(__ring_snapshot_cameras)'
complete -c ring-snapshot -n '__ring_snapshot_command_is gallery' -l days -d 'show only the last N days' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is gallery' -l from -d 'show this day (2026-11-23) and later ones' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is gallery' -l to -d 'show this day and earlier ones' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is gallery' -l title -d 'the title of the page' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is gallery' -l copy -d 'copy the pictures into the gallery, wherever they are'
complete -c ring-snapshot -n '__ring_snapshot_command_is gallery' -l check -d 'write nothing; exit with code 7 if something is to be written'
complete -c ring-snapshot -n '__ring_snapshot_command_is timelapse' -x -a '(__ring_snapshot_cameras)'
complete -c ring-snapshot -n '__ring_snapshot_command_is timelapse' -l all -d 'all cameras that have pictures (the default)'
complete -c ring-snapshot -n '__ring_snapshot_command_is timelapse' -l location -d 'the cameras of this home, or the first letters of it (asks Ring which)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is timelapse' -l day -d 'today, yesterday (the default) or 2026-11-23' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is timelapse' -l from -d 'from this time on, such as "2026-11-01 08:00"' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is timelapse' -l to -d 'up to this time, or to the end of a day (default now)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is timelapse' -l last -d 'the time up to now, such as 7d' -x -a '30s 1m 5m 15m 1h 1d'
complete -c ring-snapshot -n '__ring_snapshot_command_is timelapse' -l between -d 'only from this part of the day; with --day, over midnight into the next' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is timelapse' -l at -d 'take the picture nearest to this time of each day' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is timelapse' -l every -d 'take at most one picture in this time' -x -a '30s 1m 5m 15m 1h 1d'
complete -c ring-snapshot -n '__ring_snapshot_command_is timelapse' -l skip-dark -d 'leave out dark pictures'
complete -c ring-snapshot -n '__ring_snapshot_command_is timelapse' -l fps -d 'pictures a second (default 24)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is timelapse' -l length -d 'make the film this long' -x -a '30s 1m 5m 15m 1h 1d'
complete -c ring-snapshot -n '__ring_snapshot_command_is timelapse' -l size -d '1280x720, or a width (default that of most pictures, at most 1920x1080)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is timelapse' -l quality -d 'from 0, the best, to 51 (default 21)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is timelapse' -l stamp -d 'write the time into each picture'
complete -c ring-snapshot -n '__ring_snapshot_command_is timelapse' -l deflicker -d 'even out changes of brightness'
complete -c ring-snapshot -n '__ring_snapshot_command_is timelapse' -s o -l out -d 'save in this folder, or as this .mp4 file (default the current folder)' -x -a '(__fish_complete_directories)'
complete -c ring-snapshot -n '__ring_snapshot_command_is timelapse' -l name -d 'file name, with {id}, {name}, {from:FORMAT} and {to:FORMAT}' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is timelapse' -l overwrite -d 'replace a film that is there already'
complete -c ring-snapshot -n '__ring_snapshot_command_is timelapse' -l ffmpeg -d 'use this ffmpeg (default the one on PATH)' -r -F
complete -c ring-snapshot -n '__ring_snapshot_command_is timelapse' -l print-command -d 'print a script that makes the film elsewhere, and make none'
complete -c ring-snapshot -n '__ring_snapshot_command_is upload' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is upload' -x -a '(__ring_snapshot_cameras)'
complete -c ring-snapshot -n '__ring_snapshot_command_is upload' -l upload-name -d 'name the pictures so there, with the fields of --name' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is upload' -l from -d 'upload only pictures of this day and later ones' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is upload' -l check -d 'upload nothing; exit with code 7 if a picture is missing there'
complete -c ring-snapshot -n '__ring_snapshot_command_is upload' -l forget -d 'forget TARGET and what waits for it; in the bucket nothing is deleted'
complete -c ring-snapshot -n '__ring_snapshot_command_is upload' -l s3-endpoint -d 'the address of the object store (default: that of Amazon S3)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is upload' -l s3-region -d 'the region of the bucket (default us-east-1)' -x
complete -c ring-snapshot -n '__ring_snapshot_command_is upload' -l s3-path-style -d 'name the bucket in the path of addresses (default auto: on unless it is Amazon\'s)' -x -a 'auto on off'
complete -c ring-snapshot -n '__ring_snapshot_command_is doctor' -l report -d 'print a report for a public forum, without names, addresses and ids'
complete -c ring-snapshot -n '__ring_snapshot_command_is doctor' -s o -l out -d 'check this folder for pictures' -x -a '(__fish_complete_directories)'
complete -c ring-snapshot -n '__ring_snapshot_command_is completion' -x -a 'bash zsh fish'
complete -c ring-snapshot -n '__ring_snapshot_command_is help' -x -a 'login logout list get watch history show service status archive serve gallery timelapse upload doctor completion help version'
