// SPDX-License-Identifier: Apache-2.0
#include "cli/list/known_cameras.hpp"

#include "archive/catalogue/catalogue.hpp"
#include "base/error.hpp"
#include "cli/context.hpp"

#include <utility>

namespace cli {

namespace {

std::vector<archive::CameraTotals> recorded_cameras(Context& context) {
    try {
        archive::Catalogue::Options options;
        options.read_only = true;
        options.stop = context.stop();
        return archive::Catalogue(context.store().beside(".pictures"), context.clock(),
                                  std::move(options))
            .cameras();
    } catch (const base::Error&) {
        // Who asks can do without.
        return {};
    }
}

} // namespace

std::vector<KnownCamera> known_cameras(Context& context) {
    std::vector<KnownCamera> cameras;
    for (archive::CameraTotals& camera : recorded_cameras(context)) {
        cameras.push_back({std::move(camera.id), std::move(camera.name)});
    }
    return cameras;
}

NewestCaptures newest_captures_here(Context& context) {
    NewestCaptures newest;
    for (const archive::CameraTotals& camera : recorded_cameras(context)) {
        if (camera.newest) {
            newest.emplace(camera.id, *camera.newest);
        }
    }
    return newest;
}

} // namespace cli
