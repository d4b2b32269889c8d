// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/upload_records.hpp"
#include "base/error.hpp"
#include "base/text/duration.hpp"
#include "base/text/given_moment.hpp"
#include "base/text/unicode.hpp"
#include "cli/archive/archive_words.hpp"
#include "cli/commands.hpp"
#include "cli/list/recorded_selection.hpp"
#include "cli/output/status_ticker.hpp"
#include "cli/upload/upload_check.hpp"
#include "cli/upload/upload_connection.hpp"
#include "cli/upload/upload_forget.hpp"
#include "cli/upload/upload_names.hpp"
#include "cli/upload/upload_options.hpp"

#include <fmt/format.h>

#include <atomic>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cli {

namespace {

using archive::PicturePosition;
using archive::RecordedPicture;
using base::Error;
using base::ErrorCode;

constexpr int k_upload_attempts = 3;
constexpr std::size_t k_upload_batch = 500;

std::vector<UploadDestination> destinations_of(const UploadOptions& options,
                                               const settings::Settings& settings) {
    std::vector<std::string> urls = settings.upload.value_or(std::vector<std::string>());
    if (!options.target.empty()) {
        urls = {options.target};
    }
    if (urls.empty()) {
        throw Error(ErrorCode::usage, "no bucket given", "try ring-snapshot upload s3://BUCKET");
    }
    return find_destinations("upload", urls, settings.with(options));
}

base::SystemTime beginning_of(const UploadOptions& options, base::SystemTime now) {
    if (!options.from) {
        return base::SystemTime::min();
    }
    const auto from = base::parse_moment(*options.from, now);
    if (!from) {
        throw Error(ErrorCode::usage,
                    fmt::format("--from: '{}' is not a date", base::printable(*options.from)),
                    "write it like 2026-11-23");
    }
    return *from;
}

/// One place to which an `upload` sends pictures.
class Upload {
public:
    Upload(Context& context, const UploadDestination& destination)
        : m_context(context),
          m_connection(context, destination, k_upload_attempts, context.stop()),
          m_catalogue(context.archive().catalogue()),
          m_records(m_catalogue) {}

    /// A target that was mistyped must not have all pictures wait for it: before the first upload
    /// to it, its store is asked for the bucket. Throws s3::StoreError.
    void require_bucket() {
        if (m_records.is_known(m_connection.target())) {
            return;
        }
        try {
            m_connection.client().list({.prefix = m_connection.place().prefix}, m_context.stop());
        } catch (const s3::StoreError& error) {
            // A key that may store need not be allowed to list.
            if (error.refusal() != s3::Refusal::forbidden &&
                error.refusal() != s3::Refusal::other) {
                throw;
            }
        }
    }

    /// Has the recorded pictures of these cameras uploaded.
    void plan(const std::vector<std::string>& cameras, base::SystemTime from, UploadNames& names) {
        for (const std::string& camera : cameras) {
            std::optional<PicturePosition> after;
            for (bool is_more = true; is_more;) {
                const auto page = m_catalogue.pictures(camera, from, base::SystemTime::max(),
                                                       k_upload_batch, after);
                std::vector<std::pair<std::int64_t, archive::PlannedUpload>> uploads;
                for (const RecordedPicture& picture : page) {
                    uploads.push_back(
                        {picture.number, {m_connection.target(), names.name_of(picture)}});
                    after = PicturePosition{picture.captured, picture.number};
                }
                m_records.plan(uploads);
                is_more = page.size() == k_upload_batch && !m_context.stop().stop_requested();
            }
        }
    }

    /// Sends all that waits, and returns why something still does.
    std::optional<Error> send() {
        Output& output = m_context.output();
        const archive::UploadTarget& target = m_connection.target();
        const std::size_t waiting = m_records.count_waiting(target);
        std::atomic<std::size_t> sent = 0;
        archive::UploadRound round;
        {
            const StatusTicker ticker(output, m_context.clock(), [&](auto elapsed) {
                return std::vector<std::string>{fmt::format("{} uploaded, {}",
                                                            describe_part(sent, waiting),
                                                            base::describe_duration(elapsed))};
            });
            round = m_connection.uploader().run(
                m_context.stop(),
                [&](const archive::WaitingUpload& upload, const std::string& object) {
                    ++sent;
                    print(upload.picture, object);
                });
        }
        warn_of_left_out(output, target, round.left_out);
        if (m_context.stop().stop_requested()) {
            throw Error(ErrorCode::interrupted, "stopped; what is not uploaded yet waits");
        }
        const std::size_t rest = m_records.count_waiting(target);
        output.notice(
            fmt::format("{}: {} uploaded{}", target.url, describe_part(round.sent, waiting),
                        rest == 0 ? "" : fmt::format(", {}", counted(rest, "waits", "wait"))));
        if (!round.failure) {
            return {};
        }
        return Error(ErrorCode::cannot_write, round.failure->message(), round.failure->hint());
    }

private:
    /// "41 of 300 pictures"; others may be saved meanwhile.
    static std::string describe_part(std::size_t sent, std::size_t all) {
        return sent >= all ? counted_pictures(sent)
                           : fmt::format("{} of {}", grouped(sent), counted_pictures(all));
    }

