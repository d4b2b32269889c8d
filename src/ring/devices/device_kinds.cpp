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

constexpr auto D = DeviceGroup::doorbells;
constexpr auto S = DeviceGroup::stickup_cams;
constexpr auto T = DeviceGroup::other_cameras;
constexpr auto N = DeviceGroup::no_camera;

constexpr std::string_view k_unknown_model = "Unknown model";

constexpr DeviceKind k_kinds[] = {
    {"doorbot", "Doorbell", B, D},
    {"doorbell", "Doorbell", B, D},
    {"doorbell_v3", "Doorbell", B, D},
    {"doorbell_v4", "Doorbell 2", B, D},
    {"doorbell_v5", "Doorbell 2", B, D},
    {"doorbell_scallop_lite", "Doorbell 3", B, D},
    {"doorbell_scallop", "Doorbell 3 Plus", B, D},
    {"doorbell_oyster", "Doorbell 4", B, D},
    {"doorbell_portal", "Door View Cam", B, D},
    {"doorbell_graham_cracker", "Doorbell Wired", W, D},
    {"df_doorbell_clownfish", "Battery Doorbell", B, D},
    {"doorbell_sunray", "Battery Doorbell (2nd Gen)", B, D},
    {"doorbell_tahoe", "Wired Doorbell (2026)", W, D},
    {"cocoa_doorbell", "Doorbell Gen 2", B, D},
    {"cocoa_doorbell_v2", "Battery Doorbell Plus", B, D},
    {"cocoa_doorbell_v3", "Battery Doorbell Pro", V, D},
    {"cocoa_doorbell_v4", k_unknown_model, V, D},
    {"cocoa_doorbell_v4w", "Wired Doorbell Plus (2nd Gen)", W, D},
    {"cocoa_doorbell_v5", "Wired Doorbell Pro (3rd Gen)", W, D},
    {"cocoa_doorbell_v6", "Battery Doorbell Pro 4K", B, D},
    {"cocoa_doorbell_v7", k_unknown_model, V, D},
    {"lpd_v1", "Doorbell Pro", W, D},
    {"lpd_v2", "Doorbell Pro", W, D},
    {"lpd_v3", "Doorbell Pro", W, D},
    {"lpd_v4", "Doorbell Pro 2", W, D},
    {"jbox_v1", "Doorbell Elite", W, D},
    {"stickup_cam", "Stick Up Cam", B, S},
    {"stickup_cam_v3", "Stick Up Cam", B, S},
    {"stickup_cam_lunar", "Stick Up Cam", B, S},
    {"stickup_cam_elite", "Stick Up Cam", W, S},
    {"stickup_cam_wired", "Stick Up Cam Wired", W, S},
    {"cocoa_camera", "Stick Up Cam", V, S},
    {"cocoa_camera_v2", "Outdoor Cam Plus", V, S},
    {"cocoa_camera_v3", "Outdoor Cam Pro", V, S},
    {"cocoa_camera_v4", k_unknown_model, V, S},
    {"cocoa_camera_v5", k_unknown_model, V, S},
    {"stickup_cam_medusa", "Stick Up Cam Pro", V, S},
    {"stickup_cam_mini", "Indoor Cam", W, S},
    {"stickup_cam_mini_v2", "Indoor Cam (2nd Gen)", W, S},
    {"stickup_cam_mini_v3", "Indoor Cam Plus", W, S},
    {"stickup_cam_mini_ptz_v1", "Pan-Tilt Indoor Cam", W, S},
    {"stickup_cam_v4", "Spotlight Cam", B, S},
    {"hp_cam_v2", "Spotlight Cam", W, S},
    {"spotlightw_v2", "Spotlight Cam", W, S},
    {"cocoa_spotlight", "Spotlight Cam Plus", V, S},
    {"cocoa_spotlight_v2", "Spotlight Cam Pro 4K", W, S},
    {"stickup_cam_longfin", "Spotlight Cam Pro", V, S},
    {"hp_cam_v1", "Floodlight Cam", W, S},
    {"floodlight_v1", "Floodlight Cam", W, S},
    {"floodlight_v2", "Floodlight Cam", W, S},
    {"floodlight_pro", "Floodlight Pro", W, S},
    {"cocoa_floodlight", "Floodlight Cam Plus", V, S},
    {"cocoa_floodlight_v2", "Floodlight Cam Pro (2nd Gen)", W, S},
    {"osprey_floodlight", "Floodlight Cam", W, S},
    {"hexa_camera_2_v1", "Elite 140", W, S},
    {"hexa_camera_6_v1", "Elite 360", W, S},
    {"onvif_camera", "ONVIF Camera", V, T},
    {"three_p_cam", k_unknown_model, V, T},
    {"chime_pro", "Chime Pro", V, N},
    {"chime_pro_", "Chime Pro", V, N},
    {"chime_v4", "Chime (2nd Gen)", V, N},
    {"chime", "Chime", V, N},
    {"chime_", "Chime", V, N},
    {"base_station_", "Base Station", V, N},
    {"beams_", "Smart Lighting", V, N},
    {"intercom_handset_", "Intercom", V, N},
    {"third_party_gdo", "Garage Door Opener", V, N},
};

/// Parts of the names of cameras: Ring brings out several kinds a year.
constexpr std::array<std::string_view, 8> k_camera_words{
    "cam", "doorbell", "doorbot", "lpd_", "jbox_", "floodlight", "spotlight", "stickup"};

} // namespace

DeviceKind find_kind(std::string_view kind) {
    for (const DeviceKind& row : k_kinds) {
        if (row.kind == kind || (row.kind.ends_with('_') && kind.starts_with(row.kind))) {
            return row;
        }
    }
    const bool is_camera =
        std::any_of(k_camera_words.begin(), k_camera_words.end(), [&](std::string_view word) {
            return base::contains_ignoring_case(kind, word);
        });
    return {kind, k_unknown_model, V, is_camera ? T : N, false};
}

} // namespace ring
