"""Frozen versions and computed returns: how the one is kept as the other, and read back without loss."""

from collections.abc import Mapping
from typing import Any

from greenops.annual_return.computed import ComputedReturn, Section, line_of
from greenops.annual_return.models import FrozenLine, ReturnVersion


def frame_of(off: ComputedReturn, on: ComputedReturn) -> dict[str, Any]:
    """What belongs to the whole and to no line, as plain JSON: for ReturnVersion.statements["computed"].

    Problems are not kept: a return that has one is not frozen.
    """
    return {
        "sections": [[section.code, section.title] for section in off.sections],
        "remarks": {"off": list(off.remarks), "on": list(on.remarks)},
        "warnings": list(off.warnings),
    }


def frozen_lines(version: ReturnVersion, computed: ComputedReturn) -> list[FrozenLine]:
    """The lines of a computed return, to be saved with the version."""
    return [
        FrozenLine(
            version=version,
            delegates=computed.delegates,
            position=position,
            code=line.code,
            value=None if isinstance(line.value, bool | str) or line.value is None else float(line.value),
            content=line.content(),
        )
        for position, line in enumerate(computed.lines)
    ]


def computed_of(version: ReturnVersion, *, delegates: bool = False) -> ComputedReturn:
    """The return as it was frozen; nothing is computed anew."""
    frame: Mapping[str, Any] = version.statements["computed"]
    contents = version.lines.filter(delegates=delegates).order_by("position").values_list("content", flat=True)
    return ComputedReturn(
        year=version.annual_return.year,
        edition=version.edition,
        delegates=delegates,
        sections=tuple(Section(code, title) for code, title in frame["sections"]),
        lines=tuple(line_of(content) for content in contents),
        inputs_digest=version.inputs_digest,
        factor_editions=tuple(version.factor_editions),
        method_version=version.method_version,
        code_version=version.code_version,
        remarks=tuple(frame["remarks"]["on" if delegates else "off"]),
        warnings=tuple(frame["warnings"]),
    )
