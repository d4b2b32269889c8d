// SPDX-License-Identifier: Apache-2.0
#include "base/files/files.hpp"
#include "unit/cli/upload/uploads_fixture.hpp"

#include <algorithm>
#include <csignal>
#include <filesystem>

namespace cli {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

TEST_F(Uploads, a_dry_run_tells_of_what_would_go_before_it_is_uploaded) {
    be_away(true);
    for (int i = 0; i < 4; ++i) {
        run({"get", k_driveway, "--upload", "s3://pictures"});
        account.clock.advance(1min);
        capture(driveway());
    }
    EXPECT_EQ(run({"watch", k_driveway, "--keep-last", "1", "--dry-run"}), 0) << errors();
    EXPECT_THAT(lines(), SizeIs(2));
    EXPECT_THAT(errors(), HasSubstr("2 pictures beyond the newest 2 would be deleted that are not "
                                    "uploaded yet"));
    EXPECT_THAT(errors(), HasSubstr("0 pictures beyond the newest 1 would be deleted"));
    EXPECT_EQ(run({"watch", k_driveway, "--keep-last", "1", "--count", "1"}), 0) << errors();
    EXPECT_THAT(errors(), HasSubstr("pictures beyond the newest 2 deleted that were not uploaded"));
}

TEST_F(Uploads, upload_leaves_pictures_waiting_whose_folder_is_empty) {
    run({"get", "--all"});
    std::vector<std::pair<std::string, std::string>> files;
    for (const std::string& picture : pictures()) {
        files.emplace_back(picture, base::read_file(picture, 1'000'000).value());
        std::filesystem::remove(picture);
    }
    EXPECT_EQ(run({"upload", "s3://pictures"}), 9) << errors();
    EXPECT_THAT(errors(), AllOf(HasSubstr("cannot read"), HasSubstr("mounted"),
                                HasSubstr("0 of 2 pictures uploaded, 2 wait")));
    for (const auto& [picture, bytes] : files) {
        base::write_file_atomically(picture, bytes, {});
    }
    EXPECT_EQ(run({"upload", "s3://pictures"}), 0) << errors();
    EXPECT_THAT(bucket.objects(), SizeIs(2));
}

TEST_F(Uploads, upload_names_what_was_saved_before_as_get_would) {
    const std::string name = "{location}/{name}/{utc:%H-%M-%S}.jpg";
    run({"get", k_driveway, "--name", "{id} {utc:%H-%M-%S}.jpg"});
    EXPECT_EQ(run({"upload", "s3://pictures", "--upload-name", name}), 0) << errors();
    ASSERT_THAT(bucket.objects(), SizeIs(1));
    EXPECT_THAT(bucket.objects().begin()->first, testing::MatchesRegex("[^/]+/Driveway/[^/]+"));
    EXPECT_EQ(run({"get", k_driveway, "--upload", "s3://pictures", "--upload-name", name}), 0);
    EXPECT_THAT(bucket.objects(), SizeIs(1));

    EXPECT_EQ(run({"upload", "s3://pictures", "--upload-name", "{name}.jpg"}), 2);
    EXPECT_THAT(errors(), HasSubstr("--upload-name needs a time"));
}

TEST_F(Uploads, upload_asks_ring_only_for_what_the_catalogue_does_not_know) {
    run({"get", "--all"});
    const std::size_t before = requests().size();
    EXPECT_EQ(run({"upload", "s3://pictures", "--upload-name", "{name}/{utc:%H-%M-%S}.jpg"}), 0)
        << errors();
    EXPECT_TRUE(bucket.objects().begin()->first.starts_with("Driveway/"));
    for (std::size_t i = before; i < requests().size(); ++i) {
        EXPECT_THAT(requests()[i], HasSubstr("/pictures"));
    }
}

TEST_F(Uploads, are_remembered_with_save) {
    run({"get", k_driveway, "--upload", "s3://pictures/Ring", "--s3-region", "garage", "--save"});
    EXPECT_THAT(errors(), HasSubstr("--upload s3://pictures/Ring --s3-region garage"));
    capture(driveway());
    EXPECT_EQ(run({"get", k_driveway}), 0) << errors();
    EXPECT_THAT(bucket.objects(), SizeIs(2));
}

TEST_F(Uploads, watch_uploads_what_it_saves_before_it_ends) {
    EXPECT_EQ(run({"watch", "--all", "--count", "1", "--upload", "s3://pictures"}), 0) << errors();
    EXPECT_THAT(bucket.objects(), SizeIs(2));
}

TEST_F(Uploads, watch_says_once_why_nothing_is_uploaded) {
    refuse_keys();
    EXPECT_EQ(run({"watch", "--all", "--count", "1", "--upload", "s3://pictures"}), 0) << errors();
    const std::string all = errors();
    const auto first = all.find("SignatureDoesNotMatch");
    ASSERT_NE(first, std::string::npos) << all;
    EXPECT_EQ(all.find("SignatureDoesNotMatch", first + 1), std::string::npos) << all;
    EXPECT_THAT(pictures(), SizeIs(2));
}

TEST_F(Uploads, upload_sends_all_that_is_recorded_and_then_nothing) {
    run({"get", "--all", "--name", "{name}/{time:%H-%M-%S}.jpg"});
    EXPECT_EQ(run({"upload", "s3://pictures"}), 0) << errors();
    EXPECT_THAT(bucket.objects(), SizeIs(2));
    EXPECT_TRUE(bucket.objects().begin()->first.starts_with("Driveway/"));
    EXPECT_THAT(lines(), SizeIs(2));
    EXPECT_EQ(lines().at(0).find("s3://pictures/"), 0U);
    bucket.forget_requests();
    EXPECT_EQ(run({"upload", "s3://pictures"}), 0) << errors();
    EXPECT_THAT(lines(), IsEmpty());
    EXPECT_THAT(bucket.requests(), IsEmpty());
}

TEST_F(Uploads, upload_sends_those_of_a_camera_and_since_a_day) {
    run({"get", "--all"});
    EXPECT_EQ(run({"upload", "s3://pictures", k_driveway, "--json"}), 0) << errors();
    ASSERT_THAT(objects(), SizeIs(1));
    EXPECT_EQ(objects().at(0)["id"], k_driveway);
    EXPECT_TRUE(objects().at(0).contains("uploaded_to"));
    EXPECT_EQ(run({"upload", "s3://pictures", "--from", "2030-01-01"}), 0) << errors();
    EXPECT_THAT(bucket.objects(), SizeIs(1));
    EXPECT_EQ(run({"upload", "s3://pictures", "--from", "soon"}), 2);
}

TEST_F(Uploads, upload_ends_with_9_and_what_the_store_said) {
    run({"get", "--all"});
    refuse_keys();
    EXPECT_EQ(run({"upload", "s3://pictures"}), 9);
    EXPECT_THAT(errors(), AllOf(HasSubstr("SignatureDoesNotMatch"), Not(HasSubstr(k_secret))));
    be_away(true);
    EXPECT_EQ(run({"upload", "s3://pictures"}), 9);
    EXPECT_THAT(errors(), HasSubstr("cannot connect to store.local"));
    EXPECT_EQ(run({"upload"}), 2);
    EXPECT_EQ(run({"upload", "pictures"}), 2);
}

TEST_F(Uploads, upload_gives_a_silent_store_up) {
    run({"get", k_driveway});
    bucket.instead = [this](const http::Request& request) -> std::optional<http::Response> {
        account.clock.advance(request.time_limit);
        throw http::TransportError(http::Fault::timed_out, "no answer from store.local");
    };
    EXPECT_EQ(run({"upload", "s3://pictures"}), 9);
    EXPECT_THAT(bucket.requests(), SizeIs(3));
    EXPECT_THAT(errors(), HasSubstr("no answer from store.local"));
}

TEST_F(Uploads, watch_leaves_a_silent_store_after_a_minute) {
    bucket.instead = [this](const http::Request& request) -> std::optional<http::Response> {
        account.clock.advance(request.time_limit);
        throw http::TransportError(http::Fault::timed_out, "no answer from store.local");
    };
    EXPECT_EQ(run({"watch", k_driveway, "--count", "1", "--upload", "s3://pictures"}), 0)
        << errors();
    EXPECT_THAT(pictures(), SizeIs(1));
}

TEST_F(Uploads, upload_says_which_pictures_it_leaves_out) {
    run({"get", "--all"});
    std::filesystem::remove(pictures().at(0));
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(run({"upload", "s3://pictures"}), 0) << errors();
        EXPECT_THAT(errors(), AllOf(HasSubstr("1 picture left out: the file is missing or was "
                                              "changed"),
                                    HasSubstr("archive check")));
        EXPECT_THAT(bucket.objects(), SizeIs(1));
    }
}

