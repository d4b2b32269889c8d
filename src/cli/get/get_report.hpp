// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.hpp"
#include "cli/context.hpp"
#include "cli/get/chosen_cameras.hpp"
#include "cli/get/get_plan.hpp"
#include "cli/get/picture_rows.hpp"
#include "cli/get/picture_saver.hpp"
#include "cli/get/shared_failures.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace cli {

/// Pictures that are older are called old.
inline constexpr std::chrono::milliseconds k_old_picture = std::chrono::hours(1);

/// Tells what came of a `get`: at a terminal a row for each camera, in their order, and a summary;
/// elsewhere what failed, each shared cause once. With --json failures are told as they come.
class GetReport {
public:
    /// All must outlive this object.
    GetReport(Context& context, const GetPlan& plan, const ChosenCameras& cameras)
        : m_context(context), m_plan(plan), m_cameras(cameras), m_outcomes(cameras.size()) {}

    /// Whether results are told by print() in place of by PictureSaver.
    bool shows_rows() const;

    /// A picture was saved. Different cameras may be told of from different threads.
    void saved(std::size_t camera, const SavedCameraPicture& saved);

    /// A camera failed, whether or not its picture was saved. From different threads as saved().
    void failed(std::size_t camera, const base::Error& error);

    /// Prints what is left to be told. After all cameras.
    /// @param is_whole  whether the run was not stopped
    void print(bool is_whole);

    /// How the first camera, in their order, failed.
    std::optional<base::Error> first_failure() const;

private:
    struct Outcome {
        std::optional<PictureRow> row;
        bool is_new = false;
        /// Where the picture is, as the user names it, and the same wherever a program starts.
        std::string shown;
        std::string absolute;
        std::optional<base::Error> failure;
    };

    std::vector<CameraFailure> failures() const;
    void add_failure(PictureRow& row, const SharedFailure& failure);
    void print_rows(const std::vector<SharedFailure>& failures, bool is_whole);
    void print_errors(const std::vector<SharedFailure>& failures);
    void print_summary();
    void print_ways_to_new_ones();
    std::string word_for(std::size_t camera) const;

    Context& m_context;
    const GetPlan& m_plan;
    const ChosenCameras& m_cameras;
    std::vector<Outcome> m_outcomes;
};

} // namespace cli
