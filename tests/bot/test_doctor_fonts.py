"""What doctor says of fonts: the scripts that PDF files cannot show, and how to mend it."""

import pytest

from bot.cli.doctor import fonts


@pytest.mark.parametrize("missing", [("emoji",), ("Arabic", "Chinese, Japanese and Korean")])
def test_each_script_without_a_font_is_named_with_what_to_install(
    missing: tuple[str, ...],
) -> None:
    found = fonts(missing)
    assert all(one in found.text for one in missing)
    assert "fonts-noto" in found.remedy


def test_with_every_font_there_is_nothing_to_mend() -> None:
    assert fonts(()).remedy == ""
