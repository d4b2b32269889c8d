// SPDX-License-Identifier: Apache-2.0
#include "base/duration.hpp"
#include "base/terminal.hpp"
#include "base/unicode.hpp"
#include "cli/commands.hpp"
#include "cli/get_plan.hpp"
#include "cli/get_progress.hpp"
#include "cli/parallel.hpp"
#include "cli/saved_picture.hpp"
#include "cli/session_login.hpp"
#include "ring/snapshot_times.hpp"
#include "snapshot/explain.hpp"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <utility>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;

constexpr std::size_t k_most_at_once = 64;

/// One `get`: all cameras, each on a thread of its own.
class Get {
public:
    Get(Context& context, GetPlan plan)
        : m_context(context), m_output(context.output()), m_plan(std::move(plan)) {}

    int run() {
        m_cameras = select_cameras(m_plan.selection, m_plan.needs_details(), m_context.directory(),
                                   m_context.stop());
        check_selection();
        prepare_facts();
        GetProgress progress(m_output, m_context.clock(), titles());
        std::vector<std::optional<Error>> failures(m_cameras.size());
        for_each_parallel(m_cameras.size(), k_most_at_once, [&](std::size_t i) {
            progress.started(i);
            failures[i] = work_on(i);
            progress.finished(i);
        });
        for (const auto& failure : failures) {
            if (failure) {
                return exit_code_of(failure->code());
            }
        }
        return 0;
    }

private:
    const ring::Device* device_of(std::size_t index) const {
        const auto& device = m_cameras[index].device;
        return device ? &*device : nullptr;
    }

    CameraIdentity identity(std::size_t index) const {
        const ring::Device* device = device_of(index);
        const ring::DeviceId id = m_cameras[index].id;
        return {id, device ? device->name : "", snapshot::camera_title(id, device)};
    }

    std::vector<std::string> titles() const {
        std::vector<std::string> result;
        for (std::size_t i = 0; i < m_cameras.size(); ++i) {
            result.push_back(identity(i).title);
        }
        return result;
    }

    snapshot::NameFields name_fields(std::size_t index, base::SystemTime time) const {
        snapshot::NameFields fields;
        fields.id = std::to_string(m_cameras[index].id);
        fields.time = time;
        if (const ring::Device* device = device_of(index)) {
            fields.name = snapshot::camera_title(device->id, device);
            fields.kind = device->kind;
            fields.model = device->model;
            fields.location = device->location;
        }
        return fields;
    }

    void check_selection() const {
        if (m_plan.to_stdout) {
            if (m_cameras.size() > 1) {
                throw Error(ErrorCode::usage, "--out - is for one camera only");
            }
            return;
        }
        std::vector<snapshot::NameFields> fields;
        for (std::size_t i = 0; i < m_cameras.size(); ++i) {
            fields.push_back(name_fields(i, m_context.clock().now()));
        }
        check_clash("--name", m_plan.name, fields);
        if (m_plan.latest) {
            check_clash("--latest", *m_plan.latest, fields);
        }
    }

    static void check_clash(const char* option, const snapshot::NameTemplate& name,
                            const std::vector<snapshot::NameFields>& fields) {
        if (const auto clash = find_clash(name, fields)) {
            throw Error(ErrorCode::usage,
                        fmt::format("{}: cameras {} and {} would share a file under {}", option,
                                    fields[clash->first].id, fields[clash->second].id,
                                    base::printable(name.text())),
                        "put {id} into it");
        }
    }

    /// What is common to all cameras: their entries of the device list and, for fresh pictures, the
    /// capture times before asking, by one request.
    void prepare_facts() {
        snapshot::ServiceClock clock;
        std::map<ring::DeviceId, base::SystemTime> times;
        if (m_plan.wish.fresh) {
            times = newest_captures(clock);
        }
        for (const SelectedCamera& camera : m_cameras) {
            snapshot::CameraFacts facts{
                .id = camera.id, .device = camera.device, .clock = clock, .newest_capture = {}};
            if (const auto found = times.find(camera.id); found != times.end()) {
                facts.newest_capture = found->second;
            }
            m_facts.push_back(std::move(facts));
        }
    }

