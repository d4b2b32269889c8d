// SPDX-License-Identifier: Apache-2.0
#include "base/system/terminal.hpp"

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/process/environment.hpp"
#include "base/system/windows/handle.hpp"
#include "base/system/windows/wide.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <fcntl.h>
#include <io.h>
#include <mutex>

namespace base {

namespace {

constexpr std::size_t k_longest_input = 65536;

std::mutex g_terminal_mutex;
std::optional<DWORD> g_mode_before;
/// The console input that was so.
HANDLE g_changed_input = INVALID_HANDLE_VALUE;

HANDLE handle_of(std::FILE* stream) {
    const int descriptor = ::_fileno(stream);
    return descriptor < 0 ? INVALID_HANDLE_VALUE
                          : reinterpret_cast<HANDLE>(::_get_osfhandle(descriptor));
}

bool is_console(HANDLE handle) {
    DWORD mode = 0;
    return ::GetConsoleMode(handle, &mode) != 0;
}

HANDLE standard_input() {
    return ::GetStdHandle(STD_INPUT_HANDLE);
}

/// Changes the modes of a console's input until restore_terminal(). Whether that worked.
bool change_modes(HANDLE input, DWORD left_out, DWORD added) {
    const std::lock_guard lock(g_terminal_mutex);
    DWORD mode = 0;
    if (::GetConsoleMode(input, &mode) == 0) {
        return false;
    }
    g_mode_before = mode;
    g_changed_input = input;
    return ::SetConsoleMode(input, (mode & ~left_out) | added) != 0;
}

/// Hides what is typed while it lives.
class HiddenInput {
public:
    /// @param left_out  more of the console's input modes to switch off
    explicit HiddenInput(DWORD left_out = 0) {
        change_modes(standard_input(), DWORD{ENABLE_ECHO_INPUT} | left_out, 0);
    }

    ~HiddenInput() {
        restore_terminal();
        // The user's own line end was hidden as well.
        write_text(stderr, "\n");
        std::fflush(stderr);
    }

