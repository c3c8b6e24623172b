#include <watchword/http/deadlines.hpp>

#include <algorithm>

namespace watchword::http {

Deadlines::Head::Head() noexcept {
    next_ = previous_ = this;
}

Deadlines::Deadlines() noexcept = default;

Deadlines::Time Deadlines::arm(Entry& entry, Deadline kind, Time now) noexcept {
    disarm(entry);
    Entry& head = heads_[index(kind)];
    entry.kind_ = kind;
    entry.due_ = now + durations_[index(kind)];
    entry.previous_ = head.previous_;
    entry.next_ = &head;
    head.previous_->next_ = &entry;
    head.previous_ = &entry;
    return entry.due_;
}

void Deadlines::disarm(Entry& entry) noexcept {
    if (!entry.is_armed()) return;
    entry.previous_->next_ = entry.next_;
    entry.next_->previous_ = entry.previous_;
    entry.next_ = entry.previous_ = nullptr;
}

std::optional<Deadlines::Time> Deadlines::next_due() const noexcept {
    std::optional<Time> earliest;
    for (const Entry& head : heads_) {
        if (head.next_ != &head) earliest = std::min(earliest.value_or(head.next_->due_), head.next_->due_);
    }
    return earliest;
}

void Deadlines::expire(Time now) {
    for (Entry& head : heads_) {
        while (head.next_ != &head && head.next_->due_ <= now) {
            Entry& entry = *head.next_;
            disarm(entry);
            entry.on_deadline(entry.kind_);
        }
    }
}

}  // namespace watchword::http
