"""Where participant data may be besides the tables: files, caches, queues, logs, mail, browsers, backups."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Store:
    """`holds`: what of a participant may be in it. `ends`: what a withdrawal does about it. `code`: where that is done."""

    name: str
    holds: str
    ends: str
    code: str = ""


STORES = (
    Store(
        "Uploaded files (var/media)",
        "Files of a person that the tables name.",
        "Deleted before the rows that name them.",
        "analysis/erasing/files.py",
    ),
    Store(
        "Uploads under way (the system's temporary folder)",
        "A transcript over 2 MB while its request runs.",
        "Deleted when the request ends, by Django.",
    ),
    Store(
        "The cache (table throughline_cache)",
        "Counts for the limits on signing in, by digest. Nothing of participants.",
        "Nothing to do.",
    ),
    Store(
        "The model behind suggested themes (in the process)",
        "Counts of words of a study's quotes, for a minute.",
        "Let go of at once.",
        "analysis/quoting/suggestions.py",
    ),
    Store(
        "Messages that weren't shown yet (sessions)",
        "Perhaps a name: “Ada Example is a contact now.”",
        "Messages in which the name or address stands are dropped.",
        "analysis/erasing/messages.py",
    ),
    Store(
        "The database's own log (var/pg/data/log)",
        "Nothing: it names errors without their values, and is written over after a week.",
        "Nothing to do.",
        "config/postgres/server.py",
    ),
    Store(
        "Work for later (procrastinate_jobs)",
        "Ids and dates. A string is refused, whatever is in it.",
        "Nothing to do.",
        "accounts/queue.py",
    ),
    Store(
        "The server's log (standard error)",
        "Warnings and errors with addresses of pages, which hold ids.",
        "Nothing to do.",
        "config/settings.py",
    ),
    Store(
        "Mail",
        "Mail that was sent is with the mail server and with whoever got it.",
        "Listed as left to do by hand.",
        "analysis/erasing/departures.py",
    ),
    Store(
        "Lines waiting on a teammate's device (IndexedDB, localStorage, sessionStorage)",
        "Lines that weren't saved yet, half-typed lines, a draft of a debrief.",
        "The server answers “erased” (410) when the device sends one, and it lets go.",
        "interviews/live/withdrawn.py",
    ),
    Store(
        "Capture pages stored on a teammate's device (service worker)",
        "The lines of one's own call, to go on without a network.",
        "Dropped at the next contact, and by itself within a day.",
        "static/js/offline/worker.js",
    ),
    Store(
        "What was exported, shared or printed",
        "Quotes, notes, reports, as they were then.",
        "Out of our reach: listed as left to do by hand.",
        "analysis/erasing/departures.py",
    ),
    Store(
        "The erasure ledger (var/erasures.jsonl)",
        "Digests of ids, a day, an outcome. No name, no word.",
        "Added to; it is read after a backup is restored, before the first page.",
        "analysis/erasing/ledger.py",
    ),
    Store(
        "Backups",
        "All that the tables held on that day.",
        "Whoever is in one and withdrew is erased again when it is restored. Keep backups no longer than 30 days.",
        "docs/operations.md",
    ),
    Store(
        "The database's files (var/pg)",
        "Rows that were deleted, until the space is written over.",
        "Vacuumed after each withdrawal.",
        "analysis/erasing/vacuum.py",
    ),
)
