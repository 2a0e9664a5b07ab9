"""What the rooms above are told of, since imports don't run up to them."""

from django.dispatch import Signal

# A typed line was saved, removed or put back. Sent in the transaction that did it, before its commit, with `note` as it is
# now, `by`, `before` (interviews.models.note.Typed) and, where the sender has it at hand, `now`. A receiver must not refuse:
# nothing may keep a line from being saved.
line_saved = Signal()
