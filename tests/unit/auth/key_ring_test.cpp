#include <watchword/auth/key_ring.hpp>
#include <watchword/auth/rotate_keys.hpp>
#include <watchword/jose/jwk.hpp>

#include <algorithm>
#include <atomic>
#include <thread>

#include "world.hpp"

namespace watchword::auth {
namespace {

class Keys : public testing::Test {
  protected:
    Result<std::unique_ptr<KeyRing>> open(char master = 'm', TimePoint now = start_time) {
        return KeyRing::open(store.keys(), SecretBytes(std::string(32, master)), settings, random, now);
    }
    std::size_t published(const KeyRing& ring) { return jose::import_key_set(*ring.jwks_json())->size(); }
    TimePoint end_of_retired_key() {
        const auto records = store.keys().list().value();
        const auto retired =
            std::ranges::find_if(records, [](const KeyRecord& r) { return r.published_until.has_value(); });
        return retired->published_until.value();
    }
    SystemRandom random;
    Settings settings = usual_settings();
    storage::memory::MemoryStore store;
};

TEST_F(Keys, TheFirstOneIsMadeSignsAtOnceAndIsKept) {
    const auto ring = open().value();
    const std::string kid = ring->signing_key(start_time).kid();
    EXPECT_EQ(kid, jose::thumbprint(ring->signing_key(start_time).verification_key())) << "RFC 7638";
    EXPECT_EQ(open().value()->signing_key(start_time).kid(), kid);
    EXPECT_EQ(published(*ring), 1U);
    EXPECT_EQ(ring->jwks_json()->find("\"d\""), std::string::npos) << "no private member";
}

TEST_F(Keys, AWrongMasterKeyIsNoticedAndAddsNothing) {
    std::ignore = open().value();
    EXPECT_EQ(code_of(open('x')), Error::wrong_master_key);
    settings.signing_algorithm = jose::Algorithm::EdDSA;
    EXPECT_EQ(code_of(open('x')), Error::wrong_master_key);
    EXPECT_EQ(store.keys().list()->size(), 1U);
    EXPECT_THROW((void)KeyRing::open(store.keys(), SecretBytes("short"), settings, random, start_time),
                 std::invalid_argument);
}

TEST_F(Keys, ASealedKeyIsBoundToItsKid) {
    std::ignore = open().value();
    KeyRecord stolen = store.keys().list()->front();
    stolen.kid = "another";
    storage::memory::MemoryStore other;
    EXPECT_TRUE(other.keys().add_if_none(stolen));
    EXPECT_EQ(code_of(KeyRing::open(other.keys(), SecretBytes(std::string(32, 'm')), settings, random, start_time)),
              Error::wrong_master_key);
}

TEST_F(Keys, RestOnlySealed) {
    const auto ring = open().value();
    const KeyRecord record = store.keys().list()->front();
    EXPECT_EQ(as_text(record.sealed_private_jwk).find("\"kty\""), std::string_view::npos);
    EXPECT_EQ(record.public_jwk.find("\"d\""), std::string::npos);
}

TEST_F(Keys, ANewOneIsPublishedBeforeItSignsAndTheOldOneUntilItsLastTokenHasDied) {
    const auto ring = open().value();
    const std::string old_kid = ring->signing_key(start_time).kid();
    const std::string new_kid = ring->rotate(RotationTiming::after_publication, start_time).value();
    const TimePoint takes_over = start_time + settings.lifetimes.key_publication;
    EXPECT_EQ(published(*ring), 2U) << "at once";
    EXPECT_EQ(ring->signing_key(takes_over - Milliseconds(1)).kid(), old_kid);
    EXPECT_EQ(ring->signing_key(takes_over).kid(), new_kid);
    EXPECT_TRUE(ring->find({jose::Algorithm::ES256, old_kid})) << "tokens of the old key are verified still";

    const TimePoint dead = end_of_retired_key();
    EXPECT_GE(dead, takes_over + settings.lifetimes.access_token);
    EXPECT_EQ(*ring->remove_retired(dead - Milliseconds(1)), 0U);
    EXPECT_EQ(published(*ring), 2U);
    EXPECT_EQ(*ring->remove_retired(dead), 1U);
    EXPECT_EQ(published(*ring), 1U);
    EXPECT_EQ(code_of(ring->find({jose::Algorithm::ES256, old_kid})), Error::unknown_key);
}

TEST_F(Keys, WhatIsPastItsPublicationIsNotPublishedEvenIfItIsStored) {
    const auto ring = open().value();
    std::ignore = ring->rotate(RotationTiming::at_once, start_time);
    const TimePoint dead = end_of_retired_key();
    EXPECT_TRUE(ring->reload(dead - Milliseconds(1)));
    EXPECT_EQ(published(*ring), 2U);
    EXPECT_TRUE(ring->reload(dead));
    EXPECT_EQ(published(*ring), 1U);
}

TEST_F(Keys, InAnEmergencyTheNewOneSignsAtOnce) {
    const auto ring = open().value();
    std::ignore = ring->rotate(RotationTiming::after_publication, start_time);
    const std::string kid = ring->rotate(RotationTiming::at_once, start_time + Seconds(1)).value();
    for (const int later : {1, 2, 299, 300, 301, 100'000})
        EXPECT_EQ(ring->signing_key(start_time + Seconds(later)).kid(), kid) << later;
}

TEST_F(Keys, AnotherProcessesRotationIsSeenAfterReload) {
    const auto here = open().value();
    const auto there = open().value();
    const std::string kid = there->rotate(RotationTiming::at_once, start_time).value();
    EXPECT_NE(here->signing_key(start_time).kid(), kid);
    EXPECT_TRUE(here->reload(start_time));
    EXPECT_EQ(here->signing_key(start_time).kid(), kid);
}

TEST_F(Keys, ProcessesThatStartAtOnceAgree) {
    std::vector<std::string> kids(8);
    {
        std::vector<std::jthread> processes;
        for (std::string& kid : kids)
            processes.emplace_back([&] { kid = open().value()->signing_key(start_time).kid(); });
    }
    for (const std::string& kid : kids)
        EXPECT_EQ(kid, kids.front());
    EXPECT_EQ(store.keys().list()->size(), 1U);
}

TEST_F(Keys, FindNeedsTheRightAlgorithmAndAKidWhereThereAreSeveral) {
    const auto ring = open().value();
    const std::string kid = ring->signing_key(start_time).kid();
    EXPECT_TRUE(ring->find({jose::Algorithm::ES256, std::nullopt}));
    EXPECT_EQ(code_of(ring->find({jose::Algorithm::EdDSA, kid})), Error::unknown_key);
    EXPECT_EQ(code_of(ring->find({jose::Algorithm::ES256, "other"})), Error::unknown_key);
    std::ignore = ring->rotate(RotationTiming::at_once, start_time);
    EXPECT_EQ(code_of(ring->find({jose::Algorithm::ES256, std::nullopt})), Error::unknown_key);
}

TEST_F(Keys, AnotherAlgorithmIsPublishedBeforeItSignsAndTheFormerKeyRetires) {
    const std::string es256 = open().value()->signing_key(start_time).kid();
    for (const auto algorithm : {jose::Algorithm::EdDSA, jose::Algorithm::RS256}) {
        settings.signing_algorithm = algorithm;
        storage::memory::MemoryStore before;
        ASSERT_TRUE(before.keys().add_if_none(store.keys().list()->front()));
        const auto ring =
            KeyRing::open(before.keys(), SecretBytes(std::string(32, 'm')), settings, random, start_time).value();
        EXPECT_EQ(*ring->follow_algorithm(start_time), true);
        EXPECT_EQ(*ring->follow_algorithm(start_time), false) << "once";
        EXPECT_EQ(published(*ring), 2U);
        const TimePoint takes_over = start_time + settings.lifetimes.key_publication;
        EXPECT_EQ(ring->signing_key(takes_over - Milliseconds(1)).kid(), es256) << "guards have not seen the new one";
        EXPECT_EQ(ring->signing_key(takes_over).algorithm(), algorithm);
        EXPECT_TRUE(ring->find({jose::Algorithm::ES256, es256}));
        EXPECT_EQ(*ring->remove_retired(takes_over + std::chrono::hours(1)), 1U);
        EXPECT_EQ(code_of(ring->find({jose::Algorithm::ES256, es256})), Error::unknown_key);
    }
}

TEST_F(Keys, LookingWithAnotherConfigurationAddsNoKey) {
    const std::string kid = open().value()->signing_key(start_time).kid();
    settings.signing_algorithm = jose::Algorithm::EdDSA;
    EXPECT_EQ(open().value()->signing_key(start_time).kid(), kid);
    EXPECT_EQ(store.keys().list()->size(), 1U);
}

TEST_F(Keys, RotatingWithAnotherConfigurationEndsTheFormerKeyToo) {
    const auto server = open().value();
    Settings other = settings;
    other.signing_algorithm = jose::Algorithm::EdDSA;
    const auto command =
        KeyRing::open(store.keys(), SecretBytes(std::string(32, 'm')), other, random, start_time).value();
    const std::string kid = command->rotate(RotationTiming::at_once, start_time).value();
    EXPECT_TRUE(server->reload(start_time));
    EXPECT_EQ(server->signing_key(start_time).kid(), kid) << "whoever says that it signs now is right";
}

TEST_F(Keys, SigningGoesOnWhileKeysRotate) {
    const auto ring = open().value();
    std::atomic<bool> stop = false;
    std::vector<std::jthread> signers;
    for (int i = 0; i < 4; ++i) {
        signers.emplace_back([&] {
            while (!stop) {
                const jose::SigningKey key = ring->signing_key(start_time);
                EXPECT_TRUE(ring->find({key.algorithm(), key.kid()}));
                EXPECT_FALSE(ring->jwks_json()->empty());
            }
        });
    }
    for (int i = 0; i < 5; ++i)
        EXPECT_TRUE(ring->rotate(RotationTiming::at_once, start_time + Seconds(i)));
    stop = true;
}

TEST_F(Keys, RotatingAsAUseCaseGivesTheKid) {
    World world;
    const auto kid = rotate_keys(world.context, RotationTiming::at_once);
    EXPECT_EQ(world.keys->signing_key(world.clock.now()).kid(), *kid);
    world.clock.advance(std::chrono::hours(1));
    EXPECT_EQ(*remove_retired_keys(world.context), 1U);
}

}  // namespace
}  // namespace watchword::auth
