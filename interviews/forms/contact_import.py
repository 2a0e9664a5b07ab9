from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from interviews.contact_table import Table, TableRefused, read_table
from interviews.contact_table.reading import MAX_BYTES


class TableForm(forms.Form):
    """A file, or rows copied out of a spreadsheet. Valid means: it could be read as a table."""

    file = forms.FileField(
        label="The file",
        required=False,
        allow_empty_file=True,
        help_text="CSV, with any separator. Its first row names the columns, in any order.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )
    pasted = forms.CharField(
        label="Or paste rows", required=False, strip=False, max_length=MAX_BYTES,
        help_text="Copied out of a spreadsheet, with the row that names the columns.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    table: Table
    filename: str

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        upload, pasted = data.get("file"), data.get("pasted", "")
        if not upload and not pasted.strip():
            self.add_error("file", "Choose a file, or paste rows below.")
        elif upload:
            self._read("file", upload)
        else:
            self._read("pasted", pasted)
        return data

    def _read(self, field: str, source: UploadedFile | str) -> None:
        if isinstance(source, str):
            self.filename, data = "Pasted rows", source.encode()
        elif source.size and source.size > MAX_BYTES:
            return self.add_error(field, f"This file is larger than {MAX_BYTES // 2**20} MB. Split it into several.")
        else:
            self.filename, data = source.name or "A table", source.read()
        try:
            self.table = read_table(data)
        except TableRefused as refused:
            self.add_error(field, str(refused))
