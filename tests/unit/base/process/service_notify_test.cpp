// SPDX-License-Identifier: Apache-2.0
#include "base/process/service_notify.hpp"
#include "support/scoped_variable.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace {

using namespace std::chrono_literals;
using test::ScopedVariable;

/// The service manager's end: a datagram socket.
class Manager {
public:
    /// @param name  as in NOTIFY_SOCKET: a path, or '@' and a name
    explicit Manager(const std::string& name) : m_socket(::socket(AF_UNIX, SOCK_DGRAM, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        EXPECT_LT(name.size(), sizeof(address.sun_path));
        std::memcpy(address.sun_path, name.data(), name.size());
        if (name.front() == '@') {
            address.sun_path[0] = '\0';
        }
        const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
        EXPECT_EQ(::bind(m_socket, reinterpret_cast<const sockaddr*>(&address), length), 0);
    }

    ~Manager() { ::close(m_socket); }

    Manager(const Manager&) = delete;
    Manager& operator=(const Manager&) = delete;

    /// The next message that has come; nothing when there is none.
    std::optional<std::string> hear() const {
        std::array<char, 256> buffer{};
        const ssize_t size = ::recv(m_socket, buffer.data(), buffer.size(), MSG_DONTWAIT);
        return size < 0 ? std::nullopt
                        : std::optional(std::string(buffer.data(), static_cast<std::size_t>(size)));
    }

private:
    int m_socket;
};

TEST(NotifyServiceManager, sends_each_state_as_one_message) {
    const test::TemporaryFolder folder;
    const std::string path = folder / "notify";
    const Manager manager(path);
    const ScopedVariable variable("NOTIFY_SOCKET", path.c_str());
    base::notify_service_manager("READY=1");
    base::notify_service_manager("STATUS=watching 2 cameras\nWATCHDOG=1");
    EXPECT_EQ(manager.hear(), "READY=1");
    EXPECT_EQ(manager.hear(), "STATUS=watching 2 cameras\nWATCHDOG=1");
    EXPECT_EQ(manager.hear(), std::nullopt);
}

TEST(NotifyServiceManager, does_not_wait_for_a_manager_that_takes_no_messages) {
    const test::TemporaryFolder folder;
    const std::string path = folder / "notify";
    const Manager manager(path);
    const ScopedVariable variable("NOTIFY_SOCKET", path.c_str());
    // Only a message that is not taken ends this, and without a limit that would wait for ever.
    const auto fill = [](std::chrono::milliseconds patience) {
        while (base::notify_service_manager("WATCHDOG=1", patience)) {
        }
    };
    fill(0ms);
    fill(20ms);
    std::size_t kept = 0;
    while (manager.hear()) {
        ++kept;
    }
    EXPECT_GT(kept, 0U);
    EXPECT_TRUE(base::notify_service_manager("STOPPING=1"));
    EXPECT_EQ(manager.hear(), "STOPPING=1");
}

#ifdef __linux__
TEST(NotifyServiceManager, knows_the_abstract_name_space) {
    const test::TemporaryFolder folder;
    const std::string name = "@" + folder.path().filename().string();
    const Manager manager(name);
    const ScopedVariable variable("NOTIFY_SOCKET", name.c_str());
    base::notify_service_manager("WATCHDOG=1");
    EXPECT_EQ(manager.hear(), "WATCHDOG=1");
}
#endif

TEST(NotifyServiceManager, does_nothing_where_there_is_no_manager) {
    const test::TemporaryFolder folder;
    const std::string nobody = folder / "nobody";
    const std::string too_long = "/" + std::string(200, 'x');
    for (const char* value : {static_cast<const char*>(nullptr), "", "relative", "@", "/",
                              "vsock:2:1234", nobody.c_str(), too_long.c_str()}) {
        const ScopedVariable variable("NOTIFY_SOCKET", value);
        EXPECT_FALSE(base::notify_service_manager("READY=1"));
    }
    EXPECT_FALSE(std::filesystem::exists(nobody));
}

TEST(WatchdogInterval, is_what_the_manager_says) {
    struct Row {
        const char* text;
        std::optional<std::chrono::microseconds> interval;
    };

    const ScopedVariable process("WATCHDOG_PID", nullptr);
    for (const Row& row : {Row{"30000000", 30s}, Row{"1", 1us}, Row{nullptr, {}}, Row{"", {}},
                           Row{"0", {}}, Row{"-1", {}}, Row{"30s", {}}, Row{" 30", {}},
                           Row{"3e7", {}}, Row{"99999999999999999999", {}}}) {
        const ScopedVariable variable("WATCHDOG_USEC", row.text);
        EXPECT_EQ(base::watchdog_interval(), row.interval) << (row.text ? row.text : "not set");
    }
}

TEST(WatchdogInterval, that_is_meant_for_another_process_is_none) {
    const ScopedVariable variable("WATCHDOG_USEC", "30000000");
    {
        const ScopedVariable process("WATCHDOG_PID", std::to_string(::getpid()).c_str());
        EXPECT_EQ(base::watchdog_interval(), 30s);
    }
    const ScopedVariable process("WATCHDOG_PID", std::to_string(::getppid()).c_str());
    EXPECT_EQ(base::watchdog_interval(), std::nullopt);
}

TEST(LogsToJournal, only_when_standard_error_is_the_journals_stream) {
    struct stat status {};

    ASSERT_EQ(::fstat(STDERR_FILENO, &status), 0);
    const std::string device = std::to_string(status.st_dev);
    const std::string ours = device + ":" + std::to_string(status.st_ino);
    const std::string another = device + ":" + std::to_string(status.st_ino + 1);
    for (const char* value :
         {static_cast<const char*>(nullptr), "", ":", "text", device.c_str(), another.c_str()}) {
        const ScopedVariable variable("JOURNAL_STREAM", value);
        EXPECT_FALSE(base::logs_to_journal()) << (value ? value : "not set");
    }
    const ScopedVariable variable("JOURNAL_STREAM", ours.c_str());
    EXPECT_TRUE(base::logs_to_journal());
}

} // namespace
