// SPDX-License-Identifier: Apache-2.0
#include "cli/watch/watch_mark.hpp"

#include "base/error.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

namespace cli {

namespace {

/// So many watches at a time are told apart; one is usual.
constexpr int k_marks = 4;

std::filesystem::path mark_file(Context& context, int number) {
    return context.store().beside(fmt::format(".watch-{}.lock", number));
}

/// Throws base::LockIsHeld, and Error when it cannot be made.
std::unique_ptr<base::FileLock> take_mark(Context& context, int number) {
    return std::make_unique<base::FileLock>(mark_file(context, number), context.clock(),
                                            std::stop_token(), std::chrono::milliseconds(0));
}

} // namespace

WatchMark::WatchMark(Context& context) {
    for (int number = 1; number <= k_marks; ++number) {
        try {
            m_lock = take_mark(context, number);
            return;
        } catch (const base::LockIsHeld&) {
            // By another watch.
        } catch (const base::Error& error) {
            context.output().detail(error.message());
            return;
        }
    }
}

bool is_watched(Context& context) {
    for (int number = 1; number <= k_marks; ++number) {
        std::error_code error;
        if (!std::filesystem::exists(mark_file(context, number), error)) {
            // They are taken in order.
            return false;
        }
        try {
            take_mark(context, number);
        } catch (const base::LockIsHeld&) {
            return true;
        } catch (const base::Error&) {
            // Another user's.
        }
    }
    return false;
}

} // namespace cli
