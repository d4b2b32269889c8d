// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"
#include "base/process/command_detail.hpp"
#include "base/system/windows/handle.hpp"
#include "base/system/windows/wide.hpp"

#include <algorithm>
#include <cstddef>
#include <system_error>

namespace base {

const bool k_backslash_escapes = false;

namespace {

Error start_error(const std::string& program, std::string reason, std::string hint = {}) {
    return {ErrorCode::unexpected, "cannot run " + program + ": " + std::move(reason),
            std::move(hint)};
}

/// Whether the names of two environment variables are the same one.
bool is_same_name(std::wstring_view one, std::wstring_view other) {
    return ::CompareStringOrdinal(one.data(), static_cast<int>(one.size()), other.data(),
                                  static_cast<int>(other.size()), TRUE) == CSTR_EQUAL;
}

/// This process's environment with `changes`, as CreateProcessW() wants it: NAME=VALUE, each ended
/// by a zero, and one more at the end.
std::wstring changed_environment(const std::map<std::string, std::string>& changes) {
    std::vector<std::pair<std::wstring, std::wstring>> wide_changes;
    for (const auto& [name, value] : changes) {
        wide_changes.emplace_back(wide_from_utf8(name), wide_from_utf8(value));
    }
    std::vector<std::wstring> variables;
    wchar_t* const block = ::GetEnvironmentStringsW();
    for (const wchar_t* entry = block; entry != nullptr && *entry != L'\0';) {
        const std::wstring_view variable = entry;
        // Some hold the folder of a drive, and begin with the sign.
        const std::wstring_view name = variable.substr(0, variable.find(L'=', 1));
        if (std::none_of(wide_changes.begin(), wide_changes.end(),
                         [&](const auto& change) { return is_same_name(name, change.first); })) {
            variables.emplace_back(variable);
        }
        entry += variable.size() + 1;
    }
    ::FreeEnvironmentStringsW(block);
    for (const auto& [name, value] : wide_changes) {
        if (!value.empty()) {
            variables.push_back(name + L'=' + value);
        }
    }
    std::wstring text;
    for (const std::wstring& variable : variables) {
        text += variable + L'\0';
    }
    return text + L'\0';
}

/// `word` as the C library of the started program reads it back from the command line.
std::wstring quoted(const std::wstring& word) {
    if (!word.empty() && word.find_first_of(L" \t\n\v\"") == std::wstring::npos) {
        return word;
    }
    std::wstring text = L"\"";
    std::size_t backslashes = 0;
    for (const wchar_t character : word) {
        if (character == L'\\') {
            ++backslashes;
            continue;
        }
        // Backslashes mean themselves, but for those before a quote.
        text.append(character == L'"' ? 2 * backslashes + 1 : backslashes, L'\\');
        text += character;
        backslashes = 0;
    }
    return text.append(2 * backslashes, L'\\') + L'"';
}

/// The file of `program`, looked for as a shell does. Not by CreateProcessW() itself, which would
/// look in the working folder first.
std::wstring find_program(const std::string& program) {
    const std::wstring name = wide_from_utf8(program);
    const bool is_path = name.find_first_of(L"\\/:") != std::wstring::npos;
    std::wstring search_path(32768, L'\0');
    const DWORD size = ::GetEnvironmentVariableW(L"PATH", search_path.data(),
                                                 static_cast<DWORD>(search_path.size()));
    search_path.resize(std::min<std::size_t>(size, search_path.size()));
    for (const wchar_t* ending : {L".exe", L".com", L".bat", L".cmd", L""}) {
        std::wstring found(32768, L'\0');
        const DWORD length =
            ::SearchPathW(is_path ? nullptr : search_path.c_str(), (name + ending).c_str(), nullptr,
                          static_cast<DWORD>(found.size()), found.data(), nullptr);
        if (length > 0 && length < found.size() &&
            (::GetFileAttributesW(found.c_str()) & FILE_ATTRIBUTE_DIRECTORY) == 0) {
            found.resize(length);
            return found;
        }
    }
    throw start_error(program, "program not found",
                      "check its name and PATH; what cmd.exe is to understand needs cmd /c ...");
}

bool ends_with(const std::wstring& text, std::wstring_view ending) {
    return text.size() >= ending.size() &&
           is_same_name(std::wstring_view(text).substr(text.size() - ending.size()), ending);
}

/// The command line for `file` with the arguments after the first of `words`.
std::wstring command_line(const std::wstring& file, const std::vector<std::string>& words) {
    const bool is_batch = ends_with(file, L".bat") || ends_with(file, L".cmd");
    std::wstring line = quoted(file);
    for (std::size_t i = 1; i < words.size(); ++i) {
        const std::wstring word = wide_from_utf8(words[i]);
        if (!is_batch) {
            line += L' ' + quoted(word);
            continue;
        }
        // cmd.exe reads the line by rules of its own, in which these cannot be made harmless.
        if (word.find_first_of(L"\"%!\r\n") != std::wstring::npos) {
            throw start_error(words.front(),
                              "a batch file cannot take an argument that holds \" % or !",
                              "use the environment variables in the batch file instead");
        }
        line += L" \"" + word + L'"';
    }
    return line;
}

/// What the new process may inherit: nothing but its standard streams.
class Streams {
public:
    explicit Streams(const StartOptions& options) {
        const CaptureFiles* const capture = options.capture;
        SECURITY_ATTRIBUTES inheritable{sizeof inheritable, nullptr, TRUE};
        if (options.is_fed) {
            make_pipe(inheritable);
        }
        m_nothing = Handle(::CreateFileW(L"NUL", GENERIC_READ | GENERIC_WRITE,
                                         FILE_SHARE_READ | FILE_SHARE_WRITE, &inheritable,
                                         OPEN_EXISTING, 0, nullptr));
        if (capture != nullptr) {
            m_output = make_file(capture->output, inheritable);
            m_error = make_file(capture->errors, inheritable);
            return;
        }
        HANDLE copy = nullptr;
        HANDLE error = ::GetStdHandle(STD_ERROR_HANDLE);
        if (error != nullptr && error != INVALID_HANDLE_VALUE &&
            ::DuplicateHandle(::GetCurrentProcess(), error, ::GetCurrentProcess(), &copy, 0, TRUE,
                              DUPLICATE_SAME_ACCESS) != 0) {
            m_error = Handle(copy);
        }
    }