TEST_F(Uploads, get_and_watch_say_which_waiting_pictures_they_leave_out) {
    be_away(true);
    run({"get", "--all", "--upload", "s3://pictures"});
    const auto remove_those_of_the_driveway = [this] {
        for (const std::string& picture : pictures()) {
            if (picture.find(k_driveway) != std::string::npos) {
                std::filesystem::remove(picture);
            }
        }
    };
    remove_those_of_the_driveway();
    be_away(false);
    capture(driveway());
    EXPECT_EQ(run({"get", k_driveway, "--upload", "s3://pictures"}), 0) << errors();
    EXPECT_THAT(errors(), HasSubstr("1 picture left out"));

    be_away(true);
    capture(driveway());
    run({"get", k_driveway, "--upload", "s3://pictures"});
    remove_those_of_the_driveway();
    be_away(false);
    capture(driveway());
    EXPECT_EQ(run({"watch", k_driveway, "--count", "1", "--upload", "s3://pictures"}), 0);
    const std::string all = errors();
    const auto first = all.find("left out");
    ASSERT_NE(first, std::string::npos) << all;
    EXPECT_EQ(all.find("left out", first + 1), std::string::npos) << all;
}

TEST_F(Uploads, upload_that_is_stopped_says_what_becomes_of_the_rest) {
    run({"get", "--all"});
    bucket.instead = [this](const http::Request& request) -> std::optional<http::Response> {
        if (request.method == "PUT") {
            platform.raise(SIGINT);
        }
        return {};
    };
    EXPECT_EQ(run({"upload", "s3://pictures"}), 130);
    EXPECT_THAT(errors(), HasSubstr("stopped; what is not uploaded yet waits"));
}

