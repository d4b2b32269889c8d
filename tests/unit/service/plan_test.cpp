// SPDX-License-Identifier: Apache-2.0
#include "service/plan.hpp"
#include "unit/service/plans.hpp"

namespace service {

using Lines = std::vector<std::string>;

TEST(PlanDescription, ShowsEachStepAsAPersonWouldDoIt) {
    Step either = run({"first", "a b"});
    either.if_refused = {run({"second"})};
    Step copy;
    copy.kind = Step::Kind::copy_program;
    copy.path = "/tmp/x";
    copy.target = "/usr/local/bin/x";
    Step login = copy;
    login.kind = Step::Kind::move_login;
    EXPECT_EQ(describe({write_file("/a", "one\ntwo\n"), write_private_file("/b", "x"),
                        remove_path("/c"), either, copy, login}),
              (Lines{"# write /a", "one", "two", "# write /b, for its owner alone (mode 0600)", "x",
                     "# remove /c", "# run", "first 'a b'", "# where that is refused", "# run",
                     "second", "# copy /tmp/x to /usr/local/bin/x",
                     "# move the login from /tmp/x to /usr/local/bin/x"}));
}

TEST(PlanDescription, ShowsNoSecretAndNothingThatMovesATerminal) {
    const Lines lines = describe({write_secret_file("/e", "AWS_SECRET_ACCESS_KEY=hush\n'TZ=x y'\n"),
                                  write_file("/\x1b[2J", "\x1b[31m\n")});
    EXPECT_EQ(lines, (Lines{"# write /e, for its owner alone (mode 0600)",
                            "AWS_SECRET_ACCESS_KEY=(not shown)", "TZ=(not shown)", "# write / [2J",
                            " [31m"}));
}

} // namespace service
