// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/get/chosen_cameras.hpp"
#include "cli/output/output.hpp"
#include "cli/timelapse/film_maker.hpp"
#include "film/film_plan.hpp"

#include <string>

namespace cli {

/// What is told of the film of a camera.
struct FilmReport {
    CameraIdentity camera;
    /// As the user named it.
    std::string path;
    /// It was there already, made of the same pictures in the same way.
    bool unchanged = false;
    const film::FilmPlan& plan;
    MadeFilm film;
};

/// The facts in one line: "Front Door: 281 pictures from 00:00 to 23:55, 11.7 s at 24 fps, 640x360,
/// 3.1 MB; 4 left out (2 dark, 1 missing, 1 broken)".
std::string describe_film(const FilmReport& report);

/// The path to standard output and the facts to standard error; with --json both as an object.
void print_film(Output& output, const FilmReport& report);

} // namespace cli
