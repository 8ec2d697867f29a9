"""Short lists that people write by a template of ours: CSV, each line checked like a form, all of them or none."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from travel.imports.folding import fold_header

LIMIT_BYTES, LIMIT_ROWS = 1024 * 1024, 2_000


class WrittenListForm(forms.Form):
    """A form with one file. columns: header -> field; needed: fields whose column must be there.

    rows: what is wrong, as (line, header, sentence).
    """

    columns: ClassVar[Mapping[str, str]]
    needed: ClassVar[tuple[str, ...]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows: list[tuple[int, str, str]] = []

    def clean_file(self) -> UploadedFile:
        return self.read(self.cleaned_data["file"])

    def take(self, line: int, cells: dict[str, str]) -> None:
        """Keep what a line says, or complain about it. cells: the filled ones, by field."""
        raise NotImplementedError

    def complain(self, line: int, field: str, sentence: Any) -> None:
        titles = {field: title for title, field in self.columns.items()}
        self.rows.append((line, titles.get(field, ""), str(sentence)))

    def read(self, file: UploadedFile) -> UploadedFile:
        """Take every line. Raises ValidationError when the file is no such list, or when a line cannot be used."""
        if (file.size or 0) > LIMIT_BYTES:
            raise forms.ValidationError(
                _("The selected file must be smaller than %(limit)s. Split it, for instance by year."),
                params={"limit": filesizeformat(LIMIT_BYTES)},
            )
        records = list(self._records(file))
        if not records:
            raise forms.ValidationError(
                _("The selected file holds nothing below its header. Fill in the template and choose it again.")
            )
        if len(records) > LIMIT_ROWS:
            raise forms.ValidationError(
                _("The list has more than %(limit)s lines. Split it."), params={"limit": LIMIT_ROWS}
            )
        for line, cells in records:
            self.take(line, cells)
        if self.rows:
            raise forms.ValidationError(_("Some lines cannot be used; nothing of the list was taken. Correct them."))
        return file

    def _records(self, file: UploadedFile) -> Iterator[tuple[int, dict[str, str]]]:
        data = file.read()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
        if "\0" in text:
            raise forms.ValidationError(_("The selected file must be a CSV. Save the list as CSV and choose it again."))
        header = text.partition("\n")[0]
        reader = csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=header.count))
        fields = {fold_header(title): field for title, field in self.columns.items()}
        titles = {title: fold_header(title or "") for title in reader.fieldnames or ()}
        known = {title: fields[folded] for title, folded in titles.items() if folded in fields}
        needed = [title for title, field in self.columns.items() if field in self.needed]
        lacking = [title for title in needed if self.columns[title] not in known.values()]
        if lacking:
            raise forms.ValidationError(
                _("The column %(column)s is missing. Use the headers of the template."), params={"column": lacking[0]}
            )
        for row in reader:
            cells = {field: text for title, field in known.items() if (text := _cell(row.get(title)))}
            if cells:
                yield reader.line_num, cells


def _cell(text: str | None) -> str:
    """The text of a cell, without the quote that keeps spreadsheets from running it."""
    text = (text or "").strip()
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@") else text
