// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "archive/catalogue/recorded_picture.hpp"
#include "archive/catalogue/upload_records.hpp"
#include "archive/file_name.hpp"
#include "cli/context.hpp"
#include "settings/settings.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace cli {

/// The names that pictures get in a bucket which were saved before anybody thought of it.
class UploadNames {
public:
    /// @param options  --upload-name and the folder of pictures, as given or remembered
    /// @param records  must outlive this object
    /// Asks Ring for its devices where the template holds what only they tell. Throws Error: usage
    /// for a bad template, and as ring::DeviceDirectory::list().
    UploadNames(Context& context, const settings::SavedOptions& options,
                const std::optional<std::string>& folder, archive::UploadRecords& records);

    std::string name_of(const archive::RecordedPicture& picture);

private:
    std::string saved_name_of(const archive::RecordedPicture& picture);

    archive::UploadRecords& m_records;
    std::filesystem::path m_folder;
    std::optional<archive::NameTemplate> m_template;
    /// What Ring's devices tell, by their ids.
    std::map<std::string, archive::NameFields> m_devices;
};

} // namespace cli
