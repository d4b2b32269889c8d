// SPDX-License-Identifier: Apache-2.0
#include "cli/upload/upload_names.hpp"

#include "base/files/paths.hpp"
#include "cli/archive/archive_words.hpp"
#include "cli/upload/upload_options.hpp"
#include "ring/devices/device_directory.hpp"

namespace cli {

UploadNames::UploadNames(Context& context, const settings::SavedOptions& options,
                         const std::optional<std::string>& folder, archive::UploadRecords& records)
    : m_records(records), m_folder(base::path_from_utf8(folder.value_or(""))) {
    if (!options.upload_name) {
        return;
    }
    m_template = read_upload_name(*options.upload_name);
    if (!m_template->needs_more_than_a_name()) {
        return;
    }
    for (const ring::Device& device : context.directory().list(context.stop()).devices) {
        archive::NameFields& fields = m_devices[std::to_string(device.id)];
        fields.name = device.name;
        fields.kind = device.kind;
        fields.model = device.model;
        fields.location = device.location;
    }
}

std::string UploadNames::name_of(const archive::RecordedPicture& picture) {
    if (!m_template) {
        return saved_name_of(picture);
    }
    const auto known = m_devices.find(picture.camera_id);
    archive::NameFields fields = known == m_devices.end() ? archive::NameFields() : known->second;
    fields.id = picture.camera_id;
    fields.name = camera_title(picture.camera_id,
                               picture.camera_name.empty() ? fields.name : picture.camera_name);
    fields.time = picture.captured;
    return m_template->render(fields).text();
}

/// The name that a picture has in its folder: what of its place was its name when it was saved,
/// else what lies below the remembered folder, else its file alone.
std::string UploadNames::saved_name_of(const archive::RecordedPicture& picture) {
    namespace fs = std::filesystem;
    const fs::path folder = base::path_from_utf8(picture.place.folder);
    fs::path below;
    if (const auto folders = m_records.name_folders(picture.number)) {
        fs::path rest = folder;
        for (int i = 0; i < *folders && rest.has_filename(); ++i, rest = rest.parent_path()) {
            below = rest.filename() / below;
        }
    } else if (!m_folder.empty()) {
        const fs::path relative = folder.lexically_relative(m_folder);
        if (!relative.empty() && *relative.begin() != ".." && relative != ".") {
            below = relative;
        }
    }
    std::string name;
    for (const fs::path& part : below / base::path_from_utf8(picture.place.file)) {
        name += (name.empty() ? "" : "/") + base::utf8_from_path(part);
    }
    return name;
}

} // namespace cli