    HANDLE input() const { return m_input.is_open() ? m_input.get() : m_nothing.get(); }

    /// What its standard input is written to, given away; none when it is not fed.
    Handle take_feeder() { return std::move(m_feeder); }

    HANDLE output() const { return m_output.is_open() ? m_output.get() : error(); }

    HANDLE error() const { return m_error.is_open() ? m_error.get() : m_nothing.get(); }

private:
    void make_pipe(SECURITY_ATTRIBUTES& inheritable) {
        HANDLE reader = nullptr;
        HANDLE writer = nullptr;
        if (::CreatePipe(&reader, &writer, &inheritable, 0) != 0) {
            m_input = Handle(reader);
            m_feeder = Handle(writer);
            ::SetHandleInformation(writer, HANDLE_FLAG_INHERIT, 0);
        }
    }

    static Handle make_file(const std::filesystem::path& path, SECURITY_ATTRIBUTES& inheritable) {
        return Handle(::CreateFileW(path.c_str(), GENERIC_WRITE,
                                    FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                    &inheritable, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, nullptr));
    }

    Handle m_nothing;
    Handle m_input;
    Handle m_feeder;
    Handle m_output;
    Handle m_error;
};

/// The list of handles that CreateProcessW() lets a process inherit.
class AttributeList {
public:
    explicit AttributeList(const Streams& streams) {
        for (HANDLE handle : {streams.input(), streams.output(), streams.error()}) {
            if (std::find(m_inherited.begin(), m_inherited.end(), handle) == m_inherited.end()) {
                m_inherited.push_back(handle);
            }
        }
        SIZE_T size = 0;
        ::InitializeProcThreadAttributeList(nullptr, 1, 0, &size);
        m_memory.resize(size);
        m_works = ::InitializeProcThreadAttributeList(get(), 1, 0, &size) != 0 &&
                  ::UpdateProcThreadAttribute(
                      get(), 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, m_inherited.data(),
                      m_inherited.size() * sizeof(HANDLE), nullptr, nullptr) != 0;
    }

    ~AttributeList() {
        if (m_works) {
            ::DeleteProcThreadAttributeList(get());
        }
    }

    AttributeList(const AttributeList&) = delete;
    AttributeList& operator=(const AttributeList&) = delete;