TEST_F(Uploads, watch_that_is_stopped_while_it_waits_for_a_store_says_so_and_ends_with_130) {
    bucket.instead = [this](const http::Request&) -> std::optional<http::Response> {
        platform.raise(SIGINT);
        return {};
    };
    EXPECT_EQ(run({"watch", "--all", "--count", "1", "--upload", "s3://pictures"}), 130);
    EXPECT_THAT(errors(), HasSubstr("not uploaded yet"));
    EXPECT_THAT(pictures(), testing::Not(IsEmpty()));
}

TEST_F(Uploads, upload_counts_at_a_terminal_and_names_nothing) {
    run({"get", "--all"});
    platform.console().make_terminal(Stream::output);
    bucket.instead = [](const http::Request& request) {
        return request.method == "PUT" && request.url.find(k_driveway) != std::string::npos
                   ? std::optional(test::refusal(400, "InvalidArgument"))
                   : std::nullopt;
    };
    EXPECT_EQ(run({"upload", "s3://pictures"}), 9);
    EXPECT_EQ(output(), "");
    EXPECT_THAT(errors(), HasSubstr("1 of 2 pictures uploaded, 1 waits"));
    EXPECT_THAT(errors(), HasSubstr("the store refuses it (InvalidArgument)"));
    bucket.instead = nullptr;
    EXPECT_EQ(run({"upload", "s3://pictures"}), 0);
    EXPECT_EQ(output(), "");
    EXPECT_THAT(errors(), HasSubstr("s3://pictures: 1 picture uploaded\n"));
}

