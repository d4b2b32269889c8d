// SPDX-License-Identifier: Apache-2.0
#include "base/text/sha256.hpp"

#include "base/text/encoding.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace base {

namespace {

constexpr std::size_t k_block_size = 64;

// The first 32 bits of the fractional parts of the cube roots of the first 64 primes (4.2.2).
constexpr std::array<std::uint32_t, 64> k_round_constants = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

using State = std::array<std::uint32_t, 8>;

// The first 32 bits of the fractional parts of the square roots of the first eight primes (5.3.3).
constexpr State k_initial_state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                   0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

std::uint32_t big_endian_word(std::string_view bytes, std::size_t position) {
    std::uint32_t word = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        word = word << 8 | static_cast<unsigned char>(bytes[position + i]);
    }
    return word;
}

void add_block(State& state, std::string_view block) {
    std::array<std::uint32_t, 64> schedule{};
    for (std::size_t t = 0; t < 16; ++t) {
        schedule[t] = big_endian_word(block, 4 * t);
    }
    for (std::size_t t = 16; t < 64; ++t) {
        const std::uint32_t w2 = schedule[t - 2];
        const std::uint32_t w15 = schedule[t - 15];
        const std::uint32_t sigma1 = std::rotr(w2, 17) ^ std::rotr(w2, 19) ^ (w2 >> 10);
        const std::uint32_t sigma0 = std::rotr(w15, 7) ^ std::rotr(w15, 18) ^ (w15 >> 3);
        schedule[t] = sigma1 + schedule[t - 7] + sigma0 + schedule[t - 16];
    }

    State v = state;
    for (std::size_t start = 0; start < 64; start += 8) {
        // Moving the names instead of the values: after eight rounds each is where it was.
        for (std::size_t i = 0; i < 8; ++i) {
            const std::uint32_t a = v[(8 - i) % 8];
            const std::uint32_t b = v[(9 - i) % 8];
            const std::uint32_t c = v[(10 - i) % 8];
            const std::uint32_t e = v[(12 - i) % 8];
            const std::uint32_t f = v[(13 - i) % 8];
            const std::uint32_t g = v[(14 - i) % 8];
            std::uint32_t& d = v[(11 - i) % 8];
            std::uint32_t& h = v[(15 - i) % 8];
            const std::uint32_t sum1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
            const std::uint32_t choice = (e & f) ^ (~e & g);
            const std::uint32_t t1 =
                h + sum1 + choice + k_round_constants[start + i] + schedule[start + i];
            const std::uint32_t sum0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
            const std::uint32_t majority = (a & b) ^ (a & c) ^ (b & c);
            d += t1;
            h = t1 + sum0 + majority;
        }
    }
    for (std::size_t i = 0; i < state.size(); ++i) {
        state[i] += v[i];
    }
}

/// The rest of the message after its whole blocks, padded to whole blocks (5.1.1).
std::string padded_rest(std::string_view rest, std::uint64_t message_bytes) {
    std::string padded(rest);
    padded += '\x80';
    padded.resize((rest.size() + 8) / k_block_size * k_block_size + k_block_size - 8, '\0');
    const std::uint64_t bits = 8 * message_bytes;
    for (int shift = 56; shift >= 0; shift -= 8) {
        padded += static_cast<char>(bits >> shift & 0xFFU);
    }
    return padded;
}

std::string to_bytes(const State& state) {
    std::string bytes;
    bytes.reserve(4 * state.size());
    for (const std::uint32_t word : state) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes += static_cast<char>(word >> shift & 0xFFU);
        }
    }
    return bytes;
}

/// The digest of a message that ends with `bytes`.
/// @param state   after the blocks before
/// @param before  how many bytes these are
State finish(State state, std::string_view bytes, std::uint64_t before) {
    const std::size_t whole_blocks = bytes.size() / k_block_size * k_block_size;
    for (std::size_t start = 0; start < whole_blocks; start += k_block_size) {
        add_block(state, bytes.substr(start, k_block_size));
    }
    const std::string rest = padded_rest(bytes.substr(whole_blocks), before + bytes.size());
    for (std::size_t start = 0; start < rest.size(); start += k_block_size) {
        add_block(state, std::string_view(rest).substr(start, k_block_size));
    }
    return state;
}

/// The state after one block, `key` combined with `pad`: where HMAC begins.
State state_after_key(std::string key, unsigned char pad) {
    key.resize(k_block_size, '\0');
    for (char& byte : key) {
        byte = static_cast<char>(static_cast<unsigned char>(byte) ^ pad);
    }
    State state = k_initial_state;
    add_block(state, key);
    return state;
}

/// HMAC-SHA256 with one key, which is worked into both hashes once.
class Hmac {
public:
    explicit Hmac(std::string_view key) {
        const std::string short_key = key.size() > k_block_size ? sha256(key) : std::string(key);
        m_inner = state_after_key(short_key, 0x36);
        m_outer = state_after_key(short_key, 0x5c);
    }

    State of(std::string_view message) const {
        return finish(m_outer, to_bytes(finish(m_inner, message, k_block_size)), k_block_size);
    }

private:
    State m_inner;
    State m_outer;
};

} // namespace

std::string sha256(std::string_view bytes) {
    return to_bytes(finish(k_initial_state, bytes, 0));
}

std::string sha256_hex(std::string_view bytes) {
    return hex_encode(sha256(bytes));
}

std::string hmac_sha256(std::string_view key, std::string_view message) {
    return to_bytes(Hmac(key).of(message));
}

std::string pbkdf2_sha256(std::string_view password, std::string_view salt, int rounds) {
    const Hmac hmac(password);
    State last = hmac.of(std::string(salt) + std::string("\0\0\0\1", 4));
    State sum = last;
    for (int round = 1; round < rounds; ++round) {
        last = hmac.of(to_bytes(last));
        for (std::size_t i = 0; i < sum.size(); ++i) {
            sum[i] ^= last[i];
        }
    }
    return to_bytes(sum);
}

} // namespace base
