// SPDX-License-Identifier: Apache-2.0
#include "archive/catalogue/upload_records.hpp"
#include "base/error.hpp"
#include "base/text/duration.hpp"
#include "base/text/given_moment.hpp"
#include "base/text/time_format.hpp"
#include "base/text/unicode.hpp"
#include "cli/archive/archive_words.hpp"
#include "cli/commands.hpp"
#include "cli/list/recorded_selection.hpp"
#include "cli/output/status_ticker.hpp"
#include "cli/upload/upload_connection.hpp"
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
        std::atomic<std::size_t> sent = 0;
        archive::UploadRound round;
        {
            const StatusTicker ticker(output, m_context.clock(), [&](auto elapsed) {
                return std::vector<std::string>{fmt::format(
                    "{} uploaded, {}", counted_pictures(sent), base::describe_duration(elapsed))};
            });
            round = m_connection.uploader().run(
                m_context.stop(),
                [&](const archive::WaitingUpload& upload, const std::string& object) {
                    ++sent;
                    print(upload.picture, object);
                });
        }
        warn_of_left_out(output, m_connection.target(), round.left_out);
        if (m_context.stop().stop_requested()) {
            throw Error(ErrorCode::interrupted, "stopped; what is not uploaded yet waits");
        }
        output.notice(fmt::format("{}: {} uploaded{}", m_connection.target().url,
                                  counted_pictures(round.sent), describe_waiting()));
        if (!round.failure) {
            return {};
        }
        return Error(ErrorCode::cannot_write, round.failure->message(), round.failure->hint());
    }

    /// Compares what was sent with what is in the bucket.
    /// @return how many pictures are missing or have another size there
    std::size_t check() {
        std::size_t checked = 0;
        std::size_t wrong = 0;
        Listing listing(m_connection.client(), m_connection.place().prefix, m_context.stop());
        std::string after;
        for (bool is_more = true; is_more;) {
            const auto page = m_records.sent_to(m_connection.target(), k_upload_batch, after);
            for (const archive::SentUpload& sent : page) {
                ++checked;
                const auto size = size_of(listing, sent.object);
                if (size != sent.size) {
                    ++wrong;
                    print_wrong(sent, size.has_value());
                }
                after = sent.object;
            }
            is_more = page.size() == k_upload_batch;
        }
        print_report(checked, wrong);
        return wrong;
    }

private:
    /// The objects of a bucket in the order of their keys.
    class Listing {
    public:
        Listing(s3::BucketClient& client, const std::string& prefix, std::stop_token stop)
            : m_client(client),
              m_prefix(prefix.empty() ? "" : prefix + "/"),
              m_stop(std::move(stop)) {}

        /// The size of an object; std::nullopt when it was not listed. Ask in order.
        std::optional<std::uintmax_t> size_of(const std::string& key) {
            for (;;) {
                if (m_next == m_page.objects.size()) {
                    if (m_has_begun && m_page.continuation.empty()) {
                        return {};
                    }
                    m_has_begun = true;
                    m_page = m_client.list(
                        {.prefix = m_prefix, .continuation = m_page.continuation}, m_stop);
                    m_next = 0;
                    continue;
                }
                const s3::ListedObject& object = m_page.objects[m_next];
                if (object.key > key) {
                    return {};
                }
                if (object.key == key) {
                    return object.size;
                }
                ++m_next;
            }
        }

    private:
        s3::BucketClient& m_client;
        std::string m_prefix;
        std::stop_token m_stop;
        s3::ListPage m_page;
        std::size_t m_next = 0;
        bool m_has_begun = false;
    };

    /// Not every engine lists in order: before something is called missing, it is asked for.
    std::optional<std::uintmax_t> size_of(Listing& listing, const std::string& key) {
        if (const auto size = listing.size_of(key)) {
            return size;
        }
        const auto facts = m_connection.client().head(key, m_context.stop());
        return facts ? std::optional(facts->size) : std::nullopt;
    }

    std::string address_of(const std::string& object) const {
        return fmt::format("s3://{}/{}", m_connection.place().bucket, object);
    }

    void print(const RecordedPicture& picture, const std::string& object) {
        Output& output = m_context.output();
        if (output.options().json) {
            Json json = to_json(picture);
            json["uploaded_to"] = address_of(object);
            output.result_json(json);
        } else if (!output.options().quiet) {
            output.result(address_of(object));
        }
    }

    void print_wrong(const archive::SentUpload& sent, bool is_there) {
        const char* const what = is_there ? "changed" : "missing";
        Output& output = m_context.output();
        if (output.options().json) {
            output.result_json({{"found", what}, {"uploaded_to", address_of(sent.object)}});
            return;
        }
        output.marked_result(
            Tone::bad, what,
            fmt::format("  {}  ({}, {})", address_of(sent.object), sent.camera_name,
                        base::format_local_time(sent.captured, "%Y-%m-%d %H:%M:%S")));
    }

    void print_report(std::size_t checked, std::size_t wrong) {
        Output& output = m_context.output();
        const std::string waiting = describe_waiting();
        if (output.options().json) {
            output.result_json(
                {{"target", m_connection.target().url}, {"checked", checked}, {"errors", wrong}});
        } else {
            output.wrapped_result(
                "",
                fmt::format(
                    "{}: {} checked, {}{}", m_connection.target().url, counted_pictures(checked),
                    wrong == 0 ? "no errors found" : counted(wrong, "error", "errors"), waiting),
                wrong == 0 ? Tone::good : Tone::bad);
        }
    }

    /// ", 12 wait"; empty when none does.
    std::string describe_waiting() {
        for (const archive::UploadTotals& totals : m_records.totals()) {
            if (totals.target == m_connection.target() && totals.waiting > 0) {
                return fmt::format(", {}", counted(totals.waiting, "waits", "wait"));
            }
        }
        return {};
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

} // namespace

int run_upload(Context& context, const UploadOptions& options) {
    const settings::Settings settings = context.store().load();
    const auto destinations = destinations_of(options, settings);
    const base::SystemTime from = beginning_of(options, context.clock().now());
    if (options.check && (options.from || options.upload_name || !options.devices.empty())) {
        throw Error(ErrorCode::usage, "--check compares all that was uploaded; give it alone");
    }
    archive::Catalogue& catalogue = context.archive().catalogue();
    const auto cameras = chosen_cameras(catalogue, options.devices);
    archive::UploadRecords records(catalogue);
    std::optional<UploadNames> names;
    if (!options.check) {
        names.emplace(context, settings.with(options), settings.output_path, records);
    }
    std::optional<Error> failure;
    std::size_t wrong = 0;
    for (const UploadDestination& destination : destinations) {
        Upload upload(context, destination);
        if (options.check) {
            wrong += upload.check();
            continue;
        }
        upload.plan(cameras, from, *names);
        if (auto error = upload.send()) {
            if (failure) {
                context.output().error(*failure);
            }
            failure = std::move(error);
        }
    }
    if (failure) {
        throw Error(*failure);
    }
    return wrong == 0 ? 0 : exit_code_of(ErrorCode::no_snapshot);
}

void declare_upload(OptionDeclarer& command, UploadOptions& options) {
    command.add_word("TARGET", options.target,
                     "upload to s3://BUCKET or s3://BUCKET/FOLDER (default: what is remembered)");
    command.add_devices(options.devices);
    declare_upload_name(command, options);
    command.add("--from", "DATE", options.from, "upload pictures of this day and later ones alone");
    command.add_flag("--check", options.check,
                     "upload nothing; exit with code 7 if something that was uploaded is missing");
    declare_object_store(command, options);
}

} // namespace cli
