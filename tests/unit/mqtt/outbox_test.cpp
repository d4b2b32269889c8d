// SPDX-License-Identifier: Apache-2.0
#include "mqtt/outbox.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace {

using mqtt::Message;
using mqtt::Outbox;
using mqtt::PacketId;
using mqtt::publish_packet;
using testing::ElementsAre;
using testing::IsEmpty;

Message message(const std::string& topic, const std::string& payload) {
    return {.topic = topic, .payload = payload, .retain = true};
}

/// All packets that go now.
std::vector<std::string> packets(Outbox& outbox) {
    std::vector<std::string> packets;
    while (auto packet = outbox.next_packet()) {
        packets.push_back(*packet);
    }
    return packets;
}

TEST(Outbox, messages_go_in_the_order_in_which_they_came) {
    Outbox outbox;
    outbox.add(message("a", "1"));
    outbox.add(message("b", "2"));
    EXPECT_THAT(packets(outbox), ElementsAre(publish_packet(message("a", "1"), 1, false),
                                             publish_packet(message("b", "2"), 2, false)));
}

TEST(Outbox, only_the_newest_message_of_a_topic_waits_in_the_place_of_the_first) {
    Outbox outbox;
    outbox.add(message("a", "old"));
    outbox.add(message("b", "2"));
    outbox.add(message("a", "new"));
    EXPECT_THAT(packets(outbox), ElementsAre(publish_packet(message("a", "new"), 1, false),
                                             publish_packet(message("b", "2"), 2, false)));
}

TEST(Outbox, the_last_message_goes_last_instead_of_one_that_waits) {
    Outbox outbox;
    outbox.add(message("status", "online"));
    outbox.add(message("b", "2"));
    outbox.add_last(message("status", "offline"));
    EXPECT_THAT(packets(outbox),
                ElementsAre(publish_packet(message("b", "2"), 1, false),
                            publish_packet(message("status", "offline"), 2, false)));
}

TEST(Outbox, a_message_waits_while_an_older_one_of_its_topic_is_in_flight) {
    Outbox outbox;
    outbox.add(message("a", "1"));
    packets(outbox);
    outbox.add(message("a", "2"));
    outbox.add(message("b", "3"));
    EXPECT_THAT(packets(outbox), ElementsAre(publish_packet(message("b", "3"), 2, false)));
    outbox.acknowledge(1);
    EXPECT_THAT(packets(outbox), ElementsAre(publish_packet(message("a", "2"), 3, false)));
}

TEST(Outbox, is_empty_when_everything_is_acknowledged) {
    Outbox outbox;
    EXPECT_TRUE(outbox.is_empty());
    outbox.add(message("a", "1"));
    EXPECT_FALSE(outbox.is_empty());
    EXPECT_FALSE(outbox.has_in_flight());
    packets(outbox);
    EXPECT_TRUE(outbox.has_in_flight());
    outbox.acknowledge(77);
    EXPECT_FALSE(outbox.is_empty());
    outbox.acknowledge(1);
    EXPECT_TRUE(outbox.is_empty());
}

TEST(Outbox, what_was_in_flight_goes_again_first_and_marked) {
    Outbox outbox;
    outbox.add(message("a", "1"));
    outbox.add(message("b", "2"));
    packets(outbox);
    outbox.add(message("c", "3"));
    outbox.connection_lost();
    EXPECT_THAT(packets(outbox), ElementsAre(publish_packet(message("a", "1"), 1, true),
                                             publish_packet(message("b", "2"), 2, true),
                                             publish_packet(message("c", "3"), 3, false)));
}

TEST(Outbox, what_was_in_flight_does_not_go_again_where_a_newer_message_waits) {
    Outbox outbox;
    outbox.add(message("a", "old"));
    packets(outbox);
    outbox.add(message("a", "new"));
    outbox.connection_lost();
    EXPECT_THAT(packets(outbox), ElementsAre(publish_packet(message("a", "new"), 2, false)));
}

