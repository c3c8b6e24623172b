#pragma once
/// Writing one JWK. Internal to jose.

#include <watchword/base/secret.hpp>
#include <watchword/jose/key_material.hpp>
#include <watchword/jose/object_text.hpp>

#include <vector>

namespace watchword::jose::detail {

/// An object that leaves no copy of a secret behind: what `close` shows is copied, never taken.
class JwkText : public ObjectText {
  public:
    JwkText();
    ~JwkText() { wipe(text_.data(), text_.size()); }
    JwkText(const JwkText&) = delete;
    JwkText& operator=(const JwkText&) = delete;

    using ObjectText::add;
    /// Wipes what it was handed.
    void add(std::vector<PublicMember>&& members);
    void add(const std::vector<PrivateMember>& members);
    std::string take() = delete;
};

}  // namespace watchword::jose::detail
