// SPDX-License-Identifier: Apache-2.0
#include "ring/devices/device_kinds.hpp"

#include "base/text/ascii.hpp"

#include <algorithm>
#include <array>

namespace ring {

namespace {

constexpr auto B = PowerSource::battery;
constexpr auto W = PowerSource::wired;
/// Sold in several forms, or not known.
constexpr auto V = PowerSource::unknown;

constexpr auto D = CameraFamily::doorbell;
constexpr auto S = CameraFamily::stickup_cam;
constexpr auto T = CameraFamily::third_party;

constexpr std::array k_camera_kinds{
    CameraKind{"doorbot", "Doorbell", B, D},
    CameraKind{"doorbell", "Doorbell", B, D},
    CameraKind{"doorbell_v3", "Doorbell", B, D},
    CameraKind{"doorbell_v4", "Doorbell 2", B, D},
    CameraKind{"doorbell_v5", "Doorbell 2", B, D},
    CameraKind{"doorbell_scallop_lite", "Doorbell 3", B, D},
    CameraKind{"doorbell_scallop", "Doorbell 3 Plus", B, D},
    CameraKind{"doorbell_oyster", "Doorbell 4", B, D},
    CameraKind{"doorbell_portal", "Door View Cam", B, D},
    CameraKind{"doorbell_graham_cracker", "Doorbell Wired", W, D},
    CameraKind{"df_doorbell_clownfish", "Battery Doorbell", B, D},
    CameraKind{"doorbell_sunray", "Battery Doorbell (2nd Gen)", B, D},
    CameraKind{"doorbell_tahoe", "Wired Doorbell (2026)", W, D},
    CameraKind{"cocoa_doorbell", "Doorbell Gen 2", B, D},
    CameraKind{"cocoa_doorbell_v2", "Battery Doorbell Plus", B, D},
    CameraKind{"cocoa_doorbell_v3", "Battery Doorbell Pro", V, D},
    CameraKind{"cocoa_doorbell_v4", "", V, D},
    CameraKind{"cocoa_doorbell_v4w", "Wired Doorbell Plus (2nd Gen)", W, D},
    CameraKind{"cocoa_doorbell_v5", "Wired Doorbell Pro (3rd Gen)", W, D},
    CameraKind{"cocoa_doorbell_v6", "Battery Doorbell Pro 4K", B, D},
    CameraKind{"cocoa_doorbell_v7", "", V, D},
    CameraKind{"lpd_v1", "Doorbell Pro", W, D},
    CameraKind{"lpd_v2", "Doorbell Pro", W, D},
    CameraKind{"lpd_v3", "Doorbell Pro", W, D},
    CameraKind{"lpd_v4", "Doorbell Pro 2", W, D},
    CameraKind{"jbox_v1", "Doorbell Elite", W, D},
    CameraKind{"stickup_cam", "Stick Up Cam", B, S},
    CameraKind{"stickup_cam_v3", "Stick Up Cam", B, S},
    CameraKind{"stickup_cam_lunar", "Stick Up Cam", B, S},
    CameraKind{"stickup_cam_elite", "Stick Up Cam", W, S},
    CameraKind{"stickup_cam_wired", "Stick Up Cam Wired", W, S},
    CameraKind{"cocoa_camera", "Stick Up Cam", V, S},
    CameraKind{"cocoa_camera_v2", "Outdoor Cam Plus", V, S},
    CameraKind{"cocoa_camera_v3", "Outdoor Cam Pro", V, S},
    CameraKind{"cocoa_camera_v4", "", V, S},
    CameraKind{"cocoa_camera_v5", "", V, S},
    CameraKind{"stickup_cam_medusa", "Stick Up Cam Pro", V, S},
    CameraKind{"stickup_cam_mini", "Indoor Cam", W, S},
    CameraKind{"stickup_cam_mini_v2", "Indoor Cam (2nd Gen)", W, S},
    CameraKind{"stickup_cam_mini_v3", "Indoor Cam Plus", W, S},
    CameraKind{"stickup_cam_mini_ptz_v1", "Pan-Tilt Indoor Cam", W, S},
    CameraKind{"stickup_cam_v4", "Spotlight Cam", B, S},
    CameraKind{"hp_cam_v2", "Spotlight Cam", W, S},
    CameraKind{"spotlightw_v2", "Spotlight Cam", W, S},
    CameraKind{"cocoa_spotlight", "Spotlight Cam Plus", V, S},
    CameraKind{"cocoa_spotlight_v2", "Spotlight Cam Pro 4K", W, S},
    CameraKind{"stickup_cam_longfin", "Spotlight Cam Pro", V, S},
    CameraKind{"hp_cam_v1", "Floodlight Cam", W, S},
    CameraKind{"floodlight_v1", "Floodlight Cam", W, S},
    CameraKind{"floodlight_v2", "Floodlight Cam", W, S},
    CameraKind{"floodlight_pro", "Floodlight Pro", W, S},
    CameraKind{"cocoa_floodlight", "Floodlight Cam Plus", V, S},
    CameraKind{"cocoa_floodlight_v2", "Floodlight Cam Pro (2nd Gen)", W, S},
    CameraKind{"osprey_floodlight", "Floodlight Cam", W, S},
    CameraKind{"hexa_camera_2_v1", "Elite 140", W, S},
    CameraKind{"hexa_camera_6_v1", "Elite 360", W, S},
    CameraKind{"onvif_camera", "ONVIF Camera", V, T},
    CameraKind{"three_p_cam", "", V, T},
};

struct OtherKind {
    /// The whole kind, or its beginning when it ends in '_'.
    std::string_view kind;
    std::string_view model;
};

constexpr std::array k_other_kinds{
    OtherKind{"chime_pro", "Chime Pro"},
    OtherKind{"chime_pro_", "Chime Pro"},
    OtherKind{"chime_v4", "Chime (2nd Gen)"},
    OtherKind{"chime", "Chime"},
    OtherKind{"chime_", "Chime"},
    OtherKind{"base_station_", "Base Station"},
    OtherKind{"beams_", "Smart Lighting"},
    OtherKind{"intercom_handset_", "Intercom"},
    OtherKind{"third_party_gdo", "Garage Door Opener"},
};

/// Parts of the names of cameras: Ring brings out several kinds a year.
constexpr std::array<std::string_view, 8> k_camera_words{
    "cam", "doorbell", "doorbot", "lpd_", "jbox_", "floodlight", "spotlight", "stickup"};

constexpr std::string_view k_unknown_model = "Unknown model";

const OtherKind* find_other_kind(std::string_view kind) {
    const auto found =
        std::find_if(k_other_kinds.begin(), k_other_kinds.end(), [&](const OtherKind& row) {
            return row.kind.ends_with('_') ? kind.starts_with(row.kind) : kind == row.kind;
        });
    return found == k_other_kinds.end() ? nullptr : &*found;
}

} // namespace

const CameraKind* find_camera_kind(std::string_view kind) {
    const auto found = std::find_if(k_camera_kinds.begin(), k_camera_kinds.end(),
                                    [&](const CameraKind& row) { return row.kind == kind; });
    return found == k_camera_kinds.end() ? nullptr : &*found;
}

bool is_camera_kind(std::string_view kind) {
    if (find_camera_kind(kind) != nullptr) {
        return true;
    }
    return !is_known_non_camera(kind) &&
           std::any_of(k_camera_words.begin(), k_camera_words.end(), [&](std::string_view word) {
               return base::contains_ignoring_case(kind, word);
           });
}

bool is_known_non_camera(std::string_view kind) {
    return find_other_kind(kind) != nullptr;
}

std::string_view model_name(std::string_view kind) {
    if (const CameraKind* camera = find_camera_kind(kind)) {
        return camera->model.empty() ? k_unknown_model : camera->model;
    }
    const OtherKind* other = find_other_kind(kind);
    return other == nullptr ? k_unknown_model : other->model;
}

PowerSource usual_power(std::string_view kind) {
    const CameraKind* camera = find_camera_kind(kind);
    return camera == nullptr ? PowerSource::unknown : camera->power;
}

} // namespace ring
