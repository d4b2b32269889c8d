// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "film/film_plan.hpp"

#include <string>

namespace cli {

/// What the scripts of films begin with, once.
std::string film_script_start();

/// A part of a script for a POSIX shell that makes the film of a plan where ffmpeg is. The folders
/// of the pictures stand at its start, to be changed where they have other names. Not for films
/// with stamps.
/// @param title   of the camera
/// @param output  the path of the film
std::string film_script(const film::FilmPlan& plan, const std::string& title,
                        const std::string& output, bool overwrite);

} // namespace cli
