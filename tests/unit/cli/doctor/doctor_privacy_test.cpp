// SPDX-License-Identifier: Apache-2.0
#include "cli/doctor/doctor_privacy.hpp"

#include <gtest/gtest.h>

namespace cli::doctor {
namespace {

TEST(Privacy, names_only_the_folders_that_everybody_has) {
    const Privacy privacy("/home/kim/");
    const std::pair<const char*, const char*> cases[] = {
        {"/home/kim", "~"},
        {"/home/kim/.config/ring-snapshot/Settings.json", "~/.config/ring-snapshot/Settings.json"},
        {"/home/kim/Bobs house/a/Settings.json", "~/…/Settings.json"},
        {"/home/kimberly/x", "/home/…"},
        {"/mnt/nas of kim/pictures/2026", "/mnt/…/pictures/…"},
        {"/", "/"},
        {"kim/x", "…"},
        {".", "."},
        {"../kim", "../…"},
    };
    for (const auto& [path, open] : cases) {
        EXPECT_EQ(privacy.path(path).shown, path);
        EXPECT_EQ(privacy.path(path).in_public, open) << path;
    }
}

TEST(Privacy, a_home_that_is_the_root_hides_nothing_and_breaks_nothing) {
    EXPECT_EQ(Privacy("/").path("/srv/pictures").in_public, "/srv/pictures");
    EXPECT_EQ(Privacy("").foreign("all is well").in_public, "all is well");
}

TEST(Privacy, takes_hidden_values_out_of_foreign_words_the_longest_first) {
    Privacy privacy("/home/kim");
    privacy.hide("Garden", "(camera)");
    privacy.hide("Garden Gate", "(camera)");
    privacy.hide("ab", "(short)");
    const Text text = privacy.foreign("no picture of Garden Gate, about Garden");
    EXPECT_EQ(text.shown, "no picture of Garden Gate, about Garden");
    EXPECT_EQ(text.in_public, "no picture of (camera), about (camera)");
}

TEST(Privacy, leaves_common_words_and_parts_of_words) {
    Privacy privacy;
    privacy.hide("ring-snapshot", "(user)");
    privacy.hide("Ring", "(camera)");
    privacy.hide("kim", "(user)");
    EXPECT_EQ(privacy.foreign("Ring is skimming for kim; run: ring-snapshot login").in_public,
              "Ring is skimming for (user); run: ring-snapshot login");
}

TEST(Privacy, a_stand_in_that_holds_what_it_stands_for_is_no_trap) {
    Privacy privacy;
    privacy.hide("users", "(users)");
    EXPECT_EQ(privacy.foreign("users and users").in_public, "(users) and (users)");
}

TEST(Privacy, takes_out_what_looks_private) {
    const Privacy privacy;
    const std::pair<const char*, const char*> cases[] = {
        {"cannot write /x/y: no space", "cannot write (path): no space"},
        {"cannot connect to 10.0.0.1:80: refused", "cannot connect to (host): refused"},
        {"cannot find nas.kim.example, sorry", "cannot find (host), sorry"},
        {"cannot find api.ring.com: look-up failed", "cannot find api.ring.com: look-up failed"},
        {"see https://kim.example/x.", "see (address)."},
        {"for 'kim@kim.example'", "for '(e-mail address)'"},
        {"camera 31000417 (31000418)", "camera (number) ((number))"},
        {"at fe80::1:2", "at (address)"},
        {R"(in C:\Users\Kim)", "in (path)"},
        {"token eyJhbGciOiJub25lIn0xeyJp", "token (token)"},
        {"status 503 within 10 s; wait 10 min", "status 503 within 10 s; wait 10 min"},
        {"run: ring-snapshot login --2fa-code CODE", "run: ring-snapshot login --2fa-code CODE"},
        {"(HTTPS_PROXY, NO_PROXY) and/or Wi-Fi", "(HTTPS_PROXY, NO_PROXY) and/or Wi-Fi"},
    };
    for (const auto& [words, open] : cases) {
        EXPECT_EQ(privacy.foreign(words).in_public, open);
    }
}

TEST(Privacy, hides_the_folders_above_a_path_too) {
    Privacy privacy;
    privacy.hide_path("/mnt/Kims own disk/pictures of kim", "(the folder for pictures)");
    EXPECT_EQ(privacy.foreign("cannot write in /mnt/Kims own disk: full").in_public,
              "cannot write in (folder): full");
    EXPECT_EQ(privacy.foreign("/mnt/Kims own disk/pictures of kim is full").in_public,
              "(the folder for pictures) is full");
}

TEST(Text, is_composed_in_both_readings) {
    const Text text = compose("{} has {} picture{}", Text("Garden", "camera 1"), 2, "s");
    EXPECT_EQ(text.shown, "Garden has 2 pictures");
    EXPECT_EQ(text.in_public, "camera 1 has 2 pictures");
}

} // namespace
} // namespace cli::doctor