    void print(const RecordedPicture& picture, const std::string& object) {
        Output& output = m_context.output();
        const std::string address = address_of(m_connection.place(), object);
        if (output.options().json) {
            Json json = to_json(picture);
            json["uploaded_to"] = address;
            output.result_json(json);
        } else if (!output.options().quiet && !output.shows_rows()) {
            // At a terminal a backlog would push away all else.
            output.result(address);
        }
    }

    Context& m_context;
    UploadConnection m_connection;
    archive::Catalogue& m_catalogue;
    archive::UploadRecords m_records;
};

std::vector<std::string> chosen_cameras(archive::Catalogue& catalogue,
                                        const std::vector<std::string>& devices) {
    std::vector<std::string> ids = select_recorded_cameras(catalogue, devices);
    if (devices.empty()) {
        for (const archive::CameraTotals& camera : catalogue.cameras()) {
            ids.push_back(camera.id);
        }
    }
    return ids;
}

bool is_narrowed(const UploadOptions& options) {
    return !options.devices.empty() || options.from || options.s3_endpoint || options.s3_region ||
           options.s3_path_style;
}

/// Uploads to one place, and returns why something waits. Throws s3::StoreError when nothing was to
/// be uploaded there before, and the place cannot be used.
std::optional<Error> upload_to(Context& context, const UploadDestination& destination,
                               const std::vector<std::string>& cameras, base::SystemTime from,
                               UploadNames& names) {
    Upload upload(context, destination);
    upload.require_bucket();
    upload.plan(cameras, from, names);
    return upload.send();
}

} // namespace

int run_upload(Context& context, const UploadOptions& options) {
    if (options.forget) {
        return forget_upload(context, options);
    }
    const settings::Settings settings = context.store().load();
    const auto destinations = destinations_of(options, settings);
    const base::SystemTime from = beginning_of(options, context.clock().now());
    if (options.check && options.upload_name) {
        throw Error(ErrorCode::usage, "--check uploads nothing that --upload-name could name");
    }
    archive::Catalogue& catalogue = context.archive().catalogue();
    const auto cameras = chosen_cameras(catalogue, options.devices);
    archive::UploadRecords records(catalogue);
    std::optional<UploadNames> names;
    if (!options.check) {
        names.emplace(context, settings.with(options), settings.output_path, records);
    }
    bool is_all_there = true;
    std::optional<Error> failure;
    for (const UploadDestination& destination : destinations) {
        const auto fail = [&](const Error& error) {
            if (failure) {
                context.output().error(*failure);
            }
            failure = error;
        };
        try {
            if (options.check) {
                const CheckedPictures pictures{cameras, from, is_narrowed(options)};
                is_all_there = check_upload(context, destination, pictures) && is_all_there;
            } else if (const auto error = upload_to(context, destination, cameras, from, *names)) {
                fail(*error);
            }
        } catch (const s3::StoreError& refusal) {
            fail(refusal);
        } catch (const Error& error) {
            // No other place fares better.
            fail(error);
            break;
        }
    }
    if (failure) {
        throw Error(*failure);
    }
    return is_all_there ? 0 : exit_code_of(ErrorCode::no_snapshot);
}

void declare_upload(OptionDeclarer& command, UploadOptions& options) {
    command.add_word("TARGET", options.target,
                     "upload to s3://BUCKET or s3://BUCKET/FOLDER (default: what is remembered)");
    command.add_devices(options.devices);
    declare_upload_name(command, options);
    command.add("--from", "DATE", options.from, "upload only pictures of this day and later ones");
    command.add_flag("--check", options.check,
                     "upload nothing; exit with code 7 if a picture is missing there");
    command.add_flag("--forget", options.forget,
                     "forget TARGET and what waits for it; in the bucket nothing is deleted");
    declare_object_store(command, options);
}

} // namespace cli
