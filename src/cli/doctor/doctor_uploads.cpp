// SPDX-License-Identifier: Apache-2.0
#include "cli/doctor/doctor_uploads.hpp"

#include "cli/upload/upload_options.hpp"
#include "s3/bucket_client.hpp"

#include <string>
#include <vector>

namespace cli::doctor {
namespace {

constexpr int k_attempts_of_check = 2;

/// What is wrong, without names.
FindingText reason_of(s3::Refusal refusal) {
    switch (refusal) {
    case s3::Refusal::keys:
        return "the access key is refused";
    case s3::Refusal::forbidden:
        return "the access key may not use the bucket";
    case s3::Refusal::bucket:
        return "there is no such bucket";
    case s3::Refusal::region:
        return "the bucket is in another region";
    case s3::Refusal::clock:
        return "the clock of this machine is wrong";
    case s3::Refusal::full:
        return "there is no space left";
    case s3::Refusal::busy:
        return "the object store is out of order";
    case s3::Refusal::unreachable:
        return "the object store cannot be reached";
    case s3::Refusal::other:
        break;
    }
    return "the object store refuses it, or something else answers in its place";
}

} // namespace

Finding uploads_finding(const std::string& url, const s3::StoreError& error) {
    return k_uploads.bad(
        error.code(), FindingText::local(url + ": " + error.message(), reason_of(error.refusal())),
        error.hint());
}

void check_uploads(Examination& examination, const Report& report) {
    if (!examination.settings || !examination.settings->upload) {
        return;
    }
    Context& context = examination.context;
    for (const UploadDestination& destination : find_destinations(
             "Upload in the settings", *examination.settings->upload, *examination.settings)) {
        const std::string url = destination.place.text();
        std::vector<std::string> corrections;
        s3::BucketClient client(
            context.client(), context.clock(), destination.store.bucket(destination.place.bucket),
            destination.store.credentials,
            {.attempts = k_attempts_of_check,
             .tell = [&](const std::string& text) { corrections.push_back(text); }});
        try {
            client.list({.prefix = destination.place.prefix}, context.stop());
            if (corrections.empty()) {
                report(k_uploads.good(
                    say("{}the bucket can be read", FindingText::local(url + ": "))));
                continue;
            }
            for (const std::string& correction : corrections) {
                report(k_uploads.caution(
                    FindingText::local(correction, "region or clock are wrong, and corrected"),
                    ""));
            }
        } catch (const s3::StoreError& error) {
            report(uploads_finding(url, error));
        }
    }
}

} // namespace cli::doctor
