// SPDX-License-Identifier: Apache-2.0
#include "service/managers/task_scheduler.hpp"
#include "support/error_of.hpp"
#include "unit/service/plans.hpp"

namespace service {

namespace {

using Lines = std::vector<std::string>;

Request on_windows() {
    Request request;
    request.installation.manager = ManagerKind::task_scheduler;
    request.installation.program = "C:\\Program Files\\Ring\\ring-snapshot.exe";
    request.installation.settings = "C:\\Users\\Kim & Jo\\RingSnapshot\\Settings.json";
    return request;
}

Machine a_pc() {
    Machine machine;
    machine.user = "PC\\Kim & Jö";
    return machine;
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST(TaskPlan, StartsWithTheMachineOrElseAtLogOn) {
    const Plan plan = TaskScheduler().install(on_windows(), a_pc());
    const std::string draft = Files(on_windows().installation.settings, "").draft();
    const std::string task = test::written_to(plan, draft);
    EXPECT_TRUE(holds(task, "<BootTrigger>")) << task;
    EXPECT_TRUE(holds(task, "<LogonType>S4U</LogonType>"));
    EXPECT_TRUE(holds(task, "<UserId>PC\\Kim &#38; J&#246;</UserId>"));
    EXPECT_TRUE(holds(task, "<Command>C:\\Program Files\\Ring\\ring-snapshot.exe</Command>"));
    EXPECT_TRUE(holds(task, "<Arguments>service run --settings &#34;C:\\Users\\Kim &#38; "
                            "Jo\\RingSnapshot\\Settings.json&#34; --log --keep-alive</Arguments>"));
    EXPECT_EQ(
        test::commands_of(plan),
        (Lines{"schtasks /End /TN ring-snapshot",
               "schtasks /Create /TN ring-snapshot /XML " + draft + " /F",
               "schtasks /Change /TN ring-snapshot /ENABLE", "schtasks /Run /TN ring-snapshot"}));
    const auto create = std::find_if(plan.begin(), plan.end(),
                                     [](const Step& step) { return !step.if_refused.empty(); });
    ASSERT_NE(create, plan.end());
    const std::string other = test::written_to(create->if_refused, draft);
    EXPECT_TRUE(holds(other, "<LogonTrigger>"));
    EXPECT_TRUE(holds(other, "<LogonType>InteractiveToken</LogonType>"));
    EXPECT_TRUE(holds(other, "<Command>conhost.exe</Command>"));
    EXPECT_TRUE(holds(other, "<Arguments>--headless &#34;C:\\Program Files\\Ring\\"
                             "ring-snapshot.exe&#34; service run"));
}

TEST(TaskPlan, RefusesPathsThatTheTaskSchedulerWouldChange) {
    Request request = on_windows();
    request.installation.settings = "C:\\%TEMP%\\Settings.json";
    EXPECT_EQ(test::error_of([&] { TaskScheduler().install(request, a_pc()); }).code(),
              base::ErrorCode::usage);
}

TEST(TaskPlan, StopsAndRemoves) {
    Installation installation = on_windows().installation;
    installation.name = "cabin";
    EXPECT_EQ(test::commands_of(TaskScheduler().stop(installation, a_pc())),
              (Lines{"schtasks /Change /TN ring-snapshot-cabin /DISABLE",
                     "schtasks /End /TN ring-snapshot-cabin"}));
    EXPECT_EQ(test::commands_of(TaskScheduler().remove(installation, a_pc())),
              (Lines{"schtasks /End /TN ring-snapshot-cabin",
                     "schtasks /Delete /TN ring-snapshot-cabin /F"}));
}

TEST(TaskPlan, HasATaskOfItsOwnForThePage) {
    Request request = on_windows();
    request.installation.has_page = true;
    const Plan plan = TaskScheduler().install(request, a_pc());
    const std::string draft = Files(request.installation).draft();
    std::string task;
    for (const Step& step : plan) {
        task = step.kind == Step::Kind::write_file && step.path == draft ? step.content : task;
    }
    EXPECT_TRUE(holds(task, "--page --log --keep-alive</Arguments>")) << task;
    EXPECT_TRUE(holds(task, "<Description>Page of saved snapshots of Ring cameras</Description>"));
    EXPECT_EQ(test::commands_of(plan).back(), "schtasks /Run /TN ring-snapshot-serve");
    EXPECT_EQ(test::commands_of(TaskScheduler().stop(request.installation, a_pc())).back(),
              "schtasks /End /TN ring-snapshot-serve");
    EXPECT_EQ(test::commands_of(TaskScheduler().remove(request.installation, a_pc())).back(),
              "schtasks /Delete /TN ring-snapshot-serve /F");
    EXPECT_EQ(test::commands_of(TaskScheduler().remove_page(request.installation, a_pc())),
              (Lines{"schtasks /End /TN ring-snapshot-serve",
                     "schtasks /Delete /TN ring-snapshot-serve /F"}));
}

TEST(TaskPlan, TellsWhenItStarts) {
    Machine machine = a_pc();
    EXPECT_TRUE(holds(TaskScheduler().starts(machine), "network shares need your own log-on"));
    machine.starts_with_machine = false;
    EXPECT_EQ(TaskScheduler().starts(machine),
              "when you log on, without a window, and ends when you log off");
}

} // namespace service
