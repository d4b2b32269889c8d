// SPDX-License-Identifier: Apache-2.0
#include "s3/reply_xml.hpp"
#include "s3/store_error.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

/// What an object store answers, as an error document and as a listing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    http::Response response;
    response.status = 403;
    response.body = input;
    const s3::StoreError error = s3::explain(response, {"pictures", "us-east-1"});
    if (error.message().size() > 200 || error.message().find('\n') != std::string::npos) {
        std::abort();
    }
    const auto page = s3::read_list_page(input);
    if (page && page->objects.size() > size) {
        std::abort();
    }
    return 0;
}