TEST_F(Uploads, status_shows_what_waits_and_why) {
    be_away(true);
    run({"get", k_driveway, "--upload", "s3://pictures"});
    EXPECT_EQ(run({"status"}), 0);
    EXPECT_THAT(output(), AllOf(HasSubstr("s3://pictures at http://store.local, 1 picture waits"),
                                HasSubstr("cannot connect to store.local")));
    EXPECT_EQ(run({"status", "--json"}), 0);
    EXPECT_EQ(objects().at(0)["uploads"][0]["waiting"], 1);
    be_away(false);
    run({"upload", "s3://pictures"});
    EXPECT_EQ(run({"status"}), 0);
    EXPECT_THAT(output(), HasSubstr("nothing waits"));
}

TEST_F(Uploads, archive_export_tells_of_them) {
    run({"get", k_driveway, "--upload", "s3://pictures/Ring"});
    be_away(true);
    run({"get", k_driveway, "--upload", "s3://pictures/Copy"});
    EXPECT_EQ(run({"archive", "export"}), 0) << errors();
    const auto uploads = objects().at(0)["uploads"];
    ASSERT_EQ(uploads.size(), 2U);
    EXPECT_EQ(uploads[0]["target"], "s3://pictures/Ring");
    EXPECT_EQ(uploads[0]["endpoint"], "http://store.local");
    EXPECT_EQ(uploads[0]["state"], "sent");
    EXPECT_TRUE(bucket.objects().contains(uploads[0]["key"].get<std::string>()));
    EXPECT_TRUE(uploads[0]["sent_at"].is_string());
    EXPECT_EQ(uploads[1]["target"], "s3://pictures/Copy");
    EXPECT_EQ(uploads[1]["state"], "waiting");
    EXPECT_TRUE(uploads[1]["key"].is_null());
    EXPECT_TRUE(uploads[1]["sent_at"].is_null());
    EXPECT_THAT(output(), Not(HasSubstr(k_secret)));
}

TEST_F(Uploads, archive_export_has_no_uploads_where_there_are_none) {
    run({"get", k_driveway});
    run({"archive", "export"});
    EXPECT_EQ(objects().at(0)["uploads"], nlohmann::json::array());
}

TEST_F(Uploads, a_store_that_is_away_holds_up_no_other_with_a_bucket_of_that_name) {
    base::write_file_atomically(
        "keys",
        "[b2]\naws_access_key_id=B\naws_secret_access_key=B\nendpoint_url=http://b2.local\n", {});
    const test::ScopedVariable file("AWS_SHARED_CREDENTIALS_FILE", "keys");
    be_away(true);
    run({"get", k_driveway, "--upload", "s3://pictures", "--upload", "s3://pictures?profile=b2",
         "--save"});
    bucket.instead = [](const http::Request& request) -> std::optional<http::Response> {
        if (request.url.find("store.local") != std::string::npos) {
            throw http::TransportError(http::Fault::not_connected, "cannot connect to store.local");
        }
        return {};
    };
    EXPECT_EQ(run({"get", k_front_door}), 0) << errors();
    EXPECT_THAT(bucket.objects(), SizeIs(2));
    EXPECT_THAT(errors(), HasSubstr("cannot connect to store.local"));
    run({"status", "--json"});
    const auto uploads = objects().at(0)["uploads"];
    EXPECT_EQ(uploads[0]["endpoint"], "http://b2.local");
    EXPECT_EQ(uploads[0]["waiting"], 0);
    EXPECT_EQ(uploads[1]["waiting"], 2);
}

TEST_F(Uploads, doctor_finds_wrong_keys) {
    run({"get", k_driveway, "--upload", "s3://pictures", "--save"});
    // The front pages of Ring's hosts, after all that is expected already.
    account.client.always("GET", "/", [](const http::Request&) { return test::response(200); });
    run({"doctor"});
    EXPECT_THAT(output(), HasSubstr("the bucket can be read"));
    refuse_keys();
    EXPECT_NE(run({"doctor"}), 0);
    EXPECT_THAT(output(), HasSubstr("the access key is refused (SignatureDoesNotMatch)"));
    run({"doctor", "--report"});
    EXPECT_THAT(output(), AllOf(HasSubstr("the access key is refused"), Not(HasSubstr("s3://")),
                                Not(HasSubstr("store.local"))));
}

} // namespace
} // namespace cli
