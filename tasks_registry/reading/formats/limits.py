"""How large a document may be, and how long reading it may take; beyond these a file is refused.

A plan is a few dozen pages. The limits stand an order of magnitude above the largest one, and keep a
file made to do harm (a zip bomb, a sheet of a million rows) from holding the program up.
"""

MEGABYTE = 1024 * 1024

LARGEST_FILE = 200 * MEGABYTE
LARGEST_TEXT = 20 * MEGABYTE  # of a file that is text, with its markup

ZIP_MEMBERS = 10_000
ZIP_BYTES = 200 * MEGABYTE  # unpacked, all members together
ZIP_RATIO = 200  # unpacked to packed
ZIP_RATIO_FROM = 10 * MEGABYTE  # unpacked; below this any ratio does no harm
LARGEST_PART = 60 * MEGABYTE  # of XML in one member

PAGES = 1_000  # of a PDF with text
SCANNED_PAGES = 50
PIXELS = 60_000_000  # of one picture

TEXT = 5_000_000  # characters of a whole document
CELL = 50_000  # characters; a cell of Excel holds 32,767
ROWS = 50_000
COLUMNS = 100

SECONDS = 120  # for a file to be read in its own process
SCAN_SECONDS = 600
PAGE_SECONDS = 45  # for tesseract to read one page
OFFICE_SECONDS = 60  # for LibreOffice to convert a file
MEMORY = 1024 * MEGABYTE  # address space of the process that reads
OFFICE_MEMORY = 8 * 1024 * MEGABYTE  # LibreOffice maps far more than it uses
