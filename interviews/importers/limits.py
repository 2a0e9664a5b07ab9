"""How much of a file is read, and how long its parts may grow. Beyond these a file is refused or cut, and says so."""

MEGABYTE = 1024 * 1024
HOUR_MS = 3_600_000

MAX_BYTES = 20 * MEGABYTE
# Ten hours of captions are some 150,000 lines.
MAX_LINES = 300_000
MAX_TURNS = 50_000
# A turn is a row on a page and a target for quotes; a book in one row is neither.
MAX_TURN_CHARS = 20_000
MAX_NAME_CHARS = 80
# Recordings are hours long; times beyond this are damage, and would not fit the database either.
MAX_TIME_MS = 500 * HOUR_MS

# Word files are zip archives: what may be inside, before anything is unpacked.
MAX_MEMBERS = 5_000
MAX_UNPACKED = 400 * MEGABYTE
MAX_PART = 25 * MEGABYTE
MAX_RATIO = 100
RATIO_MATTERS_FROM = MEGABYTE
MAX_ELEMENTS = 600_000
MAX_DEPTH = 300
