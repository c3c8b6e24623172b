#pragma once
/// Writing one JSON object. Internal to jose.

#include <watchword/jose/json.hpp>

#include <string>
#include <string_view>

namespace watchword::jose::detail {

/// An object that is written member by member. That no name is written twice is the caller's to see to.
class ObjectText {
  public:
    void add(std::string_view name, std::string_view text);
    void add_unless_empty(std::string_view name, std::string_view text);
    /// `json` is the value as it shall stand there.
    void add_json(std::string_view name, std::string_view json);
    /// All members of another object.
    void add_members(const json::Value& object);
    /// The whole, once: nothing can be added afterwards.
    std::string_view close() { return text_ += '}'; }
    std::string take();

  protected:
    std::string text_{"{"};

  private:
    void begin_member(std::string_view name);
};

}  // namespace watchword::jose::detail
