#include <watchword/endpoints/error_response.hpp>
#include <watchword/endpoints/page_message.hpp>
#include <watchword/pages/words.hpp>

namespace watchword::endpoints {

pages::Message message_of(const Error& error) {
    if (error == Error::rate_limited && error.retry_after().count() > 0) {
        const std::string wait = pages::wait_in_words(error.retry_after());
        return {pages::Message::Kind::bad, "Too many attempts. Please wait " + wait + " and try again."};
    }
    const int status = status_of(error);
    const Error shown = status == 500 ? Error(Error::internal) : error;
    return {pages::Message::Kind::bad, std::string(shown.sentence())};
}

int page_status_of(const Error& error) noexcept {
    return error == Error::wrong_credentials ? 403 : status_of(error);
}

}  // namespace watchword::endpoints