TEST(Outbox, no_more_than_so_many_messages_are_in_flight) {
    Outbox outbox;
    for (int i = 0; i < 100; ++i) {
        outbox.add(message("t" + std::to_string(i), "x"));
    }
    EXPECT_EQ(packets(outbox).size(), Outbox::k_most_in_flight);
    outbox.acknowledge(3);
    EXPECT_EQ(packets(outbox).size(), 1U);
}

TEST(Outbox, no_more_than_so_many_bytes_are_in_flight_unless_it_is_one_message) {
    Outbox outbox;
    outbox.add(message("huge", std::string(3 * Outbox::k_most_bytes_in_flight, 'x')));
    outbox.add(message("a", std::string(Outbox::k_most_bytes_in_flight / 2, 'x')));
    outbox.add(message("b", std::string(Outbox::k_most_bytes_in_flight / 2, 'x')));
    outbox.add(message("c", "x"));
    EXPECT_EQ(packets(outbox).size(), 1U);
    outbox.acknowledge(1);
    EXPECT_EQ(packets(outbox).size(), 2U);
    outbox.acknowledge(2);
    EXPECT_EQ(packets(outbox).size(), 1U);
}

/// Loses the connection after everything that goes was sent; what that was.
std::vector<std::string> lose(Outbox& outbox) {
    const auto sent = packets(outbox);
    outbox.connection_lost();
    return sent;
}

TEST(Outbox, what_was_in_flight_at_two_losses_goes_alone_after_all_others) {
    Outbox outbox;
    outbox.add(message("image", "large"));
    lose(outbox);
    lose(outbox);
    outbox.add(message("state", "small"));
    EXPECT_THAT(packets(outbox), ElementsAre(publish_packet(message("state", "small"), 2, false)));
    outbox.acknowledge(2);
    EXPECT_THAT(packets(outbox), ElementsAre(publish_packet(message("image", "large"), 1, true)));
    outbox.add(message("state", "later"));
    EXPECT_THAT(packets(outbox), IsEmpty());
    outbox.acknowledge(1);
    EXPECT_EQ(packets(outbox).size(), 1U);
}

TEST(Outbox, suspicion_ends_when_a_message_arrives) {
    Outbox outbox;
    outbox.add(message("image", "1"));
    lose(outbox);
    lose(outbox);
    packets(outbox);
    outbox.acknowledge(1);
    outbox.add(message("image", "2"));
    outbox.add(message("state", "3"));
    EXPECT_EQ(packets(outbox).size(), 2U);
}

TEST(Outbox, newer_messages_inherit_the_suspicion_and_what_never_arrives_is_left_out) {
    Outbox outbox;
    for (int i = 0; i < Outbox::k_losses_to_give_up; ++i) {
        outbox.add(message("image", "picture"));
        EXPECT_EQ(lose(outbox).size(), 1U);
    }
    EXPECT_TRUE(outbox.is_empty());
    const auto left_out = outbox.take_left_out();
    ASSERT_EQ(left_out.size(), 1U);
    EXPECT_EQ(left_out[0].topic, "image");
    EXPECT_EQ(left_out[0].bytes, 7U);
    EXPECT_THAT(outbox.take_left_out(), IsEmpty());
}

TEST(Outbox, one_of_many_that_are_as_large_is_tried_again_and_told_of_once) {
    Outbox outbox;
    int sent = 0;
    for (int i = 0; i < Outbox::k_losses_to_give_up + 2 * Outbox::k_left_out_before_next_try; ++i) {
        outbox.add(message("image", "picture"));
        sent += static_cast<int>(lose(outbox).size());
    }
    EXPECT_EQ(sent, Outbox::k_losses_to_give_up + 2);
    EXPECT_EQ(outbox.take_left_out().size(), 1U);
}

TEST(Outbox, a_smaller_message_is_not_left_out) {
    Outbox outbox;
    for (int i = 0; i < Outbox::k_losses_to_give_up; ++i) {
        outbox.add(message("image", "picture"));
        lose(outbox);
    }
    outbox.add(message("image", "small"));
    EXPECT_EQ(packets(outbox).size(), 1U);
}

