// SPDX-License-Identifier: Apache-2.0
#include "archive/maintenance/archive_check.hpp"

#include "archive/maintenance/picture_files.hpp"
#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/text/encoding.hpp"
#include "base/text/sha256.hpp"
#include "snapshot/picture_check.hpp"

#include <algorithm>
#include <system_error>

namespace archive {
namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;

constexpr std::size_t k_check_page = 500;

/// A fault and why; no fault: the picture is as recorded.
struct Verdict {
    std::optional<CheckFault> fault;
    std::string reason;
};

Verdict read_through(const RecordedPicture& picture, const fs::path& path) {
    std::optional<std::string> bytes;
    try {
        bytes = base::read_file(path, picture.facts.size);
    } catch (const Error& error) {
        return {CheckFault::unreadable, error.message()};
    }
    if (!bytes) {
        return {CheckFault::missing, {}};
    }
    if (base::hex_encode(base::sha256(*bytes)) != picture.facts.sha256) {
        return {CheckFault::changed, {}};
    }
    if (!snapshot::check_picture(*bytes).good()) {
        return {CheckFault::damaged, {}};
    }
    return {};
}

Verdict look_at_file(const RecordedPicture& picture, bool read) {
    const fs::path path = path_of(picture.place);
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found) {
        return {CheckFault::missing, {}};
    }
    if (status.type() == fs::file_type::none) {
        return {CheckFault::unreadable, error.message()};
    }
    if (!fs::is_regular_file(status)) {
        return {CheckFault::changed, {}};
    }
    const std::uintmax_t size = fs::file_size(path, error);
    if (error) {
        return {CheckFault::unreadable, error.message()};
    }
    if (size != picture.facts.size) {
        return {CheckFault::changed, {}};
    }
    return read ? read_through(picture, path) : Verdict{};
}

class Check {
public:
    Check(Catalogue& catalogue, const CheckOptions& options, const CheckEvents& events)
        : m_catalogue(catalogue),
          m_options(options),
          m_events(events),
          m_recorded(catalogue.folders()) {}

    CheckReport run() {
        refuse_unknown_folders();
        check_recorded();
        find_unrecorded();
        return m_report;
    }

private:
    void refuse_unknown_folders() const {
        const auto recorded = m_catalogue.folders();
        for (const fs::path& folder : m_options.folders) {
            std::error_code error;
            ChosenFolders chosen({folder});
            if (!fs::exists(base::system_path(folder), error) &&
                std::none_of(recorded.begin(), recorded.end(),
                             [&](const std::string& each) { return chosen.contain(each); })) {
                find_picture_files(folder, false, {}, {});
            }
        }
    }

    void check_recorded() {
        ChosenFolders chosen(m_options.folders);
        for (std::int64_t last = 0;;) {
            const auto pictures = m_catalogue.page(last, k_check_page, false);
            for (const RecordedPicture& picture : pictures) {
                refuse_if_stopped();
                last = picture.number;
                if (chosen.contain(picture.place.folder)) {
                    check(picture);
                }
            }
            if (pictures.size() < k_check_page) {
                return;
            }
        }
    }

    void check(const RecordedPicture& picture) {
        const Verdict verdict = look_at_file(picture, m_options.read);
        ++m_report.checked;
        if (verdict.fault && is_still_recorded(picture)) {
            tell({*verdict.fault, path_text(picture.place), picture, verdict.reason});
        }
        progress();
    }

    /// Another process may have deleted or replaced it meanwhile.
    bool is_still_recorded(const RecordedPicture& picture) {
        const auto now = m_catalogue.picture(picture.number);
        return now && !now->gone && now->place == picture.place;
    }

    void find_unrecorded() {
        if (!m_options.folders.empty()) {
            std::vector<fs::path> done;
            for (const fs::path& folder : m_options.folders) {
                std::error_code error;
                const bool is_done =
                    !done.empty() && ChosenFolders(done).contain(folder_text(folder));
                if (!is_done && fs::exists(base::system_path(folder), error)) {
                    look_into(folder, true);
                    done.push_back(folder);
                }
            }
            return;
        }
        for (const std::string& folder : m_catalogue.folders()) {
            std::error_code error;
            const fs::path path = base::path_from_utf8(folder);
            if (fs::is_directory(base::system_path(path), error)) {
                look_into(path, false);
            }
        }
    }

    void look_into(const fs::path& folder, bool with_subfolders) {
        std::string listed;
        std::vector<std::string> names;
        SearchEvents events;
        events.take = [&](const FoundFile& file) {
            if (names.empty() || file.place.folder != listed) {
                listed = file.place.folder;
                names = m_recorded.names_of(listed);
            }
            const bool is_known =
                std::any_of(names.begin(), names.end(), [&](const std::string& name) {
                    const FilePlace place{name, file.place.file};
                    return m_catalogue.find(place) || m_catalogue.find_copy(place);
                });
            if (!is_known) {
                tell({CheckFault::unrecorded, path_text(file.place)});
            }
            progress();
        };
        events.unreadable = [&](const std::string& path, const std::string& reason) {
            tell({CheckFault::unreadable, path, {}, reason});
        };
        find_picture_files(folder, with_subfolders, m_options.stop, events);
    }

    void tell(const CheckFinding& finding) {
        switch (finding.fault) {
        case CheckFault::missing:
            ++m_report.missing;
            break;
        case CheckFault::changed:
            ++m_report.changed;
            break;
        case CheckFault::damaged:
            ++m_report.damaged;
            break;
        case CheckFault::unreadable:
            ++m_report.unreadable;
            break;
        case CheckFault::unrecorded:
            ++m_report.unrecorded;
            break;
        }
        if (m_events.found) {
            m_events.found(finding);
        }
    }

    void progress() const {
        if (m_events.progress) {
            m_events.progress(m_report);
        }
    }

    void refuse_if_stopped() const {
        if (m_options.stop.stop_requested()) {
            throw Error(ErrorCode::interrupted, "stopped");
        }
    }

    Catalogue& m_catalogue;
    const CheckOptions& m_options;
    const CheckEvents& m_events;
    FolderNames m_recorded;
    CheckReport m_report;
};

} // namespace

CheckReport check_archive(Catalogue& catalogue, const CheckOptions& options,
                          const CheckEvents& events) {
    return Check(catalogue, options, events).run();
}

} // namespace archive
