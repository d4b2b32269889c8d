// SPDX-License-Identifier: Apache-2.0
#include "cli/output/hint_wording.hpp"

#include <gtest/gtest.h>

#include <string>

namespace cli {
namespace {

struct Wording {
    const char* hint;
    const char* worded;
};

TEST(CompleteHint, leaves_a_hint_of_the_new_form_with_the_usual_settings_as_it_is) {
    for (const char* hint : {"run: ring-snapshot login", "try --fresh", "", "charge it"}) {
        EXPECT_EQ(complete_hint(hint, {}), hint);
    }
}

TEST(CompleteHint, names_the_settings_in_every_command) {
    const Wording table[] = {
        {"run: ring-snapshot login", "run: ring-snapshot login --settings \"s.json\""},
        {"run: ring-snapshot login --2fa-code CODE",
         "run: ring-snapshot login --settings \"s.json\" --2fa-code CODE"},
        {"run: ring-snapshot get --all; it says why",
         "run: ring-snapshot get --settings \"s.json\" --all; it says why"},
        {"ring-snapshot list, then ring-snapshot doctor",
         "ring-snapshot list --settings \"s.json\", then ring-snapshot doctor --settings "
         "\"s.json\""},
        {"run: ring-snapshot archive rebuild DIR",
         "run: ring-snapshot archive rebuild --settings \"s.json\" DIR"},
        // No commands that use settings.
        {"run ring-snapshot as kim", "run ring-snapshot as kim"},
        {"run: ring-snapshot --help", "run: ring-snapshot --help"},
        {"ring-snapshot completion bash", "ring-snapshot completion bash"},
        {"ring-snapshot listing", "ring-snapshot listing"},
    };
    for (const auto& [hint, worded] : table) {
        EXPECT_EQ(complete_hint(hint, {"s.json", false}), worded);
    }
}

TEST(CompleteHint, in_the_old_form_gives_commands_and_options_that_it_has) {
    const Wording table[] = {
        {"run: ring-snapshot login",
         "run: RingSnapshotDownload -username EMAIL -password PASSWORD -list"},
        {"run: ring-snapshot login --2fa-code CODE",
         "run: RingSnapshotDownload -username EMAIL -password PASSWORD -2facode CODE -list"},
        {"run: ring-snapshot login --password-file FILE --2fa-code CODE",
         "run: RingSnapshotDownload -username EMAIL -password PASSWORD -2facode CODE -list"},
        {"run: ring-snapshot list", "run: RingSnapshotDownload -list"},
        {"for a new one: ring-snapshot get --fresh",
         "for a new one: RingSnapshotDownload -forceupdate"},
        {"or try --fresh", "or try -forceupdate"},
        {"take a new one with --fresh, or allow more with --max-age",
         "take a new one with -forceupdate, or allow more with MaximumAge in the settings"},
        {"; --wait sets how long", "; Wait in the settings sets how long"},
        {"name it with --settings FILE", "name it with -settings FILE"},
        {"run: RingSnapshotDownload -help", "run: RingSnapshotDownload -help"},
        // What it lacks stays.
        {"ring-snapshot login --refresh-token TOKEN", "ring-snapshot login --refresh-token TOKEN"},
        {"run: ring-snapshot doctor", "run: ring-snapshot doctor"},
        {"ring-snapshot list --everything shows", "ring-snapshot list --everything shows"},
        {"--freshly", "--freshly"},
    };
    for (const auto& [hint, worded] : table) {
        EXPECT_EQ(complete_hint(hint, {"", true}), worded);
    }
}

TEST(CompleteHint, in_the_old_form_names_the_settings_too) {
    const Wording table[] = {
        {"run: ring-snapshot login",
         "run: RingSnapshotDownload -settings \"s.json\" -username EMAIL -password PASSWORD -list"},
        {"run: ring-snapshot doctor", "run: ring-snapshot doctor --settings \"s.json\""},
        {"ring-snapshot login --refresh-token TOKEN",
         "ring-snapshot login --settings \"s.json\" --refresh-token TOKEN"},
        {"run: RingSnapshotDownload -help", "run: RingSnapshotDownload -help"},
    };
    for (const auto& [hint, worded] : table) {
        EXPECT_EQ(complete_hint(hint, {"s.json", true}), worded);
    }
}

TEST(CompleteHint, makes_the_name_of_the_settings_harmless) {
    EXPECT_EQ(complete_hint("ring-snapshot list", {"a\x1b[2Jb", false}).find('\x1b'),
              std::string::npos);
}

} // namespace
} // namespace cli
