// SPDX-License-Identifier: Apache-2.0
#include "cli/list/known_cameras.hpp"

#include "archive/catalogue/catalogue.hpp"
#include "base/error.hpp"
#include "cli/context.hpp"

#include <utility>

namespace cli {

std::vector<KnownCamera> known_cameras(Context& context) {
    std::vector<KnownCamera> cameras;
    try {
        archive::Catalogue::Options options;
        options.read_only = true;
        options.stop = context.stop();
        archive::Catalogue catalogue(context.store().beside(".pictures"), context.clock(),
                                     std::move(options));
        for (archive::CameraTotals& camera : catalogue.cameras()) {
            cameras.push_back({std::move(camera.id), std::move(camera.name)});
        }
    } catch (const base::Error&) {
        // Who asks can do without.
        return {};
    }
    return cameras;
}

} // namespace cli