TEST(Outbox, a_loss_before_a_message_was_sent_again_does_not_count) {
    Outbox outbox;
    outbox.add(message("image", "picture"));
    packets(outbox);
    for (int i = 0; i < 20; ++i) {
        outbox.connection_lost();
    }
    EXPECT_EQ(packets(outbox).size(), 1U);
}

Message readable(const std::string& topic, const std::string& payload,
                 const std::optional<std::string>& file) {
    return {.topic = topic, .payload = payload, .retain = true, .read = [file] { return file; }};
}

TEST(Outbox, a_payload_that_is_there_is_not_read) {
    Outbox outbox;
    outbox.add(readable("a", "1", "from the file"));
    EXPECT_THAT(packets(outbox), ElementsAre(publish_packet(message("a", "1"), 1, false)));
}

TEST(Outbox, a_payload_that_was_left_out_is_read_once_when_it_is_sent) {
    Outbox outbox;
    int count = 0;
    outbox.add({.topic = "a", .retain = true, .read = [&] { return std::to_string(++count); }});
    EXPECT_EQ(count, 0);
    EXPECT_THAT(packets(outbox), ElementsAre(publish_packet(message("a", "1"), 1, false)));
    outbox.connection_lost();
    EXPECT_THAT(packets(outbox), ElementsAre(publish_packet(message("a", "1"), 1, true)));
}

TEST(Outbox, a_message_whose_payload_is_gone_is_left_out_and_no_other) {
    Outbox outbox;
    outbox.add(readable("gone", "", std::nullopt));
    outbox.add(message("b", "2"));
    EXPECT_THAT(packets(outbox), ElementsAre(publish_packet(message("b", "2"), 2, false)));
    outbox.acknowledge(2);
    EXPECT_TRUE(outbox.is_empty());
}

TEST(Outbox, payloads_that_can_be_read_again_are_kept_up_to_a_limit) {
    Outbox outbox;
    const std::string half(Outbox::k_most_bytes_waiting / 2, 'x');
    for (const char* topic : {"a", "b", "b", "c"}) {
        outbox.add(readable(topic, half, "file"));
    }
    outbox.add(message("d", half));
    const auto sizes = [&] {
        std::vector<std::size_t> all;
        for (PacketId id = 1; auto packet = outbox.next_packet(); ++id) {
            all.push_back(packet->size() / half.size());
            outbox.acknowledge(id);
        }
        return all;
    };
    EXPECT_THAT(sizes(), ElementsAre(1U, 1U, 0U, 1U));
}

TEST(Outbox, what_is_read_and_as_large_as_what_never_arrived_is_left_out) {
    Outbox outbox;
    for (int i = 0; i < Outbox::k_losses_to_give_up; ++i) {
        outbox.add(readable("image", "", "picture"));
        EXPECT_EQ(lose(outbox).size(), 1U);
    }
    outbox.add(readable("image", "", "picture"));
    EXPECT_THAT(packets(outbox), IsEmpty());
    EXPECT_TRUE(outbox.is_empty());
    outbox.add(readable("image", "", "small"));
    EXPECT_EQ(packets(outbox).size(), 1U);
}

TEST(Outbox, messages_can_be_added_while_a_payload_is_read) {
    Outbox outbox;
    outbox.add({.topic = "a", .read = [&]() -> std::optional<std::string> {
                    outbox.add(message("a", "newer"));
                    return "older";
                }});
    EXPECT_EQ(packets(outbox).size(), 1U);
    outbox.acknowledge(1);
    EXPECT_THAT(packets(outbox), ElementsAre(publish_packet(message("a", "newer"), 2, false)));
}

TEST(Outbox, numbers_are_never_0_and_never_one_in_flight) {
    Outbox outbox;
    outbox.add(message("a", "1"));
    packets(outbox);
    for (int i = 2; i <= 65'535; ++i) {
        EXPECT_EQ(outbox.take_id(), i);
    }
    EXPECT_EQ(outbox.take_id(), 2);
}

} // namespace