    std::map<ring::DeviceId, base::SystemTime> newest_captures(snapshot::ServiceClock& clock) {
        std::vector<ring::DeviceId> ids;
        for (const SelectedCamera& camera : m_cameras) {
            ids.push_back(camera.id);
        }
        try {
            const http::Response response =
                m_context.service().capture_times(ids, m_context.stop());
            clock.observe(response);
            if (response.ok()) {
                return ring::read_timestamps(response.body);
            }
        } catch (const Error& error) {
            // It only sharpens the judgement of what is fresh.
            if (error.code() != ErrorCode::service_unavailable) {
                throw;
            }
        }
        return {};
    }

    /// A camera's whole job; its failure becomes a value here, so that it never touches the others.
    std::optional<Error> work_on(std::size_t index) {
        try {
            report(save(index, take(index)));
            return {};
        } catch (const Error& error) {
            return report_failure(index, explain(index, error));
        } catch (const std::exception& error) {
            return report_failure(index, Error(ErrorCode::unexpected,
                                               fmt::format("internal error: {}", error.what())));
        }
    }

    snapshot::CameraPicture take(std::size_t index) {
        return snapshot::CameraJob(m_context.service(), m_context.clock(), m_facts[index],
                                   m_plan.wish)
            .run(m_context.stop());
    }

    SavedCameraPicture save(std::size_t index, snapshot::CameraPicture picture) {
        const auto fields =
            name_fields(index, picture.picture.captured.value_or(m_context.clock().now()));
        SavedCameraPicture saved{identity(index), std::move(picture), {}, {}};
        const std::string& bytes = saved.picture.picture.bytes;
        if (m_plan.to_stdout) {
            base::set_binary_stdout();
            m_output.result_bytes(bytes);
            return saved;
        }
        saved.file = save_picture(m_plan.folder, m_plan.name, fields, bytes);
        if (m_plan.latest) {
            saved.latest = save_picture(m_plan.folder, *m_plan.latest, fields, bytes);
        }
        return saved;
    }

    void report(const SavedCameraPicture& saved) {
        if (!saved.picture.fresh && m_plan.wish.fresh) {
            m_output.warning(fmt::format(
                "{}: not fresh: {}", saved.camera.title,
                saved.picture.age ? fmt::format("this picture was captured {} ago",
                                                base::describe_duration(*saved.picture.age))
                                  : "Ring does not say when this picture was captured"));
        }
        if (m_plan.to_stdout) {
            return;
        }
        const std::string path = saved.file.path.string();
        if (saved.file.kept_newer) {
            m_output.notice(path + ": a newer picture is there already and was kept");
        } else if (saved.file.unchanged) {
            m_output.detail(path + ": unchanged");
        }
        if (m_output.options().json) {
            m_output.result_json(to_json(saved));
        } else {
            m_output.result(path);
        }
        if (!m_plan.exec.empty() && saved.is_new()) {
            run_exec(m_context, m_plan.exec, saved);
        }
    }

    Error explain(std::size_t index, const Error& error) {
        if (!snapshot::is_explainable(error)) {
            return error;
        }
        std::vector<ring::Device> devices;
        try {
            devices = m_context.directory().devices(m_context.stop());
        } catch (const Error&) {
            // The first error says what matters.
        }
        return snapshot::explain(error, m_cameras[index].id, devices);
    }

    Error report_failure(std::size_t index, const Error& error) {
        if (m_output.options().json) {
            Json json = to_json(identity(index));
            json["error"] = to_json(error);
            m_output.result_json(json);
        } else if (error.code() != ErrorCode::interrupted) {
            m_output.error(error);
        }
        return error;
    }

    Context& m_context;
    Output& m_output;
    GetPlan m_plan;
    std::vector<SelectedCamera> m_cameras;
    std::vector<snapshot::CameraFacts> m_facts;
};

} // namespace

int run_get(Context& context, const GetOptions& options) {
    const GetPlan plan = make_plan(options, context.store().load(), context.output().options());
    ensure_session(context);
    context.session();
    if (options.save) {
        context.store().update([&](settings::Settings& settings) { remember(options, settings); },
                               context.stop());
    }
    return Get(context, plan).run();
}

} // namespace cli