    HiddenInput(const HiddenInput&) = delete;
    HiddenInput& operator=(const HiddenInput&) = delete;
};

/// Presses Enter for the user: the only way to end a read that waits for it.
void press_enter() noexcept {
    std::array<INPUT_RECORD, 2> events{};
    for (std::size_t i = 0; i < events.size(); ++i) {
        events.at(i).EventType = KEY_EVENT;
        KEY_EVENT_RECORD& key = events.at(i).Event.KeyEvent;
        key.bKeyDown = i == 0 ? TRUE : FALSE;
        key.wRepeatCount = 1;
        key.wVirtualKeyCode = VK_RETURN;
        key.uChar.UnicodeChar = L'\r';
    }
    DWORD written = 0;
    ::WriteConsoleInputW(standard_input(), events.data(), static_cast<DWORD>(events.size()),
                         &written);
}

[[noreturn]] void throw_interrupted() {
    throw Error(ErrorCode::interrupted, "stopped while waiting for input");
}

void check_length(std::size_t length) {
    if (length > k_longest_input) {
        throw Error(ErrorCode::usage, "the text on standard input is too long");
    }
}

std::optional<std::string> read_console_line(std::stop_token stop) {
    const std::stop_callback wake(stop, [] { press_enter(); });
    std::wstring line;
    while (true) {
        std::array<wchar_t, 1024> part{};
        DWORD count = 0;
        ::SetLastError(ERROR_SUCCESS);
        const bool read = ::ReadConsoleW(standard_input(), part.data(),
                                         static_cast<DWORD>(part.size()), &count, nullptr) != 0;
        // A Ctrl-C ends the read before its handler has run.
        if (stop.stop_requested() || ::GetLastError() == ERROR_OPERATION_ABORTED) {
            throw_interrupted();
        }
        // Ctrl-Z at the beginning of a line ends the input.
        if (!read || count == 0 || (line.empty() && part.front() == L'\x1A')) {
            return std::nullopt;
        }
        line.append(part.data(), count);
        if (line.back() == L'\n') {
            line.erase(line.find_last_not_of(L"\r\n") + 1);
            std::string text = utf8_from_wide(line);
            check_length(text.size());
            return text;
        }
        check_length(line.size());
    }
}

/// Waits until a pipe at standard input has something to read or has ended. Windows cannot wait for
/// both a pipe and a stop, so we poll.
void await_pipe(std::stop_token stop) {
    constexpr std::chrono::milliseconds k_pause{20};
    SystemClock clock;
    DWORD available = 0;
    while (::PeekNamedPipe(standard_input(), nullptr, 0, nullptr, &available, nullptr) != 0 &&
           available == 0) {
        if (!clock.sleep_for(k_pause, stop)) {
            throw_interrupted();
        }
    }
}

std::optional<std::string> read_plain_line(std::stop_token stop) {
    const bool is_pipe = ::GetFileType(standard_input()) == FILE_TYPE_PIPE;
    std::string line;
    while (true) {
        if (is_pipe) {
            await_pipe(stop);
        }
        char byte = 0;
        DWORD count = 0;
        if (::ReadFile(standard_input(), &byte, 1, &count, nullptr) == 0 || count == 0) {
            return line.empty() ? std::nullopt : std::optional(line);
        }
        if (byte == '\n') {
            if (line.ends_with('\r')) {
                line.pop_back();
            }
            return line;
        }
        line += byte;
        check_length(line.size());
    }
}

/// The next character that is typed or pasted, or that the terminal answers; std::nullopt when none
/// comes for `patience`. Throws Error{interrupted}.
std::optional<wchar_t> next_character(HANDLE input, std::chrono::milliseconds patience,
                                      std::stop_token stop) {
    constexpr std::chrono::milliseconds k_step{50};
    std::chrono::milliseconds waited{0};
    while (waited < patience) {
        if (stop.stop_requested()) {
            throw_interrupted();
        }
        if (::WaitForSingleObject(input, static_cast<DWORD>(k_step.count())) != WAIT_OBJECT_0) {
            waited += k_step;
            continue;
        }
        INPUT_RECORD record{};
        DWORD count = 0;
        if (::ReadConsoleInputW(input, &record, 1, &count) == 0 || count == 0) {
            return std::nullopt;
        }
        const bool is_typed = record.EventType == KEY_EVENT &&
                              record.Event.KeyEvent.bKeyDown != FALSE &&
                              record.Event.KeyEvent.uChar.UnicodeChar != L'\0';
        if (is_typed) {
            return record.Event.KeyEvent.uChar.UnicodeChar;
        }
    }
    return std::nullopt;
}

std::optional<std::string> read_pasted_text(std::stop_token stop) {
    constexpr std::chrono::milliseconds k_silence{200};
    std::wstring text;
    for (;;) {
        const bool after_enter = text.ends_with(L'\n');
        const auto typed = next_character(
            standard_input(), after_enter ? k_silence : std::chrono::milliseconds::max(), stop);
        // Ctrl-D and Ctrl-Z end the input.
        if (!typed || *typed == L'\x04' || *typed == L'\x1A') {
            return text.empty() ? std::nullopt : std::optional(utf8_from_wide(text));
        }
        if (*typed == L'\b') {
            text.resize(text.empty() ? 0 : text.size() - 1);
        } else {
            text += *typed == L'\r' ? L'\n' : *typed;
            check_length(text.size());
        }
    }
}

} // namespace

void restore_terminal() noexcept {
    const std::lock_guard lock(g_terminal_mutex);
    if (g_mode_before) {
        ::SetConsoleMode(g_changed_input, *g_mode_before);
        g_mode_before.reset();
    }
}

std::string ask_terminal(std::FILE* stream, std::string_view question,
                         const std::function<bool(std::string_view)>& is_answered,
                         std::chrono::milliseconds time_limit, std::stop_token stop) {
    const Handle input(::CreateFileW(L"CONIN$", GENERIC_READ | GENERIC_WRITE,
                                     FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, OPEN_EXISTING, 0,
                                     nullptr));
    std::string answer;
    // Consoles that are not asked this way answer with keys.
    if (!is_terminal(stream) ||
        !change_modes(input.get(), DWORD{ENABLE_ECHO_INPUT} | DWORD{ENABLE_LINE_INPUT},
                      ENABLE_VIRTUAL_TERMINAL_INPUT)) {
        restore_terminal();
        return answer;
    }
    const ULONGLONG end = ::GetTickCount64() + static_cast<ULONGLONG>(time_limit.count());
    try {
        write_text(stream, question);
        while (answer.size() < k_longest_input && !is_answered(answer)) {
            const ULONGLONG now = ::GetTickCount64();
            const auto typed =
                now < end ? next_character(input.get(), std::chrono::milliseconds(end - now), stop)
                          : std::nullopt;
            if (!typed) {
                break;
            }
            answer += utf8_from_wide(std::wstring(1, *typed));
        }
    } catch (const Error&) {
        // The caller notices the stop by itself.
    }
    // An answer that comes late is not to be taken for a command.
    ::FlushConsoleInputBuffer(input.get());
    restore_terminal();
    return answer;
}

bool is_terminal(std::FILE* stream) {
    return is_console(handle_of(stream));
}

bool takes_escapes(std::FILE* stream) {
    HANDLE handle = handle_of(stream);
    DWORD mode = 0;
    // Consoles before Windows 10 refuse.
    return ::GetConsoleMode(handle, &mode) != 0 &&
           ::SetConsoleMode(handle, mode | ENABLE_PROCESSED_OUTPUT |
                                        ENABLE_VIRTUAL_TERMINAL_PROCESSING) != 0;
}

bool takes_links(std::FILE* stream) {
    // The old console only hides them, and not in all its versions.
    return takes_escapes(stream) &&
           (environment_variable("WT_SESSION") || environment_variable("TERM_PROGRAM"));
}

bool takes_unicode() {
    return takes_escapes(stdout) || takes_escapes(stderr);
}

TerminalSize terminal_size(std::FILE* stream) {
    CONSOLE_SCREEN_BUFFER_INFO info{};
    if (::GetConsoleScreenBufferInfo(handle_of(stream), &info) == 0) {
        return {};
    }
    return {info.srWindow.Right - info.srWindow.Left + 1,
            info.srWindow.Bottom - info.srWindow.Top + 1};
}

void write_text(std::FILE* stream, std::string_view text) {
    HANDLE handle = handle_of(stream);
    if (!is_console(handle)) {
        std::fwrite(text.data(), 1, text.size(), stream);
        return;
    }
    // As bytes they would be taken for the console's own encoding.
    std::fflush(stream);
    std::wstring wide = wide_from_utf8(text);
    // Older consoles refuse more than 64 KiB at once.
    constexpr std::size_t k_most_at_once = 8192;
    for (std::size_t start = 0; start < wide.size(); start += k_most_at_once) {
        const std::wstring part = wide.substr(start, k_most_at_once);
        DWORD written = 0;
        ::WriteConsoleW(handle, part.data(), static_cast<DWORD>(part.size()), &written, nullptr);
    }
}

bool is_closed_pipe(std::FILE* stream, int error) {
    // The C library makes EINVAL of what the system says when the other end closes the pipe.
    return error == EPIPE ||
           (error == EINVAL && ::GetFileType(handle_of(stream)) == FILE_TYPE_PIPE);
}

bool input_is_waiting(std::chrono::milliseconds time_limit) {
    const HANDLE input = ::GetStdHandle(STD_INPUT_HANDLE);
    if (input == nullptr || input == INVALID_HANDLE_VALUE) {
        return false;
    }
    const DWORD type = ::GetFileType(input);
    if (type == FILE_TYPE_DISK) {
        LARGE_INTEGER size{};
        LARGE_INTEGER at{};
        return ::GetFileSizeEx(input, &size) != 0 &&
               ::SetFilePointerEx(input, LARGE_INTEGER{}, &at, FILE_CURRENT) != 0 &&
               at.QuadPart < size.QuadPart;
    }
    if (type != FILE_TYPE_PIPE) {
        return false;
    }
    // A pipe cannot be waited for; looking at it fails at its end.
    constexpr DWORD k_step = 20;
    const ULONGLONG end = ::GetTickCount64() + static_cast<ULONGLONG>(time_limit.count());
    for (;;) {
        DWORD bytes = 0;
        if (::PeekNamedPipe(input, nullptr, 0, nullptr, &bytes, nullptr) == 0) {
            return false;
        }
        if (bytes > 0 || ::GetTickCount64() >= end) {
            return bytes > 0;
        }
        ::Sleep(k_step);
    }
}

std::optional<std::string> read_line(bool echo, std::stop_token stop) {
    if (!is_console(standard_input())) {
        return read_plain_line(stop);
    }
    if (echo) {
        return read_console_line(stop);
    }
    const HiddenInput hidden;
    return read_console_line(stop);
}

std::string read_to_end(std::stop_token stop) {
    std::string text;
    while (auto line =
               is_console(standard_input()) ? read_console_line(stop) : read_plain_line(stop)) {
        text += *line + '\n';
        check_length(text.size());
    }
    return text;
}

std::optional<std::string> read_pasted_secret(std::stop_token stop) {
    const HiddenInput hidden(ENABLE_LINE_INPUT);
    return read_pasted_text(stop);
}

// The descriptors of missing streams stay taken here.
void prepare_standard_streams() {
    for (std::FILE* stream : {stdout, stderr}) {
        if (const int descriptor = ::_fileno(stream); descriptor >= 0) {
            ::_setmode(descriptor, _O_BINARY);
        }
    }
}

void await_reader() {
    DWORD process = 0;
    if (::GetConsoleProcessList(&process, 1) != 1 || !is_console(standard_input()) ||
        !is_terminal(stdout)) {
        return;
    }
    write_text(stdout, "\nPress Enter to close this window.");
    read_console_line({});
}

} // namespace base
