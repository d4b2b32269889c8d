// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/line/options.hpp"

namespace cli {

// The commands. Each does its work, prints its results, and returns the exit code when it is not
// the one of an exception.

int run_login(Context& context, const LoginOptions& options);
int run_logout(Context& context);
int run_list(Context& context, const ListOptions& options);
int run_get(Context& context, const GetOptions& options);
int run_watch(Context& context, const WatchOptions& options);
int run_status(Context& context, const StatusOptions& options);
int run_doctor(Context& context, const DoctorOptions& options);
int run_completion(Context& context, const CompletionOptions& options);
int run_old_form(Context& context, const OldFormOptions& options);

/// `ring-snapshot` alone: a short help, or on a terminal without a session the way in.
int run_first_steps(Context& context);

/// Runs the command whose options an Invocation holds.
struct CommandRunner {
    Context& context;

    int operator()(const NoCommand&) const { return run_first_steps(context); }

    int operator()(const PrintText& print) const {
        context.output().result_bytes(print.text);
        return 0;
    }

    int operator()(const LoginOptions& options) const { return run_login(context, options); }

    int operator()(const LogoutOptions&) const { return run_logout(context); }

    int operator()(const ListOptions& options) const { return run_list(context, options); }

    int operator()(const GetOptions& options) const { return run_get(context, options); }

    int operator()(const WatchOptions& options) const { return run_watch(context, options); }

    int operator()(const StatusOptions& options) const { return run_status(context, options); }

    int operator()(const DoctorOptions& options) const { return run_doctor(context, options); }

    int operator()(const CompletionOptions& options) const {
        return run_completion(context, options);
    }

    int operator()(const OldFormOptions& options) const { return run_old_form(context, options); }
};

} // namespace cli