    LPPROC_THREAD_ATTRIBUTE_LIST get() {
        return reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(m_memory.data());
    }

private:
    /// Each once.
    std::vector<HANDLE> m_inherited;
    std::vector<std::byte> m_memory;
    bool m_works = false;
};

/// A process and, in a job, all that it starts.
class Job final : public StartedCommand {
public:
    Job(const std::vector<std::string>& words, const std::map<std::string, std::string>& changes,
        const StartOptions& options)
        : m_job(::CreateJobObjectW(nullptr, nullptr)) {
        const std::wstring file = find_program(words.front());
        std::wstring line = command_line(file, words);
        std::wstring environment = changed_environment(changes);
        Streams streams(options);
        AttributeList attributes(streams);
        STARTUPINFOEXW start{};
        start.StartupInfo.cb = sizeof start;
        start.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
        start.StartupInfo.hStdInput = streams.input();
        start.StartupInfo.hStdOutput = streams.output();
        start.StartupInfo.hStdError = streams.error();
        start.lpAttributeList = attributes.get();
        PROCESS_INFORMATION started{};
        // Suspended, so that it starts nothing before it is in the job; in a group of its own, so
        // that it can be asked to end and a Ctrl-C is ours alone.
        const DWORD flags = CREATE_SUSPENDED | CREATE_NEW_PROCESS_GROUP |
                            CREATE_UNICODE_ENVIRONMENT | EXTENDED_STARTUPINFO_PRESENT |
                            (options.is_fed ? BELOW_NORMAL_PRIORITY_CLASS : 0U);
        if (options.is_fed) {
            end_with_us();
        }
        if (::CreateProcessW(file.c_str(), line.data(), nullptr, nullptr, TRUE, flags,
                             environment.data(), nullptr, &start.StartupInfo, &started) == 0) {
            throw failure(words.front(), ::GetLastError());
        }
        m_process = Handle(started.hProcess);
        m_group = started.dwProcessId;
        const Handle thread(started.hThread);
        ::AssignProcessToJobObject(m_job.get(), m_process.get());
        ::ResumeThread(thread.get());
        m_feeder = streams.take_feeder();
    }

    bool has_ended() override { return ::WaitForSingleObject(m_process.get(), 0) == WAIT_OBJECT_0; }

    bool is_gone() override {
        JOBOBJECT_BASIC_ACCOUNTING_INFORMATION facts{};
        const bool known =
            ::QueryInformationJobObject(m_job.get(), JobObjectBasicAccountingInformation, &facts,
                                        sizeof facts, nullptr) != 0;
        return has_ended() && known && facts.ActiveProcesses == 0;
    }

    void ask_to_end() override { ::GenerateConsoleCtrlEvent(CTRL_BREAK_EVENT, m_group); }

    void kill() override {
        ::TerminateJobObject(m_job.get(), k_terminated);
        // In case that it could not be put into the job.
        ::TerminateProcess(m_process.get(), k_terminated);
    }

    int status() const override {
        DWORD status = k_terminated;
        ::GetExitCodeProcess(m_process.get(), &status);
        return static_cast<int>(status == STILL_ACTIVE ? k_terminated : status);
    }

    bool feed(std::string_view bytes) override {
        constexpr std::size_t k_most_at_once = std::size_t{1} << 20U;
        while (!bytes.empty()) {
            DWORD written = 0;
            if (::WriteFile(m_feeder.get(), bytes.data(),
                            static_cast<DWORD>(std::min(bytes.size(), k_most_at_once)), &written,
                            nullptr) == 0) {
                return false;
            }
            bytes.remove_prefix(written);
        }
        return true;
    }

    void end_input() override { m_feeder.close(); }

private:
    /// Has the job end with this process, however that ends.
    void end_with_us() {
        JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits{};
        limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
        ::SetInformationJobObject(m_job.get(), JobObjectExtendedLimitInformation, &limits,
                                  sizeof limits);
    }

    // As if by SIGKILL elsewhere.
    static constexpr UINT k_terminated = 128 + 9;

    static Error failure(const std::string& program, DWORD error) {
        switch (error) {
        case ERROR_BAD_EXE_FORMAT:
        case ERROR_EXE_MACHINE_TYPE_MISMATCH:
            return start_error(program, "it is not a program for this system",
                               "a script needs its interpreter before it, such as "
                               "powershell -File or cmd /c");
        case ERROR_ELEVATION_REQUIRED:
            return start_error(program, "it wants the rights of an administrator");
        default:
            return start_error(program, utf8_reason(error));
        }
    }

    static std::string utf8_reason(DWORD error) { return system_error_code(error).message(); }

    Handle m_job;
    Handle m_process;
    Handle m_feeder;
    DWORD m_group = 0;
};

} // namespace

std::unique_ptr<StartedCommand> start_command(const std::vector<std::string>& words,
                                              const std::map<std::string, std::string>& changes,
                                              const StartOptions& options) {
    return std::make_unique<Job>(words, changes, options);
}

} // namespace base
