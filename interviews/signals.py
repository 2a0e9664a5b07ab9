"""What the rooms above are told of, since imports don't run up to them."""

from django.dispatch import Signal

# A typed line was saved, removed or put back. Sent in the transaction that did it, before its commit, with `note` as it is
# now, `by`, `before` (interviews.models.note.Typed) and, where the sender has it at hand, `now`. A receiver must not refuse:
# nothing may keep a line from being saved.
line_saved = Signal()

# Lines are about to lose their words for good: `notes` as they still are, `interview` and `by`. Sent in the transaction that
# erases them; a receiver gives up whatever it has made of their words.
lines_erased = Signal()
