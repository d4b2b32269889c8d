// SPDX-License-Identifier: Apache-2.0
#include "archive/folder_store.hpp"
#include "archive/maintenance/picture_files.hpp"
#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/text/encoding.hpp"
#include "base/text/given_moment.hpp"
#include "base/text/sha256.hpp"
#include "base/text/unicode.hpp"
#include "cli/archive/archive_catalogue.hpp"
#include "cli/archive/archive_words.hpp"
#include "cli/commands.hpp"
#include "cli/list/recorded_selection.hpp"
#include "cli/show/picture_drawer.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cli {

namespace {

using archive::RecordedPicture;
using base::Error;
using base::ErrorCode;

/// Larger than any picture of a camera.
constexpr std::size_t k_largest_picture = std::size_t{64} << 20U;

constexpr auto k_check_hint = "run: ring-snapshot archive check";

std::optional<base::SystemTime> read_moment(const ShowOptions& options, base::SystemTime now) {
    if (!options.at) {
        return {};
    }
    const auto moment = base::parse_moment(*options.at, now);
    if (!moment) {
        throw Error(ErrorCode::usage,
                    fmt::format("--at: '{}' is not a time", base::printable(*options.at)),
                    "write it like \"2026-11-23 14:41\", 14:41, \"yesterday 14:41\" or \"2h ago\"");
    }
    return moment;
}

/// The bytes of a recorded picture. Throws Error{no_snapshot} when they are no longer what was
/// saved.
std::string read_picture(const RecordedPicture& picture, const std::string& title) {
    const std::string path = archive::location_of(picture.place);
    const auto bytes = base::read_file(archive::path_of(picture.place), k_largest_picture);
    if (!bytes) {
        throw Error(ErrorCode::no_snapshot, fmt::format("{}: {} is missing", title, path),
                    k_check_hint);
    }
    if (base::hex_encode(base::sha256(*bytes)) != picture.facts.sha256) {
        throw Error(ErrorCode::no_snapshot,
                    fmt::format("{}: {} was changed since it was saved", title, path),
                    k_check_hint);
    }
    return *bytes;
}

class Show {
public:
    Show(Context& context, const ShowOptions& options)
        : m_context(context),
          m_now(context.clock().now()),
          m_moment(read_moment(options, m_now)),
          m_drawer(context, options.way) {}

    /// @return how it failed
    std::optional<Error> show(archive::Catalogue& catalogue, const KnownCamera& camera) {
        const std::string title = camera_title(camera.id, camera.name);
        try {
            show_picture(catalogue, camera, title);
            return {};
        } catch (const Error& error) {
            m_context.output().error(error);
            return error;
        }
    }

private:
    void show_picture(archive::Catalogue& catalogue, const KnownCamera& camera,
                      const std::string& title) {
        const auto picture =
            m_moment ? catalogue.nearest(camera.id, *m_moment) : catalogue.newest(camera.id);
        if (!picture) {
            throw Error(ErrorCode::no_snapshot,
                        fmt::format("no picture of {} was saved here yet", title),
                        fmt::format("run: ring-snapshot get {}", camera.id));
        }
        const std::string bytes = read_picture(*picture, title);
        if (m_context.output().options().json) {
            m_context.output().result_json(to_json(*picture));
            return;
        }
        const auto captured = picture->is_timed ? std::optional(picture->captured) : std::nullopt;
        const auto age = std::chrono::floor<std::chrono::milliseconds>(m_now - picture->captured);
        m_drawer.draw(bytes, describe_picture(title, captured,
                                              age.count() >= 0 ? std::optional(age) : std::nullopt,
                                              false, picture->facts.width, picture->facts.height));
    }

    Context& m_context;
    base::SystemTime m_now;
    std::optional<base::SystemTime> m_moment;
    PictureDrawer m_drawer;
};

} // namespace

int run_show(Context& context, const ShowOptions& options) {
    Show show(context, options);
    std::optional<Error> failure;
    read_catalogue(context, [&](archive::Catalogue& catalogue) {
        const auto cameras = cameras_with_pictures(catalogue, options.devices);
        for (const KnownCamera& camera : cameras) {
            if (context.stop().stop_requested()) {
                throw Error(ErrorCode::interrupted, "stopped");
            }
            auto failed = show.show(catalogue, camera);
            if (!failure) {
                failure = std::move(failed);
            }
        }
    });
    return failure ? exit_code_of(failure->code()) : 0;
}

void declare_show(OptionDeclarer& command, ShowOptions& options) {
    command.add_devices(options.devices);
    command.add("--at", "TIME", options.at,
                "the picture nearest to this time, such as 14:41 or \"yesterday 14:41\"");
    command.add("--show-as", k_ways_of_drawing, options.way,
                "draw it this way (default auto: the best that the terminal can)");
}

} // namespace cli
