// SPDX-License-Identifier: Apache-2.0
#include "archive/file_name.hpp"
#include "base/error.hpp"
#include "base/text/unicode.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace {

using archive::find_clash;
using archive::NameFields;
using archive::NameTemplate;
using archive::safe_file_name;
using archive::with_suffix;
using testing::HasSubstr;

/// The zone of this process while the object lives.
class Zone {
public:
    explicit Zone(const char* name) {
        if (const char* before = std::getenv("TZ")) {
            m_before = before;
        }
        set(name);
    }

    ~Zone() { set(m_before ? m_before->c_str() : nullptr); }

    Zone(const Zone&) = delete;
    Zone& operator=(const Zone&) = delete;

private:
    static void set(const char* name) {
        name != nullptr ? setenv("TZ", name, 1) : unsetenv("TZ");
        tzset();
    }

    std::optional<std::string> m_before;
};

/// 2026-09-21 14:13:20 UTC.
constexpr base::SystemTime k_captured{std::chrono::seconds(1'790'000'000)};

NameFields front_door() {
    return {"31000417", "Front Door", "doorbell_oyster", "Video Doorbell 2", "Home", k_captured};
}

NameFields named(const std::string& name) {
    NameFields fields = front_door();
    fields.name = name;
    return fields;
}

std::string rendered(const std::string& text, const NameFields& fields = front_door()) {
    return NameTemplate(text).render(fields).text();
}

/// The error that the template gives; nothing when it is a good one.
std::optional<base::Error> error_of(const std::string& text) {
    try {
        const NameTemplate name_template(text);
        return std::nullopt;
    } catch (const base::Error& error) {
        return error;
    }
}

TEST(SafeFileName, ordinary_names_stay_as_they_are) {
    for (const char* name :
         {"Front Door", "a", "garage-side_2", "Tür 🚪", "日本語", "it's (mine) & yours!", "a.b.c",
          "CONSOLE", "com", "COM10", "nullify", "x.con", "-rf", "~home", "$HOME %PATH%"}) {
        EXPECT_EQ(safe_file_name(name), name);
    }
}

TEST(SafeFileName, forbidden_characters_are_replaced) {
    for (const char c : std::string("<>:\"|?*/\\")) {
        EXPECT_EQ(safe_file_name(std::string("a") + c + "b"), "a_b") << c;
        EXPECT_EQ(safe_file_name(std::string(1, c)), "_") << c;
    }
    for (int c = 0; c < 0x20; ++c) {
        EXPECT_EQ(safe_file_name(std::string("a") + static_cast<char>(c) + "b"), "a b") << c;
    }
    EXPECT_EQ(safe_file_name("a\x7F"
                             "b"),
              "a b");
    EXPECT_EQ(safe_file_name("a\u0085b\u2028c\u202Ed"), "a b c d");
}

TEST(SafeFileName, the_awkward_names_of_the_service_become_safe) {
    const struct {
        std::string name;
        std::string safe;
    } cases[] = {
        {"", "unnamed"},
        {"Nana\u2019s \"back\" door / gate \\ C:*? \U0001F6AA\U0001F436",
         "Nana\u2019s _back_ door _ gate _ C___ \U0001F6AA\U0001F436"},
        {"  CON.  ", "CON_"},
        {"Gar\u0061ge\nside", "Garage side"},
        {"Garage duplicate", "Garage duplicate"},
        {"Car port ONVIF", "Car port ONVIF"},
        {"??", "__"},
        {"Home \u2014 M\u00fcnchen", "Home \u2014 M\u00fcnchen"},
    };

    for (const auto& [name, safe] : cases) {
        EXPECT_EQ(safe_file_name(name), safe);
    }
}

TEST(SafeFileName, blanks_and_dots_at_the_ends_are_taken_away) {
    for (const char* name : {".", "..", "...", " ", " . . ", "\t\n", ". .."}) {
        EXPECT_EQ(safe_file_name(name), "unnamed");
    }
    EXPECT_EQ(safe_file_name(" a "), "a");
    EXPECT_EQ(safe_file_name("..a.."), "a");
    EXPECT_EQ(safe_file_name(". a b ."), "a b");
    EXPECT_EQ(safe_file_name("../../etc/passwd"), "_.._etc_passwd");
}

TEST(SafeFileName, names_reserved_on_windows_are_changed) {
    for (const char* name :
         {"CON", "con", "Prn", "aux", "NUL", "COM0", "com1", "COM9", "lpt1", "LPT9", "COM\u00B9",
          "lpt\u00B2", "COM\u00B3", "conin$", "CONOUT$", "CLOCK$"}) {
        EXPECT_EQ(safe_file_name(name), std::string(name) + "_");
        EXPECT_EQ(safe_file_name(std::string(name) + ".jpg"), std::string(name) + "_.jpg");
        EXPECT_EQ(safe_file_name(std::string(name) + ".a.b"), std::string(name) + "_.a.b");
        EXPECT_EQ(safe_file_name(std::string(name) + " .jpg"), std::string(name) + "_ .jpg");
        EXPECT_EQ(safe_file_name(std::string(" ").append(name) + ". "), std::string(name) + "_");
    }
}

TEST(SafeFileName, long_names_are_cut_between_characters_and_before_the_extension) {
    EXPECT_EQ(safe_file_name(std::string(500, 'a')), std::string(120, 'a'));
    EXPECT_EQ(safe_file_name(std::string(500, 'a') + ".jpg"), std::string(116, 'a') + ".jpg");
    for (const std::string character : {"\u00fc", "\u65e5", "\U0001F6AA"}) {
        for (std::size_t offset = 0; offset < 4; ++offset) {
            std::string name(offset, 'a');
            while (name.size() < 300) {
                name += character;
            }
            const std::string safe = safe_file_name(name);
            EXPECT_LE(safe.size(), 120U);
            EXPECT_GT(safe.size(), 116U);
            EXPECT_EQ(safe, base::valid_utf8(safe));
        }
    }
    EXPECT_EQ(safe_file_name("CON" + std::string(200, ' ') + "x"), "CON_");
    EXPECT_EQ(safe_file_name("con." + std::string(200, 'x')), "con_." + std::string(115, 'x'));
}

TEST(SafeFileName, bytes_that_are_no_utf8_become_replacement_characters) {
    EXPECT_EQ(safe_file_name("a\xFF"
                             "b"),
              "a\uFFFDb");
    EXPECT_EQ(safe_file_name("\xC0\xAE\xC0\xAE/x"), "\uFFFD\uFFFD\uFFFD\uFFFD_x");
}

TEST(SafeFileName, a_safe_name_is_left_as_it_is) {
    for (const std::string& name :
         {std::string("  CON.  "), std::string("a/b"), std::string(500, '.') + "x",
          std::string(118, 'a') + "   .   b", "LPT1." + std::string(200, '.') + "b",
          std::string(300, '\xFF')}) {
        const std::string safe = safe_file_name(name);
        EXPECT_EQ(safe_file_name(safe), safe);
    }
}

std::string suffixed(const std::string& name, const std::string& suffix) {
    return with_suffix(archive::PictureName(name), suffix).text();
}

TEST(WithSuffix, the_suffix_goes_before_the_extension) {
    EXPECT_EQ(suffixed("a.jpg", " (2)"), "a (2).jpg");
    EXPECT_EQ(suffixed("x/y.z/a.b.jpeg", " +0100"), "x/y.z/a.b +0100.jpeg");
    EXPECT_EQ(suffixed("x/a", " (2)"), "x/a (2)");
    EXPECT_EQ(suffixed("16.13.32", " (2)"), "16.13.32 (2)");
    EXPECT_EQ(suffixed(".hidden", " (2)"), ".hidden (2)");
    EXPECT_EQ(suffixed(std::string(251, 'a') + ".jpg", " (2)"), std::string(247, 'a') + " (2).jpg");
}

TEST(NameTemplate, fields_are_filled_in) {
    const Zone zone("Europe/Berlin");

    const struct {
        std::string text;
        std::string path;
    } cases[] = {
        {"{id} - {time:%Y-%m-%d %H-%M-%S}.jpg", "31000417 - 2026-09-21 16-13-20.jpg"},
        {"{utc:%Y-%m-%dT%H%M%SZ}.jpg", "2026-09-21T141320Z.jpg"},
        {"{name}.jpg", "Front Door.jpg"},
        {"{kind}, {model}", "doorbell_oyster, Video Doorbell 2"},
        {"{location}/{name}/{time:%Y/%m}/{id}.jpg", "Home/Front Door/2026/09/31000417.jpg"},
        {"latest.jpg", "latest.jpg"},
        {"no extension", "no extension"},
        {"{{{id}}}", "{31000417}"},
        {"{{id}}.jpg", "{id}.jpg"},
        {"{time:%H:%M}", "16-13"},
        {"{time:%H\\%M|%S?}", "16-13-20-"},
        {"{time:100%%}{id}", "100%31000417"},
        {"{time:%D}.jpg", "09/21/26.jpg"},
        {"{time:day %d/%H}", "day 21/16"},
    };

    for (const auto& [text, path] : cases) {
        EXPECT_EQ(rendered(text), path) << text;
    }
}

TEST(NameTemplate, text_that_no_file_name_may_hold_is_replaced) {
    EXPECT_EQ(rendered("a:b*c?.jpg"), "a_b_c_.jpg");
    EXPECT_EQ(rendered("<{id}>|\"x\".jpg"), "_31000417___x_.jpg");
    EXPECT_EQ(rendered("pictures\\{id}.jpg"), "pictures_31000417.jpg");
    EXPECT_EQ(rendered("a\tb\x01.jpg"), "a b .jpg");
    EXPECT_EQ(rendered("a\xFF.jpg"), "a\uFFFD.jpg");
    EXPECT_EQ(rendered("con/{id}.jpg"), "con_/31000417.jpg");
    EXPECT_EQ(rendered("Aux.jpg"), "Aux_.jpg");
    EXPECT_EQ(rendered(" x. /. y .jpg"), "x/y .jpg");
    EXPECT_EQ(rendered("{time:%n}.x/{id}"), "x/31000417");
}

TEST(NameTemplate, folders_that_add_nothing_are_left_out) {
    EXPECT_EQ(rendered("./a//b/./{id}.jpg"), "a/b/31000417.jpg");
}

TEST(NameTemplate, a_field_value_never_adds_a_folder_or_leaves_one) {
    for (const char* name : {"..", "../..", "/etc/passwd", "\\\\server\\share", "a/b", "C:\\x", "",
                             ".", " ", "{id}", "%n", "\n", "NUL", "COM\u00B9", "a\xC0\xAF.."}) {
        SCOPED_TRACE(name);
        for (const std::string field : {"name", "id", "kind", "model", "location"}) {
            const NameFields fields = {name, name, name, name, name, k_captured};
            const std::string text = "x/{" + field + "}/{" + field + "}.jpg";
            const std::filesystem::path path = NameTemplate(text).render(fields).text();
            const std::vector<std::filesystem::path> parts(path.begin(), path.end());
            ASSERT_EQ(parts.size(), 3U);
            EXPECT_EQ(parts[1].string(), safe_file_name(name));
            EXPECT_EQ(parts[2].string(), safe_file_name(name) + ".jpg");
        }
    }
}

TEST(NameTemplate, a_name_of_several_values_is_safe_as_a_whole) {
    EXPECT_EQ(rendered("{name}{kind}", {"1", "CO", "N", "", "", k_captured}), "CON_");
    EXPECT_EQ(rendered("{name}.{kind}.jpg", {"1", "LPT\u00B2", "x", "", "", k_captured}),
              "LPT\u00B2_.x.jpg");
    const std::string part(120, 'n');
    const std::string path = rendered("{name}{name}{name}.jpg", named(part));
    EXPECT_EQ(path, std::string(251, 'n') + ".jpg");
}

TEST(NameTemplate, a_bad_template_is_refused_with_its_place) {
    const struct {
        std::string text;
        std::string message;
    } cases[] = {
        {"", "the file name template is empty"},
        {"{foo}.jpg",
         R"(the file name template "{foo}.jpg" has an unknown field {foo} at column 1)"},
        {"a{}", "has an unknown field {} at column 2"},
        {"a{ id}", "has an unknown field { id} at column 2"},
        {"{ID}", "has an unknown field {ID} at column 1"},
        {"{:%Y}", "has an unknown field {} at column 1"},
        {"\u00fc\U0001F6AA {foo}", "has an unknown field {foo} at column 4"},
        {"{id", "has a '{' that is not closed at column 1"},
        {"abc{", "has a '{' that is not closed at column 4"},
        {"{{{", "has a '{' that is not closed at column 3"},
        {"x{time:%Y{id}", "has a '{' that is not closed at column 2"},
        {"id}", "has a '}' without '{' at column 3"},
        {"{id}}.jpg", "has a '}' without '{' at column 5"},
        {"{{id}.jpg", "has a '}' without '{' at column 5"},
        {"{id:%Y}", "has a format in {id} at column 1"},
        {"{name:}", "has a format in {name} at column 1"},
        {"a {time}", "has no time format in {time} at column 3"},
        {"{utc:}", "has no time format in {utc} at column 1"},
        {"a {time:%Q}", R"(has a bad time format "%Q" at column 9)"},
        {"{utc:%Y%}", R"(has a bad time format "%Y%" at column 6)"},
        {"{time:%Ey}", R"(has a bad time format "%Ey" at column 7)"},
        {"{time:%-d}", R"(has a bad time format "%-d" at column 7)"},
        {"/pictures/{id}.jpg", "is an absolute path"},
        {"{time:/%Y}.jpg", "is an absolute path"},
        {"C:\\{id}.jpg", "is an absolute path"},
        {"c:/{id}.jpg", "is an absolute path"},
        {"../{id}.jpg", "has the part \"..\", which is not a name"},
        {"a/../{id}.jpg", "has the part \"..\", which is not a name"},
        {"a/..", "has the part \"..\", which is not a name"},
        {"a/.. /b", "has the part \".. \", which is not a name"},
        {"a/\t/b", "has the part \" \", which is not a name"},
        {"a/.../b", "has the part \"...\", which is not a name"},
        {"a/ /b", "has the part \" \", which is not a name"},
        {"{time:%Y/../%m}", "has the part \"..\", which is not a name"},
        {"a/{time:.}./b", "has the part \"..\", which is not a name"},
        {"a/{time:%n}/b", "has the part \" \", which is not a name"},
        {"{time: %n.%t}", "has the part \"  . \", which is not a name"},
        {".", "has the part \".\", which is not a name"},
        {"a/.", "has the part \".\", which is not a name"},
        {"{id}/", "ends in '/', so that the file has no name"},
        {"{time:%Y/}", "ends in '/', so that the file has no name"},
    };

    for (const auto& [text, message] : cases) {
        const std::optional<base::Error> error = error_of(text);
        ASSERT_TRUE(error) << text;
        EXPECT_EQ(error->code(), base::ErrorCode::usage) << text;
        EXPECT_THAT(error->message(), HasSubstr(message)) << text;
        EXPECT_NE(error->hint(), "") << text;
    }
}

TEST(NameTemplate, an_error_shows_no_control_characters) {
    const std::optional<base::Error> error = error_of("{\x1B[31m}");
    ASSERT_TRUE(error);
    EXPECT_EQ(error->message().find('\x1B'), std::string::npos);
}

TEST(NameTemplate, good_templates_keep_their_text) {
    for (const char* text : {"{id}", "{{}}", "a b", "{name}{time:%Y-%m-%d %H.%M.%S %z}", "..a/b..",
                             "{time:%%}", "C:", "./x", "-"}) {
        EXPECT_EQ(NameTemplate(text).text(), text);
    }
}

TEST(NameTemplate, it_holds_a_time_only_with_a_conversion_that_depends_on_it) {
    for (const char* text : {"{time:%Y}", "a{utc:%H}", "{id}{time:x%j}", "{time:%%%d}"}) {
        EXPECT_TRUE(NameTemplate(text).holds_time()) << text;
    }
    for (const char* text : {"{id}", "{time:now}", "{time:100%%}", "{utc:a%nb%tc}", "{{time:%Y}}",
                             "%Y", "{time:%%Y}"}) {
        EXPECT_FALSE(NameTemplate(text).holds_time()) << text;
    }
}

TEST(NameTemplate, it_needs_the_device_list_for_all_but_id_and_time) {
    for (const char* text : {"{name}", "a/{kind}", "{model}{id}", "{location}/{id}.jpg"}) {
        EXPECT_TRUE(NameTemplate(text).needs_device_list()) << text;
    }
    for (const char* text : {"{id}", "{id} - {time:%Y}.jpg", "{utc:%Y}", "{{name}}", "name"}) {
        EXPECT_FALSE(NameTemplate(text).needs_device_list()) << text;
    }
}

TEST(NameTemplate, films_have_a_beginning_and_an_end) {
    const Zone zone("UTC0");
    NameFields fields = named("Front Door");
    fields.time = base::SystemTime(std::chrono::seconds(1'790'000'000));
    fields.end = fields.time + std::chrono::hours(48);
    const auto film = NameTemplate::of_film("{id}/{name} {from:%Y-%m-%d} {to:%d}.mp4");
    EXPECT_EQ(film.render(fields).text(), "31000417/Front Door 2026-09-21 23.mp4");
    EXPECT_TRUE(film.holds_time());
    for (const char* text : {"{time:%Y}.mp4", "{utc:%Y}.mp4", "{model}.mp4", "{from}.mp4"}) {
        EXPECT_THROW(NameTemplate::of_film(text), base::Error) << text;
    }
    EXPECT_THROW(NameTemplate("{from:%Y}.jpg"), base::Error);
}

TEST(FindClash, cameras_with_equal_file_names_clash) {
    using Clash = std::optional<std::pair<std::size_t, std::size_t>>;

    const struct {
        std::string text;
        std::vector<std::string> names;
        Clash clash;
    } cases[] = {
        {"{name}.jpg", {}, {}},
        {"{name}.jpg", {"A"}, {}},
        {"{name}.jpg", {"A", "B", "C"}, {}},
        {"{name}.jpg", {"A", "B", "A"}, std::pair(0U, 2U)},
        {"{name}.jpg", {"A", "B", "B", "A"}, std::pair(1U, 2U)},
        {"{name}.jpg", {"Garage", "GARAGE"}, std::pair(0U, 1U)},
        {"{name}.jpg", {"T\u00fcr", "Tu\u0308r"}, std::pair(0U, 1U)},
        {"{name}.jpg", {"a/b", "a\\b"}, std::pair(0U, 1U)},
        {"{name}.jpg", {"", "unnamed"}, std::pair(0U, 1U)},
        {"latest.jpg", {"A", "B"}, std::pair(0U, 1U)},
        {"{time:%H-%M}.jpg", {"A", "B"}, std::pair(0U, 1U)},
        {"{name} {time:%H-%M}.jpg", {"A", "B"}, {}},
        {"{name} {time:%H-%M}.jpg", {"A", "A"}, std::pair(0U, 1U)},
        {"{id}/{name}.jpg", {"A", "A"}, {}},
    };

    for (const auto& [text, names, clash] : cases) {
        std::vector<NameFields> cameras;
        for (const std::string& name : names) {
            cameras.push_back(named(name));
            cameras.back().id = std::to_string(cameras.size());
            cameras.back().time += std::chrono::hours(cameras.size());
        }
        EXPECT_EQ(find_clash(NameTemplate(text), cameras), clash) << text;
    }
}

} // namespace
