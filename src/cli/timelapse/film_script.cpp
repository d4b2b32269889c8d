// SPDX-License-Identifier: Apache-2.0
#include "cli/timelapse/film_script.hpp"

#include "base/text/unicode.hpp"
#include "cli/archive/archive_words.hpp"
#include "film/ffmpeg_words.hpp"
#include "service/quoting.hpp"

#include <fmt/format.h>

#include <map>

namespace cli {

namespace {

using archive::RecordedPicture;
using service::shell_word;

/// Shell variables for folders, in the order in which the pictures come to them.
class FolderVariables {
public:
    explicit FolderVariables(const std::vector<RecordedPicture>& pictures) {
        for (const RecordedPicture& picture : pictures) {
            const auto [entry, is_new] =
                m_names.emplace(picture.place.folder, fmt::format("folder{}", m_names.size() + 1));
            if (is_new) {
                m_assignments +=
                    fmt::format("{}={}\n", entry->second, shell_word(picture.place.folder));
            }
        }
    }

    const std::string& assignments() const { return m_assignments; }

    std::string path_of(const archive::FilePlace& place) const {
        return fmt::format("\"${}\"/{}", m_names.at(place.folder), shell_word(place.file));
    }

private:
    std::map<std::string, std::string> m_names;
    std::string m_assignments;
};

} // namespace

std::string film_script_start() {
    return "#!/bin/sh\nset -e\n";
}

std::string film_script(const film::FilmPlan& plan, const std::string& title,
                        const std::string& output, bool overwrite) {
    constexpr std::size_t k_most_in_a_line = 50;
    const std::vector<RecordedPicture>& pictures = plan.frames.pictures;
    const FolderVariables folders(pictures);
    std::string script = fmt::format("\n# {}: {}\n{}film={}\n", base::printable(title),
                                     counted(pictures.size(), "picture", "pictures"),
                                     folders.assignments(), shell_word(output));
    if (!overwrite) {
        script += "if [ -e \"$film\" ]; then\n"
                  "  printf '%s exists already\\n' \"$film\" >&2\n  exit 9\nfi\n";
    }
    script += "mkdir -p -- \"$(dirname -- \"$film\")\"\n{";
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        const bool is_last = (i + 1) % k_most_in_a_line == 0 || i + 1 == pictures.size();
        // A picture that has gone is left out, as the program itself does; cat names it.
        script += (i % k_most_in_a_line == 0 ? "\n  cat " : " ") +
                  folders.path_of(pictures[i].place) + (is_last ? " || :" : "");
    }
    auto words =
        film::ffmpeg_words(plan, "ffmpeg", film::Encoder{std::string(film::k_usual_encoder)}, "");
    words.pop_back();
    script += fmt::format("\n}} |\n  {} \"file:$film.part\"\nmv -f \"$film.part\" \"$film\"\n",
                          service::shell_line(words));
    return script;
}

} // namespace cli
