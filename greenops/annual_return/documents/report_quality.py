"""How the figures were made and how good they are: method, data quality, what is missing, signatures."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _
from reportlab.platypus import Flowable, KeepTogether

from greenops.annual_return.documents.breakdown import is_unexplained, on_estimates, unknown_lines
from greenops.annual_return.documents.content import TOTALS, ReturnContent
from greenops.annual_return.documents.printed import amount_words
from greenops.annual_return.documents.report_pages import chapter, gap, grid, pairs
from greenops.insight.amounts import per_cent, per_cent_sign
from greenops.insight.pdf_words import words


def method(content: ReturnContent) -> Iterator[Flowable]:
    yield from chapter(_("Method"))
    off, said = content.off, content.said
    editions = ", ".join(off.factor_editions) or _("none")
    yield pairs(
        [
            (_("Form"), " · ".join(filter(None, (said.edition_title, content.edition_words, said.edition_mark)))),
            *said.method,
            (_("Editions of factors"), editions),
            (_("Rules"), ", ".join(sorted({rule for line in off.lines for rule in line.rules})) or _("none")),
            (_("Method and code"), f"{off.method_version} · GreenOps {off.code_version}"),
            (_("Digest of the inputs"), off.inputs_digest),
            (_("Digest of the lines"), content.lines_digest),
        ]
    )
    remarks = [
        *off.remarks,
        *(remark for remark in (content.on.remarks if content.on else ()) if remark not in off.remarks),
    ]
    if remarks:
        yield words(_("Remarks"), "heading")
        for remark in remarks:
            yield words(remark, "paragraph")
    equations = [line for line in content.lines(TOTALS) if line.equation]
    if equations:
        yield words(_("How the totals come about"), "heading")
        rows = [[line.code, line.label, line.equation, ", ".join(line.rules)] for line in equations]
        yield grid((_("Line"), _("What"), _("Equation with its numbers"), _("Rule")), rows, (8, 34, 66, 12))


def data_quality(content: ReturnContent) -> Iterator[Flowable]:
    yield from chapter(_("Data quality"))
    line = content.find("T.1")
    if line is not None and line.method_share is not None:
        words_ = _("%(share)s of the total rests on estimates, proxies or values copied from the year before.")
        yield words(words_ % {"share": per_cent(line.method_share).capitalize()}, "paragraph")
    yield from _coverage(content)
    yield from _methods(content)
    yield from _estimates(content)
    yield from _moved(content)
    if content.said.warnings:
        yield words(_("What a reader should know of the inputs"), "heading")
        for sentence in content.said.warnings:
            yield words(sentence, "paragraph")


def _coverage(content: ReturnContent) -> Iterator[Flowable]:
    if not content.said.coverage:
        return
    rows = [
        [
            topic.topic,
            f"{topic.sites_complete:,} / {topic.sites:,}",
            f"{topic.persons_covered:,.1f} / {topic.persons:,.1f}",
            per_cent_sign(topic.persons_covered / topic.persons if topic.persons else None),
        ]
        for topic in content.said.coverage
    ]
    heads = (_("Topic"), _("Sites with complete data"), _("Persons covered"), _("Coverage"))
    made = grid(heads, rows, (40, 28, 34, 18), numeric=(1, 2, 3))
    yield KeepTogether([words(_("Coverage"), "heading"), made])


def _methods(content: ReturnContent) -> Iterator[Flowable]:
    readings = content.said.readings
    count = sum(number for _name, number in readings)
    if not count:
        return
    rows = [[name, f"{number:,}", per_cent_sign(number / count)] for name, number in readings]
    rows.append([_("all readings"), f"{count:,}", "100%"])
    made = grid(
        (_("How the quantity is known"), _("Readings"), _("Part")), rows, (60, 30, 30), numeric=(1, 2),
        total_rows=[len(rows) - 1],
    )  # fmt: skip
    proof = _("%(evidenced)s of %(count)s readings have evidence in the system.")
    sentence = proof % {"evidenced": f"{content.said.evidenced:,}", "count": f"{count:,}"}
    yield KeepTogether([words(_("Readings of activity data"), "heading"), made, words(sentence, "small")])


def _estimates(content: ReturnContent) -> Iterator[Flowable]:
    lines = [line for line in on_estimates(content.off) if line.section != TOTALS]
    if not lines:
        return
    rows = [
        [line.code, line.label, amount_words(line.value, line.unit), per_cent_sign(line.method_share)] for line in lines
    ]
    yield words(_("Lines that rest on estimates"), "heading")
    yield grid((_("Line"), _("What"), _("Value"), _("On estimates")), rows, (8, 66, 28, 18), numeric=(2, 3))


def _moved(content: ReturnContent) -> Iterator[Flowable]:
    if not content.said.moved:
        return
    rows = []
    for moved in content.said.moved:
        line = content.find(moved.code)
        rows.append([moved.code, line.label if line else "", moved.reason])
    yield words(_("Why lines moved against the year before"), "heading")
    yield grid((_("Line"), _("What"), _("Reason")), rows, (8, 40, 72))


def missing(content: ReturnContent) -> Iterator[Flowable]:
    """What was left out, and what is not known; never passed over in silence."""
    yield from chapter(_("What is missing"), needs=90)
    if content.said.problems:
        yield words(_("What keeps lines from having a value"), "heading")
        for sentence in content.said.problems:
            yield words(sentence, "paragraph")
    yield words(_("Left out, with the reason"), "heading")
    if content.said.omissions:
        rows = [[left.section, left.site, left.what, left.reason] for left in content.said.omissions]
        yield grid((_("Section"), _("Site"), _("What"), _("Why")), rows, (10, 12, 44, 54))
    else:
        yield words(_("No omission inside the boundary was recorded."), "paragraph")
    yield from _unknown(content)


def _unknown(content: ReturnContent) -> Iterator[Flowable]:
    """Those with a reason one by one; of the others how many there are, because their sections name them."""
    gaps = unknown_lines(content.off)
    yield words(_("Lines that are not known"), "heading")
    if not gaps:
        yield words(_("Every line of the form has a value."), "paragraph")
        return
    reasons = [line for line in gaps if not is_unexplained(line)]
    if reasons:
        rows = [[line.code, line.label, line.note or _("made from lines that are not known")] for line in reasons]
        yield grid((_("Line"), _("What"), _("Why")), rows, (16, 50, 60))
        yield gap(3)
    counts = Counter(line.section for line in gaps if is_unexplained(line))
    if counts:
        yield words(_("Nothing was entered for these; the sections name them."), "paragraph")
        rows = [
            [section.code, section.title, f"{counts[section.code]:,}", f"{len(content.lines(section.code)):,}"]
            for section in content.sections
            if counts[section.code]
        ]
        yield grid((_("Section"), _("Title"), _("Not known"), _("Of lines")), rows, (12, 78, 18, 18), numeric=(2, 3))


def signatures(content: ReturnContent) -> Iterator[Flowable]:
    yield from chapter(_("Signatures"))
    signed = content.said.signatures
    if not signed:
        yield words(_("Nobody has signed this return yet."), "paragraph")
    heads = (_("Who"), _("As"), _("When"), _("What was declared"))
    rows: list[list[str | list[Flowable]]] = []
    for one in signed:
        declared = [words(one.statement, "cell"), words(f"SHA-256 {one.digest}", "small")]
        rows.append([one.name, one.role, one.at[:16].replace("T", " "), declared])
    if rows:
        yield grid(heads, rows, (30, 18, 22, 60))
        yield gap(2)
        note = _("The digest is that of the lines as they stood when they were signed.")
        yield words(note, "small")
    if content.is_draft:
        yield gap(6)
        lines = [[name, "", "", ""] for name in (_("prepared by"), _("reviewed by"), _("approved by"))]
        yield grid((_("To be signed"), _("Name"), _("Date"), _("Signature")), lines, (26, 40, 22, 42))
